"""What goes together because the same people listen to it.

Each song's listeners are explained by those of its nearest neighbours, by ridge regression. With X
(listeners x songs, 1 where somebody listens at all), G = X'X, n the number of a song's listeners
and N(j) the neighbours of song j:

    likeness of i and j    c^2 / (c + shrinkage) / sqrt(n_i n_j), c = G_ij
    N(j)                   the 5 sqrt(n_j) songs most like j, 15 to 200
    weights of N(j) for j  w_j = (G_NN + ridge I)^-1 G_Nj
    score of j             sum over a listener's songs i of w_ij / n_j^popularity_penalty

This is SLIM with chosen features (Ning and Karypis 2011) in closed form, as EASE (Steck 2019) has
it over all songs. Keeping to neighbours makes it sparse, fast, and better on data where most songs
have few listeners. The more listeners a song has, the more weights they can tell apart, hence the
root. Neighbours compete: two that say the same get half the say each, which corrects for
popularity; the penalty goes a little further, for songs that few know.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_array, check_is_fitted

from feed.cooccurrence import (
    blocks,
    likeness,
    row_of_each,
    shared_listeners,
    shortened,
    strongest,
    values_at,
)

_LEAST_NEIGHBOURS, _MOST_NEIGHBOURS = 15, 200
_NEIGHBOURS_PER_ROOT = 5
# Numbers that are worked on at once.
_SOLVED_AT_ONCE = 4_000_000
_SCORED_AT_ONCE = 16_000_000
# Far below any weight that tells: popularity decides only between songs of which nothing is known.
_PRIOR = 1e-6
_PARTS = ("starts", "songs", "weights", "prior")


class CoListening(BaseEstimator):
    """Item-item weights from who listens to what.

    Fitted: `weights_` (songs x songs, CSR float32, the row a song that is listened to, the column
    one it speaks for) and `prior_` (songs float32), tiny scores by popularity.
    """

    def __init__(
        self, *, ridge: float = 15.0, shrinkage: float = 10.0, popularity_penalty: float = 0.1
    ) -> None:
        self.ridge = ridge
        self.shrinkage = shrinkage
        self.popularity_penalty = popularity_penalty

    def fit(self, X: sparse.csr_matrix, y: None = None) -> Self:
        """`X` is listeners x songs, weights of 0 and more; that somebody listens counts, not how
        much, and of the longest histories a part. Raises ValueError for anything else."""
        heard = _checked(X)
        heard.data = np.ones_like(heard.data)
        heard = shortened(heard)
        listeners = np.bincount(heard.indices, minlength=heard.shape[1]).astype(np.float32)
        sizes = np.rint(_NEIGHBOURS_PER_ROOT * np.sqrt(listeners)).astype(int)
        sizes = np.clip(sizes, _LEAST_NEIGHBOURS, _MOST_NEIGHBOURS)
        shared = shared_listeners(heard, sizes, self.shrinkage)
        neighbours = _neighbours(shared, sizes, listeners, self.shrinkage)
        weights = _explained(shared, neighbours, listeners, self.ridge)
        penalty = np.maximum(listeners, 1) ** -self.popularity_penalty
        self.weights_ = (sparse.diags(penalty.astype(np.float32)) @ weights).T.tocsr()
        self.prior_ = _PRIOR * listeners / max(listeners.max(initial=0), 1)
        return self

    def recommend(self, X: sparse.csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
        """The k best songs for each row (M x songs, weights of 0 and more), and their scores: M x k
        int64 and float32. Never what the row holds; -1 at -inf where no other song is left.

        Weights saturate, w / (1 + w): the hundredth play says little more than the tenth.
        """
        check_is_fitted(self)
        if k < 1:
            raise ValueError(f"k has to be 1 or more, not {k}")
        rows = _checked(X)
        if rows.shape[1] != self.weights_.shape[0]:
            raise ValueError(
                f"rows have {rows.shape[1]} songs, the model knows {self.weights_.shape[0]}"
            )
        rows.data /= 1 + rows.data
        found = np.full((rows.shape[0], k), -1, np.int64)
        scores = np.full((rows.shape[0], k), -np.inf, np.float32)
        for batch in _batches(*rows.shape):
            every = (rows[batch] @ self.weights_).toarray() + self.prior_
            every[rows[batch].nonzero()] = -np.inf
            best = _best(every, k)
            values = np.take_along_axis(every, best, 1)
            found[batch, : best.shape[1]] = np.where(np.isfinite(values), best, -1)
            scores[batch, : best.shape[1]] = values
        return found, scores

    def similar(
        self, songs: np.ndarray, weights: np.ndarray | None = None, k: int = 100
    ) -> tuple[np.ndarray, np.ndarray]:
        """What goes with some songs (columns, each once), by their weights (1 each): at most k
        songs, the best first, and their scores, all above 0. None of `songs`."""
        check_is_fitted(self)
        _, found, says = self._said(songs, weights)
        found, place = np.unique(found, return_inverse=True)
        scores = np.bincount(place, says, len(found)).astype(np.float32)
        scores[np.isin(found, songs)] = -np.inf
        best = _best(scores[None], k)[0]
        best = best[scores[best] > 0]
        return found[best].astype(np.int64), scores[best]

    def leaning(
        self, songs: np.ndarray, weights: np.ndarray | None, found: np.ndarray
    ) -> np.ndarray:
        """For each song of `found`, the place in `songs` of the one that speaks for it most."""
        check_is_fitted(self)
        order = np.argsort(found)
        speakers, spoken_for, says = self._said(songs, weights)
        places = np.searchsorted(found, spoken_for, sorter=order)
        known = places < len(found)
        known[known] = found[order[places[known]]] == spoken_for[known]
        said = np.zeros((len(songs), len(found)))
        said[speakers[known], order[places[known]]] = says[known]
        return said.argmax(axis=0)

    def _said(
        self, songs: np.ndarray, weights: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The place in `songs` of who speaks, the song spoken for, and how strongly."""
        starts, indices, data = self.weights_.indptr, self.weights_.indices, self.weights_.data
        slices = [slice(starts[song], starts[song + 1]) for song in songs]
        sizes = np.array([part.stop - part.start for part in slices], np.int64)
        speakers = np.repeat(np.arange(len(songs)), sizes)
        if not len(speakers):
            return speakers, np.empty(0, np.int64), np.empty(0)
        spoken_for = np.concatenate([indices[part] for part in slices])
        says = np.concatenate([data[part] for part in slices])
        return (
            speakers,
            spoken_for,
            says if weights is None else says * np.asarray(weights)[speakers],
        )

    def save(self, folder: Path) -> None:
        check_is_fitted(self)
        folder.mkdir(parents=True, exist_ok=True)
        weights = self.weights_
        parts = (weights.indptr, weights.indices, weights.data, self.prior_)
        for name, part in zip(_PARTS, parts, strict=True):
            np.save(folder / f"colisten_{name}.npy", part)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Memory-mapped: processes on one machine share the pages."""
        starts, songs, weights, prior = (
            # Plain arrays over the mapped pages: taking parts of those is three times as fast.
            np.asarray(np.load(folder / f"colisten_{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in _PARTS
        )
        model = cls()
        model.weights_ = sparse.csr_matrix((len(prior), len(prior)), dtype=np.float32)
        # Not by the constructor, which would read and check every page.
        model.weights_.indptr, model.weights_.indices = starts, songs
        model.weights_.data = weights
        model.prior_ = prior
        return model


def _checked(X: sparse.csr_matrix) -> sparse.csr_matrix:
    """A copy of its own, float32, every stored weight above 0 and stored once."""
    checked = sparse.csr_matrix(
        check_array(
            X,
            accept_sparse="csr",
            dtype=np.float32,
            copy=True,
            ensure_min_samples=0,
            ensure_min_features=0,
        )
    )
    checked.sum_duplicates()
    checked.eliminate_zeros()
    if checked.data.min(initial=0) < 0:
        raise ValueError("weights have to be 0 or above")
    return checked


def _neighbours(
    shared: sparse.csr_matrix, sizes: np.ndarray, listeners: np.ndarray, shrinkage: float
) -> sparse.csr_matrix:
    """Songs x songs: the `sizes` (songs) neighbours of each, with how many listeners they share."""
    parts = [shared[:0]]
    for block in blocks(np.diff(shared.indptr)):
        counts = shared[block]
        alike = likeness(counts, listeners, shrinkage)
        # A song is most like itself, and goes.
        nearest = strongest(counts, alike, sizes[block] + 1).copy()
        nearest.data[row_of_each(nearest) + block.start == nearest.indices] = 0
        nearest.eliminate_zeros()
        parts.append(nearest)
    return sparse.vstack(parts, format="csr")


def _explained(
    shared: sparse.csr_matrix, neighbours: sparse.csr_matrix, listeners: np.ndarray, ridge: float
) -> sparse.csr_matrix:
    """`neighbours` with the weights that explain each row's song by them."""
    sizes = np.diff(neighbours.indptr)
    weights = np.zeros_like(neighbours.data)
    for songs in _of_similar_size(sizes):
        width = sizes[songs].max()
        present = np.arange(width) < sizes[songs, None]
        stored = (neighbours.indptr[songs, None] + np.arange(width))[present]
        near = np.zeros(present.shape, np.int64)
        near[present] = neighbours.indices[stored]
        targets = np.zeros(present.shape)
        targets[present] = neighbours.data[stored]
        solved = _ridge(_among(shared, near, present, listeners, ridge), targets)
        weights[stored] = solved[present]
    return sparse.csr_matrix((weights, neighbours.indices, neighbours.indptr), neighbours.shape)


def _among(
    shared: sparse.csr_matrix,
    near: np.ndarray,
    present: np.ndarray,
    listeners: np.ndarray,
    ridge: float,
) -> np.ndarray:
    """G_NN + ridge I for each row of `near` (n x m), n x m x m; where nothing is `present`, I."""
    size, width = near.shape
    one = np.broadcast_to(near[:, :, None], (size, width, width)).ravel()
    other = np.broadcast_to(near[:, None, :], (size, width, width)).ravel()
    counts = values_at(shared, one, other).astype(np.float64).reshape(size, width, width)
    # A pair may be kept in the row of only one of the two.
    counts = np.maximum(counts, counts.transpose(0, 2, 1))
    counts *= present[:, :, None] & present[:, None, :]
    diagonal = np.arange(width)
    counts[:, diagonal, diagonal] = np.where(present, listeners[near] + ridge, 1)
    return counts


def _ridge(among: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.linalg.solve(among, targets[:, :, None])[:, :, 0]


def _of_similar_size(sizes: np.ndarray) -> Iterator[np.ndarray]:
    """Songs that have neighbours, in groups that can be solved at once."""
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    while len(order):
        ascending = sizes[order]
        similar = int(np.searchsorted(ascending, ascending[0] * 3 // 2 + 4, side="right"))
        numbers = np.square(ascending[:similar]) * np.arange(1, similar + 1)
        count = max(int(np.searchsorted(numbers, _SOLVED_AT_ONCE, side="right")), 1)
        yield order[:count]
        order = order[count:]


def _batches(rows: int, songs: int) -> Iterator[slice]:
    size = max(_SCORED_AT_ONCE // max(songs, 1), 1)
    for start in range(0, rows, size):
        yield slice(start, start + size)


def _best(scores: np.ndarray, k: int) -> np.ndarray:
    """Columns of the k highest of each row, the best first; fewer where there are fewer."""
    if k < scores.shape[1]:
        best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    else:
        best = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
    return np.take_along_axis(best, order, 1)
