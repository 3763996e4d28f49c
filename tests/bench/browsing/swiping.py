"""From the swipe to the sound."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.bench.browsing.conditions import CONDITIONS, Condition
from tests.bench.browsing.thumb import open_phone, start, swipe_to, wait_for_card
from tests.bench.tables import Table

_SWIPES = 40
_PAGES = {"ClipFeed": "/", "bare page": "/bare"}
_SOUND_WITHIN_S = 30.0
_PLAYS = "recorded.events.findLastIndex(({ type }) => type === 'playing')"
_IN_FRONT = "recorded.events.findIndex(({ type }) => type === 'in front')"


@dataclass(frozen=True)
class _Swiped:
    """Milliseconds until each swipe was heard, and how many sounds there ever were at once."""

    since_visible_ms: list[float]
    since_lifted_ms: list[float]
    most_at_once: int


def measure(browser, device, urls: Mapping[int, str]) -> list[Table]:
    """From two causes each: the product and the bare page, under each condition."""
    visits = {
        condition.name: [
            _swiped(browser, device, urls[condition.delay_ms] + path, condition)
            for path in _PAGES.values()
        ]
        for condition in CONDITIONS
    }
    columns = ("network and phone", "median, ms", "p95, ms", "bare median, ms", "bare p95, ms")
    at_once = [(name, ours.most_at_once) for name, (ours, _) in visits.items()]
    return [
        Table(
            f"From {words} to sound, {_SWIPES} swipes",
            (*columns, "against bare"),
            tuple(
                _row(name, *(getattr(visit, cause) for visit in both))
                for name, both in visits.items()
            ),
        )
        for words, cause in (
            ("the card being 60 % visible", "since_visible_ms"),
            ("the finger lifting", "since_lifted_ms"),
        )
    ] + [Table("Most sounds at once", ("network and phone", "sounds"), tuple(at_once))]


def _row(name: str, ours_ms: list[float], bare_ms: list[float]) -> tuple:
    figures = [
        figure(delays_ms)
        for delays_ms in (ours_ms, bare_ms)
        for figure in (statistics.median, _p95)
    ]
    return name, *figures, figures[0] / figures[2]


def _p95(delays_ms: list[float]) -> float:
    return float(np.percentile(delays_ms, 95))


def _swiped(browser, device, address: str, condition: Condition) -> _Swiped:
    screen = open_phone(browser, device)
    condition.put_upon(screen.cdp)
    screen.page.goto(address)
    start(screen)
    screen.rest(2 * condition.stay_s)
    delays = []
    for place in range(1, _SWIPES + 1):
        swipe_to(screen, place)
        screen.wait(f"{_PLAYS} > {_IN_FRONT}", _SOUND_WITHIN_S)
        delays.append(_delays_ms(screen.read("recorded.events")))
        wait_for_card(screen, place)
        screen.rest(condition.stay_s)
    most_at_once = screen.read("recorded.mostAtOnce")
    screen.context.close()
    return _Swiped(*map(list, zip(*delays, strict=True)), most_at_once)


def _delays_ms(events: list[dict]) -> tuple[float, float]:
    """From the card in front, and from the finger lifted, to the sound that stayed."""
    at = {event["type"]: event["at"] for event in events}
    return at["playing"] - at["in front"], at["playing"] - at["touchend"]
