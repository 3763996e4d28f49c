"""One's own playlist: rename, show, order, take out, delete."""

import pytest
from django.db import connection

from social.models import Listener, Playlist
from social.playlists import add_song, move_song, songs_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def playlist(client, alice):
    client.force_login(alice)
    owner = Listener.objects.create(user=alice)
    return Playlist.objects.create(owner=owner, title="Late trains")


@pytest.fixture
def songs(playlist, make_song):
    made = [make_song(title) for title in ("One", "Two", "Three")]
    for song in made:
        add_song(playlist, song, playlist.owner)
    return made


def titles(playlist):
    return [song.title for song in songs_of(playlist)]


def act(client, playlist, name, headers=None, **data):
    return client.post(f"/p/{playlist.public_id}/{name}", data, headers=headers)


def test_its_songs_stand_in_order_and_lead_to_their_pages(client, playlist, songs):
    html = client.get(f"/p/{playlist.public_id}/").content.decode()
    places = [html.index(f'href="{song.get_absolute_url()}"') for song in songs]
    assert places == sorted(places)


def test_an_empty_one_says_how_songs_come_into_it(client, playlist):
    assert "Empty so far" in client.get(f"/p/{playlist.public_id}/").content.decode()


def test_it_gets_another_title_and_visibility(client, playlist):
    response = act(client, playlist, "edit", title=" Night trains ", visibility="unlisted")
    assert response.url == f"/p/{playlist.public_id}/"
    playlist.refresh_from_db()
    assert (playlist.title, playlist.visibility) == ("Night trains", "unlisted")


@pytest.mark.parametrize("data", [{"title": ""}, {"visibility": "secret"}, {"title": "x" * 201}])
def test_a_malformed_change_is_refused(client, playlist, data):
    response = act(client, playlist, "edit", **({"title": "Other", "visibility": "public"} | data))
    assert response.status_code == 400
    playlist.refresh_from_db()
    assert (playlist.title, playlist.visibility) == ("Late trains", "private")


def test_it_is_deleted_once_and_its_songs_stay(client, playlist, songs):
    response = client.post(f"/p/{playlist.public_id}/delete", follow=True)
    assert "Late trains is deleted." in response.content.decode()
    assert Playlist.objects.count() == 0
    assert client.get(songs[0].get_absolute_url()).status_code == 200
    assert act(client, playlist, "delete").status_code == 404


@pytest.mark.parametrize(
    ("place", "direction", "order"),
    [
        (1, "up", ["Two", "One", "Three"]),
        (1, "down", ["One", "Three", "Two"]),
        (0, "up", ["One", "Two", "Three"]),
        (2, "down", ["One", "Two", "Three"]),
        (2, "up", ["One", "Three", "Two"]),
    ],
)
def test_songs_move_one_place(client, playlist, songs, place, direction, order):
    response = act(client, playlist, "move", song=songs[place].public_id, direction=direction)
    assert response.status_code == 302
    assert titles(playlist) == order


def test_songs_still_move_after_one_was_taken_out(playlist, songs, make_song):
    playlist.items.filter(song=songs[1]).delete()
    assert move_song(playlist, songs[2], up=True)
    add_song(playlist, make_song("Four"), playlist.owner)
    assert titles(playlist) == ["Three", "One", "Four"]


def test_a_move_steps_over_songs_that_a_curator_hid(playlist, songs):
    songs[1].hidden = True
    songs[1].save()
    assert move_song(playlist, songs[2], up=True)
    assert titles(playlist) == ["Three", "One"]
    songs[1].hidden = False
    songs[1].save()
    assert titles(playlist) == ["Three", "Two", "One"]


def test_a_move_that_htmx_asks_for_brings_the_songs_and_says_so(client, playlist, songs):
    response = act(client, playlist, "move", HTMX, song=songs[2].public_id, direction="up")
    html = response.content.decode()
    assert "<html" not in html
    assert html.index("Three") < html.index("Two")
    assert "Three moved up." in response.headers["HX-Trigger"]
    response = act(client, playlist, "move", HTMX, song=songs[0].public_id, direction="up")
    assert "One cannot move up." in response.headers["HX-Trigger"]


@pytest.mark.parametrize("data", [{"direction": "left"}, {"song": ""}, {"song": "a b"}])
def test_a_malformed_move_is_refused(client, playlist, songs, data):
    values = {"song": songs[0].public_id, "direction": "down"} | data
    assert act(client, playlist, "move", **values).status_code == 400
    assert titles(playlist) == ["One", "Two", "Three"]


def test_moving_a_song_that_is_not_in_it_changes_nothing(client, playlist, songs, make_song):
    other = make_song()
    assert act(client, playlist, "move", song=other.public_id, direction="up").status_code == 302
    assert act(client, playlist, "move", song="nothing", direction="up").status_code == 404
    assert titles(playlist) == ["One", "Two", "Three"]


def test_a_song_is_taken_out_and_again_without_harm(client, playlist, songs):
    for _ in range(2):
        act(client, playlist, "remove", song=songs[0].public_id)
    assert titles(playlist) == ["Two", "Three"]
    response = act(client, playlist, "remove", HTMX, song=songs[1].public_id)
    assert "Two is no longer" in response.headers["HX-Trigger"]
    assert act(client, playlist, "remove").status_code == 400


def test_a_long_playlist_needs_few_queries(
    client, playlist, make_song, django_assert_max_num_queries
):
    for _ in range(12):
        add_song(playlist, make_song(), playlist.owner)
    with django_assert_max_num_queries(7):
        client.get(f"/p/{playlist.public_id}/")
    for number in range(8):
        other = playlist.owner.playlists.create(title=str(number))
        add_song(other, make_song(), playlist.owner)
    with django_assert_max_num_queries(5):
        client.get("/playlists/")


def test_its_cover_is_made_of_its_first_four_songs(client, playlist, make_song):
    for _ in range(6):
        add_song(playlist, make_song(), playlist.owner)
    html = client.get("/playlists/").content.decode()
    assert html.count("thumb-drawn") == 4
    assert "6 songs" in html


def test_no_two_songs_ever_share_a_position(playlist, songs):
    for song in (*songs, *reversed(songs)):
        move_song(playlist, song, up=False)
    positions = list(playlist.items.values_list("position", flat=True))
    assert len(set(positions)) == 3
    connection.check_constraints()
