"""Playlists, people, and what was sent away, as their owner uses them."""

import pytest
from django.conf import settings
from django.test import Client

from feed.models import Dismissal
from social.models import Listener, Playlist, Repost, User
from social.playlists import add_song, songs_of


@pytest.fixture
def alice(transactional_db):
    user = User.objects.create_user("alice", password="correct horse battery")
    return Listener.objects.create(user=user)


@pytest.fixture
def bob(alice, songs):
    bob = Listener.objects.create(user=User.objects.create_user("bob"))
    Repost.objects.create(listener=bob, song=songs[0])
    return bob


@pytest.fixture
def playlist(alice, songs):
    playlist = Playlist.objects.create(owner=alice, title="Late trains", visibility="public")
    for song in songs[:3]:
        add_song(playlist, song, alice)
    return playlist


@pytest.fixture
def open_as_alice(alice, open_screen):
    """Opens screens in which alice is logged in."""
    client = Client()
    client.force_login(alice.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_one(path, device="Pixel 7", **options):
        screen = open_screen(device, None, **options)
        screen.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": screen.server.url}]
        )
        screen.open(path)
        return screen

    return open_one


def test_songs_move_by_keyboard_and_the_focus_goes_with_them(open_as_alice, playlist, songs):
    screen = open_as_alice(f"/p/{playlist.public_id}/", "Desktop Chrome")
    down = f"down-{songs[0].public_id}"
    screen.read(f"document.getElementById('{down}').focus()")
    for place in (1, 2):
        screen.press("Enter")
        screen.until(lambda place=place: songs_of(playlist)[place] == songs[0])
        screen.wait(
            f"[...document.querySelectorAll('#songs li')][{place}].contains("
            f"document.getElementById('{down}'))"
        )
        screen.wait(f"document.activeElement.id === '{down}'")
    assert "moved down" in screen.toast


def test_a_song_is_taken_out_by_a_tap(open_as_alice, playlist, songs):
    screen = open_as_alice(f"/p/{playlist.public_id}/")
    screen.tap(f"[aria-label='Remove {songs[1].title}']")
    screen.wait("document.querySelectorAll('#songs li').length === 2")
    assert songs_of(playlist) == [songs[0], songs[2]]


def test_a_playlist_goes_only_after_a_second_thought(open_as_alice, playlist):
    screen = open_as_alice(f"/p/{playlist.public_id}/")
    screen.page.get_by_text("Delete", exact=True).click()
    assert Playlist.objects.exists()
    screen.page.get_by_text("Delete this playlist").click()
    screen.wait("document.body?.textContent.includes('Late trains is deleted.')")
    assert not Playlist.objects.exists()


def test_following_is_a_tap_and_shows_at_once(open_as_alice, alice, bob):
    screen = open_as_alice("/u/bob/")
    screen.server.delay_s = 1.0
    screen.tap(".follow button")
    assert screen.read("!!document.querySelector('.follow [aria-pressed=true]')")
    screen.wait("document.querySelector('.follow').textContent.includes('1 follower')")
    assert alice.following.get().followed == bob
    screen.server.delay_s = 0.0
    screen.server.failing = "/follow"
    screen.expected_problems = ("503",)
    screen.tap(".follow button")
    screen.wait("document.getElementById('toasts').textContent.includes('Not saved yet')")
    assert screen.read("!!document.querySelector('.follow [aria-pressed=false]')")
    assert alice.following.exists()
    screen.server.failing = None  # told again by itself
    screen.until(lambda: not alice.following.exists(), seconds=20)


def test_without_scripts_everything_still_works(open_as_alice, playlist, songs):
    screen = open_as_alice(f"/s/{songs[5].public_id}/playlists", java_script_enabled=False)
    screen.page.get_by_role("button", name="Late trains").click()
    screen.page.wait_for_url("**/playlists")
    assert songs_of(playlist)[-1] == songs[5]
    screen.page.goto(f"{screen.server.url}/s/{songs[6].public_id}/more")
    screen.page.get_by_role("button", name="Not interested").click()
    screen.page.wait_for_url("**/hidden/")
    screen.page.get_by_role("button", name=f"Bring back {songs[6].title}", exact=True).click()
    screen.page.wait_for_url("**/hidden/")
    assert not Dismissal.objects.exists()


def test_a_public_playlists_link_is_handed_on(open_as_alice, playlist):
    screen = open_as_alice(
        f"/p/{playlist.public_id}/",
        "Desktop Chrome",
        permissions=["clipboard-read", "clipboard-write"],
    )
    screen.page.bring_to_front()
    screen.click("[data-share-page]")
    screen.until(lambda: screen.toast == "Link copied")
    copied = screen.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{screen.server.url}/p/{playlist.public_id}/"
