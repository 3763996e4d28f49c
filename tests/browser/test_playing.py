"""Sound: when it starts, that there is never more than one, and what happens when it cannot."""

import statistics
import sys
from pathlib import Path

import pytest

from catalog.models import Clip
from feed.models import Play
from tests.browser.conftest import DESKTOP, PHONE

NO_CARD_IS_SEEN_FOR_A_WHILE = """
    const Observer = IntersectionObserver;
    window.IntersectionObserver = class extends Observer {
        constructor(seen, options) {
            super((entries) => setTimeout(() => seen(entries), 700), options);
        }
    };
"""
NEXT_IS_LOADED = """
    (next => [...document.querySelectorAll('audio')].some(audio =>
        audio.readyState === 4 && audio.src.endsWith(next.dataset.audio))
    )(document.querySelector('.card[data-state]').nextElementSibling)
"""


def test_nothing_plays_before_a_tap(phone):
    phone.rest(0.5)
    assert phone.sounding == []
    assert phone.read("!document.getElementById('start').hidden")


def test_a_tap_on_start_listening_starts_the_sound(phone):
    phone.start()
    phone.wait("document.getElementById('start').hidden")


def test_a_tap_on_the_picture_starts_the_sound_too(phone):
    phone.tap_at(60, 300)
    phone.wait_for_sound()


def test_space_starts_and_pauses(desktop):
    desktop.press("Space")
    desktop.wait_for_sound()
    desktop.press("Space")
    desktop.wait("document.querySelector('.card[data-state=paused]')")
    desktop.wait_for_silence()


@pytest.mark.parametrize(
    ("device", "begin"),
    [
        (PHONE, lambda screen: screen.tap("[data-start]")),
        (DESKTOP, lambda screen: screen.press("Space")),
    ],
)
def test_who_is_quicker_than_the_first_card_hears_it_all_the_same(
    songs, open_screen, device, begin
):
    screen = open_screen(device, path=None)
    screen.context.add_init_script(NO_CARD_IS_SEEN_FOR_A_WHILE)
    screen.page.goto(screen.server.url)
    assert screen.card is None
    begin(screen)
    screen.wait_for_sound()
    screen.wait("document.getElementById('start').hidden")


def test_a_single_tap_pauses_and_the_next_one_goes_on(phone):
    phone.start()
    phone.tap_at(60, 300)
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.wait_for_silence()
    phone.rest(0.4)
    phone.tap_at(60, 300)
    phone.wait_for_sound()


def test_a_swipe_plays_the_next_clip_and_only_that(phone):
    phone.start()
    first = phone.card
    phone.swipe()
    phone.wait_for_sound()
    assert phone.card != first
    phone.swipe(up=False)
    phone.wait_for_sound()
    assert phone.card == first
    assert phone.read("recorded.mostAtOnce") == 1


def test_swiping_after_a_pause_sounds_again(phone):
    phone.start()
    phone.tap_at(60, 300)
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.swipe()
    phone.wait_for_sound()


def test_after_a_pause_from_outside_a_swipe_stays_silent_until_a_tap(phone):
    phone.start()
    phone.read("document.querySelectorAll('audio').forEach(a => a.pause())")
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.swipe()
    phone.rest(0.5)
    assert phone.sounding == []
    phone.tap_at(60, 300)
    phone.wait_for_sound()


def test_the_clip_starts_again_at_its_end(phone):
    phone.start()
    phone.read(
        "(a => a.currentTime = a.duration - 0.3)"
        "([...document.querySelectorAll('audio')].find(a => !a.paused))"
    )
    phone.wait("[...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime < 2)")
    phone.wait_for_sound()


def test_sound_follows_the_swipe_at_once_though_every_answer_takes_300_ms(phone, capsys):
    phone.server.delay_s = 0.3
    phone.start()
    phone.wait(NEXT_IS_LOADED)
    phone.read("recorded.events.length = 0")
    for _ in range(10):
        phone.swipe()
        phone.wait_for_sound()
        phone.wait(NEXT_IS_LOADED)
    after_front = delays(phone, "in front", "playing")
    with capsys.disabled():
        print_figures("card in front, sound allowed", after_front)
        print_figures("card in front, sound moves", delays(phone, "in front", "sound moves"))
        print_figures("first touch, sound moves", delays(phone, "touchstart", "sound moves"))
    assert phone.read("recorded.mostAtOnce") == 1
    assert len(after_front) == 10
    assert statistics.median(after_front) < 250  # one answer alone would take 300


def delays(screen, cause, effect):
    """Milliseconds from each `cause` to the first `effect` after it and before the next cause."""
    found, since = [], None
    for event in screen.read("recorded.events"):
        if event["type"] == cause:
            since = event["at"]
        elif event["type"] == effect and since is not None:
            found.append(event["at"] - since)
            since = None
    return found


def print_figures(what, delays_ms):
    sys.stdout.write(
        f"\n  {what}: median {statistics.median(delays_ms):.0f} ms, "
        f"worst {max(delays_ms):.0f} ms ({len(delays_ms)} swipes)"
    )


def test_a_hundred_swipes_need_no_more_than_three_audio_elements(songs, make_playable, open_screen):
    for _ in range(64):
        make_playable()
    phone = open_screen()
    phone.start()
    for number in range(100):
        phone.swipe()
        if number % 10 == 9:
            phone.wait_for_sound()
    assert phone.read("document.querySelectorAll('audio').length") == 3
    assert phone.read("recorded.elements.size") <= 3
    assert phone.read("recorded.mostAtOnce") == 1
    ids = phone.read("[...document.querySelectorAll('.card')].map(card => card.id)")
    assert len(ids) == len(set(ids)) >= 100
    phone.wait("document.querySelectorAll('article.card > .card-body').length <= 20")
    # Back over the hollowed cards: they are whole again.
    for _ in range(12):
        phone.swipe(up=False)
    phone.wait(f"{phone.in_card('.title')}.textContent")
    phone.wait_for_sound()


def test_a_clip_that_is_missing_says_so_and_the_next_song_is_one_tap_away(songs, open_screen):
    for clip in Clip.objects.all():
        Path(clip.audio.path).unlink()
    phone = open_screen(path=None)
    phone.expected_problems = ("404",)
    phone.open("/")
    phone.tap("[data-start]")
    phone.wait("document.querySelector('.card[data-state=failed]')")
    failed = phone.card
    phone.wait(f"!{phone.in_card('[data-failure]')}.hidden")
    phone.tap_card("[data-failure] [data-step]")
    phone.wait(f"document.querySelector('.card[data-state]').dataset.card != '{failed}'")


def test_a_clip_that_failed_plays_after_try_again(songs, open_screen):
    phone = open_screen(path=None)
    phone.expected_problems = ("503",)
    phone.server.failing = "/clips/"
    phone.open("/")
    phone.tap("[data-start]")
    phone.wait("document.querySelector('.card[data-state=failed]')")
    phone.server.failing = None
    phone.tap_card("[data-retry]")
    phone.wait_for_sound()
    phone.wait(f"{phone.in_card('[data-failure]')}.hidden")


def test_muting_is_remembered(desktop):
    desktop.press("m")
    desktop.start()
    assert desktop.read("[...document.querySelectorAll('audio')].every(a => a.muted)")
    desktop.reload()
    assert desktop.read("[...document.querySelectorAll('audio')].every(a => a.muted)")
    desktop.click("[data-mute]")
    desktop.wait("[...document.querySelectorAll('audio')].every(a => !a.muted)")


def test_what_was_heard_is_kept(phone):
    phone.start()
    heard = phone.card
    phone.listen(1.2)
    phone.swipe()
    phone.until(Play.objects.filter(song__public_id=heard).exists)
    assert Play.objects.get(song__public_id=heard).listened_ms > 1000


def test_what_could_not_be_told_is_told_later(phone):
    phone.expected_problems = ("503",)
    phone.start()
    heard = phone.card
    phone.listen(0.5)
    phone.server.failing = "/plays"
    phone.swipe()
    phone.rest(0.5)
    assert not Play.objects.exists()
    phone.server.failing = None
    phone.swipe()
    phone.until(Play.objects.filter(song__public_id=heard).exists)


def test_a_song_that_was_heard_does_not_come_back(phone):
    phone.start()
    phone.listen(0.5)
    phone.swipe()
    phone.until(Play.objects.exists)
    heard = Play.objects.get().song.public_id
    phone.open("/")
    for _ in range(6):
        phone.swipe()
    assert heard not in phone.read(
        "[...document.querySelectorAll('.card')].map(card => card.dataset.card)"
    )
