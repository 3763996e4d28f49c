import numpy as np
import pytest

from feed.evaluation import outcomes
from feed.evaluation.recommenders import PopularSongs, PrototypeNeighbours, RandomSongs
from feed.evaluation.swiping import swipe_all, swipe_through
from feed.evaluation.tastes import HiddenTaste, Swipe
from feed.evaluation.worlds import World

CLUSTERS, SONGS = 8, 25


@pytest.fixture(scope="module")
def world():
    """Eight clusters of 25 songs, five by each artist; a genre is a cluster, and the prototype's
    three numbers tell clusters apart."""
    rng = np.random.default_rng(0)
    clusters = np.repeat(np.arange(CLUSTERS), SONGS)
    centres = rng.normal(0, 3, (CLUSTERS, 10))
    embeddings = centres[clusters] + rng.normal(0, 0.3, (len(clusters), 10))
    return World.of(
        np.arange(100, 100 + len(clusters)),
        embeddings,
        embeddings[:, :2],
        artists=np.arange(len(clusters)) // 5,
        genres=clusters,
        prototype=embeddings[:, :3],
        rng=rng,
    )


@pytest.fixture
def taste(world):
    return HiddenTaste.draw(world, 500, np.random.default_rng(4))


class Clairvoyant(RandomSongs):
    """Knows the hidden taste."""

    def __init__(self, world, taste):
        super().__init__(world, np.random.default_rng(0))
        self._taste, self._shown = taste, []

    def next_songs(self, listener, count):
        rows = self.unmet(listener).tolist()
        return sorted(rows, key=lambda row: -self._taste.log_odds(row, self._shown))[:1]

    def heard(self, listener, swipe):
        super().heard(listener, swipe)
        self._shown.append(swipe)


class InOrder(RandomSongs):
    """Hands out rows as they stand: one cluster after the other."""

    def next_songs(self, listener, count):
        return self.unmet(listener)[:count].tolist()


def test_who_knows_the_taste_is_kept_and_chance_is_not(world, taste):
    known = swipe_through(taste, Clairvoyant(world, taste), 0, 30)
    chance = swipe_through(taste, RandomSongs(world, np.random.default_rng(0)), 0, 30)
    assert np.mean([swipe.kept for swipe in known]) > 0.8
    assert np.mean([swipe.kept for swipe in chance]) < 0.5


def test_a_listener_does_the_same_with_a_song_whoever_brings_it(world, taste):
    again = HiddenTaste.draw(world, 500, np.random.default_rng(4))
    assert [taste.meet(row, []) for row in range(50)] == [again.meet(row, []) for row in range(50)]


def test_listeners_differ(world):
    one, other = (HiddenTaste.draw(world, 40, np.random.default_rng(seed)) for seed in (1, 2))
    odds = [[taste.log_odds(row, []) for row in range(len(world))] for taste in (one, other)]
    assert np.corrcoef(odds)[0, 1] < 0.8


def test_the_same_artist_again_and_again_bores(world, taste):
    fresh = taste.log_odds(0, [])
    other_artist = [Swipe(row, 1.0, False) for row in (100, 120, 140)]
    same_artist = [Swipe(row, 1.0, False) for row in (1, 2, 3)]
    assert taste.log_odds(0, same_artist) < taste.log_odds(0, other_artist) - 1
    forgiven = [*same_artist[:1], *other_artist * 3]
    assert taste.log_odds(0, forgiven) == taste.log_odds(0, [*other_artist[:1], *other_artist * 3])
    assert fresh > taste.log_odds(0, same_artist)


def test_moods_switch_and_tastes_drift(world, taste):
    assert len(np.unique(taste.active)) > 1
    assert np.linalg.norm(taste.goals - taste.origins, axis=1).min() > 0


def test_only_what_is_kept_is_liked_and_shares_tell_both_apart(world, taste):
    met = [taste.meet(row, []) for row in range(len(world))]
    assert all(swipe.kept for swipe in met if swipe.liked)
    assert any(swipe.liked for swipe in met)
    assert not any(0.45 < swipe.share < 0.5 for swipe in met)


@pytest.mark.parametrize("make", [RandomSongs, PopularSongs, PrototypeNeighbours])
def test_no_recommender_repeats_a_song_and_all_end_when_everything_was_met(world, taste, make):
    shown = swipe_through(taste, make(world, np.random.default_rng(0)), 0, 500)
    assert sorted(swipe.row for swipe in shown) == list(range(len(world)))


def test_popular_songs_are_those_that_others_kept(world):
    popular = PopularSongs(world, np.random.default_rng(0))
    for listener in range(3):
        popular.heard(listener, Swipe(7, 1.0, False))
    popular.heard(0, Swipe(8, 0.1, False))
    popular.heard(1, Swipe(9, 0.9, True))
    assert popular.next_songs(5, 2) == [7, 9]
    assert popular.next_songs(1, 1) != [7]


def test_the_prototype_follows_the_last_song_that_was_kept(world):
    prototype = PrototypeNeighbours(world, np.random.default_rng(0))
    prototype.heard(0, Swipe(30, 1.0, False))
    prototype.heard(0, Swipe(160, 0.1, False))
    near = prototype.next_songs(0, 3)
    assert set(world.genres[near]) == {world.genres[30]}
    assert 30 not in near


def test_all_recommenders_meet_the_same_listeners(world):
    chance = [RandomSongs(world, np.random.default_rng(3)) for _ in range(2)]
    histories = swipe_all(
        world, {"one": chance[0], "other": chance[1]}, listeners=4, swipes=10, seed=2
    )
    assert histories["one"] == histories["other"]
    assert [len(shown) for shown in histories["one"]] == [10] * 4


def test_figures_of_two_known_listeners(world):
    kept, skipped = Swipe(0, 1.0, False), Swipe(30, 0.1, False)
    happy = [kept] * 12
    late = [skipped] * 10 + [kept, Swipe(1, 1.0, True)]
    figures = outcomes.figures_of(world, [happy, late])
    assert figures["kept of the first 30"] == pytest.approx((1 + 2 / 12) / 2)
    assert figures["kept of the first 10"] == pytest.approx(0.5)
    assert figures["kept after 10"] == pytest.approx(1)
    assert figures["swipes to first like"] == pytest.approx((13 + 12) / 2)
    assert figures["artists"] == pytest.approx((1 + 2) / 2)
    assert figures["never shown"] == pytest.approx(1 - 3 / len(world))


def test_who_meets_one_cluster_only_is_locked_in(world):
    in_order = swipe_all(
        world, {"": InOrder(world, np.random.default_rng(0))}, listeners=2, swipes=25, seed=0
    )[""]
    chance = swipe_all(
        world, {"": RandomSongs(world, np.random.default_rng(0))}, listeners=2, swipes=25, seed=0
    )[""]
    narrow, wide = outcomes.figures_of(world, in_order), outcomes.figures_of(world, chance)
    assert (narrow["locked in"], wide["locked in"]) == (1, 0)
    assert narrow["entropy"] < 0.4 < 0.8 < wide["entropy"]
    assert narrow["diversity"] < 0.3 < wide["diversity"]
    assert wide["diversity"] == pytest.approx(1, abs=0.1)
