"""How many listeners songs share, for as many pairs of songs as memory allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

# Pairs kept in all, 8 bytes each.
_MOST_PAIRS = 20_000_000
_PAIRS_AT_ONCE = 3_000_000
# Of longer histories this many songs, drawn once: the work grows with their square.
_LONGEST_HISTORY = 1000


def shared_listeners(
    heard: sparse.csr_matrix, least_kept: np.ndarray, shrinkage: float
) -> sparse.csr_matrix:
    """Songs x songs, CSR float32, the diagonal included: how many listen to both. `heard` is
    listeners x songs, all ones.

    Where memory does not hold all pairs, each song keeps those of the highest `likeness`, some
    multiple of its `least_kept` (songs); then the result is not symmetric.
    """
    songs = heard.T.tocsr()
    listeners = np.diff(songs.indptr)
    kept = least_kept * max(_MOST_PAIRS / max(least_kept.sum(), 1), 1)
    parts = [sparse.csr_matrix((0, songs.shape[0]), dtype=np.float32)]
    for block in blocks(songs @ np.diff(heard.indptr)):
        counts = (songs[block] @ heard).tocsr()
        alike = likeness(counts, listeners, shrinkage)
        parts.append(strongest(counts, alike, kept[block].astype(int)))
        parts[-1].sort_indices()
    return sparse.vstack(parts, format="csr")


def likeness(counts: sparse.csr_matrix, listeners: np.ndarray, shrinkage: float) -> np.ndarray:
    """c^2 / (c + shrinkage) / sqrt(n_j) for each c stored in `counts`; `listeners` (songs) is n.

    In order of the cosine, shrunk where few listeners are shared (Bell and Koren 2007): what is
    left out is the same along a row. No song is more like a song than it is itself.
    """
    scale = 1 / np.sqrt(np.maximum(listeners, 1), dtype=np.float32)
    alike = counts.data * counts.data
    alike /= counts.data + np.float32(shrinkage)
    alike *= scale[counts.indices]
    return np.asarray(alike)


def strongest(
    matrix: sparse.csr_matrix, strengths: np.ndarray, most: np.ndarray
) -> sparse.csr_matrix:
    """Of each row the `most` (rows, 1 or more) stored entries of the greatest strength, the first
    of equals. `strengths` has one for each stored entry."""
    starts, sizes = matrix.indptr[:-1], np.diff(matrix.indptr)
    long = np.flatnonzero(sizes > most)
    if not len(long):
        return matrix
    stays = np.ones(matrix.nnz, bool)
    for row in long.tolist():
        of_row = slice(starts[row], starts[row] + sizes[row])
        stays[of_row] = _largest(strengths[of_row], most[row])
    ends = np.cumsum(np.minimum(sizes, most))
    kept = matrix.data[stays], matrix.indices[stays], np.concatenate([[0], ends])
    return sparse.csr_matrix(kept, matrix.shape)


def _largest(values: np.ndarray, count: int) -> np.ndarray:
    """Which of `values` are the `count` largest, the first of equals."""
    limit = np.partition(values, len(values) - count)[len(values) - count]
    among = values >= limit
    surplus = np.count_nonzero(among) - count
    if surplus:
        among[np.flatnonzero(values == limit)[-surplus:]] = False
    return among


def shortened(heard: sparse.csr_matrix) -> sparse.csr_matrix:
    """`heard` with the longest histories cut to songs at random, always the same."""
    at_random = np.random.default_rng(0).random(heard.nnz, np.float32)
    return strongest(heard, at_random, np.full(heard.shape[0], _LONGEST_HISTORY))


def values_at(matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """What is stored at places (n rows and columns), 0 where nothing is. Columns are sorted.

    SciPy's own way is fastest, but reads rows from their start unless a tenth of all that is stored
    is asked for.
    """
    if not matrix.nnz:
        return np.zeros(len(rows), matrix.dtype)
    if len(rows) > matrix.nnz / 10:
        return np.asarray(matrix[rows, columns]).ravel()
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
