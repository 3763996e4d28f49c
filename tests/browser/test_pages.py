"""Faults that come with use; test_accessibility.py looks at every screen as it opens."""

from catalog.models import Clip


def test_the_feed_stays_free_of_faults_while_it_plays(phone):
    phone.start()
    for _ in range(4):
        phone.swipe()
    assert phone.read("recorded.violations") == []
    assert phone.faults() == []


def test_the_song_page_jumps_to_the_peak_and_its_strip_seeks(songs, open_screen):
    Clip.objects.filter(song=songs[0]).update(start_s=2.0, end_s=5.0)
    desktop = open_screen("Desktop Chrome", songs[0].get_absolute_url())
    desktop.click("[data-jump]")
    desktop.wait("document.getElementById('full-song').currentTime > 2.1")
    desktop.wait("!document.getElementById('full-song').paused")
    desktop.click(".song [data-seek]")
    desktop.wait("Math.abs(document.getElementById('full-song').currentTime - 3.5) < 1.2")
    desktop.wait("Number(document.querySelector('[data-heard]').getAttribute('width')) > 40")
