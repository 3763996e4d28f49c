from dataclasses import replace

import numpy as np
import pytest

from feed import candidates
from feed.candidates import Found
from feed.models import Play
from feed.repertoire import Plane
from feed.signals import Signal, Signals
from feed.taste import TasteProfile, taste_of
from tests.feed.repertoires import make_repertoire, two_groups

Source = Play.Source


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def taste_for(repertoire, song_ids, now):
    points = repertoire.points_of(song_ids)
    return taste_of(Signals.of([Signal(song_id, 1, now) for song_id in song_ids]), points, now)


def test_what_several_sources_found_is_one_candidate_with_all_of_them():
    found = Found()
    found.add(Source.MOOD, [1, 2])
    found.add(Source.RANDOM, [2, 2])
    assert found.sources == {1: [Source.MOOD], 2: [Source.MOOD, Source.RANDOM]}
    assert len(found.without({2})) == 1


def test_by_sound_finds_the_neighbours_of_mood_and_taste_but_not_the_known_ones(now, rng):
    repertoire = two_groups(20)
    taste = taste_for(repertoire, [1, 2], now)
    found = candidates.by_sound(repertoire, taste, {1, 2}, rng, depth=10)
    assert {int(repertoire.index.ids[row]) for row in found.sources} <= set(range(3, 21))
    assert {source for by in found.sources.values() for source in by} == {Source.MOOD, Source.TASTE}


def test_somebody_new_has_no_neighbours(rng):
    repertoire = two_groups(5)
    assert len(candidates.by_sound(repertoire, TasteProfile(), set(), rng)) == 0
    assert len(candidates.far_away(repertoire, TasteProfile(), rng)) == 0


def test_far_away_is_like_nothing_known(now, rng):
    repertoire = two_groups(20)
    far = candidates.far_away(repertoire, taste_for(repertoire, [1, 2, 3], now), rng)
    assert len(far)
    assert far.min() >= 20


def received(shown, kept):
    vectors = np.random.default_rng(0).normal(size=(len(shown), 6))
    return make_repertoire(vectors, shown=shown, kept=kept)


def test_every_hardly_shown_song_gets_its_chance():
    repertoire = received(np.repeat([50, 0], [32, 8]), np.repeat([10, 0], [32, 8]))
    found = [candidates.rare(repertoire, np.random.default_rng(seed))[:4] for seed in range(60)]
    assert set(np.concatenate(found).tolist()) == set(range(32, 40))


def test_what_listeners_keep_comes_from_all_songs_however_many():
    shown, kept = np.full(20_000, 50), np.full(20_000, 10)
    kept[7000:7008], kept[-1] = 45, 0
    shown[0], kept[0] = 1, 1  # once says little
    repertoire = received(shown, kept)
    known = int(repertoire.index.ids[7001])
    for seed in range(20):
        rows = candidates.loved(repertoire, {known}, np.random.default_rng(seed))
        assert len(rows) == candidates.BANDIT
        assert {7000, *range(7002, 7008)} <= set(rows[:8].tolist())
        assert 7001 not in rows


def test_where_nobody_kept_anything_nothing_is_loved(rng):
    assert len(candidates.loved(received([3, 0, 9], [0, 0, 0]), set(), rng)) == 0
    assert candidates.loved(received([3], [1]), set(), rng).tolist() == [0]


def test_fresh_songs_are_those_the_index_was_not_fitted_with(rng):
    repertoire = two_groups(5)
    assert len(candidates.fresh(repertoire, rng)) == 0
    grown = repertoire.extended(
        np.array([50, 51]), np.ones((2, 8), np.float32), repertoire.facts[:2]
    )
    assert {int(grown.index.ids[row]) for row in candidates.fresh(grown, rng)} == {50, 51}


def test_songs_known_already_stay_as_they_are():
    repertoire = two_groups(3, shown=9)
    grown = repertoire.extended(np.array([1]), np.ones((1, 8), np.float32), repertoire.facts[3:4])
    assert (len(grown), grown.additions) == (6, 0)
    assert grown.facts["artist_id"].tolist() == repertoire.facts["artist_id"].tolist()


def test_the_dial_finds_songs_around_its_point(rng):
    energy = brightness = np.linspace(0, 1, 400)
    repertoire = two_groups(200, energy=energy, brightness=brightness)
    rows = candidates.dialled(repertoire, 0.9, 0.9, rng)
    assert len(rows) == candidates.DIAL
    assert repertoire.facts["energy"][rows].min() > 0.75
    assert np.array_equal(np.unique(rows), np.sort(rows))


@pytest.mark.parametrize("point", [(0, 0), (1, 1), (0.5, 1.0)])
def test_where_few_songs_lie_the_dial_reaches_further(point):
    plane = Plane.of(np.full(30, 0.5), np.full(30, 0.5))
    assert sorted(plane.near(*point, 20).tolist()) == list(range(30))


def test_co_listened_songs_come_best_first():
    repertoire = two_groups(3)
    rows = candidates.colistened(repertoire, {2: 0.1, 5: 0.9, 99: 1.0})
    assert rows == [4, 1]


def test_an_index_and_facts_of_different_songs_are_refused():
    repertoire = two_groups(3)
    with pytest.raises(ValueError, match="facts of 5"):
        replace(repertoire, facts=repertoire.facts[:5])
