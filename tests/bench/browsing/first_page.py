"""What arrives before the first card is seen, and when."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.bench.browsing.conditions import CONDITIONS, Condition
from tests.bench.browsing.thumb import open_phone, start
from tests.bench.tables import Table

_VISITS = 5
_SOUND_AND_PICTURES = ("/clips/", "/covers/")
_QUIET_S = 1.5
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_WATCH = """
    requestAnimationFrame(function look() {
        if (document.querySelector('.card[data-state]')) window.readyAt = performance.now();
        else requestAnimationFrame(look);
    });
"""


def measure(browser, device, urls: Mapping[int, str]) -> list[Table]:
    seen = [
        (condition.name, *_first_card_ms(browser, device, urls[condition.delay_ms], condition))
        for condition in CONDITIONS
    ]
    columns = ("network and phone", "first card seen, ms", "can be started, ms", "tap to sound, ms")
    return [
        _weight(browser, device, urls[0]),
        Table(f"The first card, nothing cached, median of {_VISITS}", columns, tuple(seen)),
    ]


def _first_card_ms(browser, device, url: str, condition: Condition) -> list[float]:
    visits = [_visit_ms(browser, device, url, condition) for _ in range(_VISITS)]
    return [statistics.median(times) for times in zip(*visits, strict=True)]


def _visit_ms(browser, device, url: str, condition: Condition) -> tuple[float, float, float]:
    screen = open_phone(browser, device)
    condition.put_upon(screen.cdp)
    screen.context.add_init_script(_WATCH)
    screen.page.goto(url)
    start(screen)
    at = {event["type"]: event["at"] for event in reversed(screen.read("recorded.events"))}
    times = (
        screen.read(_PAINTED),
        screen.read("readyAt"),
        at["playing"] - at["touchend"],
    )
    screen.context.close()
    return times


def _weight(browser, device, url: str) -> Table:
    """Bytes as they came over the wire, heads of answers included."""
    screen = open_phone(browser, device)
    kinds: dict[str, str] = {}
    bytes_of, requests = Counter(), Counter()

    def note_answer(event):
        if not urlsplit(event["response"]["url"]).path.startswith(_SOUND_AND_PICTURES):
            kinds[event["requestId"]] = event["type"]

    def note_end(event):
        if kind := kinds.get(event["requestId"]):
            bytes_of[kind] += event["encodedDataLength"]
            requests[kind] += 1

    screen.cdp.on("Network.responseReceived", note_answer)
    screen.cdp.on("Network.loadingFinished", note_end)
    screen.cdp.send("Network.enable")
    screen.page.goto(url)
    screen.wait("document.querySelector('.card[data-state]')")
    screen.rest(_QUIET_S)
    screen.context.close()
    rows = [(kind, requests[kind], size / 1000) for kind, size in bytes_of.most_common()]
    everything = ("everything", requests.total(), bytes_of.total() / 1000)
    return Table(
        "The first page before audio and artwork, compressed",
        ("what", "requests", "kB"),
        (*rows, everything),
    )
