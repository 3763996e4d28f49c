import pytest

from social.models import Like, Listener, Share


@pytest.fixture
def song(make_song):
    return make_song()


def like(client, song, liked="1", **headers):
    return client.post(f"/s/{song.public_id}/like", {"liked": liked}, headers=headers)


def test_a_visitor_likes_a_song_and_takes_it_back(client, song):
    client.get("/")
    like(client, song)
    assert Like.objects.count() == 1
    like(client, song, "0")
    assert Like.objects.count() == 0


def test_liking_twice_is_one_like(client, song):
    client.get("/")
    like(client, song)
    assert like(client, song).status_code == 302
    assert Like.objects.count() == 1
    assert Listener.objects.count() == 1


def test_htmx_gets_the_button_back(client, song):
    html = like(client, song, **{"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in html
    assert 'value="0"' in html


def test_a_like_of_what_is_hidden_or_nothing_is_not_found(client, make_song):
    assert like(client, make_song(hidden=True)).status_code == 404
    assert client.post("/s/nothing/like", {"liked": "1"}).status_code == 404


@pytest.mark.parametrize("liked", ["", "2", "yes"])
def test_a_malformed_like_is_refused(client, song, liked):
    assert like(client, song, liked).status_code == 400
    assert Like.objects.count() == 0


def test_likes_are_posted_with_a_token(song):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(f"/s/{song.public_id}/like").status_code == 403
    assert Client().get(f"/s/{song.public_id}/like").status_code == 405


def test_likes_are_listed_latest_first_and_only_ones_own(client, make_song, listener):
    first, second, others = make_song("First"), make_song("Second"), make_song("Not mine")
    Like.objects.create(listener=listener, song=others)
    client.get("/")
    like(client, first)
    like(client, second)
    html = client.get("/likes/").content.decode()
    assert html.index("Second") < html.index("First")
    assert "Not mine" not in html


def test_a_new_visitor_likes_nothing(client, song):
    assert "Nothing yet" in client.get("/likes/").content.decode()


def test_a_share_is_kept_with_its_channel(client, song):
    client.get("/")
    address = f"/s/{song.public_id}/share"
    assert client.post(address, {"channel": "copy"}).status_code == 204
    assert Share.objects.get().channel == "copy"
    assert client.post(address, {"channel": "pigeon"}).status_code == 400
