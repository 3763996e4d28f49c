"""The light theme: readable on every page, chosen or by the system, and never in the feed."""

import pytest

GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def is_light(screen):
    """Whether the ground is nearer to white than to black; None while a page is on its way."""
    ground = screen.read(f"document.body && Number({GROUND}.match(/[\\d.]+/)[0])")
    return None if ground is None else ground > 0.5


@pytest.mark.parametrize(
    "path", ["/songs/", "song", "/likes/", "/taste/", "/device/", "/accounts/login/", "/no/"]
)
def test_a_page_is_light_where_the_system_is(songs, open_screen, path):
    screen = open_screen(path=None, color_scheme="light")
    screen.expected_problems = ("404",)
    screen.open(songs[0].get_absolute_url() if path == "song" else path)
    assert is_light(screen)
    assert screen.read("recorded.violations") == []


def test_the_feed_is_dark_where_everything_else_is_light(songs, open_screen):
    screen = open_screen(color_scheme="light")
    assert is_light(screen) is False


def test_a_choice_holds_against_the_system(songs, open_screen):
    screen = open_screen(path="/device/", color_scheme="dark")
    assert is_light(screen) is False
    screen.page.get_by_role("button", name="Light").click()
    screen.until(lambda: is_light(screen))
    screen.open("/songs/")
    assert is_light(screen)
    screen.open("/device/")
    screen.page.get_by_role("button", name="System").click()
    screen.until(lambda: is_light(screen) is False)
