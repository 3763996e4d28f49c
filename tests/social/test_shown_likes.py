"""Showing what one likes: off unless somebody turns it on, and off again at once."""

import pytest

from social.models import Like, Listener


@pytest.fixture
def me(client, alice):
    client.force_login(alice)
    return Listener.objects.create(user=alice)


def show(client, shown="1"):
    return client.post("/likes/shown", {"shown": shown})


def test_likes_are_shown_on_the_profile_and_kept_back_again(client, me, make_song):
    Like.objects.create(listener=me, song=make_song("Northern Rain"))
    assert "Northern Rain" not in client.get("/u/alice/").content.decode()
    assert show(client).url == "/u/alice/"
    assert "Northern Rain" in client.get("/u/alice/").content.decode()
    assert show(client, "0").status_code == 302
    assert "Northern Rain" not in client.get("/u/alice/").content.decode()


def test_saying_the_same_twice_changes_nothing(client, me):
    for _ in range(2):
        show(client)
    me.refresh_from_db()
    assert me.shows_likes


def test_a_visitor_is_asked_to_log_in(client, db):
    assert show(client).url.startswith("/accounts/login/")
    assert not Listener.objects.filter(shows_likes=True).exists()


def test_nonsense_and_other_methods_are_refused(client, me):
    assert show(client, "perhaps").status_code == 400
    assert client.get("/likes/shown").status_code == 405
    me.refresh_from_db()
    assert not me.shows_likes


def test_only_ones_own_likes_are_shown(client, me, db):
    other = Listener.objects.create()
    show(client)
    other.refresh_from_db()
    assert not other.shows_likes
