"""Songs at random, and recommendations."""

from itertools import pairwise

import numpy as np
import pytest

from catalog.models import Song
from feed.chance import shuffled
from feed.models import Play
from feed.recommending import MoodPoint, by_mood, by_songs, without_crowding
from social.models import Like, Listener, User
from tests.feed.repertoires import make_repertoire, two_groups


def test_random_songs_are_different_ones(api, catalogue):
    titles = api.titles("/random", count=9)
    assert sorted(titles) == [f"Song {n}" for n in range(9)]


def test_every_song_is_drawn_about_as_often():
    drawn = [shuffled(np.arange(10), 1)[0] for _ in range(3000)]
    assert np.bincount(drawn, minlength=10).min() > 200


def test_every_seed_draws_about_as_often():
    drawn = [shuffled(np.arange(10), 1, seed)[0] for seed in range(3000)]
    assert np.bincount(drawn, minlength=10).min() > 200


def test_a_seed_finds_the_same_songs(api, catalogue):
    assert api.titles("/random", count=4, seed=7) == api.titles("/random", count=4, seed=7)
    orders = {tuple(api.titles("/random", count=9, seed=seed)) for seed in range(5)}
    assert len(orders) == 5


def test_a_new_song_leaves_the_others_of_a_seed_in_their_order(api, catalogue, make_song):
    before = api.titles("/random", count=9, seed=7)
    make_song("A new one")
    after = api.titles("/random", count=10, seed=7)
    assert [title for title in after if title != "A new one"] == before
    assert len(after) == 10


def test_random_songs_keep_to_the_filters(api, catalogue):
    assert sorted(api.titles("/random", count=9, genre="folk")) == ["Song 6", "Song 7", "Song 8"]
    assert api.titles("/random", genre="polka") == []


def test_a_seed_finds_the_same_songs_among_the_filtered(api, catalogue):
    order = api.titles("/random", count=9, seed=3)
    filtered = api.titles("/random", count=2, seed=3, genre="folk")
    assert filtered == [title for title in order if title in ("Song 6", "Song 7", "Song 8")][:2]


def test_random_songs_need_one_query(api, catalogue, settings, django_assert_num_queries):
    api.songs("/random", count=3)
    settings.SHARED_ANSWERS_S = 60
    with django_assert_num_queries(1):
        api.songs("/random", count=3)


# --- By songs ---


def test_what_sounds_alike_is_recommended(api, catalogue):
    titles = api.titles("/recommend", song=catalogue[3].public_id, count=2)
    assert sorted(titles) == ["Song 4", "Song 5"]


def test_the_reason_names_the_song_and_the_differences(api, catalogue):
    songs = api.songs("/recommend", song=catalogue[3].public_id, count=2)
    reasons = {song["title"]: song["reason"] for song in songs}
    assert reasons["Song 4"] == "Sounds like Song 3: same key, 10 BPM faster, a little more energy"


def test_several_songs_are_each_a_reason(api, catalogue):
    named = [catalogue[0].public_id, catalogue[3].public_id]
    songs = api.songs("/recommend", song=named, count=4)
    reasons = {song["title"]: song["reason"].split(":")[0] for song in songs}
    assert reasons == {
        "Song 1": "Sounds like Song 0",
        "Song 2": "Sounds like Song 0",
        "Song 4": "Sounds like Song 3",
        "Song 5": "Sounds like Song 3",
    }


def test_never_two_by_one_artist_in_a_row():
    repertoire = make_repertoire(np.eye(8), artist_id=[1, 1, 1, 1, 2, 2, 3, 3])
    picks = without_crowding(by_songs(repertoire, [1], 7), 7, last_artist_id=1)
    artists = [pick.artist_id for pick in picks]
    assert artists[0] != 1
    assert all(before != after for before, after in pairwise(artists))


def test_named_songs_themselves_do_not_come():
    repertoire = two_groups()
    assert {1, 2}.isdisjoint(pick.song_id for pick in by_songs(repertoire, [1, 2], 40))


def test_a_mood_bends_what_sounds_alike():
    energy = np.tile([0.1, 0.9], 20)
    repertoire = two_groups(energy=energy)
    calm = by_songs(repertoire, [1], 5, MoodPoint(0.1, 0.5))[:5]
    assert all(pick.song_id % 2 == 1 and pick.song_id <= 20 for pick in calm)


def test_a_hidden_song_makes_room_for_the_next(api, catalogue):
    Song.objects.filter(pk=catalogue[4].pk).update(hidden=True)
    songs = api.titles("/recommend", song=catalogue[3].public_id, count=3)
    assert len(songs) == 3
    assert "Song 5" in songs


def test_a_new_song_is_recommended_at_once(api, catalogue, make_song):
    place = np.frombuffer(catalogue[3].analysis.embedding, np.float32)
    assert "A new one" not in api.titles("/recommend", song=catalogue[3].public_id, count=3)
    make_song("A new one", vector=place, tempo_bpm=110.0)
    assert "A new one" in api.titles("/recommend", song=catalogue[3].public_id, count=3)


def test_a_recommendation_needs_two_queries(api, catalogue, settings, django_assert_num_queries):
    api.songs("/recommend", song=catalogue[0].public_id)
    settings.SHARED_ANSWERS_S = 60
    with django_assert_num_queries(2):
        api.songs("/recommend", song=catalogue[0].public_id)


# --- By a mood ---


def test_a_mood_finds_the_songs_around_it(api, catalogue):
    songs = api.songs("/recommend", energy=0.9, brightness=0.1, count=1)
    assert songs[0]["title"] == "Song 8"
    assert songs[0]["reason"] == f"Near the mood you asked for: {songs[0]['mood']}"


def test_the_nearest_to_a_mood_come_first():
    energy = np.linspace(0, 1, 20)
    repertoire = make_repertoire(np.eye(20), energy=energy, brightness=np.full(20, 0.5))
    picks = by_mood(repertoire, MoodPoint(0.0, 0.5), 3)
    assert [pick.song_id for pick in picks[:3]] == [1, 2, 3]


# --- By one's own taste ---


@pytest.fixture
def fan(catalogue):
    """Somebody who likes two of the first three songs."""
    user = User.objects.create_user("fan", password="correct horse battery")
    listener = Listener.objects.create(user=user)
    for song in catalogue[:2]:
        Like.objects.create(listener=listener, song=song)
    return user


def test_without_a_wish_the_callers_own_taste_counts(api, catalogue, fan):
    api.client.force_login(fan)
    songs = api.songs("/recommend", count=9)
    liked = {song.title for song in catalogue[:2]}
    reasons = " ".join(song["reason"] for song in songs)
    assert any(f"Because you liked {title}" in reasons for title in liked)


def test_asking_leaves_nothing_behind(api, catalogue, fan):
    listeners = Listener.objects.count()
    assert len(api.songs("/recommend", count=3)) == 3
    api.client.force_login(fan)
    response = api.get("/recommend", count=3)
    assert Play.objects.count() == 0
    assert Listener.objects.count() == listeners
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.headers["Vary"]


def test_a_stranger_gets_recommendations_without_a_cookie(api, catalogue):
    response = api.get("/recommend", count=3)
    assert len(response.json()["songs"]) == 3
    assert not response.cookies
