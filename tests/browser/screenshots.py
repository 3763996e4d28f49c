"""`make screenshots`: draws docs/screenshots from demo songs, in a data folder of its own."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "screenshots"
SONGS = 6
PHONE = {"viewport": {"width": 412, "height": 839}, "device_scale_factor": 2, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1.5}


def main() -> int:
    from tests.browser import chromium

    path = chromium.find()
    if path is None:
        sys.stderr.write("There is no Chromium here: `make browser` gets one.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CLIPFEED_VAR"] = folder
        os.environ["LOG_LEVEL"] = "WARNING"
        os.environ["DJANGO_SETTINGS_MODULE"] = "clipfeed.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
        import django

        django.setup()
        first = fill()
        from tests.browser.server import Server

        with Server().running() as server:
            draw(path, server.url, first)
    return 0


def fill() -> str:
    """Six songs from all over the demo catalogue; the public id of one that shows well."""
    from django.core.management import call_command

    from catalog import analysing, demo, filling
    from catalog.models import Song
    from feed.refit import refit

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for song in demo.SONGS[:: max(1, len(demo.SONGS) // SONGS)][:SONGS]:
        sys.stdout.write(f"{song.artist} – {song.title}\n")
        sys.stdout.flush()
        song_id = filling.add_demo_song(song.slug)
        if song_id:
            analysing.analyse_song(song_id)
    refit(force=True)
    return Song.objects.playable().order_by("-analysis__energy").first().public_id


def draw(path: str, url: str, first: str) -> None:
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for name, options in (("phone", PHONE), ("desktop", DESKTOP)):
            page = browser.new_page(**options)
            # A like, so that the next card can say what it follows.
            page.goto(f"{url}/?clip={first}")
            page.click("[data-start]")
            page.locator(".card[data-state=playing] [data-like]").click()
            page.wait_for_timeout(2000)
            page.goto(url)
            page.click("[data-start]")
            page.mouse.move(0, 0)
            page.wait_for_timeout(3500)
            page.screenshot(path=PICTURES / f"feed-{name}.png")
        for name, address, options in (
            ("library-desktop", "/songs/", DESKTOP),
            ("song-phone", f"/s/{first}/", PHONE),
        ):
            page = browser.new_page(**options)
            page.goto(url + address)
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
