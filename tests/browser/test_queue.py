"""Up next and heard: another order, dropped songs, going back; by mouse, finger and keys."""

import pytest

from feed.models import Play

ROWS = "[...document.querySelectorAll('#up-next .song-row-title')].map(row => row.textContent)"
BELOW = """
    (() => {
        const cards = [...document.querySelectorAll('article.card')];
        const front = cards.findIndex(card => card.dataset.state);
        return cards.slice(front + 1).map(card => card.dataset.title);
    })()
"""
NEXT_IS_READY = """
    [...document.querySelectorAll('audio')].some(audio =>
        audio.src.endsWith(document.querySelector('.card[data-state]').nextElementSibling.dataset.audio))
"""
SHEET_IS_OPEN = "document.getElementById('queue-sheet').open"


def row(number, part=""):
    return f"#up-next li:nth-child({number}) {part}"


@pytest.fixture
def queued(desktop):
    """Playing, with four songs up next."""
    desktop.start()
    desktop.press("j")
    desktop.wait(f"({ROWS}).length === 4")
    desktop.wait_for_sound()
    desktop.wait_until_at_rest()
    return desktop


def rows(screen):
    return screen.read(ROWS)


def wait_for_rows(screen, titles):
    screen.until(lambda: rows(screen) == titles)
    assert screen.read(BELOW) == titles
    screen.wait(NEXT_IS_READY)


def open_on_phone(phone):
    phone.start()
    phone.wait(f"({ROWS}).length >= 2")
    phone.tap("[data-queue]")
    phone.wait(SHEET_IS_OPEN)
    phone.wait_until_shown()


def drag(phone, start, end):
    """A finger from one place to another."""
    (x, y), (_, end_y) = start, end
    points = lambda at: [{"x": x, "y": at}]  # noqa: E731
    phone.cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(y)})
    for step in range(1, 9):
        at = y + (end_y - y) * step / 8
        phone.cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(at)})
    phone.cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_cards_follow_the_order_of_the_queue_and_the_next_clip_is_ready(queued):
    first, second, *others = rows(queued)
    card = queued.card
    queued.page.hover(row(1))
    queued.page.locator(row(1, "[data-move='1']")).click()
    wait_for_rows(queued, [second, first, *others])
    assert (queued.card, queued.state) == (card, "playing")
    assert f"{first} is number 2 of 4" in queued.read(
        "document.getElementById('queue-said').textContent"
    )
    queued.press("j")
    queued.wait(f"{queued.in_card('')}?.dataset.title === {second!r}")
    queued.wait_for_sound()


def test_the_queue_is_put_in_order_by_keys_and_the_focus_goes_along(queued):
    first, second, third, fourth = rows(queued)
    queued.page.locator(row(3, "[data-move='-1']")).focus()
    queued.press("Enter")
    wait_for_rows(queued, [first, third, second, fourth])
    queued.press("Enter")
    wait_for_rows(queued, [third, first, second, fourth])
    assert queued.read(
        f"document.activeElement.matches(`{row(1, '[data-move]')}`)"
        " && document.activeElement.getAttribute('aria-disabled') === 'true'"
    )
    queued.press("Enter")  # there is no place before the first
    wait_for_rows(queued, [third, first, second, fourth])


def test_a_row_is_dragged_by_mouse_and_that_is_no_click(queued):
    first, second, third, fourth = rows(queued)
    card = queued.card
    queued.page.mouse.move(*queued.centre_of(row(1, ".thumb")))
    queued.page.mouse.down()
    x, y = queued.centre_of(row(3, ".thumb"))
    queued.page.mouse.move(x, y + 12, steps=8)
    queued.page.mouse.up()
    wait_for_rows(queued, [second, third, first, fourth])
    queued.rest(0.3)
    assert queued.card == card


def test_a_row_is_dragged_by_finger_in_the_sheet(phone):
    open_on_phone(phone)
    before = rows(phone)
    drag(phone, phone.centre_of(row(1, "[data-grip]")), phone.centre_of(row(2, "[data-grip]")))
    wait_for_rows(phone, [before[1], before[0], *before[2:]])
    phone.rest(0.4)  # a tap right behind a drag would belong to it
    phone.tap("#queue-sheet [data-close]")
    phone.wait(f"!{SHEET_IS_OPEN}")
    phone.rest(0.3)
    phone.swipe()
    assert phone.read(f"{phone.in_card('')}.dataset.title") == before[1]
    phone.wait_for_sound()


def test_a_dropped_song_goes_and_comes_back_to_its_place(phone):
    open_on_phone(phone)
    before = rows(phone)
    phone.tap(row(1, "[data-drop]"))
    phone.until(lambda: before[0] not in rows(phone))
    assert before[0] not in phone.read(BELOW)
    phone.wait(NEXT_IS_READY)
    phone.rest(0.3)
    phone.tap("#queue-sheet .toast button")
    phone.until(lambda: rows(phone)[: len(before)] == before)
    phone.wait(NEXT_IS_READY)


def test_several_dropped_songs_come_back_together(queued):
    before = rows(queued)
    for _ in range(2):
        queued.page.hover(row(2))
        queued.page.locator(row(2, "[data-drop]")).click()
    wait_for_rows(queued, [before[0], before[3]])
    queued.click("#toasts .toast button")
    wait_for_rows(queued, before)


def test_a_dropped_song_was_not_heard_and_does_not_come_back_at_once(queued):
    gone = rows(queued)[0]
    queued.page.hover(row(1))
    queued.page.locator(row(1, "[data-drop]")).click()
    seen = []
    for _ in range(6):
        card = queued.card
        queued.press("j")
        queued.wait(f"document.querySelector('.card[data-state]').dataset.card != '{card}'")
        queued.wait_for_sound()
        seen.append(queued.read(f"{queued.in_card('')}.dataset.title"))
    assert gone not in seen
    assert not Play.objects.filter(song__title=gone).exists()


def test_what_was_heard_is_one_press_away(queued):
    queued.listen(1.2)
    title = queued.read(f"{queued.in_card('')}.dataset.title")
    queued.press("j")
    queued.wait(f"document.querySelector('#heard .song-row-title')?.textContent === {title!r}")
    queued.press("h")
    queued.wait("document.activeElement.id === 'heard-title'")
    # The list above it is one row shorter a moment after the card has turned.
    queued.wait(f"({ROWS})[0] === ({BELOW})[0]")
    queued.click("#heard li:first-child button")
    queued.wait(f"{queued.in_card('')}?.dataset.title === {title!r}")
    queued.wait_for_sound()


def test_the_open_queue_is_usable_by_everybody(phone):
    open_on_phone(phone)
    assert phone.faults() == []
    small = phone.read(
        "[...document.querySelectorAll('#queue-sheet button')].filter(b => {"
        " const { width, height } = b.getBoundingClientRect();"
        " return width && (width < 40 || height < 44); }).length"
    )
    assert small == 0
    assert phone.read("recorded.violations") == []


def test_a_small_phone_has_the_queue_among_its_settings(phone):
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.start()
    assert phone.read("document.querySelector('.queue-button').offsetWidth") == 0
    phone.tap(".settings-button")
    phone.wait("document.querySelector('dialog[open] .setting-queue')")
    phone.wait_until_shown()
    phone.read("document.querySelector('dialog[open] .setting-queue').scrollIntoView()")
    phone.tap("dialog[open] .setting-queue")
    phone.wait(SHEET_IS_OPEN)
    assert phone.read("document.querySelectorAll('dialog[open]').length") == 1


def test_a_phone_says_on_the_card_that_the_sound_is_off(phone):
    phone.press("m")
    phone.wait("document.getElementById('modes').textContent === 'Sound off'")
    phone.press("m")
    phone.wait("document.querySelector('.modes').hidden")
