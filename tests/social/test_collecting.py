"""Putting a song into playlists, from its card."""

import pytest
from django.test import Client

from social.models import Listener, Playlist, PlaylistItem, User
from social.playlists import MOST_SONGS

HTMX = {"HX-Request": "true"}


@pytest.fixture
def song(make_song):
    return make_song("Northern Rain")


@pytest.fixture
def playlist(client, alice):
    client.force_login(alice)
    return Playlist.objects.create(owner=Listener.objects.create(user=alice), title="Late trains")


def collect(client, song, playlist, included="1", headers=None):
    data = {"playlist": getattr(playlist, "public_id", playlist), "included": included}
    return client.post(f"/s/{song.public_id}/collect", data, headers=headers)


def test_a_song_goes_in_and_out(client, song, playlist):
    response = collect(client, song, playlist)
    assert response.url == f"/s/{song.public_id}/playlists"
    item = PlaylistItem.objects.get()
    assert (item.song, item.added_by) == (song, playlist.owner)
    collect(client, song, playlist, "0")
    assert PlaylistItem.objects.count() == 0


def test_the_same_twice_is_once(client, song, playlist):
    for _ in range(2):
        collect(client, song, playlist)
    assert playlist.items.count() == 1
    for _ in range(2):
        assert collect(client, song, playlist, "0").status_code == 302


def test_htmx_gets_the_row_back(client, song, playlist):
    html = collect(client, song, playlist, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in html
    assert "1 song " in html
    html = collect(client, song, playlist, "0", headers=HTMX).content.decode()
    assert 'aria-pressed="false"' in html


def test_the_sheet_shows_which_playlists_hold_the_song(client, song, playlist):
    collect(client, song, playlist)
    Playlist.objects.create(owner=playlist.owner, title="Other")
    address = f"/s/{song.public_id}/playlists"
    sheet = client.get(address, headers=HTMX).content.decode()
    assert "<html" not in sheet
    assert sheet.count('aria-pressed="true"') == 1
    assert sheet.count('aria-pressed="false"') == 1
    assert "<html" in client.get(address).content.decode()


def test_a_new_visitor_gets_a_sheet_to_begin_with(client, song):
    html = client.get(f"/s/{song.public_id}/playlists", headers=HTMX).content.decode()
    assert "New playlist" in html
    assert Listener.objects.count() == 0


def test_a_playlist_made_in_the_sheet_holds_the_song_at_once(client, song):
    client.get("/")
    data = {"title": "For Mara", "song": song.public_id}
    response = client.post("/playlists/new", data, headers=HTMX)
    assert 'aria-pressed="true"' in response.content.decode()
    assert "For Mara" in response.headers["HX-Trigger"]
    assert Playlist.objects.get().items.get().song == song


def test_somebody_elses_playlist_is_not_found_even_a_public_one(client, song, playlist):
    bob = Listener.objects.create(user=User.objects.create_user("bob"))
    theirs = Playlist.objects.create(owner=bob, title="Theirs", visibility="public")
    assert collect(client, song, theirs).status_code == 404
    assert collect(Client(), song, playlist).status_code == 404
    assert PlaylistItem.objects.count() == 0
    sheet = client.get(f"/s/{song.public_id}/playlists").content.decode()
    assert "Theirs" not in sheet


@pytest.mark.parametrize(
    ("playlist_id", "included"), [("", "1"), ("a b", "1"), (None, ""), (None, "2")]
)
def test_a_malformed_wish_is_refused(client, song, playlist, playlist_id, included):
    wanted = playlist if playlist_id is None else playlist_id
    assert collect(client, song, wanted, included).status_code == 400


def test_a_hidden_song_cannot_be_collected(client, make_song, playlist):
    hidden = make_song(hidden=True)
    assert collect(client, hidden, playlist).status_code == 404
    assert client.get(f"/s/{hidden.public_id}/playlists").status_code == 404


def test_a_full_playlist_says_so(client, song, playlist, make_song, monkeypatch):
    monkeypatch.setattr("social.playlists.MOST_SONGS", 1)
    collect(client, make_song(), playlist)
    response = collect(client, song, playlist, headers=HTMX)
    assert response.status_code == 409
    assert f"holds {MOST_SONGS} songs" in response.content.decode()


def test_collecting_is_posted_with_a_token(song):
    address = f"/s/{song.public_id}/collect"
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert Client().get(address).status_code == 405
    assert Client().post(f"/s/{song.public_id}/playlists").status_code == 405


def test_a_sheet_of_many_playlists_needs_few_queries(
    client, song, playlist, make_song, django_assert_max_num_queries
):
    for number in range(8):
        more = playlist.owner.playlists.create(title=str(number))
        more.items.create(song=make_song(), position=0)
    with django_assert_max_num_queries(6):
        client.get(f"/s/{song.public_id}/playlists", headers=HTMX)
