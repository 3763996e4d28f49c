"""All songs that can be played, as recommending needs them: by sound and by facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from feed.index import SongIndex

# So many plays weigh as much for a song's own rate of being kept as the rate of all songs.
PRIOR_PLAYS = 4.0
_MOST_KEPT = 400
# The plane of energy and brightness is cut into this many cells each way.
_CELLS = 24


@dataclass(frozen=True)
class Repertoire:
    """An index and facts (N `feed.facts.FACTS`) of the same songs in the same rows.

    `additions` counts the last rows: songs that came after the index was fitted.
    """

    index: SongIndex
    facts: np.ndarray
    additions: int = 0

    def __post_init__(self) -> None:
        if len(self.index) != len(self.facts):
            raise ValueError(f"{len(self.index)} songs with facts of {len(self.facts)}")

    def __len__(self) -> int:
        return len(self.facts)

    def rows_of(self, song_ids: Collection[int]) -> dict[int, int]:
        return self.index.rows_of(song_ids)

    def points_of(self, song_ids: Collection[int]) -> dict[int, np.ndarray]:
        return self.index.points_of(song_ids)

    @cached_property
    def plane(self) -> Plane:
        return Plane.of(self.facts["energy"], self.facts["brightness"])

    @cached_property
    def kept_rate(self) -> float:
        """How often any song is kept; 0.5 before anything was played."""
        return float((self.facts["kept"].sum() + 5) / (self.facts["shown"].sum() + 10))

    def rates(self, rows: np.ndarray) -> np.ndarray:
        """How often songs in `rows` (n) are kept, 0..1, the less they were shown the nearer to how
        often any is."""
        shown, kept = self.facts["shown"][rows], self.facts["kept"][rows]
        return np.asarray((kept + PRIOR_PLAYS * self.kept_rate) / (shown + PRIOR_PLAYS))

    @cached_property
    def most_kept(self) -> np.ndarray:
        """Rows of the 400 songs that those who met them keep most often, the most often first."""
        rows = np.flatnonzero(self.facts["kept"])
        return rows[np.argsort(-self.rates(rows), kind="stable")[:_MOST_KEPT]]

    def extended(self, ids: np.ndarray, vectors: np.ndarray, facts: np.ndarray) -> Repertoire:
        """With further songs (n ids, n x D raw vectors, n facts), without fitting anything anew;
        those known already stay as they are."""
        index = self.index.extended(ids, vectors)
        known = self.index.rows_of(ids.tolist())
        new = np.array([song_id not in known for song_id in ids.tolist()], bool)
        return Repertoire(index, np.concatenate([self.facts, facts[new]]), int(new.sum()))

    def save(self, folder: Path) -> None:
        self.index.save(folder)
        np.save(folder / "facts.npy", self.facts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Memory-mapped: processes on one machine share the pages."""
        facts = np.load(folder / "facts.npy", mmap_mode="r", allow_pickle=False)
        return cls(SongIndex.load(folder), np.asarray(facts))


@dataclass(frozen=True)
class Plane:
    """Songs by energy and brightness: rows sorted by cell, and where each cell begins."""

    rows: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, energy: np.ndarray, brightness: np.ndarray) -> Self:
        cells = cls._cell(energy) * _CELLS + cls._cell(brightness)
        rows = np.argsort(cells, kind="stable")
        return cls(rows, np.searchsorted(cells[rows], np.arange(_CELLS * _CELLS + 1)))

    @staticmethod
    def _cell(values: np.ndarray) -> np.ndarray:
        return np.clip((np.asarray(values) * _CELLS).astype(int), 0, _CELLS - 1)

    def near(self, energy: float, brightness: float, count: int) -> np.ndarray:
        """Rows of at least `count` songs, if there are, in the smallest square around a point."""
        x, y = int(self._cell(np.array(energy))), int(self._cell(np.array(brightness)))
        for reach in range(_CELLS):
            low, high = max(y - reach, 0), min(y + reach, _CELLS - 1)
            found = [
                self.rows[self.starts[line * _CELLS + low] : self.starts[line * _CELLS + high + 1]]
                for line in range(max(x - reach, 0), min(x + reach, _CELLS - 1) + 1)
            ]
            if sum(map(len, found)) >= count:
                break
        return np.concatenate(found)
