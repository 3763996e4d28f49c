"""A phone in a hand: one short flick after another."""

import time
from types import SimpleNamespace

from tests.browser.screen import Screen

_WITHIN_S = 30.0
_THUMB = (0.80, 0.76, 0.69, 0.60, 0.50)  # of the screen's height, from the top
_BETWEEN_S = 0.014  # from one place of the thumb to the next
_SINKS_BACK_S = 1.5
_RESTS_AT = """
    (at => Math.abs(at - Math.round(at)) < 0.005 ? Math.round(at) : -1)
    (feed.scrollTop / feed.clientHeight)
"""


def open_phone(browser, device) -> Screen:
    """A screen that has been nowhere yet, so that nothing is in its cache."""
    context = browser.new_context(**device, reduced_motion="no-preference")
    return Screen(context, SimpleNamespace(url=""))


def start(screen: Screen) -> None:
    """Tap the button that lets sound begin."""
    screen.wait("document.querySelector('.card[data-state], section')", _WITHIN_S)
    screen.tap("[data-start]")
    screen.wait("recorded.events.some(({ type }) => type === 'playing')", _WITHIN_S)


def swipe_to(screen: Screen, place: int) -> None:
    """Flick until the card at `place` comes to the front, or one behind it: on a busy machine a
    flick that seemed to sink back moves on after the next one. `recorded.events` tell of the last
    flick alone."""
    until = time.monotonic() + _WITHIN_S
    while time.monotonic() < until:
        screen.read("void (recorded.events.length = 0)")
        _flick(screen)
        try:
            screen.wait(f"recorded.events.some(({{ place }}) => place >= {place})", _SINKS_BACK_S)
            return
        except AssertionError:
            continue  # it sank back, or the card is not here yet
    raise AssertionError(f"card {place} does not come")


def _flick(screen: Screen) -> None:
    """Quick, and let go half-way: the card goes on by itself."""
    height = screen.read("innerHeight")
    at = time.time()
    for number, y in enumerate(_THUMB):
        point = {"x": 100, "y": y * height}
        # The hand's own clock: however slowly a busy page takes the moves, they were quick.
        touch = {"touchPoints": [point], "timestamp": at + number * _BETWEEN_S}
        kind = "touchMove" if number else "touchStart"
        screen.cdp.send("Input.dispatchTouchEvent", {"type": kind, **touch})
    touch = {"touchPoints": [], "timestamp": at + len(_THUMB) * _BETWEEN_S}
    screen.cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", **touch})


def wait_for_card(screen: Screen, place: int) -> None:
    """Until the card at `place`, or one behind it, fills the screen; one that came to the front and
    sank back is flicked up again."""
    until = time.monotonic() + _WITHIN_S
    while True:
        try:
            screen.wait(f"({_RESTS_AT}) >= {place}", _SINKS_BACK_S)
            return
        except AssertionError:
            if time.monotonic() > until:
                raise
            swipe_to(screen, place)
