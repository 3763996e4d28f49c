"""JavaScript switched off: songs are listed and play, links and forms work."""

import re

import pytest

from feed.models import Taste
from social.models import Comment, Like, Repost, User

PASSWORD = "correct horse battery"


@pytest.fixture
def plain(songs, open_screen):
    """Opens pages in a browser that runs no scripts."""
    screen = open_screen(path=None, java_script_enabled=False)
    screen.page.goto(screen.server.url)
    return screen


def visit(screen, path):
    return screen.page.goto(screen.server.url + path)


def sees(screen, selector):
    return [box.is_visible() for box in screen.page.locator(selector).all()]


def cards_of(screen):
    return [card.get_attribute("data-card") for card in screen.page.locator(".card").all()]


def test_the_feed_lists_songs_that_play(plain):
    assert sees(plain, ".card .title") == [True] * 3
    players = plain.page.locator(".card audio")
    assert players.count() == 3
    players.first.scroll_into_view_if_needed()
    height = players.first.bounding_box()["height"]
    players.first.click(position={"x": height / 2, "y": height / 2})
    plain.wait("document.querySelector('.card audio').currentTime > 0.1")


def test_nothing_is_offered_that_would_do_nothing(plain):
    for selector in (".start", ".play", "[data-share]", "[data-mute]", ".feed-steps", ".strip"):
        assert not any(sees(plain, selector)), selector


def test_the_page_scrolls_and_leads_to_more_songs(plain):
    assert plain.read("document.documentElement.scrollHeight > 2 * innerHeight")
    first = cards_of(plain)
    plain.page.get_by_role("link", name="More songs").click()
    plain.page.wait_for_url(re.compile("/next"))
    more = cards_of(plain)
    assert len(more) == 3
    assert not set(first) & set(more)


def test_a_song_is_liked_and_reposted(plain):
    plain.page.locator(".card [data-like]").first.click()
    plain.page.wait_for_url(re.compile("/s/"))
    like = Like.objects.get()
    plain.page.locator("[data-repost]").first.click()
    plain.page.wait_for_load_state()
    plain.until(Repost.objects.exists)
    assert Repost.objects.get().song == like.song


def test_the_mood_dial_is_two_sliders_and_a_button(plain):
    plain.page.locator(".dial [name=energy]").fill("0.9")
    plain.page.get_by_role("button", name="Hold it there").click()
    plain.page.wait_for_load_state()
    plain.until(Taste.objects.exists)


def test_the_library_is_searched(plain, songs):
    visit(plain, "/songs/")
    plain.page.get_by_role("searchbox").fill(songs[3].title)
    plain.page.get_by_role("searchbox").press("Enter")
    plain.page.wait_for_url(re.compile("q="))
    assert plain.page.get_by_text(songs[3].title, exact=True).first.is_visible()


def test_a_visitor_logs_in_and_comments_on_the_song_they_came_from(plain, songs):
    User.objects.create_user("alice", password=PASSWORD)
    page, song = plain.page, songs[0]
    visit(plain, song.get_absolute_url())
    page.get_by_role("link", name="Comments", exact=True).click()
    page.wait_for_url(re.compile("#comments$"))
    assert not any(sees(plain, ".composer textarea"))
    page.get_by_role("button", name="Log in to post").click()
    page.get_by_label("Username or email").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{song.get_absolute_url()}#comments")
    page.get_by_label("Your comment").fill("It opens up here.")
    page.get_by_role("button", name="Post", exact=True).click()
    page.wait_for_url(re.compile("/comments#comment-"))
    assert page.get_by_text("It opens up here.").is_visible()
    assert Comment.objects.get().song == song


@pytest.mark.parametrize(
    "path",
    ["/", "/songs/", "song", "/likes/", "/playlists/", "/taste/", "/hidden/", "/device/", "/no/"],
)
def test_a_page_is_without_fault(plain, songs, path):
    plain.expected_problems = ("404",)
    visit(plain, songs[0].get_absolute_url() if path == "song" else path)
    assert plain.read("document.documentElement.scrollWidth <= innerWidth")
    assert not any(sees(plain, ".scripted"))
