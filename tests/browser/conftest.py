"""A real server over a real database, and a real Chromium in front of it."""

import os
from pathlib import Path

import av
import numpy as np
import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import sync_playwright

from catalog.models import Clip, Song
from feed.refit import refit
from tests.browser import chromium
from tests.browser.screen import Screen
from tests.browser.server import Server

CLIP_S = 7.0
PHONE, DESKTOP = "Pixel 7", "Desktop Chrome"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Sound and fingers keep real time, and a busy machine stands still for a second: what
            # failed is tried once more. The report counts such tests, each of which wants a look.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, and there is no Chromium here (make browser gets one)")
        pytest.skip("there is no Chromium here; `make browser` gets one")
    with sync_playwright() as playwright:
        # Playwright's own loop runs in this thread; the tests use the database beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        chrome = chromium.launch(playwright, path)
        chrome.known_devices = playwright.devices
        yield chrome
        chrome.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def clip_bytes(tmp_path_factory):
    """A few seconds of a quiet chord, as the feed serves it: AAC in M4A, index first."""
    rate = 44_100
    time_s = np.arange(int(CLIP_S * rate)) / rate
    chord = sum(np.sin(2 * np.pi * hz * time_s) for hz in (220, 277.2, 329.6)) * 0.05
    path = tmp_path_factory.mktemp("clip") / "clip.m4a"
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("aac", rate=rate)
        stream.bit_rate = 128_000
        samples = np.tile(chord.astype(np.float32), (2, 1))
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path.read_bytes()


@pytest.fixture
def make_playable(make_song, settings, clip_bytes):
    """Makes songs that can really be heard: as a clip, and whole."""
    media = Path(settings.MEDIA_ROOT)

    def make(*args, **kwargs):
        song = make_song(*args, **kwargs)
        Song.objects.filter(pk=song.pk).update(audio_type="audio/mp4")
        Clip.objects.filter(song=song).update(end_s=60 + CLIP_S, duration_s=CLIP_S)
        for name in (song.audio.name, song.clip.audio.name, song.clip.small_audio.name):
            path = media / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(clip_bytes)
        return song

    return make


@pytest.fixture
def songs(transactional_db, make_playable):
    """Forty songs: more than any test here swipes through, unless it wants the end."""
    keys = ("C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#", "F")
    made = [
        make_playable(
            key=keys[n % 12],
            energy=(n % 5) / 5 + 0.1,
            brightness=(n % 3) / 3 + 0.1,
            tempo_bpm=80.0 + 2 * n,
        )
        for n in range(40)
    ]
    refit()
    return made


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Static files under hashed names, as they are served in earnest."""
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "clipfeed.static.HashedStaticFiles"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def server(transactional_db, settings, collected):
    settings.STATIC_ROOT = collected
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "clipfeed.static.HashedStaticFiles"}
    }
    settings.ALLOWED_HOSTS = ["*"]
    with Server().running() as server:
        yield server


@pytest.fixture
def open_screen(browser, server):
    """Opens screens; when the test ends none of them may have met an error nobody expected."""
    screens = []

    def open_one(device=PHONE, path="/", **options):
        options = browser.known_devices[device] | {"reduced_motion": "no-preference"} | options
        screen = Screen(browser.new_context(**options), server)
        screens.append(screen)
        if path:
            screen.open(path)
        return screen

    yield open_one
    for screen in screens:
        screen.context.close()
    problems = [problem for screen in screens for problem in screen.problems]
    assert problems == []


@pytest.fixture
def phone(songs, open_screen):
    return open_screen(PHONE)


@pytest.fixture
def desktop(songs, open_screen):
    return open_screen(DESKTOP, viewport={"width": 1440, "height": 900})
