"""The same card and second after a reload, the way back, in a tab opened again; one tab sounds."""

import pytest

from tests.browser import chromium
from tests.browser.conftest import PHONE
from tests.browser.screen import Screen
from tests.browser.test_offline import clip_in_front, read_later, wait_until_kept

NOTHING_IS_LOCKED = "navigator.locks.query().then(({held}) => !held.length)"
SECOND = "Math.max(...[...document.querySelectorAll('audio')].map(a => a.currentTime))"


@pytest.fixture
def left(phone):
    """A phone on its second card, paused at about 4 s."""
    phone.start()
    phone.swipe()
    phone.wait_for_sound()
    phone.wait_for_address()
    phone.read(
        "[...document.querySelectorAll('audio')].forEach(a => a.paused || (a.currentTime = 4))"
    )
    phone.wait(f"{SECOND} > 4.2")
    phone.tap_at(60, 300)
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.wait_for_silence()
    return phone


def is_where_it_was(screen, card):
    assert screen.card == card
    screen.wait(f"4 < {SECOND} && {SECOND} < 6")
    screen.wait(
        "/1:0[45]/.test(document.querySelector('.card[data-state] [data-time]').textContent)"
    )
    assert screen.sounding == []


def test_a_reload_comes_back_to_the_card_and_the_second(left):
    card = left.card
    left.reload()
    is_where_it_was(left, card)
    left.tap("[data-start]")
    left.wait_for_sound()
    assert left.read(SECOND) > 4


# --- In the middle of a sound ---


@pytest.fixture
def listening(songs, server, browser):
    """Opens a phone that hears its second card at about 4 s, under an autoplay policy."""
    opened = []

    def listen(policy):
        chrome = browser.browser_type.launch(
            executable_path=chromium.find(),
            args=["--no-sandbox", "--disable-dev-shm-usage", f"--autoplay-policy={policy}"],
        )
        phone = Screen(chrome.new_context(**browser.known_devices[PHONE]), server)
        opened.append((chrome, phone))
        phone.context.add_init_script(_NOTE_WHAT_THE_START_PICTURE_DOES)
        phone.open("/")
        assert phone.sounding == [], "nobody has asked for sound yet"
        phone.start()
        phone.swipe()
        phone.wait_for_sound()
        phone.wait_for_address()
        phone.read("[...document.querySelectorAll('audio')].find(a => !a.paused).currentTime = 4")
        phone.wait(f"{SECOND} > 4.2")
        return phone

    yield listen
    for chrome, phone in opened:
        chrome.close()
        assert phone.problems == []


_NOTE_WHAT_THE_START_PICTURE_DOES = """
    window.startWasHidden = [];
    addEventListener("DOMContentLoaded", () => {
        const start = document.getElementById("start");
        if (!start) return;
        startWasHidden.push(start.hidden);
        new MutationObserver(() => startWasHidden.push(start.hidden))
            .observe(start, { attributeFilter: ["hidden"] });
    });
"""


def test_who_reloads_in_the_middle_of_a_sound_goes_on_hearing_it(listening):
    phone = listening("no-user-gesture-required")
    card = phone.card
    phone.page.reload()
    phone.wait_for_sound()
    assert phone.card == card
    assert phone.read(SECOND) > 4
    phone.wait("document.getElementById('start').hidden")
    phone.swipe()
    phone.wait_for_sound()
    assert phone.read("recorded.mostAtOnce") == 1


def test_where_sound_wants_a_tap_a_reload_shows_so_and_nothing_flickers(listening):
    phone = listening("user-gesture-required")
    card = phone.card
    phone.page.reload()
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.rest(0.4)
    assert phone.sounding == []
    assert phone.read("startWasHidden") == [False]
    phone.tap("[data-start]")
    phone.wait_for_sound()
    assert phone.card == card
    assert phone.read(SECOND) > 4


@pytest.mark.parametrize("how", ["paused", "opened", "much later", "another tab"])
def test_sound_begins_by_itself_only_where_it_was_interrupted(listening, how):
    phone = listening("no-user-gesture-required")
    if how == "paused":
        phone.tap_at(60, 300)
        phone.wait_for_silence()
        phone.page.reload()
    elif how == "opened":
        phone.open(phone.read("location.pathname + location.search"))
    elif how == "much later":
        phone.context.add_init_script("const now = Date.now; Date.now = () => now() + 60000;")
        phone.page.reload()
    else:
        address = phone.read("location.pathname + location.search")
        phone.page.close()
        phone = Screen(phone.context, phone.server)
        phone.open(address)
        phone.page.reload()
    phone.wait("document.querySelector('.card[data-state=paused]')")
    phone.rest(0.4)
    assert phone.sounding == []


# --- Elsewhere ---


def test_a_tab_that_is_opened_again_is_where_it_was(left):
    card, address = left.card, left.read("location.pathname + location.search")
    left.read("dispatchEvent(new Event('pagehide'))")
    again = Screen(left.context, left.server)
    left.page.close()
    again.open(address)
    is_where_it_was(again, card)


def test_back_from_the_song_page_is_where_it_was(left):
    card = left.card
    left.tap_card("[data-whole]")
    left.wait("document.getElementById('full-song')")
    left.read("history.back()")
    left.wait("document.querySelector('.card[data-state]')")
    is_where_it_was(left, card)


def test_a_card_that_was_swiped_away_begins_anew(left):
    left.swipe()
    left.swipe(up=False)
    left.wait_for_sound()
    assert left.read(SECOND) < 3


def test_the_feed_is_kept_whole_for_the_way_back(songs, server, browser):
    kept_whole = browser.browser_type.launch(
        executable_path=chromium.find(),
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    phone = Screen(kept_whole.new_context(**browser.known_devices[PHONE]), server)
    phone.open("/")
    phone.start()
    phone.swipe()
    phone.wait_for_sound()
    wait_until_kept(phone, clip_in_front(phone))
    phone.until(lambda: read_later(phone, NOTHING_IS_LOCKED))  # or it would be thrown away
    card = phone.card
    phone.read("document.body.dataset.marked = 1")
    phone.tap_card("[data-whole]")
    phone.wait("document.getElementById('full-song')")
    phone.read("history.back()")
    phone.wait("document.body.dataset.marked")
    assert phone.card == card
    assert phone.sounding == []
    phone.tap_at(60, 300)
    phone.wait_for_sound()
    assert phone.problems == []
    kept_whole.close()


def test_two_tabs_never_sound_at_once(phone):
    phone.start()
    other = Screen(phone.context, phone.server)
    other.open("/")
    other.start()
    phone.wait_for_silence()
    phone.wait("document.querySelector('.card[data-state=paused]')")
    assert phone.read("document.querySelector('.card [data-failure]').hidden")
    phone.page.bring_to_front()
    phone.swipe()
    phone.wait_for_sound()
    other.wait_for_silence()
    other.wait("document.querySelector('.card[data-state=paused]')")
    assert other.problems == []


def test_the_song_page_in_another_tab_silences_the_feed(phone):
    phone.start()
    song = Screen(phone.context, phone.server)
    song.open(f"/s/{phone.card}/")
    song.click("[data-play]")
    song.wait("!document.getElementById('full-song').paused")
    phone.wait_for_silence()
    phone.wait("document.querySelector('.card[data-state=paused]')")
