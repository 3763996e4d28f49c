from datetime import timedelta

import pytest

from feed.forgetting import forget_everything, forget_songs, remember_again
from feed.models import Dismissal, Play, Taste
from feed.signals import ACTS, PLAYED, Signal, Signals, play_weight, signals_of
from social.models import Comment, Like, Playlist, PlaylistItem, Repost, Share


@pytest.fixture
def hear(listener, now):
    def play(song, share=1.0, minutes_ago=0, **more):
        return Play.objects.create(
            listener=listener,
            song=song,
            source="mood",
            listened_ms=int(24000 * share),
            clip_ms=24000,
            started_at=now - timedelta(minutes=minutes_ago),
            **more,
        )

    return play


def read(listener):
    asked = Taste.objects.filter(listener=listener).first() or Taste(listener=listener)
    return signals_of(listener, asked)


def test_a_play_weighs_more_the_more_was_heard():
    weights = play_weight([0, 0.1, 0.3, 0.5, 1, 1.5, 2, 9]).tolist()
    assert weights == sorted(weights)
    assert (weights[0], weights[3], weights[-1]) == (-0.6, 1, 2)


def test_going_back_and_opening_the_song_say_more_than_staying():
    assert play_weight(1.0, seeks_back=1) > play_weight(1.0)
    assert play_weight(1.0, opened_song=True) == play_weight(1.0) + 1
    assert play_weight(1.0, seeks_back=50) == play_weight(1.0, seeks_back=4)


def test_everything_done_with_songs_is_read_newest_first(make_song, listener, hear, now):
    songs = [make_song() for _ in range(7)]
    hear(songs[0], share=0.0, minutes_ago=9)
    Like.objects.create(listener=listener, song=songs[1])
    Share.objects.create(listener=listener, song=songs[2], channel="copy")
    Repost.objects.create(listener=listener, song=songs[3])
    mine = Playlist.objects.create(owner=listener, title="Mine")
    PlaylistItem.objects.create(playlist=mine, song=songs[4], added_by=listener, position=0)
    Dismissal.objects.create(listener=listener, song=songs[5])
    Comment.objects.create(listener=listener, song=songs[6], text="That bass!")
    signals = read(listener)
    weights = {signal.song_id: signal.weight for signal in signals}
    expected = [-0.6, 2, 2, 2.5, 2.5, -2, 1.5]
    assert weights == dict(zip([s.pk for s in songs], expected, strict=True))
    assert list(signals) == sorted(signals, key=lambda signal: signal.at, reverse=True)


def test_a_conversation_says_it_once_and_what_was_deleted_says_nothing(make_song, listener, now):
    talked_about, taken_back = make_song(), make_song()
    for text in ("First", "Second"):
        Comment.objects.create(listener=listener, song=talked_about, text=text)
    Comment.objects.create(listener=listener, song=taken_back, text="No", deleted_at=now)
    latest = Comment.objects.get(text="Second").created_at
    assert [(s.song_id, s.weight, s.at) for s in read(listener)] == [(talked_about.pk, 1.5, latest)]


def test_reading_signals_takes_one_query(make_song, listener, hear, django_assert_num_queries):
    for _ in range(5):
        hear(make_song())
    asked = Taste(listener=listener)
    with django_assert_num_queries(1):
        signals_of(listener, asked)


def test_what_others_did_is_not_read(make_song, listener, hear):
    from social.models import Listener

    Like.objects.create(listener=Listener.objects.create(), song=make_song())
    assert list(read(listener)) == []


def left_of(weight, at, act, days):
    signals = Signals.of([Signal(1, weight, at, act)])
    return float(signals.decayed(at + timedelta(days=days))[0])


@pytest.mark.parametrize("act", [PLAYED, *ACTS])
def test_every_act_fades_but_keeps_its_sign(now, act):
    weight = ACTS[act].weight if act in ACTS else 1.0
    months = [left_of(weight, now, act, days=30 * month) for month in range(4)]
    assert [abs(w) for w in months] == sorted([abs(w) for w in months], reverse=True)
    assert months[-1] * weight > 0
    assert left_of(weight, now, act, days=-1) == weight


def test_a_play_is_worth_half_after_its_half_life(now):
    assert left_of(1.0, now, PLAYED, days=30) == pytest.approx(0.5)


def test_a_forgotten_song_counts_no_more_until_something_new_is_done(
    make_song, listener, hear, now
):
    kept, forgotten = make_song(), make_song()
    hear(kept, minutes_ago=5)
    hear(forgotten, minutes_ago=5)
    Like.objects.create(listener=listener, song=forgotten)
    Like.objects.update(created_at=now - timedelta(minutes=4))
    forget_songs(listener, [forgotten.pk], now)
    assert {signal.song_id for signal in read(listener)} == {kept.pk}
    hear(forgotten, minutes_ago=-1)
    assert {signal.song_id for signal in read(listener)} == {kept.pk, forgotten.pk}


def test_forgetting_twice_is_forgetting_once_and_can_be_taken_back(make_song, listener, hear, now):
    song = make_song()
    hear(song)
    forget_songs(listener, [song.pk], now)
    forget_songs(listener, [song.pk], now + timedelta(hours=1))
    assert list(read(listener)) == []
    remember_again(listener)
    assert [signal.song_id for signal in read(listener)] == [song.pk]


def test_a_reset_forgets_everything_before_it(make_song, listener, hear, now):
    old, new = make_song(), make_song()
    hear(old, minutes_ago=10)
    forget_everything(listener, now - timedelta(minutes=5))
    hear(new)
    assert [signal.song_id for signal in read(listener)] == [new.pk]
    remember_again(listener)
    assert len(read(listener)) == 2
