"""A visitor logs in: everything they did comes along, and nothing is there twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from feed.joining import join_listener
from feed.models import Dismissal, Forgotten, HiddenArtist, Play, Taste
from social.models import Follow, Like, Listener, Playlist, Repost, Share, User


@pytest.fixture
def visitor(listener):
    return listener


@pytest.fixture
def account(alice):
    return Listener.objects.create(user=alice)


@pytest.fixture
def bob(db):
    return Listener.objects.create(user=User.objects.create_user("bob"))


def do_everything(listener, song, followed, now):
    """Everything a listener can do with a song."""
    for model in (Like, Repost, Dismissal):
        model.objects.create(listener=listener, song=song)
    Share.objects.create(listener=listener, song=song, channel="copy")
    HiddenArtist.objects.create(listener=listener, artist=song.artist)
    Forgotten.objects.create(listener=listener, song=song, at=now)
    Follow.objects.create(follower=listener, followed=followed)
    playlist = Playlist.objects.create(owner=listener, title="Late trains")
    playlist.items.create(song=song, position=0, added_by=listener)
    play = {"source": "mood", "listened_ms": 9000, "clip_ms": 24000, "started_at": now}
    Play.objects.create(listener=listener, song=song, **play)


ONCE = ("likes", "reposts", "dismissals", "hidden_artists", "forgotten", "following")
EACH = ("shares", "plays", "playlists", "playlist_items")


def counts(listener, names):
    return {name: getattr(listener, name).count() for name in names}


def test_everything_comes_along(visitor, account, bob, make_song, now):
    do_everything(visitor, make_song(), bob, now)
    Taste.objects.create(listener=visitor, skip_liked=True)
    assert join_listener(visitor, account.user) == account
    assert set(counts(account, ONCE + EACH).values()) == {1}
    assert account.taste.skip_liked
    assert not Listener.objects.filter(user=None).exists()


def test_what_both_did_is_there_once(visitor, account, bob, make_song, now):
    song = make_song()
    for listener in (visitor, account):
        do_everything(listener, song, bob, now)
    join_listener(visitor, account.user)
    assert set(counts(account, ONCE).values()) == {1}
    assert set(counts(account, EACH).values()) == {2}
    connection.check_constraints()


def test_a_first_account_takes_the_visitor_as_they_are(visitor, alice, bob, make_song, now):
    do_everything(visitor, make_song(), bob, now)
    Taste.objects.create(listener=visitor, forgotten_before=now)
    joined = join_listener(visitor, alice)
    assert set(counts(joined, ONCE + EACH).values()) == {1}
    assert joined.taste.forgotten_before == now


def test_nobody_ends_up_following_themselves(visitor, account):
    Follow.objects.create(follower=visitor, followed=account)
    join_listener(visitor, account.user)
    assert not Follow.objects.exists()


def test_of_two_times_of_forgetting_the_later_counts(visitor, account, make_song, now):
    songs = [make_song(), make_song()]
    later = now + timedelta(hours=1)
    for song, visitors, accounts in ((songs[0], now, later), (songs[1], later, now)):
        Forgotten.objects.create(listener=visitor, song=song, at=visitors)
        Forgotten.objects.create(listener=account, song=song, at=accounts)
    join_listener(visitor, account.user)
    assert [row.at for row in account.forgotten.all()] == [later, later]


def test_what_the_account_asked_for_stays(visitor, account):
    Taste.objects.create(listener=visitor, skip_liked=True)
    Taste.objects.create(listener=account, dial_energy=0.5, dial_brightness=0.5)
    join_listener(visitor, account.user)
    taste = Taste.objects.get()
    assert (taste.listener, taste.skip_liked, taste.dial_energy) == (account, False, 0.5)


def test_a_visitors_reset_covers_their_songs_and_not_the_accounts(visitor, account, bob, make_song):
    forgotten, since, accounts = make_song(), make_song(), make_song()
    do_everything(visitor, forgotten, bob, timezone.now())
    visitor.forgotten.all().delete()
    reset_at = timezone.now()
    Taste.objects.create(listener=visitor, forgotten_before=reset_at)
    Like.objects.create(listener=visitor, song=since)
    Like.objects.create(listener=account, song=accounts)
    join_listener(visitor, account.user)
    assert [(row.song, row.at) for row in account.forgotten.all()] == [(forgotten, reset_at)]
    assert account.taste.forgotten_before is None
