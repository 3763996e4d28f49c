"""Whoever hands simulated listeners their next cards, in rows of a world. Pure but for the feed,
which is in `feed.evaluation.feed_itself`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from sklearn.neighbors import NearestNeighbors

from feed.evaluation.tastes import Swipe
from feed.evaluation.worlds import World


class Recommender(Protocol):
    def next_songs(self, listener: int, count: int) -> Sequence[int]:
        """Up to `count` rows this listener has not met; fewer where nothing is left."""

    def heard(self, listener: int, swipe: Swipe) -> None:
        """Learn what a listener did with a card."""


class RandomSongs:
    def __init__(self, world: World, rng: np.random.Generator) -> None:
        self._world, self._rng = world, rng
        self._met: dict[int, list[int]] = defaultdict(list)

    def next_songs(self, listener: int, count: int) -> Sequence[int]:
        return self._rng.permutation(self.unmet(listener))[:count].tolist()

    def heard(self, listener: int, swipe: Swipe) -> None:
        self._met[listener].append(swipe.row)

    def unmet(self, listener: int) -> np.ndarray:
        return np.delete(np.arange(len(self._world)), self._met[listener])


class PopularSongs(RandomSongs):
    """Those kept most often by all listeners so far; chance decides between equals."""

    def __init__(self, world: World, rng: np.random.Generator) -> None:
        super().__init__(world, rng)
        self._kept = np.zeros(len(world))

    def next_songs(self, listener: int, count: int) -> Sequence[int]:
        rows = self._rng.permutation(self.unmet(listener))
        return rows[np.argsort(-self._kept[rows], kind="stable")][:count].tolist()

    def heard(self, listener: int, swipe: Swipe) -> None:
        super().heard(listener, swipe)
        self._kept[swipe.row] += swipe.kept


class PrototypeNeighbours(RandomSongs):
    """Plain nearest neighbours of the last song kept, by tempo, tonality and energy; random until
    one is kept."""

    def __init__(self, world: World, rng: np.random.Generator) -> None:
        super().__init__(world, rng)
        self._known = np.flatnonzero(np.isfinite(world.prototype).all(axis=1))
        self._search = NearestNeighbors().fit(world.prototype[self._known])
        self._last_kept: dict[int, int] = {}

    def next_songs(self, listener: int, count: int) -> Sequence[int]:
        at_random = super().next_songs(listener, count)
        last = self._last_kept.get(listener)
        if last is None or not np.isfinite(self._world.prototype[last]).all():
            return at_random
        most = min(len(self._met[listener]) + count, len(self._known))
        point = self._world.prototype[last][None]
        near = self._known[self._search.kneighbors(point, most, return_distance=False)[0]]
        unmet = near[~np.isin(near, self._met[listener])][:count]
        return unmet.tolist() if len(unmet) else at_random

    def heard(self, listener: int, swipe: Swipe) -> None:
        super().heard(listener, swipe)
        if swipe.kept:
            self._last_kept[listener] = swipe.row
