"""What a listener does with a card: like, share, seek, swipe by key, come to the end."""

import pytest
from django.utils.timezone import now

from catalog.models import Analysis, Song
from feed.models import Play
from feed.refit import refit
from social.models import Like, Repost, Share
from tests.browser.screen import OFFLINE

SECOND = "[...document.querySelectorAll('audio')].find(audio => !audio.paused)?.currentTime"
PRESSED = "[data-like][aria-pressed=true]"


def liked(screen):
    return screen.read(f"!!{screen.in_card(PRESSED)}")


def wait_until_kept(screen, count):
    screen.until(lambda: liked(screen) == bool(count))
    screen.until(lambda: Like.objects.count() == count)


def wait_for_a_reload(screen):
    """Until it would show the same card, and has nothing more to tell."""
    screen.wait_for_address()
    screen.wait("localStorage.getItem('clipfeed-acts') === '[]'")


def test_the_heart_likes_takes_back_and_survives_a_reload(phone):
    phone.tap_card("[data-like]")
    wait_until_kept(phone, 1)
    wait_for_a_reload(phone)
    phone.reload()
    assert liked(phone)
    phone.tap_card("[data-like]")
    wait_until_kept(phone, 0)


def test_a_double_tap_likes_and_never_takes_back(phone):
    phone.start()
    phone.tap_at(120, 250, times=2)
    wait_until_kept(phone, 1)
    phone.wait(f"{phone.in_card('.burst')}.style.getPropertyValue('--x')")
    phone.rest(0.5)
    phone.tap_at(120, 250, times=2)
    phone.rest(0.5)
    wait_until_kept(phone, 1)
    assert phone.state == "playing"


def test_the_key_l_likes_and_says_so(desktop):
    desktop.wait("document.getElementById('now-playing').textContent")
    desktop.press("l")
    desktop.wait("document.getElementById('now-playing').textContent === 'Like: on'")
    wait_until_kept(desktop, 1)


def test_a_like_is_shown_at_once_however_slow_the_server(phone):
    phone.server.delay_s = 1.0
    phone.tap_card("[data-like]")
    assert liked(phone)
    wait_until_kept(phone, 1)


def test_presses_while_the_server_is_slow_show_at_once_and_the_last_one_counts(phone):
    phone.server.delay_s = 1.0
    for is_liked in (True, False, True, False):
        phone.tap_card("[data-like]")
        assert liked(phone) == is_liked
    phone.until(lambda: phone.read("localStorage.getItem('clipfeed-acts')") == "[]")
    phone.wait("!document.querySelector('.htmx-request')")
    wait_until_kept(phone, 0)


def test_a_like_is_not_lost_where_the_page_is_left_before_the_answer(phone):
    phone.expected_problems = ("503",)
    phone.server.late, phone.server.failing, phone.server.delay_s = "/like", "/like", 60
    phone.tap_card("[data-like]")
    assert liked(phone)
    phone.open("/songs/")
    phone.server.delay_s = 0
    phone.until(lambda: phone.server.refused == 2)  # what either page told
    phone.server.failing = None
    phone.open("/songs/")
    phone.until(Like.objects.exists)


REPOSTED = "[data-repost][aria-pressed=true]"


def reposted(screen):
    return screen.read(f"!!{screen.in_card(REPOSTED)}")


def test_a_repost_is_a_tap_and_survives_a_reload(phone):
    phone.tap_card("[data-repost]")
    phone.until(Repost.objects.exists)
    assert Repost.objects.get().song.public_id == phone.card
    phone.wait("document.getElementById('toasts').textContent.includes('With an account')")
    wait_for_a_reload(phone)
    phone.reload()
    assert reposted(phone)
    phone.tap_card("[data-repost]")
    phone.until(lambda: not Repost.objects.exists())


def test_the_key_r_reposts_at_once_however_slow_the_server(desktop):
    desktop.server.delay_s = 1.0
    desktop.press("r")
    assert reposted(desktop)
    desktop.until(Repost.objects.exists)


def test_keys_swipe_and_focus_stays(desktop):
    desktop.press("Space")
    desktop.wait_for_sound()
    first = desktop.card
    desktop.press("ArrowDown")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{first}'")
    desktop.wait_for_sound()
    desktop.wait_until_at_rest()
    desktop.press("k")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card == '{first}'")
    assert desktop.read("document.activeElement.tagName") == "BODY"
    assert desktop.read("recorded.mostAtOnce") == 1


def test_space_pauses_right_after_a_click_on_start(desktop):
    desktop.page.mouse.move(*desktop.centre_of("[data-start]"))
    # In one task with the click: before the browser itself takes the focus from the hidden button.
    desktop.read(
        "document.addEventListener('click', () => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: ' ', bubbles: true})), {once: true})"
    )
    desktop.page.mouse.down()
    desktop.page.mouse.up()
    desktop.wait("document.querySelector('.card[data-state=paused]')")
    desktop.wait_for_silence()


def test_two_quick_presses_go_two_songs_on(desktop):
    third = desktop.read("document.querySelectorAll('article.card')[2].dataset.card")
    desktop.press("j")
    desktop.press("j")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card == '{third}'")


def test_keys_with_modifiers_belong_to_the_browser(desktop):
    desktop.press("Control+l")
    desktop.rest(0.3)
    assert not liked(desktop)


def test_next_and_previous_buttons(desktop):
    first = desktop.card
    desktop.click(".feed-steps [data-step='1']")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{first}'")


def test_a_song_in_up_next_is_one_click_away(desktop):
    second = desktop.read("document.querySelectorAll('article.card')[1].dataset.card")
    desktop.click("#up-next button")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card == '{second}'")


def test_the_strip_seeks_by_finger_and_by_key(desktop):
    desktop.start()
    strip = desktop.in_card("[data-seek]")
    audio = "[...document.querySelectorAll('audio')].find(a => a.src.endsWith({}.dataset.audio))"
    position = audio.format(desktop.in_card("")) + ".currentTime"
    desktop.press("Space")  # what stands still can be read
    desktop.wait_for_silence()
    desktop.page.mouse.move(*desktop.centre_of(".card[data-state] [data-seek]"))
    desktop.page.mouse.down()
    desktop.wait(f"'seeking' in {strip}.dataset")
    desktop.page.mouse.up()
    desktop.wait(f"!('seeking' in {strip}.dataset)")
    desktop.wait(f"Math.abs({position} - 3.5) < 0.2")
    desktop.read(f"{strip}.focus()")
    desktop.press("Home")
    desktop.wait(f"{position} === 0")
    desktop.wait(f"{strip}.getAttribute('aria-valuetext').startsWith('1:0')")
    desktop.press("ArrowRight")
    desktop.wait(f"Math.abs({position} - 2) < 0.1")


def test_going_back_on_the_strip_is_counted_and_the_loop_is_not(desktop):
    desktop.start()
    desktop.listen(2)
    strip = desktop.in_card("[data-seek]")
    desktop.read(f"{strip}.focus()")
    desktop.press("ArrowLeft")
    desktop.press("ArrowRight")
    desktop.listen(6)
    desktop.wait(f"(it => it > 0.5 && it < 2)({SECOND})")  # once around
    desktop.press("j")
    desktop.until(lambda: Play.objects.filter(listened_ms__gt=6900).exists())
    play = Play.objects.get(listened_ms__gt=6900)
    assert (play.seeks_back, play.opened_song) == (1, False)


def test_a_drag_back_is_one_way_back(desktop):
    desktop.start()
    desktop.rest(0.5)
    box = desktop.read(
        f"(() => {{ const b = {desktop.in_card('[data-seek]')}.getBoundingClientRect();"
        " return [b.x, b.y + b.height / 2, b.width]; })()"
    )
    left, y, width = box
    desktop.page.mouse.move(left + 0.9 * width, y)
    desktop.page.mouse.down()
    desktop.page.mouse.up()
    desktop.page.mouse.down()
    for share in (0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2):
        desktop.page.mouse.move(left + share * width, y)
    desktop.page.mouse.up()
    desktop.press("j")
    desktop.until(Play.objects.exists)
    assert Play.objects.get().seeks_back == 1


def test_opening_the_whole_song_is_told_before_the_page_is_left(desktop):
    card = desktop.card
    desktop.click(".card[data-state] [data-whole]")
    desktop.wait("document.getElementById('full-song')")
    desktop.until(Play.objects.exists)
    play = Play.objects.get()
    assert (play.song.public_id, play.listened_ms, play.opened_song) == (card, 0, True)


def test_sharing_copies_the_link_and_is_counted(songs, open_screen):
    desktop = open_screen("Desktop Chrome", permissions=["clipboard-read", "clipboard-write"])
    desktop.page.bring_to_front()
    desktop.press("s")
    desktop.wait("document.getElementById('toasts').textContent")
    assert desktop.toast == "Link copied"
    desktop.until(Share.objects.exists)
    assert Share.objects.get().song.public_id == desktop.card
    copied = desktop.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{desktop.server.url}/s/{desktop.card}/"


def test_without_the_clipboard_the_link_is_shown(desktop):
    desktop.read("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    desktop.click(".card[data-state] [data-share]")
    desktop.wait("document.querySelector('dialog[open] input')")
    assert desktop.read("document.querySelector('dialog input').value").endswith(
        f"/s/{desktop.card}/"
    )


def test_the_address_title_and_announcement_follow(phone):
    phone.swipe()
    phone.wait(
        "location.search === `?clip=${document.querySelector('.card[data-state]').dataset.card}`"
    )
    card = phone.card
    title = phone.read("document.querySelector('.card[data-state]').dataset.title")
    phone.wait(f"document.title.startsWith({title!r})")
    phone.wait(f"document.getElementById('now-playing').textContent.includes({title!r})")
    phone.reload()
    assert phone.card == card


def test_when_the_next_cards_do_not_come_it_says_so_and_goes_on_later(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/next"
    phone.start()
    phone.swipe()
    phone.wait("!document.getElementById('stuck').hidden")
    phone.server.failing = None
    phone.tap("[data-more]")
    phone.wait("document.querySelectorAll('.card').length > 3")
    phone.wait("document.getElementById('stuck').hidden")


def test_it_asks_again_by_itself_when_the_network_is_back(phone):
    phone.expected_problems = OFFLINE
    phone.start()
    phone.rest(0.5)
    phone.context.set_offline(True)
    phone.swipe()
    phone.wait_for_sound()
    phone.wait("!document.getElementById('stuck').hidden")
    phone.context.set_offline(False)
    phone.wait("document.querySelectorAll('.card').length > 3")


def test_the_end_of_the_catalogue_is_quiet_and_says_so(
    transactional_db, make_playable, open_screen
):
    for _ in range(2):
        make_playable()
    refit()
    phone = open_screen()
    phone.start()
    phone.swipe()
    phone.wait("document.querySelector('.end')")
    phone.swipe()
    phone.wait_for_silence()
    assert "You have heard every song" in phone.read("document.querySelector('.end').textContent")
    phone.swipe(up=False)
    phone.wait_for_sound()


def test_who_swipes_to_the_end_without_a_sound_can_read_it(
    transactional_db, make_playable, open_screen
):
    make_playable()
    refit()
    phone = open_screen()
    is_shown = "document.querySelector('[data-start]').getBoundingClientRect().width > 0"
    phone.wait(is_shown)
    phone.wait("document.querySelector('.end')")
    phone.swipe(wait=False)
    phone.wait(f"!({is_shown})")
    assert phone.faults() == []
    phone.swipe(up=False)
    phone.wait(is_shown)
    phone.wait_until_at_rest()
    phone.start()


def test_a_song_that_arrives_at_the_end_plays_by_itself(
    transactional_db, make_playable, open_screen
):
    heard, coming = make_playable(), make_playable(hidden=True)
    Analysis.objects.filter(song=coming).update(state=Analysis.State.PENDING, analysed_at=None)
    refit()
    phone = open_screen()
    phone.start()
    phone.swipe()
    phone.wait("document.querySelector('.end')")
    phone.wait_for_silence()
    assert "More songs are on their way" in phone.read("document.querySelector('.end').innerText")
    assert phone.faults() == []
    Song.objects.filter(pk=coming.pk).update(hidden=False)
    Analysis.objects.filter(song=coming).update(state=Analysis.State.DONE, analysed_at=now())
    refit()
    # It looks again every four seconds.
    phone.until(lambda: phone.card == coming.public_id, seconds=20)
    phone.wait_for_sound()
    phone.swipe()
    phone.wait("document.querySelector('.end')")
    phone.swipe(up=False)
    phone.swipe(up=False)
    phone.wait_for_sound()
    assert phone.card == heard.public_id


@pytest.mark.parametrize("words", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>'])
def test_hostile_tags_are_only_text(transactional_db, make_playable, open_screen, words):
    for number in range(2):
        make_playable(f"{words} {number}", f"{words} artist {number}")
    refit()
    desktop = open_screen("Desktop Chrome", viewport={"width": 1440, "height": 900})
    assert words in desktop.read(f"{desktop.in_card('.title')}.textContent")
    desktop.wait(f"document.getElementById('up-next').textContent.includes({words!r})")
    assert desktop.read("document.querySelectorAll('main img, main script, aside img').length") == 0
    desktop.wait(f"document.title.includes({words!r})")
