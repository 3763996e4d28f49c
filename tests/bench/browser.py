"""What a listener's browser feels: swipe to sound, the first card, the weight of the page, a long
visit, and Lighthouse's marks; a bare page that only plays stands beside it."""

from argparse import Namespace
from contextlib import ExitStack

from playwright.sync_api import sync_playwright

from tests.bench.api import serve
from tests.bench.browsing import endurance, first_page, lighthouse, swiping
from tests.bench.browsing.conditions import CONDITIONS
from tests.bench.browsing.instance import audible, song_page, without_visitors
from tests.bench.tables import Table
from tests.browser import chromium

_SERVED = "tests.bench.browsing.served"
_THREADS = 16  # late answers wait in one each
_IN_ONE_BROWSER = {
    "swiping": swiping.measure,
    "first_page": first_page.measure,
    "endurance": endurance.measure,
}


def measure(options: Namespace) -> list[Table]:
    path = chromium.find()
    if path is None:
        return [Table("browser", ("what",), (("There is no Chromium: make browser gets one.",),))]
    with ExitStack() as held:
        held.enter_context(without_visitors())
        songs = audible()
        ports = {
            delay_ms: held.enter_context(
                serve(
                    _SERVED,
                    workers=1,
                    threads=_THREADS,
                    DELAY_MS=str(delay_ms),
                    CLIPS=" ".join(songs),
                )
            )
            for delay_ms in {condition.delay_ms for condition in CONDITIONS}
        }
        urls = {delay_ms: f"http://localhost:{port}" for delay_ms, port in ports.items()}
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright, path)
            phone = playwright.devices["Pixel 7"]
            tables = [
                table
                for name, measured in _IN_ONE_BROWSER.items()
                if name in options.browsing
                for table in measured(browser, phone, urls)
            ]
            browser.close()
        if "lighthouse" in options.browsing:
            tables += lighthouse.measure(path, urls[0], song_page())
        return tables
