"""Neighbours by more than distance: who is near to each other, and who has the same neighbours.

Two steps. Distances are made mutual first: how likely a song at random is farther from both of two
songs than they are from each other (mutual proximity; Schnitzer, Flexer, Schedl and Widmer, 2012),
so that no song is everyone's neighbour and none is nobody's. Then songs count as near by the share
of reciprocal neighbours they have in common (Zhong, Zheng, Cao and Li, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse
from scipy.special import ndtr

from feed.neighbours import Neighbours

_SAMPLE = 1000
_BLOCK = 2000
_FLOOR = 1e-6
# Whose neighbours are compared, by how many the comparison is evened out, and the share that plain
# mutual distance keeps.
_RECIPROCAL, _EVENED, _PLAIN = 20, 6, 0.3
# Of so many nearest by distance, the nearest mutual ones are found.
_LOOKED_AT = 100


@dataclass(frozen=True)
class MutualProximity:
    """`sample` (S x K): points; `mean`, `spread` (N): of each song's distances to them."""

    sample: np.ndarray
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, points: np.ndarray) -> Self:
        """Of N x K points, N at least 1."""
        rows = np.linspace(0, len(points) - 1, min(len(points), _SAMPLE)).astype(int)
        sample = np.asarray(points[rows], np.float64)
        return cls(sample, *_spread_of(points, sample, _squares_of(sample)))

    @cached_property
    def _squares(self) -> np.ndarray:
        return _squares_of(self.sample)

    def extended(self, points: np.ndarray) -> MutualProximity:
        mean, spread = _spread_of(points, self.sample, self._squares)
        means, spreads = np.concatenate([self.mean, mean]), np.concatenate([self.spread, spread])
        return MutualProximity(self.sample, means, spreads)

    def distances(self, points: np.ndarray, rows: np.ndarray, distances: np.ndarray) -> np.ndarray:
        """0..1 (M x k) between points (M x K) and songs in `rows` (M x k) at `distances`."""
        mean, spread = _spread_of(points, self.sample, self._squares)
        from_point = ndtr((mean[:, None] - distances) / spread[:, None])
        from_song = ndtr((self.mean[rows] - distances) / self.spread[rows])
        return np.asarray(1 - from_point * from_song)

    def save(self, folder: Path) -> None:
        for name in ("sample", "mean", "spread"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(*(_mapped(folder / f"{name}.npy") for name in ("sample", "mean", "spread")))


def _squares_of(sample: np.ndarray) -> np.ndarray:
    return np.asarray(np.square(sample).sum(axis=1))


def _spread_of(
    points: np.ndarray, sample: np.ndarray, squares: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (N each) of the distances of points (N x K) to the sample, whose
    `squares` are its points' squared lengths."""
    means, spreads = [], []
    for start in range(0, len(points), _BLOCK):
        block = np.asarray(points[start : start + _BLOCK], np.float64)
        squared = np.square(block).sum(axis=1)[:, None] + squares - 2 * block @ sample.T
        distances = np.sqrt(np.maximum(squared, 0))
        means.append(distances.mean(axis=1))
        spreads.append(np.maximum(distances.std(axis=1), _FLOOR))
    return np.concatenate(means), np.concatenate(spreads)


@dataclass(frozen=True)
class Circles:
    """Of N songs: `reach` (N), the mutual distance within which others are their neighbours, and
    `members` (N x N sparse), how much each song belongs to each one's circle; rows sum to 1."""

    reach: np.ndarray
    members: sparse.csr_matrix

    @classmethod
    def of(cls, points: np.ndarray, neighbours: Neighbours, hubs: MutualProximity) -> Self:
        """Of N x K points."""
        count = len(points)
        wide, deep = min(_LOOKED_AT, count), min(_RECIPROCAL + 1, count)
        rows = np.empty((count, deep), np.int32)
        away = np.empty((count, deep))
        for start in range(0, count, _BLOCK):
            block = np.asarray(points[start : start + _BLOCK])
            near, distances = neighbours.search(block, wide)
            mutual = hubs.distances(block, near, distances)
            order = np.argsort(mutual, axis=1, kind="stable")[:, :deep]
            rows[start : start + _BLOCK] = np.take_along_axis(near, order, axis=1)
            away[start : start + _BLOCK] = np.take_along_axis(mutual, order, axis=1)
        reach = away[:, -1]
        mutual_rows = away <= reach[rows]
        weights = np.where(mutual_rows, np.exp(-away / max(float(away.mean()), _FLOOR)), 0)
        own = _matrix(rows, weights / weights.sum(axis=1, keepdims=True))
        evened = rows[:, : min(_EVENED, deep)]
        members = _matrix(evened, np.full(evened.shape, 1 / evened.shape[1])) @ own
        members.sort_indices()
        return cls(reach, members.astype(np.float32))

    def distances(self, rows: np.ndarray, mutual: np.ndarray, is_first: np.ndarray) -> np.ndarray:
        """0..1 (M x k) of what lies at `mutual` distances (M x k) from songs in `rows` (M x k), and
        may be the first of them itself (`is_first`, M bool)."""
        order = np.argsort(mutual, axis=1, kind="stable")[:, : _RECIPROCAL + 1]
        result = np.empty_like(mutual)
        circle = np.zeros(len(self.reach), np.float32)
        for line, nearest in enumerate(order):
            if is_first[line]:
                columns, values = self._row(rows[line, 0])
                circle[columns] = values
            else:
                self._draw(circle, rows[line, nearest], mutual[line, nearest])
            shared = self._shared(circle, rows[line])
            circle[:] = 0
            result[line] = (1 - _PLAIN) * (1 - shared / (2 - shared)) + _PLAIN * mutual[line]
        return result

    def _draw(self, circle: np.ndarray, near: np.ndarray, away: np.ndarray) -> None:
        """Into `circle` (N zeros): how much each song belongs to the circle of what lies `away`
        from `near` songs, nearest first."""
        inside = away <= self.reach[near]
        weights = np.where(inside, np.exp(-away / max(float(away.mean()), _FLOOR)), 0)
        if weights.sum() > 0:
            circle[near] += weights / weights.sum() / _EVENED
        for row in near[: _EVENED - 1]:
            columns, values = self._row(row)
            circle[columns] += values / _EVENED

    def _shared(self, circle: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """How much of their circles songs in `rows` share with this one, 0..1."""
        starts = self.members.indptr[rows]
        counts = self.members.indptr[rows + 1] - starts  # at least 1: each song is in its circle
        firsts = np.cumsum(counts) - counts
        places = np.repeat(starts - firsts, counts) + np.arange(counts.sum())
        common = np.minimum(circle[self.members.indices[places]], self.members.data[places])
        return np.add.reduceat(common, firsts)

    def _row(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        start, end = self.members.indptr[row], self.members.indptr[row + 1]
        return self.members.indices[start:end], self.members.data[start:end]

    def save(self, folder: Path) -> None:
        np.save(folder / "reach.npy", self.reach)
        for name in ("indptr", "indices", "data"):
            np.save(folder / f"members-{name}.npy", getattr(self.members, name))

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """None where none were saved: large catalogues do without."""
        if not (folder / "reach.npy").exists():
            return None
        reach, data, indices, indptr = (
            _mapped(folder / f"{name}.npy")
            for name in ("reach", "members-data", "members-indices", "members-indptr")
        )
        count = len(reach)
        members = sparse.csr_matrix((count, count), dtype=np.float32)
        members.data, members.indices, members.indptr = data, indices, indptr
        return cls(reach, members)


def _mapped(file: Path) -> np.ndarray:
    """Memory-mapped, as a plain array: taking parts of it is three times as fast."""
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def _matrix(rows: np.ndarray, weights: np.ndarray) -> sparse.csr_matrix:
    """N x N of N x k neighbours and their weights; what weighs nothing is left out."""
    count, width = rows.shape
    starts = np.arange(0, count * width + 1, width)
    # A copy: leaving out moves what is left, also in arrays that others still read.
    matrix = sparse.csr_matrix((weights.ravel(), rows.ravel(), starts), (count, count), copy=True)
    matrix.eliminate_zeros()
    return matrix
