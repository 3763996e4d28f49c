"""A curator drags a clip's window on the waveform, hears it, and has it rendered."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.urls import reverse

from catalog import analysing
from catalog.models import Analysis, Clip, Heatmap, Song
from social.models import User
from tests.browser.conftest import DESKTOP, PHONE

LENGTH_S = 60.0
RATE = 22_050
START, END, WHOLE = (f"[data-move={part}]" for part in ("start", "end", "whole"))


@pytest.fixture
def song(transactional_db, make_song, settings):
    """A minute that is really there, with a clip from 20 s to 40 s and a curve of elsewhere."""
    song = make_song(highlights=[{"start_s": 20.0, "end_s": 40.0, "score": 0.7}])
    name = song.audio.name.replace(".mp3", ".wav")
    path = Path(settings.MEDIA_ROOT, name)
    path.parent.mkdir(parents=True)
    time_s = np.arange(int(LENGTH_S * RATE)) / RATE
    soundfile.write(path, np.sin(2 * np.pi * 220 * time_s) * 0.1, RATE)
    Song.objects.update(duration_s=LENGTH_S, audio=name, audio_type="audio/wav")
    Clip.objects.update(start_s=20.0, end_s=40.0)
    edges = np.linspace(0, LENGTH_S, 101)
    level = 0.2 + 0.6 * np.exp(-(((edges[1:] - 30) / 6) ** 2))
    bins = np.stack([edges[:-1], edges[1:], level], axis=1).tolist()
    Heatmap.objects.create(song=song, source="youtube", bins=bins, recording_s=LENGTH_S)
    return song


@pytest.fixture
def open_page(song, client, settings, open_screen):
    """Opens the song's page in the admin, as a curator."""
    client.force_login(User.objects.create_superuser("curator", password="correct horse"))

    def open_page(device=DESKTOP, **options):
        screen = open_screen(device, path=None, **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": screen.server.url}
        screen.context.add_cookies([cookie])
        screen.open(reverse("admin:catalog_song_change", args=[song.pk]))
        screen.wait("document.querySelector('[data-window]:not([hidden])')")
        return screen

    return open_page


def window(screen):
    """Start and end as the number fields have them, seconds."""
    return screen.read(
        "[...document.querySelectorAll('[name=start_s],[name=end_s]')].map(f => +f.value)"
    )


def seconds(screen, count):
    """Pixels of so many seconds on the strip."""
    width = screen.read("document.querySelector('[data-strip]').getBoundingClientRect().width")
    return count / LENGTH_S * width


def drag(screen, selector, by_s):
    """By mouse, in several moves."""
    x, y = screen.centre_of(selector)
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + seconds(screen, by_s), y, steps=5)
    screen.page.mouse.up()


def swipe(screen, selector, by_s):
    """By finger."""
    x, y = screen.centre_of(selector)
    screen._touch("touchStart", x, y)
    for step in range(1, 6):
        screen._touch("touchMove", x + seconds(screen, by_s) * step / 5, y)
    screen._touch("touchEnd")


def wait_for_window(screen, start_s, end_s, within_s=0.3):
    screen.until(lambda: np.allclose(window(screen), [start_s, end_s], atol=within_s))


def faults(screen):
    forbidden = screen.read("recorded.violations")
    # Axe reads the admin's own imported style sheets by inline ones, which the policy forbids.
    return screen.faults(".curating", preload=False) + forbidden


def test_dragging_and_using_a_window_renders_it(open_page, song):
    screen = open_page(viewport={"width": 1280, "height": 900})
    drag(screen, START, -8)
    wait_for_window(screen, 12, 40)
    drag(screen, END, 10)
    wait_for_window(screen, 12, 50)
    drag(screen, WHOLE, 5)
    wait_for_window(screen, 17, 55)
    start_s, end_s = window(screen)
    screen.click(".curating .button.default")
    screen.wait("document.querySelector('.messagelist .info')")
    screen.wait("document.querySelector('.curating-work')")
    assert np.allclose(window(screen), [start_s, end_s])

    analysing.analyse_song(song.pk)
    clip = Clip.objects.get()
    assert (clip.start_s, clip.end_s) == (start_s, end_s)
    assert clip.duration_s == pytest.approx(end_s - start_s, abs=0.05)
    # The page says so by itself.
    screen.wait("document.querySelector('.curating').textContent.includes('chosen by a curator')")
    screen.wait("!document.querySelector('.curating-work')")
    screen.click("[name=automatic]")
    screen.wait("!document.querySelector('[name=automatic]')")
    assert Song.objects.get().curated_window is None
    assert Analysis.objects.get().clip_only


def test_a_window_cannot_be_dragged_beyond_what_a_clip_may_be(open_page):
    screen = open_page(viewport={"width": 1280, "height": 900})
    drag(screen, START, 60)
    wait_for_window(screen, 35, 40)
    drag(screen, WHOLE, 60)
    wait_for_window(screen, 55, 60)
    drag(screen, WHOLE, -90)
    wait_for_window(screen, 0, 5)
    drag(screen, END, 90)
    wait_for_window(screen, 0, 60)


def test_a_window_is_dragged_by_finger_on_a_phone(open_page):
    screen = open_page(PHONE)
    screen.read("document.querySelector('[data-strip]').scrollIntoView({block: 'center'})")
    swipe(screen, START, -5)
    wait_for_window(screen, 15, 40)
    swipe(screen, END, 5)
    wait_for_window(screen, 15, 45)
    swipe(screen, WHOLE, 10)
    wait_for_window(screen, 25, 55)
    assert screen.read("document.documentElement.scrollWidth <= innerWidth")
    assert faults(screen) == []


def test_a_window_is_moved_by_keys_alone(open_page):
    screen = open_page()
    screen.read(f"document.querySelector('{START}').focus()")
    for key in ("ArrowLeft", "Shift+ArrowLeft", "PageDown"):
        screen.press(key)
    wait_for_window(screen, 13.9, 40, within_s=0.01)
    screen.press("Tab")
    screen.press("PageUp")
    wait_for_window(screen, 18.9, 45, within_s=0.01)
    screen.press("Tab")
    screen.press("Home")
    wait_for_window(screen, 18.9, 23.9, within_s=0.01)
    assert screen.read("document.activeElement.getAttribute('aria-valuetext')") == "0:23.9"
    assert faults(screen) == []


def test_typing_moves_the_window_and_what_cannot_be_is_refused_in_words(open_page):
    screen = open_page()
    screen.page.fill("[name=start_s]", "30")
    screen.wait("document.querySelector('[data-length]').textContent === '10.0 s long'")
    screen.page.fill("[name=end_s]", "33")
    screen.page.press("[name=end_s]", "Enter")
    screen.wait("document.querySelector('.errorlist')?.textContent.includes('at least 5 s')")
    assert window(screen) == [30, 33]
    assert faults(screen) == []


def test_the_song_plays_from_the_window_and_from_where_it_is_clicked(open_page):
    screen = open_page(viewport={"width": 1280, "height": 900})
    audio = "document.querySelector('[data-audio]')"
    screen.click("[data-play]")
    screen.wait(f"!{audio}.paused && {audio}.currentTime > 20")
    assert screen.read(f"{audio}.currentTime < 25")
    screen.wait("document.querySelector('[data-play]').textContent === 'Pause'")
    screen.click("[data-play]")
    screen.wait(f"{audio}.paused")
    x, y = screen.centre_of("[data-strip]")
    screen.page.mouse.click(x + seconds(screen, 25), y)
    screen.wait(f"!{audio}.paused && {audio}.currentTime > 54.5")
    assert window(screen) == [20, 40]
