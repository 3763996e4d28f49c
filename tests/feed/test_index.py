import numpy as np
import pytest

from feed import neighbours
from feed.index import SongIndex
from feed.neighbours import Exact, Graph

RNG = np.random.default_rng(0)


def clusters(count=4, each=30, dimensions=10, spread=0.4, seed=1):
    """Vectors of songs in groups, features of very different scales, and their group."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 2, (count, dimensions))
    group = np.repeat(np.arange(count), each)
    vectors = centres[group] + rng.normal(0, spread, (count * each, dimensions))
    return (vectors * 10.0 ** rng.integers(-3, 4, dimensions)).astype(np.float32), group


@pytest.fixture(params=["exact", "graph"])
def index(request, monkeypatch):
    """A hundred and twenty songs in four groups, ids in no order, searched in both ways."""
    if request.param == "graph":
        monkeypatch.setattr(neighbours, "EXACT_AT_MOST", 10)
    vectors, group = clusters()
    ids = np.random.default_rng(2).permutation(1000)[:120]
    built = SongIndex.build(ids, vectors)
    return built, vectors, ids, group


def test_a_song_is_its_own_nearest_neighbour(index):
    built, vectors, ids, _ = index
    found, distances = built.search(vectors, 3)
    assert (found[:, 0] == ids).mean() > 0.98
    assert (np.diff(distances, axis=1) >= 0).all()
    assert found.dtype == np.int64


def test_neighbours_are_of_the_same_kind_whatever_the_scale_of_features(index):
    built, vectors, ids, group = index
    found, _ = built.search(vectors, 11)
    group_of = dict(zip(ids.tolist(), group.tolist(), strict=True))
    same = [[group_of[n] == group_of[row[0]] for n in row[1:]] for row in found.tolist()]
    assert np.mean(same) > 0.97


def test_searching_by_points_finds_the_same(index):
    built, vectors, _, _ = index
    by_vectors, _ = built.search(vectors[:5], 7)
    by_points, _ = built.near(built.metric.transform(vectors[:5]), 7)
    assert np.array_equal(by_vectors, by_points)


def test_excluded_songs_are_not_found_however_many(index):
    built, vectors, ids, group = index
    out = ids[group == 0]
    found, _ = built.search(vectors[:2], 20, exclude=out.tolist())
    assert not np.isin(found, out).any()
    assert (found >= 0).all()


def test_rows_end_with_minus_one_where_songs_run_out(index):
    built, vectors, ids, _ = index
    found, distances = built.search(vectors[:1], 200, exclude=ids[:100].tolist())
    assert sorted(found[0, :20].tolist()) == sorted(ids[100:].tolist())
    assert (found[0, 20:] == -1).all()
    assert np.isinf(distances[0, 20:]).all()


def test_points_and_rows_are_looked_up_by_id(index):
    built, _, ids, _ = index
    assert built.rows_of([int(ids[7]), 5000]) == {int(ids[7]): 7}
    point = built.points_of([int(ids[7])])[int(ids[7])]
    assert np.array_equal(point, built.points_at(np.array([7]))[0])
    assert np.linalg.norm(point) == pytest.approx(1, abs=1e-3)


def test_a_saved_index_finds_the_same_and_is_mapped_from_disk(index, tmp_path):
    built, vectors, _, _ = index
    built.save(tmp_path / "index")
    loaded = SongIndex.load(tmp_path / "index")
    for before, after in zip(built.search(vectors, 5), loaded.search(vectors, 5), strict=True):
        assert np.array_equal(before, after)
    assert isinstance(loaded.base.base, np.memmap)
    assert loaded.dimensions == vectors.shape[1]


def test_additions_are_found_at_once_beside_the_others(index):
    built, vectors, _, group = index
    near_first = vectors[:2] + 1e-4
    grown = built.extended(np.array([5000, 5001]), near_first)
    assert len(grown) == 122
    assert grown.rows_of([5001]) == {5001: 121}
    found, _ = grown.search(vectors[:1], 3)
    assert 5000 in found[0]
    assert {5000, 5001} & set(grown.search(vectors[group == 0][5:6], 35)[0][0].tolist())
    assert np.allclose(grown.points_of([5000])[5000], built.points_at(np.array([0]))[0], atol=0.05)
    assert not {5000, 5001} & set(
        grown.search(vectors[:1], 30, exclude=[5000, 5001])[0][0].tolist()
    )
    assert len(built) == 120


def test_additions_add_up_and_known_songs_stay(index):
    built, vectors, ids, _ = index
    once = built.extended(np.array([5000]), vectors[:1])
    twice = once.extended(np.array([5000, 5001, int(ids[3])]), vectors[:3])
    assert twice.ids[-2:].tolist() == [5000, 5001]
    assert once.extended(np.array([5000]), vectors[5:6]) is once


def test_the_graph_finds_what_all_distances_find():
    points = np.random.default_rng(5).normal(size=(3000, 24))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    wanted, away = Exact(points).search(points[::20], 10)
    found, distances = Graph.of(points).search(points[::20], 10)
    recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(wanted, found, strict=True)])
    assert recall > 0.95
    assert np.allclose(away[:, :3], distances[:, :3], atol=0.02)


def test_no_song_is_everybodys_neighbour_and_hardly_one_nobodys():
    """In many dimensions plain distances make hubs of songs near the middle."""
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(600, 60)) * rng.lognormal(0, 0.5, (600, 1))
    found, _ = SongIndex.build(np.arange(600), vectors.astype(np.float32)).search(vectors, 11)
    reached = np.bincount(found[:, 1:].ravel(), minlength=600)
    assert (reached == 0).mean() < 0.02
    assert reached.max() < 60


def test_segments_teach_what_varies_within_songs():
    """Feature 0 tells songs apart; feature 1 varies as much, but within each song."""
    rng = np.random.default_rng(4)
    kind = np.arange(60) % 2
    segments = np.stack(
        [np.repeat(kind, 8) + rng.normal(0, 0.1, 480), rng.normal(0, 3, 480)], 1
    ).astype(np.float32)
    owners = np.repeat(np.arange(60), 8)
    songs = np.stack([segments[owners == song][:1].mean(axis=0) for song in range(60)])

    def same_kind(**learned):
        found, _ = SongIndex.build(np.arange(60), songs, **learned).search(songs, 11)
        return np.mean(kind[found[:, 1:]] == kind[:, None])

    assert same_kind(segments=segments, segment_ids=owners) > same_kind() + 0.1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_tiny_catalogues_are_found_whole(count):
    vectors = RNG.normal(size=(count, 5)).astype(np.float32)
    found, _ = SongIndex.build(np.arange(count) + 7, vectors).search(vectors[:1], 5)
    assert sorted(found[0, :count].tolist()) == list(range(7, 7 + count))
    assert (found[0, count:] == -1).all()


def test_an_empty_index_finds_nothing_and_can_be_kept(tmp_path):
    index = SongIndex.build(np.zeros(0, np.int64), np.zeros((0, 4), np.float32))
    index.save(tmp_path)
    for empty in (index, SongIndex.load(tmp_path)):
        assert empty.search(np.zeros((1, 4)), 3)[0].tolist() == [[-1, -1, -1]]
        assert (len(empty), empty.points_of([1]), empty.dimensions) == (0, {}, 0)


def test_songs_that_are_all_alike_are_all_found():
    vectors = np.ones((8, 5), np.float32)
    found, distances = SongIndex.build(np.arange(8), vectors).search(vectors[:1], 8)
    assert sorted(found[0].tolist()) == list(range(8))
    assert np.isfinite(distances).all()


@pytest.mark.parametrize(
    ("ids", "vectors", "sentence"),
    [
        (np.arange(3), np.zeros((2, 2)), "do not fit"),
        (np.array([1, 1]), np.zeros((2, 2)), "do not fit"),
        (np.arange(2), np.zeros(2), "do not fit"),
        (np.arange(2), np.array([[1.0, np.nan], [0, 0]]), "not finite"),
    ],
)
def test_input_that_makes_no_sense_is_refused_with_a_sentence(ids, vectors, sentence):
    with pytest.raises(ValueError, match=sentence):
        SongIndex.build(ids, vectors)


def test_the_same_songs_give_the_same_index(index):
    built, vectors, ids, _ = index
    again = SongIndex.build(ids, vectors)
    for first, second in zip(built.search(vectors, 9), again.search(vectors, 9), strict=True):
        assert np.array_equal(first, second)
