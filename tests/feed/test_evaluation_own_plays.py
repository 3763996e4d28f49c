from datetime import timedelta

import numpy as np
import pytest

from feed.evaluation.own_plays import own_split
from feed.evaluation.prototype import features_of
from feed.models import Play
from social.models import Like, Listener


@pytest.fixture
def hear(now):
    def hear(listener, song, days_ago, share=1.0):
        Play.objects.create(
            listener=listener,
            song=song,
            source="mood",
            listened_ms=round(24_000 * share),
            clip_ms=24_000,
            started_at=now - timedelta(days=days_ago),
        )

    return hear


def songs_of(split, song_ids, matrix, row):
    return set(song_ids[matrix[row].indices].tolist())


def test_what_was_kept_in_the_last_fifth_of_the_time_is_held_back(make_song, listener, hear):
    first, second, third, skipped = (make_song() for _ in range(4))
    hear(listener, first, 100)
    hear(listener, second, 30)
    hear(listener, skipped, 10, share=0.1)
    hear(listener, third, 0)
    split, song_ids = own_split()
    assert songs_of(split, song_ids, split.asked, 0) == {first.pk, second.pk}
    assert songs_of(split, song_ids, split.held, 0) == {third.pk}
    assert song_ids[split.last[0]] == second.pk


def test_a_song_known_before_is_not_asked_for_again(make_song, listener, hear):
    old, new = make_song(), make_song()
    hear(listener, old, 100)
    hear(listener, old, 1)
    hear(listener, new, 0)
    split, song_ids = own_split()
    assert songs_of(split, song_ids, split.held, 0) == {new.pk}


def test_likes_count_for_more_than_plays(make_song, listener, hear, now):
    liked, heard, later = (make_song() for _ in range(3))
    hear(listener, heard, 100)
    like = Like.objects.create(listener=listener, song=liked)
    Like.objects.filter(pk=like.pk).update(created_at=now - timedelta(days=99))
    hear(listener, later, 0)
    split, song_ids = own_split()
    weights = dict(zip(song_ids.tolist(), split.asked.toarray()[0].tolist(), strict=True))
    assert weights == {liked.pk: 2, heard.pk: 1, later.pk: 0}


def test_who_kept_nothing_late_is_not_asked(make_song, listener, hear):
    early, late = make_song(), make_song()
    other = Listener.objects.create()
    hear(listener, early, 100)
    hear(other, early, 99)
    hear(other, late, 0)
    split, _ = own_split()
    assert len(split.rows) == 1
    assert split.known.shape[0] == 2


def test_hidden_songs_and_no_plays_at_all_are_no_trouble(make_song, listener, hear):
    hear(listener, make_song(hidden=True), 1)
    split, song_ids = own_split()
    assert len(split.rows) == len(song_ids) == 0


def test_the_prototype_sees_tempo_tonality_and_energy(make_song):
    songs = [
        make_song(tempo_bpm=100, key="C", mode="major", energy=0.2),
        make_song(tempo_bpm=140, key="A", mode="minor", energy=0.8),
        make_song(tempo_bpm=120, key="", mode="", energy=0.5),
    ]
    features = features_of(np.array([song.pk for song in songs]))
    assert features[0].tolist() == pytest.approx([-1.2247, 0, -1.2247], abs=1e-3)
    assert features[1].tolist() == pytest.approx([1.2247, 0, 1.2247], abs=1e-3)  # relative keys
    assert np.isnan(features[2, 1])
