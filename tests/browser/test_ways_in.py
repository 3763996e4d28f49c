"""Every way in: wheel and trackpad, keys, screen readers, Tab."""

import time

import pytest

from tests.browser.test_sheets import SHEET

NUMBER = "[...document.querySelectorAll('#feed > .card')].findIndex(card => card.dataset.state)"
FRONT = "document.querySelector('.card[data-state]')"

# What a trackpad sends for one stroke: fingers that speed up, then a second of gliding on.
STROKE = [2, 6, 14, 30, 52, 70, 76, 72, 64, 57, 51, 46, 40, 36, 32, 28, 25, 22, 19, 17, 15, 13]
STROKE += [11, 10, 9, 8, 7, 6, 5, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1]


def wheel(screen, *deltas):
    x, y = screen.centre_of("#feed")
    screen.page.mouse.move(x, y)
    started_at = time.time()
    for number, delta in enumerate(deltas):
        event = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta}
        # The times of the hardware, however slowly the events get here.
        event["timestamp"] = started_at + number * 0.016
        screen.cdp.send("Input.dispatchMouseEvent", event)


def rest_at(screen, number):
    """The card `number` is in front, and stays."""
    screen.wait(f"{NUMBER} === {number}")
    screen.wait_until_at_rest()
    screen.rest(0.4)
    assert screen.read(NUMBER) == number


def test_one_notch_of_the_wheel_is_one_card(desktop):
    desktop.start()
    for number in (1, 2):
        wheel(desktop, 120)
        rest_at(desktop, number)
    wheel(desktop, -120)
    rest_at(desktop, 1)
    desktop.wait_for_sound()
    assert desktop.read("recorded.mostAtOnce") == 1


def test_two_quick_notches_are_two_cards(desktop):
    wheel(desktop, 120)
    desktop.rest(0.08)
    wheel(desktop, 120)
    rest_at(desktop, 2)


def test_one_stroke_on_a_trackpad_is_one_card_however_long_it_glides(desktop):
    desktop.start()
    wheel(desktop, *STROKE)
    rest_at(desktop, 1)
    wheel(desktop, *STROKE)
    rest_at(desktop, 2)
    wheel(desktop, *(-delta for delta in STROKE))
    rest_at(desktop, 1)
    desktop.wait_for_sound()


def test_fingers_that_only_rest_on_the_trackpad_move_nothing(desktop):
    wheel(desktop, 1, 2, 1, 1)
    rest_at(desktop, 0)


def test_a_wheel_over_a_sheet_scrolls_the_sheet(desktop):
    desktop.press("?")
    desktop.wait(f"{SHEET}.querySelector('.help')")
    desktop.rest(0.4)
    wheel(desktop, 120)
    rest_at(desktop, 0)


def test_a_question_mark_opens_all_keys_and_gestures(desktop):
    desktop.press("?")
    desktop.wait(f"{SHEET}.open && {SHEET}.querySelector('.help')")
    desktop.rest(0.4)
    assert desktop.faults() == []
    desktop.press("Escape")
    desktop.wait(f"!{SHEET}.open")
    desktop.click(".keys [data-template=help]")
    desktop.wait(f"{SHEET}.open && {SHEET}.querySelector('.help')")


def test_a_sheet_opened_again_at_once_is_not_empty(desktop):
    desktop.press("?")
    desktop.wait(f"{SHEET}.open && {SHEET}.querySelector('.help')")
    # The browser tells that it was closed only when both have happened.
    desktop.read(f"{SHEET}.close(); document.querySelector('.keys [data-template=help]').click()")
    desktop.rest(0.3)
    assert desktop.read(f"{SHEET}.open && !!{SHEET}.querySelector('.help')")


@pytest.mark.parametrize(("down", "up"), [("ArrowDown", "ArrowUp"), ("j", "k")])
def test_keys_go_to_the_next_and_the_previous_song(desktop, down, up):
    desktop.start()
    desktop.press(down)
    rest_at(desktop, 1)
    desktop.wait_for_sound()
    desktop.press(up)
    rest_at(desktop, 0)
    desktop.wait_for_sound()


def test_c_opens_the_comments_of_the_song_in_front_which_plays_on(desktop):
    desktop.start()
    desktop.press("j")
    rest_at(desktop, 1)
    title = desktop.read(f"{FRONT}.dataset.title")
    desktop.press("c")
    desktop.wait(f"{SHEET}.open && {SHEET}.querySelector('[data-composer], .comments')")
    desktop.wait(f"{SHEET}.textContent.includes({title!r})")
    desktop.wait_for_sound()
    desktop.press("Escape")
    desktop.wait(f"!{SHEET}.open")
    rest_at(desktop, 1)


def test_q_leads_to_what_comes_next(desktop):
    desktop.press("q")
    desktop.wait("document.activeElement.id === 'up-next-title'")


def test_letters_work_on_the_sliders_of_the_mood_dial_and_arrows_move_them(desktop):
    desktop.press("d")
    desktop.wait("document.activeElement.matches('input[type=range]')")
    value = desktop.read("document.activeElement.value")
    desktop.press("ArrowUp")
    desktop.wait(f"document.activeElement.value !== '{value}'")
    rest_at(desktop, 0)
    desktop.press("l")
    desktop.wait(f"{FRONT}.querySelector('[data-like]').ariaPressed === 'true'")


def test_page_keys_go_from_song_to_song_and_home_to_the_first(desktop):
    desktop.press("PageDown")
    rest_at(desktop, 1)
    desktop.press("PageDown")
    rest_at(desktop, 2)
    desktop.press("PageUp")
    rest_at(desktop, 1)
    desktop.press("Home")
    rest_at(desktop, 0)
    assert desktop.read("document.activeElement === document.body")


def test_focus_in_a_card_goes_on_to_the_next_card(desktop):
    desktop.read(f"{FRONT}.querySelector('[data-like]').focus()")
    desktop.press("PageDown")
    rest_at(desktop, 1)
    assert desktop.read(f"document.activeElement === {FRONT}")
    desktop.press("Tab")
    assert desktop.read(f"{FRONT}.contains(document.activeElement)")


def test_tab_never_leads_into_a_card_that_is_not_seen(desktop):
    desktop.press("j")
    rest_at(desktop, 1)
    met = set()
    for _ in range(60):
        desktop.press("Tab")
        met.add(
            desktop.read(
                "(card => card ? (card.dataset.state ? 'in front' : 'elsewhere') : 'no card')"
                "(document.activeElement.closest('.card'))"
            )
        )
    assert met == {"in front", "no card"}
    rest_at(desktop, 1)


def test_screen_readers_hear_which_song_of_the_feed_it_is(desktop):
    desktop.start()
    desktop.press("j")
    rest_at(desktop, 1)
    title = desktop.read(f"{FRONT}.dataset.title")
    nodes = desktop.cdp.send("Accessibility.getFullAXTree")["nodes"]
    names = {
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if "name" in node and not node["ignored"]
    }
    assert ("feed", "Songs for you") in names
    articles = [name for role, name in names if role == "article"]
    assert len(articles) == desktop.read("document.querySelectorAll('article.card').length")
    assert all(articles)
    assert any(title in name for name in articles)
    met = [node for node in nodes if not node["ignored"] and node["role"]["value"] == "button"]
    assert sum(node["name"]["value"] == "Like" for node in met) == 1
    assert desktop.read(f"{FRONT}.getAttribute('aria-posinset')") == "2"
    assert desktop.read(f"{FRONT}.getAttribute('aria-setsize')") == "-1"
    desktop.wait(f"document.getElementById('now-playing').textContent.startsWith({title!r})")


@pytest.mark.parametrize("key", ["ArrowDown", "j", "PageDown"])
def test_keys_do_nothing_in_a_text_field(desktop, key):
    desktop.press("a")
    desktop.wait(f"{SHEET}.querySelector('#new-title')")
    desktop.read(f"{SHEET}.querySelector('#new-title').focus()")
    desktop.press(key)
    rest_at(desktop, 0)
