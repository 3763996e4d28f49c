"""Songs by sound: which are near a point."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.neighbors import NearestNeighbors

_PARTS = ("ids", "artist_ids", "points")


@dataclass(frozen=True)
class SongIndex:
    """Exact nearest neighbours of songs at points where distance says how differently they sound.

    `ids` and `artist_ids` are N int64. `points` is N x K float64: scikit-learn converts float32 at
    every search, which takes longer than the search itself.
    """

    ids: np.ndarray
    artist_ids: np.ndarray
    points: np.ndarray

    def __post_init__(self) -> None:
        if self.points.ndim != 2 or not len(self.ids) == len(self.artist_ids) == len(self.points):
            counts = f"{len(self.ids)} songs and {len(self.artist_ids)} artists"
            raise ValueError(f"{counts} do not fit points of shape {self.points.shape}")
        neighbours = NearestNeighbors(algorithm="brute", metric="euclidean")
        if len(self.ids):
            neighbours.fit(self.points)
        order = np.argsort(self.ids, kind="stable")
        object.__setattr__(self, "_neighbours", neighbours)
        object.__setattr__(self, "_order", order)
        object.__setattr__(self, "_sorted_ids", self.ids[order])

    def __len__(self) -> int:
        return len(self.ids)

    def search(
        self, points: np.ndarray, k: int, exclude: Collection[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """Ids (M x k, int64) and distances (M x k) of the songs nearest to points (M x K).

        Where fewer than `k` songs are left, rows end with id -1 at infinite distance.
        """
        found_ids = np.full((len(points), k), -1, np.int64)
        found_distances = np.full((len(points), k), np.inf, np.float32)
        wanted = min(k + len(exclude), len(self.ids))
        if wanted == 0 or k == 0:
            return found_ids, found_distances
        points = points.astype(self.points.dtype)
        distances, rows = self._neighbours.kneighbors(points, wanted)  # type: ignore[attr-defined]
        excluded = np.fromiter(exclude, np.int64, len(exclude))
        for row, nearest in enumerate(rows):
            keep = np.flatnonzero(~np.isin(self.ids[nearest], excluded))[:k]
            found_ids[row, : len(keep)] = self.ids[nearest[keep]]
            found_distances[row, : len(keep)] = distances[row, keep]
        return found_ids, found_distances

    def points_of(self, song_ids: Collection[int]) -> dict[int, np.ndarray]:
        """The points (K) of those songs that are in the index."""
        return {song_id: self.points[row] for song_id, row in self._rows_of(song_ids).items()}

    def artists_of(self, song_ids: Collection[int]) -> dict[int, int]:
        """The artists of those songs that are in the index."""
        rows = self._rows_of(song_ids)
        return {song_id: int(self.artist_ids[row]) for song_id, row in rows.items()}

    def _rows_of(self, song_ids: Collection[int]) -> dict[int, int]:
        wanted = np.fromiter(song_ids, np.int64, len(song_ids))
        if len(self.ids) == 0 or len(wanted) == 0:
            return {}
        places = np.searchsorted(self._sorted_ids, wanted)  # type: ignore[attr-defined]
        rows = self._order[np.minimum(places, len(self.ids) - 1)]  # type: ignore[attr-defined]
        known = self.ids[rows] == wanted
        return dict(zip(wanted[known].tolist(), rows[known].tolist(), strict=True))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _PARTS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Memory-mapped: processes on one machine share the pages."""
        parts = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in _PARTS
        )
        return cls(*parts)
