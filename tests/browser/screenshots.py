"""`make screenshots`: draws every screen in every state into docs/screenshots, from demo songs that
a few listeners have used, in a data folder of its own. Some ship in static/shots, for the manifest.

`make screenshots ARGS="taste library-light"` draws some of them.
"""

import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "screenshots"
SHIPPED = ROOT / "static" / "shots"
SHOWN_BY_SYSTEMS = {"feed-phone", "library-phone", "feed-desktop", "song-desktop"}
SONGS = 14
SEED = 3
SIZES = {
    "phone": {"viewport": {"width": 412, "height": 839}, "has_touch": True, "is_mobile": True},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
WIDTHS = {"phone": 412, "tablet": 615, "desktop": 1152}  # as they are kept, pixels
QUALITY = 70
# What lies far below is loaded when somebody goes there.
_ALL_IS_DRAWN = """
    !document.querySelector('.marks:empty')
        && [...document.images].every(image =>
            image.complete || image.getBoundingClientRect().top > innerHeight)
"""
_random = np.random.default_rng


def main(wanted: list[str]) -> int:
    from tests.browser import chromium

    path = chromium.find()
    if path is None:
        sys.stderr.write("There is no Chromium here: `make browser` gets one.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CLIPFEED_VAR"] = folder
        os.environ["LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "clipfeed.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
        import django

        django.setup()
        world = fill()
        from tests.browser.server import Server

        # The same choice of songs in each run, so that a picture changes when its screen does.
        with (
            patch.object(np.random, "default_rng", lambda seed=SEED: _random(seed)),
            Server().running() as server,
        ):
            draw(path, server, world, wanted)
    return 0


def fill():
    """Songs from all over the demo catalogue, and what listeners did with them."""
    from django.core.management import call_command

    from catalog import analysing, demo, filling
    from catalog.models import Song
    from feed.refit import refit
    from tests.browser.world import World

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for song in demo.SONGS[:: len(demo.SONGS) // SONGS][:SONGS]:
        _say(f"{song.artist} – {song.title}")
        song_id = filling.add_demo_song(song.slug)
        if song_id:
            analysing.analyse_song(song_id)
    refit(force=True)
    world = World(list(Song.objects.playable().with_card_facts().order_by("pk")))
    refit(force=True)
    return world


def draw(path: str, server, world, wanted: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium
    from tests.browser.states import STATES

    PICTURES.mkdir(parents=True, exist_ok=True)
    if not wanted:
        for picture in PICTURES.glob("*.*"):
            picture.unlink()
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, path)
        for state in STATES:
            if wanted and state.name not in wanted:
                continue
            for size, options in SIZES.items():
                name = f"{state.name}-{size}"
                _say(name)
                picture = _picture(browser, server, world, state, options)
                _save(picture, PICTURES / f"{name}.jpg", WIDTHS[size])
                if name in SHOWN_BY_SYSTEMS:
                    _save(picture, SHIPPED / f"{name}.jpg", WIDTHS[size])
        browser.close()


def _picture(browser, server, world, state, options) -> bytes:
    from tests.browser.screen import Screen

    world.forget_new_plays()
    world.let_arrive(state.arriving)
    server.failing = state.failing
    screen = Screen(browser.new_context(**options, color_scheme=state.colours), server)
    screen.context.add_cookies(world.cookies_of(state.who, server.url))
    screen.open(state.address.format(**world.places))
    state.steps(screen)
    screen.page.mouse.move(0, 0)
    screen.wait("document.fonts.status === 'loaded'")
    screen.wait(_ALL_IS_DRAWN)
    picture = screen.page.screenshot(animations="disabled")
    screen.context.close()
    return picture


def _save(picture: bytes, path: Path, width: int) -> None:
    """As a photograph: gradients stay gradients, and all of them together stay a few megabytes."""
    with Image.open(BytesIO(picture)) as image:
        height = round(image.height * width / image.width)
        drawn = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    drawn.save(path, quality=QUALITY, subsampling="4:4:4", optimize=True, progressive=True)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
