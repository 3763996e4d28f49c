"""How many listeners songs share, for as many pairs of songs as memory allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

# Pairs kept in all, 8 bytes each.
_MOST_PAIRS = 20_000_000
_PAIRS_AT_ONCE = 10_000_000
# Of longer histories this many songs, drawn once: the work grows with their square.
_LONGEST_HISTORY = 1000


def shared_listeners(
    heard: sparse.csr_matrix, least_kept: np.ndarray, shrinkage: float
) -> sparse.csr_matrix:
    """Songs x songs, CSR float32, the diagonal included: how many listen to both. `heard` is
    listeners x songs, all ones.

    Where memory does not hold all pairs, each song keeps those of the highest `likeness`, some
    multiple of its `least_kept` (songs) and itself; then the result is not symmetric.
    """
    heard = _shortened(heard)
    songs = heard.T.tocsr()
    listeners = np.diff(songs.indptr)
    least_kept = least_kept + 1
    kept = least_kept * max(_MOST_PAIRS / max(least_kept.sum(), 1), 1)
    parts = [sparse.csr_matrix((0, songs.shape[0]), dtype=np.float32)]
    for block in blocks(songs @ np.diff(heard.indptr)):
        counts = (songs[block] @ heard).tocsr()
        alike = likeness(counts, block.start, listeners, shrinkage)
        parts.append(strongest(counts, alike, kept[block].astype(int)))
        parts[-1].sort_indices()
    return sparse.vstack(parts, format="csr")


def likeness(
    counts: sparse.csr_matrix, first: int, listeners: np.ndarray, shrinkage: float
) -> np.ndarray:
    """c^2 / (c + shrinkage) / sqrt(n_i n_j) for each c stored in `counts`, whose rows are the songs
    from `first` on; `listeners` (songs) is n. Infinite of a song with itself.

    The cosine, shrunk where few listeners are shared (Bell and Koren 2007).
    """
    songs = row_of_each(counts) + first
    lengths = np.sqrt(listeners, dtype=np.float32)
    alike = counts.data**2 / (counts.data + np.float32(shrinkage))
    alike /= lengths[songs] * lengths[counts.indices]
    alike[songs == counts.indices] = np.inf
    return alike


def strongest(
    matrix: sparse.csr_matrix, strengths: np.ndarray, most: np.ndarray
) -> sparse.csr_matrix:
    """Of each row the `most` (rows) stored entries of the greatest strength, the first of equals.
    `strengths`, 0 or more, has one for each stored entry."""
    starts, sizes = matrix.indptr[:-1], np.diff(matrix.indptr)
    long = np.flatnonzero(sizes > most)
    if not len(long):
        return matrix
    strengths = np.asarray(strengths, np.float32)
    weakest = np.full(len(sizes), -1, np.float32)  # of short rows everything is stronger
    for row in long.tolist():
        of_row = strengths[starts[row] : starts[row] + sizes[row]]
        leaves = sizes[row] - most[row]
        weakest[row] = np.partition(of_row, leaves)[leaves]
    rows = row_of_each(matrix)
    limits = weakest[rows]
    stays = strengths > limits
    equal = np.flatnonzero(strengths == limits)
    # So many of the entries just as strong as the last one find room.
    room = most - np.bincount(rows[stays], minlength=len(sizes))
    stays[equal[_place_among_equals(rows[equal]) < room[rows[equal]]]] = True
    ends = np.cumsum(np.bincount(rows[stays], minlength=len(sizes)))
    kept = matrix.data[stays], matrix.indices[stays], np.concatenate([[0], ends])
    return sparse.csr_matrix(kept, matrix.shape)


def values_at(matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """What is stored at places (n rows and columns), 0 where nothing is. Columns are sorted.

    SciPy's own way reads rows from their start unless a tenth of all that is stored is asked for.
    """
    if not matrix.nnz:
        return np.zeros(len(rows), matrix.dtype)
    low, end = matrix.indptr[rows], matrix.indptr[rows + 1]
    high, last = end.copy(), matrix.nnz - 1
    for _ in range(int(np.diff(matrix.indptr).max()).bit_length()):
        middle = (low + high) >> 1
        later = (matrix.indices[np.minimum(middle, last)] < columns) & (low < high)
        low = np.where(later, middle + 1, low)
        high = np.where(later, high, middle)
    places = np.minimum(low, last)
    found = (low < end) & (matrix.indices[places] == columns)
    return np.where(found, matrix.data[places], 0)


def row_of_each(matrix: sparse.csr_matrix) -> np.ndarray:
    """The row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def blocks(work: np.ndarray) -> Iterator[slice]:
    """Rows next to each other that are together about as much `work` as is done at once."""
    ends = np.cumsum(work)
    start = 0
    while start < len(work):
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _PAIRS_AT_ONCE)), start + 1)
        yield slice(start, stop)
        start = stop


def _place_among_equals(ascending: np.ndarray) -> np.ndarray:
    """0, 1, 2 ... for each run of equal numbers."""
    return np.arange(len(ascending)) - np.searchsorted(ascending, ascending)


def _shortened(heard: sparse.csr_matrix) -> sparse.csr_matrix:
    at_random = np.random.default_rng(0).random(heard.nnz, np.float32)
    return strongest(heard, at_random, np.full(heard.shape[0], _LONGEST_HISTORY))
