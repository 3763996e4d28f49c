"""Songs by sound: which are near a point."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

# Standardised values beyond this are outliers that would rule every distance.
_CLIP = 4.0
_SCALE_FLOOR = 1e-6
# What songs differ in lies in fewer directions than there are features: a search along these is
# three times as fast, and finds the same songs.
_DIRECTIONS = 64
_PCA_SONGS = 20_000
_PARTS = ("ids", "artist_ids", "points", "mean", "scale", "directions")


@dataclass(frozen=True)
class SongIndex:
    """Exact nearest neighbours over standardised feature vectors in their principal directions.

    `ids` and `artist_ids` are N int64. `points` is N x K float64: scikit-learn converts float32 at
    every search, which takes longer than the search itself. `mean` and `scale` (D float32)
    standardise raw vectors, `directions` (D x K float32) takes them to points.
    """

    ids: np.ndarray
    artist_ids: np.ndarray
    points: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    directions: np.ndarray

    def __post_init__(self) -> None:
        neighbours = NearestNeighbors(algorithm="brute", metric="euclidean")
        if len(self.ids):
            neighbours.fit(self.points)
        order = np.argsort(self.ids, kind="stable")
        object.__setattr__(self, "_neighbours", neighbours)
        object.__setattr__(self, "_order", order)
        object.__setattr__(self, "_sorted_ids", self.ids[order])

    @classmethod
    def build(cls, ids: np.ndarray, artist_ids: np.ndarray, vectors: np.ndarray) -> Self:
        """From the ids of songs and of their artists (N), and raw feature vectors (N x D)."""
        ids, artist_ids = np.asarray(ids, np.int64), np.asarray(artist_ids, np.int64)
        vectors = np.asarray(vectors, np.float32)
        if vectors.ndim != 2 or not len(ids) == len(artist_ids) == len(vectors):
            counts = f"{len(ids)} songs and {len(artist_ids)} artists"
            raise ValueError(f"{counts} do not fit vectors of shape {vectors.shape}")
        dimensions = vectors.shape[1]
        if len(ids) == 0:
            empty = np.zeros(dimensions, np.float32)
            return cls(
                ids, artist_ids, vectors, empty, empty + 1, np.eye(dimensions, dtype=np.float32)
            )
        mean = vectors.mean(0, dtype=np.float64).astype(np.float32)
        spread = vectors.std(0, dtype=np.float64).astype(np.float32)
        scale = np.where(spread > _SCALE_FLOOR, spread, 1).astype(np.float32)
        standardised = _standardised(vectors, mean, scale)
        directions = _principal_directions(standardised)
        points = (standardised @ directions).astype(np.float64)
        return cls(ids, artist_ids, points, mean, scale, directions)

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, vectors: np.ndarray) -> np.ndarray:
        """Raw vectors (M x D) as points of this index (M x K)."""
        vectors = np.asarray(vectors, np.float32)
        return _standardised(vectors, self.mean, self.scale) @ self.directions

    def search(
        self, vectors: np.ndarray, k: int, exclude: Collection[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """Ids (M x k, int64) and distances (M x k) nearest to raw vectors (M x D).

        Where fewer than `k` songs are left, rows end with id -1 at infinite distance.
        """
        return self.search_points(self.place(np.atleast_2d(vectors)), k, exclude)

    def search_points(
        self, points: np.ndarray, k: int, exclude: Collection[int] = ()
    ) -> tuple[np.ndarray, np.ndarray]:
        """`search` for points of this index (M x K)."""
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


def _standardised(vectors: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    return np.clip((vectors - mean) / scale, -_CLIP, _CLIP).astype(np.float32)


def _principal_directions(points: np.ndarray) -> np.ndarray:
    """D x K: the directions in which the songs differ most; all where there are few."""
    dimensions = points.shape[1]
    if dimensions <= _DIRECTIONS or len(points) <= _DIRECTIONS:
        return np.eye(dimensions, dtype=np.float32)
    sample = points[:: max(len(points) // _PCA_SONGS, 1)]
    pca = PCA(_DIRECTIONS, svd_solver="covariance_eigh").fit(sample)
    return np.ascontiguousarray(pca.components_.T, np.float32)
