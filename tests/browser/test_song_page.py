"""The song page, an artist's page and the embedded player, as they are used."""

import pytest

AUDIO = "document.getElementById('full-song')"
STATE = "document.querySelector('[data-player]').dataset.state"


@pytest.fixture
def song(songs):
    return songs[3]


def is_usable_by_everybody(screen):
    assert screen.faults() == []
    assert screen.read("recorded.violations") == []
    assert screen.read("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("device", ["Pixel 7", "Desktop Chrome"])
def test_its_own_buttons_play_and_pause(song, open_screen, device):
    screen = open_screen(device, song.get_absolute_url())
    press = screen.tap if device == "Pixel 7" else screen.click
    assert screen.read(f"{AUDIO}.hidden")
    press("[data-play]")
    screen.wait(f"{STATE} === 'playing'")
    press("[data-play]")
    screen.wait(f"{STATE} === 'paused'")
    is_usable_by_everybody(screen)


def test_the_keyboard_plays_and_seeks(song, open_screen):
    screen = open_screen("Desktop Chrome", song.get_absolute_url())
    screen.wait(f"{AUDIO}.duration > 5")
    screen.press("Space")
    screen.wait(f"{STATE} === 'playing'")
    screen.press("Space")
    screen.wait(f"{STATE} === 'paused'")
    screen.page.focus("[data-seek]")
    screen.press("Home")
    screen.wait(f"{AUDIO}.currentTime === 0")
    screen.press("ArrowRight")
    screen.wait(f"{AUDIO}.currentTime === 5")
    screen.wait("document.querySelector('[data-seek]').ariaValueText === '0:05 of 0:07'")


def test_a_song_that_cannot_be_played_says_so_and_tries_again(song, open_screen):
    screen = open_screen("Desktop Chrome", path=None)
    screen.expected_problems = ("503",)
    screen.server.failing = "/stream"
    screen.open(song.get_absolute_url())
    screen.wait("!document.querySelector('[data-failure]').hidden")
    screen.server.failing = None
    screen.click("[data-retry]")
    screen.wait(f"{STATE} === 'playing'")
    assert screen.read("document.querySelector('[data-failure]').hidden")


def test_a_tap_explains_a_fact(song, open_screen):
    screen = open_screen("Pixel 7", song.get_absolute_url())
    screen.read("document.querySelector('.fact-tile').scrollIntoView({ block: 'center' })")
    screen.tap(".fact-tile")
    screen.wait("document.querySelector('#about-tempo:popover-open')")
    is_usable_by_everybody(screen)
    screen.tap(".fact-tile")
    screen.wait("!document.querySelector(':popover-open')")


def test_the_mouse_over_a_fact_explains_it(song, open_screen):
    screen = open_screen("Desktop Chrome", song.get_absolute_url())
    screen.page.hover("[popovertarget=about-energy]")
    screen.wait("document.querySelector('#about-energy:popover-open')")
    screen.page.mouse.click(*screen.centre_of("[popovertarget=about-energy]"))
    screen.rest(0.1)
    assert screen.read("!!document.querySelector('#about-energy:popover-open')")
    screen.page.mouse.move(5, 5)
    screen.wait("!document.querySelector(':popover-open')")


def test_the_keyboard_reaches_an_explanation_and_what_it_leads_to(song, open_screen):
    screen = open_screen("Desktop Chrome", song.get_absolute_url())
    screen.page.focus("[data-jump]")
    screen.press("Tab")
    screen.wait("document.querySelector('#about-tempo:popover-open')")
    screen.press("Tab")
    screen.wait("document.activeElement.textContent.startsWith('Songs from')")
    screen.press("Escape")
    screen.wait("!document.querySelector(':popover-open')")


@pytest.mark.parametrize("device", ["Pixel 7", "Desktop Chrome"])
def test_an_artists_page_is_usable_by_everybody(song, open_screen, device):
    screen = open_screen(device, song.artist.get_absolute_url())
    screen.wait("document.querySelectorAll('.petal').length >= 9")
    is_usable_by_everybody(screen)


def test_the_embedded_player_plays_in_a_frame(song, open_screen):
    screen = open_screen("Desktop Chrome", f"/embed/{song.public_id}/")
    screen.click("[data-play]")
    screen.wait(f"{STATE} === 'playing'")
    is_usable_by_everybody(screen)
