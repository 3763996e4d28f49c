import numpy as np
import pytest
from scipy.sparse import csr_matrix

from feed.evaluation import contenders, splitting
from feed.evaluation.comparing import compare
from feed.evaluation.splitting import Split


@pytest.fixture
def two_scenes():
    """Six listeners of songs 0 to 3, and six of songs 4 to 7; each lacks one song of theirs, which
    is held back."""
    known, held = np.zeros((12, 8)), np.zeros((12, 8))
    for listener in range(12):
        scene = 4 * (listener // 6)
        known[listener, scene : scene + 4] = 1
        missing = scene + listener % 4
        known[listener, missing], held[listener, missing] = 0, 1
    return Split.of(csr_matrix(known), csr_matrix(held))


WAYS = {
    "random": contenders.random,
    "popularity": contenders.popularity,
    "item cosine": contenders.item_cosine,
    "ClipFeed": contenders.ours,
    "prototype": contenders.prototype(np.arange(24.0).reshape(8, 3)),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_nobody_gets_what_they_have_or_a_song_twice(two_scenes, way):
    recommended = way(two_scenes, 6)
    assert recommended.shape == (12, 6)
    for row, songs in enumerate(recommended.tolist()):
        found = [song for song in songs if song >= 0]
        assert len(set(found)) == len(found)
        assert not set(found) & set(two_scenes.asked[row].indices.tolist())


@pytest.mark.parametrize("way", ["item cosine", "ClipFeed"])
def test_what_the_same_people_listen_to_is_found(two_scenes, way):
    assert compare(two_scenes, {way: WAYS[way]})[way]["NDCG@20"] == pytest.approx(1)


def test_popularity_counts_listeners():
    known = csr_matrix([[1, 0, 0, 9], [1, 1, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0]])
    split = Split.of(known, csr_matrix(np.ones((4, 4))))
    first, second, third = contenders.popularity(split, 3)[[0, 1, 3]].tolist()
    assert (first[0], first[2]) == (1, -1)
    assert set(second) == {2, 3, -1}
    assert third[0] == 0


def test_the_prototype_follows_the_last_song():
    features = np.array([[0.0, 0, 0], [0.1, 0, 0], [5, 0, 0], [0.2, 0, 0], [np.nan, 0, 0]])
    known = csr_matrix([[1, 0, 1, 0, 0], [0, 0, 0, 0, 1]])
    held = csr_matrix([[0, 1, 0, 0, 0], [1, 0, 0, 0, 0]])
    split = Split.of(known, held, last=np.array([0, 4]))
    recommended = contenders.prototype(features)(split, 2)
    assert recommended[0].tolist() == [1, 3]
    assert recommended[1].tolist() == [-1, -1]  # its last song was never analysed


def test_a_fifth_of_each_listeners_songs_is_held_back():
    rng = np.random.default_rng(0)
    interactions = csr_matrix((rng.random((50, 40)) < 0.5).astype(float) * 3)
    split = splitting.at_random(interactions, 0.2, rng)
    assert (split.asked.multiply(split.held)).nnz == 0
    assert ((split.asked + split.held) != interactions[split.rows]).nnz == 0
    shares = np.diff(split.held.indptr) / np.diff(interactions[split.rows].indptr)
    assert shares == pytest.approx(0.2, abs=0.04)


def test_who_has_a_single_song_is_not_asked_but_known():
    split = splitting.at_random(csr_matrix([[1, 0], [1, 1]]), 0.2, np.random.default_rng(0))
    assert split.rows.tolist() == [1]
    assert split.known[0].nnz == 1


def test_very_many_listeners_are_thinned_out(monkeypatch):
    monkeypatch.setattr(splitting, "MOST_ASKED", 10)
    everybody = csr_matrix(np.ones((25, 4)))
    split = splitting.at_random(everybody, 0.2, np.random.default_rng(0))
    assert split.rows.tolist() == list(range(0, 25, 3))
    assert split.held.shape == split.asked.shape == (9, 4)
    assert split.known.shape == (25, 4)


def test_nobody_to_ask_is_an_error():
    nobody = csr_matrix((0, 3))
    with pytest.raises(ValueError, match="no listener"):
        compare(Split.of(nobody, nobody), WAYS)
