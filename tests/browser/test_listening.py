"""How the listener wants to listen: settings, keep listening, session length, saving data."""

import json

import pytest

from catalog.models import Clip
from tests.browser.test_sheets import SHEET

TO_THE_END = """
    [...document.querySelectorAll('audio')].filter(a => !a.paused)
        .forEach(a => a.currentTime = a.duration - 0.4)
"""
BEGAN_AGAIN = """
    [...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime < 3)
"""
REST = "document.getElementById('session-end')"
MODES = "document.getElementById('modes').textContent"


@pytest.fixture
def open_with(songs, open_screen):
    """Opens a phone whose listener has chosen these settings before."""

    def open_one(**chosen):
        phone = open_screen(path=None)
        kept = json.dumps(json.dumps(chosen))
        phone.context.add_init_script(
            f"localStorage.getItem('clipfeed-settings') ||"
            f" localStorage.setItem('clipfeed-settings', {kept})"
        )
        phone.open("/")
        return phone

    return open_one


def another_card(screen, than):
    screen.wait(f"({screen.in_card('')})?.dataset.card != '{than}'")


def test_the_settings_are_a_sheet_and_remembered(phone):
    phone.tap(".settings-button")
    phone.wait(f"{SHEET}.open && {SHEET}.querySelector('.setting')")
    phone.rest(0.4)
    assert phone.faults() == []
    phone.tap("[data-setting=keepListening]")
    phone.wait(f"{MODES} === 'Keeps playing'")
    phone.press("Escape")
    phone.wait(f"!{SHEET}.open")
    phone.reload()
    phone.wait(f"{MODES} === 'Keeps playing'")
    phone.tap(".modes")
    phone.wait(f"{SHEET}.querySelector('[data-setting=keepListening]').checked")


def test_settings_hold_for_the_visit_where_nothing_may_be_stored(songs, open_screen):
    phone = open_screen(path=None)
    phone.context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new Error('forbidden'); }})"
    )
    phone.open("/")
    phone.tap(".settings-button")
    phone.rest(0.4)
    phone.tap("[data-setting=keepListening]")
    phone.wait(f"{MODES} === 'Keeps playing'")
    phone.press("Escape")
    phone.start()
    first = phone.card
    phone.read(TO_THE_END)
    another_card(phone, first)
    phone.wait_for_sound()


def test_sound_off_in_the_sheet_is_the_button_outside_of_it(desktop):
    desktop.press("m")
    desktop.click(".settings-button")
    desktop.wait(f"{SHEET}.querySelector('[data-setting=muted]').checked")
    desktop.rest(0.4)
    desktop.click("[data-setting=muted]")
    desktop.wait("document.querySelector('[data-mute]').getAttribute('aria-pressed') === 'false'")
    desktop.wait("[...document.querySelectorAll('audio')].every(a => !a.muted)")


# --- Keep listening ---


def test_keep_listening_goes_on_at_the_end_of_each_clip(open_with):
    phone = open_with(keepListening=True)
    phone.start()
    for _ in range(2):
        card = phone.card
        phone.read(TO_THE_END)
        another_card(phone, card)
        phone.wait_for_sound()
    assert phone.read("recorded.mostAtOnce") == 1


def test_nothing_goes_on_under_a_sheet(open_with):
    phone = open_with(keepListening=True)
    phone.start()
    card = phone.card
    phone.tap_card("[data-sheet=more]")
    phone.wait(f"{SHEET}.querySelector('.choices')")
    phone.read(TO_THE_END)
    phone.wait(BEGAN_AGAIN)
    assert phone.card == card
    phone.wait_for_sound()


def test_after_a_pause_from_outside_keep_listening_waits_for_the_listener(open_with):
    phone = open_with(keepListening=True)
    phone.start()
    card = phone.card
    phone.read("document.querySelectorAll('audio').forEach(a => a.pause())")
    phone.wait_for_silence()
    phone.rest(0.4)
    assert (phone.card, phone.sounding) == (card, [])


@pytest.mark.parametrize("keeps", [True, False])
def test_behind_a_lock_screen_only_keep_listening_goes_on(open_with, keeps):
    phone = open_with(keepListening=keeps)
    phone.start()
    card = phone.card
    phone.read("Object.defineProperty(document, 'hidden', {get: () => true})")
    phone.read(TO_THE_END)
    if keeps:
        another_card(phone, card)
    else:
        phone.wait(BEGAN_AGAIN)
        assert phone.card == card
    phone.wait_for_sound()


# --- Session length ---


def test_after_so_many_songs_a_card_says_so_and_can_be_answered(open_with):
    phone = open_with(sessionLength="2 songs")
    phone.start()
    phone.wait(f"{MODES} === '1 song left'")
    phone.swipe()
    phone.wait_for_sound()
    phone.wait(f"{MODES} === 'Last song'")
    phone.swipe()
    phone.wait(f"{REST}.open")
    phone.wait_for_silence()
    phone.wait(f"{REST}.getAnimations().every(one => one.playState === 'finished')")
    assert phone.faults() == []
    phone.tap("#session-end [value=go-on]")
    phone.wait(f"!{REST}.open")
    phone.wait_for_sound()
    phone.wait(f"{MODES} === '1 song left'")


def test_when_the_time_is_over_the_clip_is_heard_to_its_end(open_with):
    phone = open_with(sessionLength="0.02 minutes")
    phone.start()
    phone.wait(f"{MODES} === 'Last song'")
    assert not phone.read(f"{REST}.open")
    phone.read(TO_THE_END)
    phone.wait(f"{REST}.open")
    phone.wait_for_silence()
    phone.press("Escape")
    phone.wait(f"!{REST}.open")
    phone.swipe()
    phone.rest(0.5)
    assert phone.sounding == []  # until a tap
    phone.tap_at(60, 300)
    phone.wait_for_sound()


# --- Saving data ---


def clips_asked_for(screen):
    asked = []
    screen.page.on(
        "request", lambda request: asked.append(request) if "/clips/" in request.url else 0
    )
    return asked


def small_clips():
    return {clip.small_audio_url for clip in Clip.objects.all()}


def plays_a_small_clip(screen):
    return any(address.endswith(tuple(small_clips())) for address in screen.sounding)


def test_saving_data_plays_small_clips_and_fetches_one_ahead(songs, open_screen):
    phone = open_screen(path=None)
    asked = clips_asked_for(phone)
    phone.context.add_init_script(
        """localStorage.setItem('clipfeed-settings', '{"dataSaver": "on"}')"""
    )
    with phone.page.expect_request("**/next?*") as more:
        phone.open("/")
        phone.tap("[data-start]")
        phone.until(lambda: plays_a_small_clip(phone))
        phone.wait_for_address()
        phone.rest(0.4)
        assert len({request.url for request in asked}) == 2  # this one and the next
        phone.swipe()
    assert more.value.headers["save-data"] == "on"
    phone.until(lambda: plays_a_small_clip(phone))
    addresses = {request.url.removeprefix(phone.server.url) for request in asked}
    assert addresses <= small_clips()
    assert phone.read(MODES) == "Saves data"


def test_a_browser_that_saves_data_is_believed_unless_the_listener_says_no(songs, open_screen):
    phone = open_screen(extra_http_headers={"Save-Data": "on"})
    phone.tap("[data-start]")
    phone.until(lambda: plays_a_small_clip(phone))
    phone.tap(".settings-button")
    phone.wait(f"{SHEET}.querySelector('[data-saver-now]').textContent === 'On now.'")
    phone.page.select_option("[data-setting=dataSaver]", "off")
    phone.wait(f"{SHEET}.querySelector('[data-saver-now]').textContent === 'Off now.'")
    phone.reload()
    phone.tap("[data-start]")
    phone.wait_for_sound()
    assert not plays_a_small_clip(phone)
