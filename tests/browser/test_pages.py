"""Every page: no error, nothing the content policy forbids, and usable by everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from catalog.models import Clip

PAGES = ["/", "/songs/", "/likes/", "song", "/accounts/login/", "/accounts/signup/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("device", ["Pixel 7", "Desktop Chrome"])
def test_a_page_opens_without_a_fault(songs, open_screen, path, device):
    screen = open_screen(device, songs[0].get_absolute_url() if path == "song" else path)
    screen.rest(0.5)
    assert screen.read("recorded.violations") == []
    assert screen.read("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(screen.page).response["violations"]
    serious = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in serious] == []


def test_the_feed_stays_free_of_faults_while_it_plays(phone):
    phone.start()
    for _ in range(4):
        phone.swipe()
    assert phone.read("recorded.violations") == []
    serious = [
        violation["id"]
        for violation in Axe().run(phone.page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_the_song_page_jumps_to_the_peak_and_its_strip_seeks(songs, open_screen):
    Clip.objects.filter(song=songs[0]).update(start_s=2.0, end_s=5.0)
    desktop = open_screen("Desktop Chrome", songs[0].get_absolute_url())
    desktop.click("[data-jump]")
    desktop.wait("document.getElementById('full-song').currentTime > 2.1")
    desktop.wait("!document.getElementById('full-song').paused")
    desktop.click(".song [data-seek]")
    desktop.wait("Math.abs(document.getElementById('full-song').currentTime - 3.5) < 1.2")
    desktop.wait("Number(document.querySelector('[data-heard]').getAttribute('width')) > 40")
