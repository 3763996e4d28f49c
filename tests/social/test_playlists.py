"""Playlists: mine, those of others, and who may see what."""

import pytest
from django.test import Client

from social.models import Listener, Playlist, User
from social.playlist_pages import MOST_PLAYLISTS


@pytest.fixture
def bobs(db):
    """Makes playlists of somebody else."""
    bob = Listener.objects.create(user=User.objects.create_user("bob"))

    def make(visibility, title="Theirs"):
        return Playlist.objects.create(owner=bob, title=title, visibility=visibility)

    return make


def new(client, title="Late trains", **data):
    return client.post("/playlists/new", {"title": title} | data)


def test_a_visitor_makes_a_playlist_that_only_they_see(client, db):
    client.get("/")
    response = new(client)
    playlist = Playlist.objects.get()
    assert response.url == f"/p/{playlist.public_id}/"
    assert playlist.visibility == "private"
    assert playlist.owner == Listener.objects.get()
    assert "Late trains" in client.get("/playlists/").content.decode()
    assert client.get(response.url).status_code == 200
    assert Client().get(response.url).status_code == 404


def test_playlists_are_listed_latest_first_and_only_ones_own(client, bobs):
    bobs("public")
    client.get("/")
    new(client, "First")
    new(client, "Second")
    html = client.get("/playlists/").content.decode()
    assert html.index("Second") < html.index("First")
    assert "Theirs" not in html


def test_a_new_visitor_has_none(client, db):
    assert "None yet" in client.get("/playlists/").content.decode()
    assert Listener.objects.count() == 0


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "a\x00b"])
def test_a_playlist_without_a_proper_title_is_refused(client, db, title):
    response = new(client, title)
    assert response.status_code == 400
    assert len(response.content) > 10
    assert Playlist.objects.count() == 0


def test_a_playlist_begun_with_a_song_that_is_gone_is_not_found(client, db):
    assert new(client, song="nothing").status_code == 404
    assert Playlist.objects.count() == 0


def test_there_is_an_end_to_how_many(client, alice):
    client.force_login(alice)
    owner = Listener.objects.create(user=alice)
    Playlist.objects.bulk_create(Playlist(owner=owner, title=str(n)) for n in range(MOST_PLAYLISTS))
    assert new(client).status_code == 409
    assert owner.playlists.count() == MOST_PLAYLISTS


@pytest.mark.parametrize(
    ("visibility", "status"), [("private", 404), ("unlisted", 200), ("public", 200)]
)
def test_others_see_what_the_owner_lets_them(client, alice, bobs, visibility, status):
    playlist = bobs(visibility)
    address = f"/p/{playlist.public_id}/"
    assert client.get(address).status_code == status
    client.force_login(alice)
    assert client.get(address).status_code == status
    client.force_login(playlist.owner.user)
    assert client.get(address).status_code == 200


def test_robots_keep_only_public_playlists(client, bobs):
    for visibility, is_kept in (("unlisted", False), ("public", True)):
        html = client.get(f"/p/{bobs(visibility).public_id}/").content.decode()
        assert ("noindex" not in html) == is_kept


def test_others_get_no_tools(client, bobs, make_song):
    playlist = bobs("public")
    playlist.items.create(song=make_song(), position=0)
    html = client.get(f"/p/{playlist.public_id}/").content.decode()
    for tool in ("edit", "delete", "move", "remove"):
        assert f"/p/{playlist.public_id}/{tool}" not in html
    assert 'href="/u/bob/"' in html


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("act", ["edit", "delete", "move", "remove"])
def test_others_change_nothing(client, alice, bobs, make_song, visibility, act):
    playlist, song = bobs(visibility), make_song()
    playlist.items.create(song=song, position=0)
    data = {"title": "Mine now", "visibility": "public", "song": song.public_id, "direction": "up"}
    for login in (None, alice):
        if login:
            client.force_login(login)
        assert client.post(f"/p/{playlist.public_id}/{act}", data).status_code == 404
    playlist.refresh_from_db()
    assert (playlist.title, playlist.items.count()) == ("Theirs", 1)


@pytest.mark.parametrize("act", ["edit", "delete", "move", "remove"])
def test_changes_are_posted_with_a_token(bobs, act):
    address = f"/p/{bobs('public').public_id}/{act}"
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert Client().get(address).status_code == 405


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "{{ title }}", "🎷 שלום", "x" * 200]
)
def test_titles_are_text_everywhere(client, db, title):
    from django.utils.html import escape

    client.get("/")
    address = new(client, title).url
    for page in ("/playlists/", address):
        html = client.get(page).content.decode()
        assert escape(title) in html
        assert "<script>alert" not in html
