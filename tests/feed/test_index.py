import numpy as np
import pytest

from feed.index import SongIndex


@pytest.fixture
def grid():
    """Ten songs on a line, ids 100..109, in an order that is not that of their ids."""
    ids = np.array([105, 100, 109, 101, 108, 102, 107, 103, 106, 104])
    return SongIndex.build(ids, ids % 3, np.stack([ids - 100.0, np.ones(10)], 1))


def test_the_nearest_song_is_the_song_itself(grid):
    ids, distances = grid.search(np.array([[3.0, 1.0]]), 3)
    assert ids[0, 0] == 103
    assert set(ids[0, 1:]) == {102, 104}
    assert distances[0, 0] == pytest.approx(0, abs=1e-3)


def test_excluded_songs_are_not_found(grid):
    ids, _ = grid.search(np.array([[3.0, 1.0]]), 2, exclude=[103, 102])
    assert ids[0].tolist() == [104, 105]


def test_rows_end_with_minus_one_where_songs_run_out(grid):
    ids, distances = grid.search(np.array([[0.0, 1.0]]), 12, exclude=[100])
    assert ids[0, 8] == 109
    assert ids[0, 9:].tolist() == [-1, -1, -1]
    assert np.isinf(distances[0, 9:]).all()


def test_several_vectors_are_searched_at_once(grid):
    ids, distances = grid.search(np.array([[0.0, 1.0], [9.0, 1.0]]), 2)
    assert ids.shape == distances.shape == (2, 2)
    assert ids[:, 0].tolist() == [100, 109]


def test_a_feature_in_large_units_does_not_rule_the_distance():
    rng = np.random.default_rng(1)
    small = np.repeat([0.0, 1.0], 50)
    vectors = np.stack([rng.normal(size=100) * 1e6, small], 1)
    query = vectors[:1] + np.array([0, 1.0])
    ids, _ = SongIndex.build(np.arange(100), np.arange(100), vectors).search(query, 5)
    assert (ids[0] >= 50).all()


def test_points_are_looked_up_by_id(grid):
    points = grid.points_of([109, 5, 100])
    assert set(points) == {109, 100}
    assert points[109][0] > points[100][0]
    assert grid.artists_of([109, 5, 100]) == {109: 109 % 3, 100: 100 % 3}


def test_a_saved_index_finds_the_same(grid, tmp_path):
    grid.save(tmp_path / "index")
    loaded = SongIndex.load(tmp_path / "index")
    query = np.array([[4.4, 1.0]])
    assert np.array_equal(loaded.search(query, 4)[0], grid.search(query, 4)[0])
    assert isinstance(loaded.points.base, np.memmap)


def test_an_empty_index_finds_nothing():
    index = SongIndex.build(np.array([]), np.array([]), np.zeros((0, 4)))
    ids, _ = index.search(np.zeros((1, 4)), 3)
    assert ids.tolist() == [[-1, -1, -1]]
    assert index.points_of([1]) == {}


def test_ids_and_vectors_must_fit():
    with pytest.raises(ValueError, match="do not fit"):
        SongIndex.build(np.arange(3), np.arange(3), np.zeros((2, 4)))


def test_many_features_are_searched_in_fewer_directions_and_find_the_same_songs():
    rng = np.random.default_rng(3)
    hidden = rng.normal(size=(600, 20)) * np.linspace(3, 1, 20)
    vectors = hidden @ rng.normal(size=(20, 150)) + rng.normal(0, 0.1, (600, 150))
    index = SongIndex.build(np.arange(600), np.arange(600), vectors)
    assert index.points.shape == (600, 64)
    ids, _ = index.search(vectors[:50], 11)
    standardised = (vectors - vectors.mean(0)) / vectors.std(0)
    distances = np.linalg.norm(standardised[:50, None] - standardised[None], axis=2)
    exact = np.argsort(distances, axis=1)[:, :11]
    found = np.mean([len(set(a) & set(b)) / 11 for a, b in zip(ids, exact, strict=True)])
    assert found > 0.95
