"""A page as a listener uses it: fingers, keys and eyes.

Playwright's own `evaluate` counts as a tap for the browser, which would let sound start by itself;
so everything here is read by plain CDP, which does not, and done by real input.
"""

import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

_RECORDER = Path(__file__).with_name("recorder.js").read_text()

# The card that has a state is the one that is seen; the last card of all has none.
_STATE_IS_IN_FRONT = """
    [...document.querySelectorAll('.card[data-state]')].every(card =>
        Math.abs(card.getBoundingClientRect().top - feed.getBoundingClientRect().top)
            < feed.clientHeight / 2)
"""

_ITS_CLIP_ALONE_IS_HEARD = """
    (() => {
        const card = document.querySelector('.card[data-state=playing]');
        const heard = [...document.querySelectorAll('audio')].filter(audio => !audio.paused);
        return card && heard.length === 1 && heard[0].currentTime > 0
            && [card.dataset.audio, card.dataset.audioSmall].some(it => heard[0].src.endsWith(it));
    })()
"""


# What is faded while its answer is awaited, or fades in, is hard to read only so long.
_ALL_IS_SHOWN = """
    !document.querySelector('.htmx-request')
        && document.getAnimations().every(it =>
            it.playState !== 'running' || it.effect.getComputedTiming().endTime === Infinity)
"""

_FORMS_WITHOUT_TOKEN = """
    [...document.querySelectorAll('form[method=post i]')]
        .filter(form => !form.querySelector('[name=csrfmiddlewaretoken][value]:not([value=""])'))
        .map(form => form.outerHTML.slice(0, 200))
"""

_TAP_EVERY_S = 0.12

# What Chromium and htmx write to the console where there is no network, by what was under way.
OFFLINE = ("net::ERR_", "htmx:", "FetchEvent", "Failed to fetch", "fetching the script")


class Screen:
    def __init__(self, context, server):
        self.context = context
        self.server = server
        self.problems = []
        self.expected_problems = ()
        context.add_init_script(f"(() => {{{_RECORDER}}})();")
        self.page = context.new_page()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._on_problem(f"page error: {error}"))
        self.cdp = context.new_cdp_session(self.page)

    def _on_console(self, message):
        if message.type in ("error", "warning"):
            self._on_problem(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _on_problem(self, text):
        if not any(expected in text for expected in self.expected_problems):
            self.problems.append(text)

    def open(self, path):
        self.page.goto(self.server.url + path)
        if self.read("!!document.getElementById('feed')"):
            self.wait("document.querySelector('.card[data-state], .end')")

    def reload(self):
        self.page.reload()
        self.wait("document.querySelector('.card[data-state], .end')")

    # --- Eyes ---

    def read(self, expression):
        answer = self.cdp.send(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True}
        )
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression, seconds=8.0):
        """Wait until `expression` is true; the answer is its value."""
        until = time.monotonic() + seconds
        while True:
            try:
                if value := self.read(f"(it => it instanceof Node || it)({expression})"):
                    return value
                problem = f"after {seconds} s still not: {expression}"
            except AssertionError as error:  # what it reads is being replaced
                problem = str(error)
            if time.monotonic() > until:
                raise AssertionError(problem)
            self.page.wait_for_timeout(20)

    def until(self, is_so, seconds=8.0):
        """Wait until `is_so()` is true: what a hand did shows a moment later."""
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, f"after {seconds} s still not so"
            self.page.wait_for_timeout(20)

    def rest(self, seconds):
        self.page.wait_for_timeout(1000 * seconds)

    @property
    def card(self):
        """The public id of the card whose state shows that it is in front."""
        return self.read("document.querySelector('.card[data-state]')?.dataset.card")

    @property
    def state(self):
        return self.read("document.querySelector('.card[data-state]')?.dataset.state")

    def in_card(self, selector):
        """A JavaScript expression: the element in the card in front."""
        return f"document.querySelector('.card[data-state] {selector}')"

    @property
    def sounding(self):
        """Addresses of the audio that plays."""
        return self.read(
            "[...document.querySelectorAll('audio')].filter(a => !a.paused).map(a => a.src)"
        )

    def wait_for_sound(self):
        """Wait until the clip of the card in front is heard, and nothing else."""
        self.wait(_ITS_CLIP_ALONE_IS_HEARD)

    def listen(self, seconds):
        """Until the clip that sounds has come so far."""
        self.wait(
            "[...document.querySelectorAll('audio')]"
            f".some(audio => !audio.paused && audio.currentTime > {seconds})"
        )

    def wait_for_silence(self):
        self.until(lambda: self.sounding == [])

    @property
    def toast(self):
        return self.read("document.getElementById('toasts').textContent")

    def wait_for_address(self):
        """Until the address is that of the card in front, which is a moment after it came there."""
        self.wait(f"location.search.includes({self.in_card('')}?.dataset.card)")

    def wait_until_shown(self):
        """Until what was opened has come up, and what was asked for is there."""
        self.wait(_ALL_IS_SHOWN)

    def faults(self, within=None, **options):
        """What axe finds, of whatever weight, each with the places where; and forms that the server
        would refuse."""
        self.wait_until_shown()
        options["resultTypes"] = ["violations"]  # the places of all else take axe as long again
        if "runOnly" not in options:
            options.setdefault("rules", {"target-size": {"enabled": True}})
        found = Axe().run(self.page, within, options).response["violations"]
        faults = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
        forged = self.read(_FORMS_WITHOUT_TOKEN)
        return [*faults, *[("form without a token", form) for form in forged]]

    # --- Fingers ---

    def centre_of(self, selector):
        """The middle of an element, once it is there to be seen."""
        return tuple(
            self.wait(
                f"(() => {{ const box = document.querySelector(`{selector}`);"
                " const b = box?.getBoundingClientRect();"
                " return b?.width && b.height && [b.x + b.width / 2, b.y + b.height / 2]; })()"
            )
        )

    def tap(self, selector, times=1):
        self.tap_at(*self.centre_of(selector), times=times)

    def tap_at(self, x, y, times=1):
        began_at = time.time()
        for number in range(times):
            # The times of the hardware, however slowly the events get here.
            at = began_at + number * _TAP_EVERY_S
            self._touch("touchStart", x, y, timestamp=at)
            self._touch("touchEnd", timestamp=at + 0.03)

    def click(self, selector):
        self.page.mouse.click(*self.centre_of(selector))

    def tap_card(self, selector, times=1):
        self.tap(f".card[data-state] {selector}", times)

    def press(self, key):
        self.page.keyboard.press(key)

    def start(self):
        if self.read("'ontouchstart' in window"):
            self.tap("[data-start]")
        else:
            self.click("[data-start]")
        self.wait_for_sound()

    def swipe(self, *, up=True, wait=True):
        """One flick of a thumb, once the last one has come to rest."""
        self.wait_until_at_rest()
        place = self.read("feed.scrollTop")
        height = self.read("innerHeight")
        # Far enough that the card turns however unevenly the moves arrive.
        y, move = (0.8, -0.13) if up else (0.2, 0.13)
        self._touch("touchStart", 100, y * height)
        for _ in range(5):
            y += move
            self._touch("touchMove", 100, y * height)
        self._touch("touchEnd")
        if wait:
            self.wait(f"Math.abs(feed.scrollTop - {place}) > 0.7 * feed.clientHeight")
            self.wait(_STATE_IS_IN_FRONT)

    def _touch(self, kind, x=None, y=None, **more):
        points = [] if x is None else [{"x": x, "y": y}]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, **more})

    def wait_until_at_rest(self):
        self.wait(
            "Math.abs(feed.scrollTop - feed.clientHeight * Math.round(feed.scrollTop"
            f" / feed.clientHeight)) < 2 && {_STATE_IS_IN_FRONT}"
        )
