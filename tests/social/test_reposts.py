import pytest
from django.test import Client

from social.models import Listener, Repost


@pytest.fixture
def song(make_song):
    return make_song()


def repost(client, song, reposted="1", **headers):
    return client.post(f"/s/{song.public_id}/repost", {"reposted": reposted}, headers=headers)


def test_a_visitor_reposts_a_song_and_takes_it_back(client, song):
    client.get("/")
    assert repost(client, song).url == song.get_absolute_url()
    assert Repost.objects.get().listener == Listener.objects.get()
    repost(client, song, "0")
    assert Repost.objects.count() == 0


def test_reposting_twice_is_one_repost(client, song):
    client.get("/")
    repost(client, song)
    repost(client, song)
    assert Repost.objects.count() == 1
    repost(client, song, "0")
    assert repost(client, song, "0").status_code == 302


def test_htmx_gets_the_button_back_with_everybodys_count(client, alice, song, listener):
    Repost.objects.create(listener=listener, song=song)
    client.force_login(alice)
    response = repost(client, song, **{"HX-Request": "true"})
    html = response.content.decode()
    assert 'aria-pressed="true"' in html
    assert f'id="reposts-{song.public_id}">2</span>' in html
    assert "HX-Trigger" not in response.headers


def test_a_visitor_is_told_that_nobody_can_follow_them_yet(client, song):
    client.get("/")
    response = repost(client, song, **{"HX-Request": "true"})
    assert "With an account" in response.headers["HX-Trigger"]


def test_a_card_shows_who_reposted_and_liked_it(client, alice, song, listener):
    Repost.objects.create(listener=listener, song=song)
    client.force_login(alice)
    repost(client, song)
    client.post(f"/s/{song.public_id}/like", {"liked": "1"})
    html = client.get("/").content.decode()
    assert html.count('aria-pressed="true"') >= 2
    assert f'id="likes-{song.public_id}">1</span>' in html
    assert f'id="reposts-{song.public_id}">2</span>' in html


def test_a_repost_of_what_is_hidden_or_nothing_is_not_found(client, make_song):
    assert repost(client, make_song(hidden=True)).status_code == 404
    assert client.post("/s/nothing/repost", {"reposted": "1"}).status_code == 404


@pytest.mark.parametrize("reposted", ["", "2", "yes"])
def test_a_malformed_repost_is_refused_with_a_sentence(client, song, reposted):
    response = repost(client, song, reposted)
    assert (response.status_code, response.content) == (400, b"`reposted` is 1 or 0.")
    assert Repost.objects.count() == 0


def test_reposts_are_posted_with_a_token(song):
    address = f"/s/{song.public_id}/repost"
    assert Client(enforce_csrf_checks=True).post(address, {"reposted": "1"}).status_code == 403
    assert Client().get(address).status_code == 405
