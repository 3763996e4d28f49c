"""Which row a song has."""

import numpy as np
import pytest

from feed.row_numbers import RowNumbers

TOGETHER = np.array([14, 10, 11, 19, 12])
FAR_APART = np.array([7, 5_000_000_000, 3, 90_000, 2**62])


@pytest.mark.parametrize("ids", [TOGETHER, FAR_APART], ids=["together", "far apart"])
def test_each_id_has_its_row_and_others_have_none(ids):
    others = np.array([0, -1, 13, 20, 2**40, -(2**62)])
    rows = RowNumbers(ids).at(np.concatenate([ids[::-1], others]))
    assert rows.tolist() == [4, 3, 2, 1, 0] + [-1] * 6


def test_nothing_has_a_row_where_there_is_nothing():
    assert RowNumbers(np.zeros(0, np.int64)).at(np.array([0, 1, -1])).tolist() == [-1] * 3


def test_ids_far_apart_take_no_more_room_than_they_need():
    numbers = RowNumbers(FAR_APART)
    assert sum(part.nbytes for part in vars(numbers).values() if hasattr(part, "nbytes")) < 1000


def test_nothing_asked_gives_nothing():
    assert RowNumbers(TOGETHER).at(np.zeros(0, np.int64)).shape == (0,)
