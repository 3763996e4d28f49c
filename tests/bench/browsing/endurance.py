"""Hundreds of swipes in one visit: what a page holds must not grow with them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.browsing.thumb import open_phone, start, swipe_to, wait_for_card
from tests.bench.tables import Table

_LOOKED_AT = (50, 250, 500)  # swipes
_STAY_S = 0.1
_SETTLES_S = 2.0  # what is told and tidied up after a card has come to rest


def measure(browser, device, urls: Mapping[int, str]) -> list[Table]:
    screen = open_phone(browser, device)
    screen.page.goto(urls[0])
    start(screen)
    held = []
    for place in range(1, _LOOKED_AT[-1] + 1):
        swipe_to(screen, place)
        wait_for_card(screen, place)
        screen.rest(_STAY_S)
        if place in _LOOKED_AT:
            held.append(_held(screen))
    screen.context.close()
    first, last = held[0], held[-1]
    rows = tuple(
        (what, *(figures[what] for figures in held), last[what] / first[what]) for what in first
    )
    after = (*(f"after {swipes} swipes" for swipes in _LOOKED_AT), "last against first")
    title = f"{_LOOKED_AT[-1]} swipes in one visit"
    return [Table(title, ("what the page holds", *after), rows)]


def _held(screen) -> dict[str, float]:
    screen.rest(_SETTLES_S)
    for _ in range(2):  # what the first run frees may have held more
        screen.cdp.send("HeapProfiler.collectGarbage")
    screen.cdp.send("Performance.enable")
    metrics = screen.cdp.send("Performance.getMetrics")["metrics"]
    figures = {metric["name"]: metric["value"] for metric in metrics}
    return {
        "elements in the document": screen.read("document.querySelectorAll('*').length"),
        "nodes, detached ones included": int(figures["Nodes"]),
        "event listeners": int(figures["JSEventListeners"]),
        "audio elements": screen.read("document.querySelectorAll('audio').length"),
        "JavaScript heap, MB": figures["JSHeapUsedSize"] / 1e6,
    }
