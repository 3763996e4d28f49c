"""Songs by sound: which are near a point."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from analysis.metric import SongMetric, TableMetric, load_metric
from feed.neighbours import Neighbours, load_neighbours, neighbours_of
from feed.reranking import Circles, MutualProximity
from feed.row_numbers import RowNumbers

# So many times as many songs as are wanted are looked at, and then ranked anew.
_LOOKED_AT = 2
_AT_LEAST = 80
# For more songs than these, who shares neighbours takes longer to find than a refit may take.
CIRCLES_AT_MOST = 50_000
# Nearer than this, a point is a song's own.
_SAME = 1e-3


@dataclass(frozen=True)
class SongIndex:
    """Nearest neighbours of songs, at points where distance says how differently they sound.

    `ids` are N int64, the first of them at the rows of `base` (B x K, unit length), the rest, added
    later, at those of `added`.
    """

    ids: np.ndarray
    base: np.ndarray
    metric: SongMetric | TableMetric
    hubs: MutualProximity | None = None
    circles: Circles | None = None
    neighbours: Neighbours | None = None
    added: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    @classmethod
    def build(
        cls,
        ids: np.ndarray,
        vectors: np.ndarray,
        *,
        segments: np.ndarray | None = None,
        segment_ids: np.ndarray | None = None,
    ) -> Self:
        """From ids (N int64, each once) and raw feature vectors (N x D) of any scale.

        `segments` (S x D) of songs `segment_ids` (S) tell what varies within songs and therefore
        counts for little. Raises ValueError where shapes do not fit or numbers are not finite.
        """
        ids, vectors = np.asarray(ids, np.int64), np.asarray(vectors, np.float32)
        if vectors.ndim != 2 or len(ids) != len(vectors) or len(np.unique(ids)) != len(ids):
            raise ValueError(f"{len(ids)} ids do not fit vectors of shape {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("vectors hold values that are not finite")
        if not len(ids):
            return cls(ids, np.zeros((0, 0)), SongMetric())
        metric = _metric(vectors, segments, segment_ids)
        points = metric.transform(vectors).astype(np.float32)
        hubs = MutualProximity.of(points)
        neighbours = neighbours_of(points)
        few = len(points) <= CIRCLES_AT_MOST
        circles = Circles.of(points, neighbours, hubs) if few else None
        return cls(ids, points, metric, hubs, circles, neighbours)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dimensions(self) -> int:
        """How long raw vectors are; 0 for an empty index."""
        return len(self.metric.middle_) if len(self) else 0

    # --- Looking up ---

    @cached_property
    def _row_numbers(self) -> RowNumbers:
        return RowNumbers(self.ids)

    def rows_at(self, song_ids: np.ndarray) -> np.ndarray:
        """The row of each song (n int64); -1 for those that are not in the index."""
        return self._row_numbers.at(song_ids)

    def rows_of(self, song_ids: Collection[int]) -> dict[int, int]:
        """The rows of those songs that are in the index."""
        rows = self.rows_at(np.fromiter(song_ids, np.int64, len(song_ids))).tolist()
        return {song_id: row for song_id, row in zip(song_ids, rows, strict=True) if row >= 0}

    def points_at(self, rows: np.ndarray) -> np.ndarray:
        """The points (n x K) in `rows` (n)."""
        rows = np.asarray(rows, int)
        if not len(self.added):
            return np.asarray(self.base[rows])
        late = rows >= len(self.base)
        points = np.asarray(self.base[np.where(late, 0, rows)])
        points[late] = self.added[rows[late] - len(self.base)]
        return points

    def points_of(self, song_ids: Collection[int]) -> dict[int, np.ndarray]:
        """The points (K) of those songs that are in the index."""
        rows = self.rows_of(song_ids)
        points = self.points_at(np.fromiter(rows.values(), int, len(rows)))
        return dict(zip(rows, points, strict=True))

    def around(self, rows: np.ndarray, values: Mapping[int, float]) -> np.ndarray:
        """For songs in `rows` (n), the mean of `values`, by song id, over their neighbours by
        sound; 0 where these are not known."""
        means = np.zeros(len(rows))
        inside = np.asarray(rows) < len(self.base)
        if self.circles and inside.any():
            everywhere = np.zeros(len(self))
            for song_id, row in self.rows_of(values.keys()).items():
                everywhere[row] = values[song_id]
            means[inside] = self.circles.members[rows[inside]] @ everywhere[: len(self.base)]
        return means

    # --- Searching ---

    def search(
        self, vectors: np.ndarray, k: int, exclude: Collection[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """Ids (M x k, int64) and distances (M x k, 0..1) of songs nearest to raw vectors (M x D).

        Where fewer than `k` songs are left, rows end with id -1 at infinite distance.
        """
        if not len(self):
            return _nothing(len(vectors), k)
        return self.near(self.metric.transform(vectors), k, exclude)

    def near(
        self, points: np.ndarray, k: int, exclude: Collection[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same from points (M x K)."""
        ids, distances = _nothing(len(points), k)
        if self.neighbours is None or self.hubs is None or k == 0:
            return ids, distances
        excluded = np.zeros(len(self), bool)
        excluded[list(self.rows_of(exclude).values())] = True
        wide = max(_LOOKED_AT * k, _AT_LEAST)
        rows, away = _nearest(self.neighbours, points, wide, len(self.base), excluded)
        mutual = self.hubs.distances(points, rows, away)
        if self.circles:
            mutual = self.circles.distances(rows, mutual, away[:, 0] < _SAME)
        if len(self.added):
            rows, mutual = self._with_added(points, rows, mutual)
        mutual[excluded[rows]] = np.inf
        order = np.argsort(mutual, axis=1, kind="stable")[:, :k]
        found = np.take_along_axis(mutual, order, axis=1)
        width = found.shape[1]
        left = np.isfinite(found)
        ids[:, :width] = np.where(left, self.ids[np.take_along_axis(rows, order, axis=1)], -1)
        distances[:, :width] = found
        return ids, distances

    def _with_added(
        self, points: np.ndarray, rows: np.ndarray, mutual: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Songs added later have no circle yet: their mutual distance counts."""
        if self.hubs is None:
            return rows, mutual
        late = np.arange(len(self.base), len(self))[None].repeat(len(points), axis=0)
        away = np.linalg.norm(points[:, None, :] - self.added[None], axis=2)
        return np.hstack([rows, late]), np.hstack([mutual, self.hubs.distances(points, late, away)])

    # --- Growing and keeping ---

    def extended(self, ids: np.ndarray, vectors: np.ndarray) -> SongIndex:
        """With further songs (ids n, raw vectors n x D), searched beside what was fitted; songs
        that are known already stay as they are."""
        known = self.rows_of(ids.tolist())
        new = np.array([song_id not in known for song_id in ids.tolist()], bool)
        if not new.any() or self.hubs is None:
            return self
        points = self.metric.transform(vectors[new])
        added = np.concatenate([self.added, points]) if len(self.added) else points
        return SongIndex(
            np.concatenate([self.ids, ids[new]]),
            self.base,
            self.metric,
            self.hubs.extended(points),
            self.circles,
            self.neighbours,
            added,
        )

    def save(self, folder: Path) -> None:
        """Additions are not kept: the next fit has them."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "ids.npy", self.ids[: len(self.base)])
        np.save(folder / "points.npy", self.base)
        if self.neighbours is not None and self.hubs is not None:
            self.metric.save(folder)
            self.hubs.save(folder)
            self.neighbours.save(folder)
        if self.circles:
            self.circles.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Memory-mapped: processes on one machine share the pages."""
        ids, points = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in ("ids", "points")
        )
        if not len(ids):
            return cls(ids, points, SongMetric())
        hubs, circles = MutualProximity.load(folder), Circles.load(folder)
        neighbours = load_neighbours(folder, points)
        return cls(ids, points, load_metric(folder), hubs, circles, neighbours)


def _metric(
    vectors: np.ndarray, segments: np.ndarray | None, segment_ids: np.ndarray | None
) -> SongMetric | TableMetric:
    if segments is None or segment_ids is None or not len(segments):
        return TableMetric().fit(vectors)
    if segments.shape != (len(segment_ids), vectors.shape[1]):
        raise ValueError(f"segments of shape {segments.shape} do not fit")
    if not np.isfinite(segments).all():
        raise ValueError("segments hold values that are not finite")
    return SongMetric().fit(segments, segment_ids)


def _nearest(
    neighbours: Neighbours, points: np.ndarray, count: int, songs: int, excluded: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows and distances (M x n each) of all `songs`, at least `count` of each line not excluded
    (which are marked) where there are so many. Most of what is excluded lies elsewhere: little more
    is tried first."""
    out = int(excluded.sum())
    wanted = min(count + min(out, _AT_LEAST // 2), songs)
    rows, away = neighbours.search(points, wanted)
    left = wanted - excluded[rows].sum(axis=1)
    if left.min(initial=count) < count and wanted < songs:
        return neighbours.search(points, min(count + out, songs))
    return rows, away


def _nothing(count: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full((count, k), -1, np.int64), np.full((count, k), np.inf, np.float32)
