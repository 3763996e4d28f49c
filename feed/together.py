"""Songs that the same people kept: what goes with what one listener kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np

from feed.colisten import CoListening
from feed.listening import Listening

_FOUND = 200
# The kept songs that speak; older and weaker ones say little and cost as much.
_KEPT = 60


@dataclass(frozen=True)
class Together:
    """Scores 0..1 of songs (by id) that go with what was kept, 1 for what goes best; and, for one
    of them, the kept song that it goes with most."""

    scores: Mapping[int, float] = field(default_factory=dict)
    leans_on: Callable[[int], int | None] = lambda song_id: None
    # Songs (ascending) that somebody kept at all; of all others listening says nothing.
    known: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True)
class HeardTogether:
    """A co-listening model with the songs (S int64, ascending) that its columns are."""

    model: CoListening
    song_ids: np.ndarray

    @classmethod
    def fit(cls, heard: Listening) -> Self:
        return cls(CoListening().fit(heard.matrix), heard.song_ids)

    def like(self, kept: Mapping[int, float]) -> Together:
        """What goes with kept songs and their weights, the heaviest first."""
        ids = np.fromiter(kept, np.int64, len(kept))[:_KEPT]
        weights = np.fromiter(kept.values(), np.float64, len(kept))[:_KEPT]
        places = np.searchsorted(self.song_ids, ids)
        known = places < len(self.song_ids)
        known[known] = self.song_ids[places[known]] == ids[known]
        if not known.any():
            return Together()
        columns, weights = places[known], weights[known]
        found, scores = self.model.similar(columns, weights, _FOUND)
        found, scores = found[scores > 0], scores[scores > 0]
        if not len(found):
            return Together()

        def leans_on(song_id: int) -> int | None:
            column = np.searchsorted(self.song_ids, [song_id])
            return int(ids[known][self.model.leaning(columns, weights, column)[0]])

        song_ids, shares = self.song_ids[found].tolist(), (scores / scores.max()).tolist()
        return Together(dict(zip(song_ids, shares, strict=True)), leans_on, self.song_ids)

    def save(self, folder: Path) -> None:
        self.model.save(folder)
        np.save(folder / "song_ids.npy", self.song_ids)

    @classmethod
    def load(cls, folder: Path) -> Self:
        song_ids = np.load(folder / "song_ids.npy", mmap_mode="r", allow_pickle=False)
        return cls(CoListening.load(folder), np.asarray(song_ids))


def heard_together(model: HeardTogether | None, kept: Mapping[int, float]) -> Together:
    return model.like(kept) if model else Together()
