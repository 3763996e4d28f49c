import numpy as np
import pytest

from feed.index import SongIndex


@pytest.fixture
def grid():
    """Ten songs on a line, ids 100..109, in an order that is not that of their ids."""
    ids = np.array([105, 100, 109, 101, 108, 102, 107, 103, 106, 104])
    return SongIndex(ids, ids % 3, np.stack([ids - 100.0, np.ones(10)], 1))


def test_the_nearest_song_is_the_song_itself(grid):
    ids, distances = grid.search(np.array([[3.0, 1.0]]), 3)
    assert ids[0, 0] == 103
    assert set(ids[0, 1:]) == {102, 104}
    assert distances[0].tolist() == [0, 1, 1]


def test_excluded_songs_are_not_found(grid):
    ids, _ = grid.search(np.array([[2.9, 1.0]]), 2, exclude=[103, 102])
    assert ids[0].tolist() == [104, 101]


def test_rows_end_with_minus_one_where_songs_run_out(grid):
    ids, distances = grid.search(np.array([[0.0, 1.0]]), 12, exclude=[100])
    assert ids[0, 8] == 109
    assert ids[0, 9:].tolist() == [-1, -1, -1]
    assert np.isinf(distances[0, 9:]).all()


def test_several_points_are_searched_at_once(grid):
    ids, distances = grid.search(np.array([[0.0, 1.0], [9.0, 1.0]]), 2)
    assert ids.shape == distances.shape == (2, 2)
    assert ids[:, 0].tolist() == [100, 109]


def test_points_and_artists_are_looked_up_by_id(grid):
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
    index = SongIndex(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 4)))
    ids, _ = index.search(np.zeros((1, 4)), 3)
    assert ids.tolist() == [[-1, -1, -1]]
    assert index.points_of([1]) == {}


def test_ids_and_points_must_fit():
    with pytest.raises(ValueError, match="do not fit"):
        SongIndex(np.arange(3), np.arange(3), np.zeros((2, 4)))
