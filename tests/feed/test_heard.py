from datetime import timedelta

import pytest

from feed.heard import left_out, open_songs
from feed.models import Dismissal, HiddenArtist, Play, Taste
from social.models import Like, Listener


@pytest.fixture
def songs(make_song):
    """Six songs: the last two by one artist."""
    return [make_song(artist=f"Artist {min(n, 4)}") for n in range(6)]


@pytest.fixture
def history(listener, songs, now):
    """Heard the first, dismissed the second, liked the third, hid the artist of the last two."""
    Play.objects.create(
        listener=listener, song=songs[0], source="mood", listened_ms=1, clip_ms=9, started_at=now
    )
    Dismissal.objects.create(listener=listener, song=songs[1])
    Like.objects.create(listener=listener, song=songs[2])
    HiddenArtist.objects.create(listener=listener, artist=songs[5].artist)
    return listener


def over(listener, songs, **asked):
    ids = [song.pk for song in songs]
    asked = Taste(listener=listener, **asked)
    gone = left_out(listener, asked, ids)
    still_open = set(open_songs(listener, asked).values_list("pk", flat=True))
    assert still_open == set(ids) - gone
    return [ids.index(song_id) for song_id in sorted(gone)]


def test_heard_dismissed_and_hidden_songs_are_over(history, songs):
    assert over(history, songs) == [0, 1, 4, 5]


def test_liked_songs_are_over_where_nothing_liked_is_wanted(history, songs):
    assert over(history, songs, skip_liked=True) == [0, 1, 2, 4, 5]


def test_starting_again_brings_back_what_was_heard_but_not_what_was_sent_away(history, songs, now):
    history.heard_since = now + timedelta(seconds=1)
    assert over(history, songs) == [1, 4, 5]


def test_what_others_did_is_not_over_for_me(history, songs):
    assert over(Listener.objects.create(), songs) == []


def test_one_query_whatever_the_history(history, songs, now, django_assert_num_queries):
    Play.objects.bulk_create(
        Play(
            listener=history,
            song=songs[0],
            source="mood",
            listened_ms=1,
            clip_ms=9,
            started_at=now - timedelta(days=n),
        )
        for n in range(500)
    )
    with django_assert_num_queries(1):
        assert len(left_out(history, Taste(), [song.pk for song in songs])) == 4


def test_a_visitor_without_a_row_has_heard_nothing(songs):
    assert left_out(Listener(), Taste(), [song.pk for song in songs]) == set()
    assert open_songs(Listener(), Taste()).count() == 6
