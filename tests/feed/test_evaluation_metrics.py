import numpy as np
import pytest
from scipy.sparse import csr_matrix

from feed.evaluation import metrics


@pytest.fixture
def held():
    """Two listeners, six songs: the first kept 0 and 1 back, the second 5."""
    return csr_matrix([[1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]])


def test_recall_is_the_share_of_what_was_held_back(held):
    recommended = np.array([[0, 3, 4], [1, 2, 3]])
    assert metrics.recall(recommended, held) == pytest.approx((1 / 2 + 0) / 2)


def test_ndcg_is_one_where_all_comes_first(held):
    assert metrics.ndcg(np.array([[1, 0, 4], [5, 2, 3]]), held) == pytest.approx(1)


def test_ndcg_discounts_later_places(held):
    second_place = 1 / np.log2(3)
    best_of_two = 1 + 1 / np.log2(3)
    expected = (second_place / best_of_two + 0.5) / 2
    recommended = np.array([[3, 1, 4], [0, 1, 5]])
    assert metrics.ndcg(recommended, held) == pytest.approx(expected)


def test_ndcg_asks_for_no_more_than_fits(held):
    assert metrics.ndcg(np.array([[0], [5]]), held) == pytest.approx(1)


def test_missing_recommendations_hit_nothing(held):
    nothing = np.full((2, 3), -1)
    assert metrics.recall(nothing, held) == 0
    assert metrics.exposure(nothing, 6).tolist() == [0] * 6
    assert metrics.gini(metrics.exposure(nothing, 6)) == 0


def test_coverage_is_the_share_of_songs_that_anybody_gets():
    counts = metrics.exposure(np.array([[0, 1], [0, -1]]), 4)
    assert counts.tolist() == [2, 1, 0, 0]
    assert metrics.coverage(counts) == 0.5


@pytest.mark.parametrize(
    ("counts", "gini"), [([3, 3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)]
)
def test_gini_says_how_unevenly_songs_are_shown(counts, gini):
    assert metrics.gini(np.array(counts)) == pytest.approx(gini)


def test_novelty_is_the_information_in_a_song_that_few_know():
    listened = csr_matrix([[1, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]])
    assert metrics.novelty(np.array([[0]]), listened) == 0
    assert metrics.novelty(np.array([[1]]), listened) == pytest.approx(2)
    assert metrics.novelty(np.array([[0, 1, 2, -1]]), listened) == pytest.approx(4 / 3)
