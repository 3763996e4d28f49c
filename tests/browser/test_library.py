"""The library as it is used: typing, choosing, going on, and answers that never come."""

import pytest
from django.utils import timezone

from catalog.models import Analysis

TITLES = "[...document.querySelectorAll('.library-row .song-row-title')].map(a => a.textContent)"


@pytest.fixture
def library(songs, make_playable, open_screen):
    make_playable("Northern Rain", artist="Low Tide", genre="Jazz", tempo_bpm=96.0, key="A")
    make_playable("Paper Rain", artist="Far Signal", genre="Folk", tempo_bpm=140.0, key="C")
    make_playable("Glass Season", artist="Low Tide", genre="Jazz", tempo_bpm=150.0, key="C")

    def open_library(device="Desktop Chrome", query="", **options):
        return open_screen(device, f"/songs/{query}", **options)

    return open_library


def shown(screen, *titles):
    screen.until(lambda: screen.read(TITLES) == list(titles))


def address(screen):
    return screen.read("location.pathname + location.search")


def test_songs_are_found_while_one_types(library):
    screen = library()
    screen.click("#id_q")
    screen.page.keyboard.type("rain")
    shown(screen, "Paper Rain", "Northern Rain")
    screen.until(lambda: address(screen) == "/songs/?q=rain")
    assert screen.read("document.activeElement.id") == "id_q"
    assert screen.read("document.querySelector('[data-said]').textContent") == "Songs with “rain”"
    assert screen.read("document.title").startswith("Songs with “rain”")
    screen.page.reload()
    shown(screen, "Paper Rain", "Northern Rain")


def test_filters_are_chosen_and_taken_away(library):
    screen = library()
    screen.page.select_option("#id_genre", "Jazz")
    shown(screen, "Glass Season", "Northern Rain")
    screen.click(".pick:nth-child(2)")
    shown(screen, "Northern Rain")
    screen.until(lambda: address(screen) == "/songs/?genre=Jazz&tempo_min=90&tempo_max=110")
    assert screen.read("document.querySelector('.pick:nth-child(2)').ariaCurrent") == "true"
    screen.click(".chip[data-clears=genre]")
    screen.until(lambda: address(screen) == "/songs/?tempo_min=90&tempo_max=110")
    assert screen.read("document.getElementById('id_genre').value") == ""
    screen.page.click("[data-clears-all]")
    screen.until(lambda: address(screen) == "/songs/")
    assert screen.read("recorded.violations") == []


def test_energy_and_brightness_are_picked_by_name_and_let_go(library):
    screen = library()
    for name, value in (("energy_max", "0.25"), ("brightness_min", "0.67")):
        screen.click(f"[data-sets][data-{name}='{value}']")
        screen.wait(f"location.search.includes('{name}={value}')")
    chips = "[...document.querySelectorAll('.chip span:first-child')].map(it => it.textContent)"
    assert screen.read(chips) == ["Energy up to 25 %", "Brightness from 67 %"]
    screen.click("[data-sets][data-energy_max='0.25']")
    screen.wait("location.search === '?brightness_min=0.67'")
    assert screen.read("document.querySelectorAll('.pick[aria-current]').length") == 1
    screen.page.reload()
    assert screen.read("document.querySelectorAll('.pick[aria-current]').length") == 1


def test_what_is_no_tempo_is_told_and_kept(library):
    screen = library()
    screen.click("#id_tempo_min")
    screen.page.keyboard.type("fast")
    screen.wait("document.getElementById('id_tempo_min_error').textContent.includes('0 to 1000')")
    assert screen.read("document.getElementById('id_tempo_min').value") == "fast"
    screen.wait("document.getElementById('id_tempo_min').ariaInvalid === 'true'")
    assert screen.faults() == []


def test_an_older_answer_does_not_replace_a_newer_one(library):
    screen = library()
    screen.server.delay_s = 0.6
    screen.click("#id_q")
    screen.page.keyboard.type("pap")
    screen.rest(0.4)
    screen.page.keyboard.type("er")
    shown(screen, "Paper Rain")
    screen.server.delay_s = 0.0
    screen.rest(0.3)
    assert address(screen) == "/songs/?q=paper"


def test_the_list_goes_on_by_itself(library):
    screen = library()
    screen.wait("document.querySelectorAll('.library-row').length === 40")
    screen.page.mouse.move(500, 600)
    screen.page.mouse.wheel(0, 4000)
    screen.wait("document.querySelectorAll('.library-row').length === 43")
    assert screen.read("document.querySelector('.more')") is None


def test_what_did_not_arrive_is_asked_for_again(library):
    screen = library()
    screen.expected_problems = ("503",)
    screen.server.failing = "/songs/"
    screen.click("#id_q")
    screen.page.keyboard.type("rain")
    screen.wait("!document.querySelector('[data-failed]').hidden")
    screen.server.failing = None
    screen.click("[data-again]")
    shown(screen, "Paper Rain", "Northern Rain")
    assert screen.read("document.querySelector('[data-failed]').hidden")


def test_the_rest_of_the_list_is_asked_for_again(library):
    screen = library()
    screen.expected_problems = ("503",)
    screen.server.failing = "/songs/"
    screen.page.mouse.move(500, 600)
    screen.page.mouse.wheel(0, 9000)
    screen.wait("document.querySelector('.more-failed:not([hidden])')")
    screen.server.failing = None
    screen.click("[data-more-again]")
    screen.wait("document.querySelectorAll('.library-row').length === 43")


@pytest.mark.parametrize("device", ["Pixel 7", "Desktop Chrome"])
@pytest.mark.parametrize("query", ["?q=zzz&genre=Jazz", "?genre=Jazz&tempo_min=x&sort=title"])
def test_every_state_is_usable_by_everybody(library, device, query):
    screen = library(device, query)
    if device == "Pixel 7" and not screen.read("document.querySelector('.panel').open"):
        screen.tap(".panel summary")
    assert screen.faults() == []
    assert screen.read("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_is_a_form(library):
    page = library(java_script_enabled=False, query="?genre=Jazz").page
    page.fill("#id_q", "glass")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=glass**")
    assert page.locator(".library-row .song-row-title").all_text_contents() == ["Glass Season"]
    page.click(".chip >> nth=0")
    page.wait_for_url("**/songs/?q=glass")


def test_a_heart_in_a_row_likes_its_song(library):
    screen = library(query="?q=glass")
    screen.click(".library-row [data-like]")
    screen.wait("document.querySelector('.library-row [data-like]').ariaPressed === 'true'")
    assert address(screen) == "/songs/?q=glass"


def test_new_songs_are_shown_as_they_arrive(library, make_playable):
    late = make_playable("Late Train", state=Analysis.State.RUNNING, analysed_at=None)
    screen = library(device="Pixel 7")
    screen.wait(
        "(bar => bar?.max - bar?.value === 1)(document.querySelector('.arriving progress'))"
    )
    assert screen.faults() == []
    screen.read("document.querySelector('.arriving a').focus()")
    Analysis.objects.filter(song=late).update(state=Analysis.State.DONE, analysed_at=timezone.now())
    screen.wait("document.querySelector('.arriving').textContent.includes('All new songs')")
    assert screen.read("document.activeElement.matches('.arriving a')")
    screen.tap(".arriving a")
    screen.wait("!document.querySelector('.arriving')")
    assert "Late Train" in screen.read(TITLES)
