"""Songs at random, so that the same seed finds the same songs."""

from __future__ import annotations

from random import sample

import numpy as np

_ROUNDS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def shuffled(song_ids: np.ndarray, count: int, seed: int | None = None) -> list[int]:
    """The first `count` of songs (N int64) in random order.

    A seed gives each song a place of its own in that order: songs that come or go leave the others
    where they are.
    """
    count = min(count, len(song_ids))
    if seed is None:
        return [song_ids.item(row) for row in sample(range(len(song_ids)), count)]
    places = _mixed(song_ids.astype(np.uint64), seed)
    first = np.argpartition(places, count - 1)[:count] if count else np.zeros(0, int)
    return [int(song_ids[row]) for row in first[np.argsort(places[first])]]


def _mixed(values: np.ndarray, seed: int) -> np.ndarray:
    """Numbers that look random (N uint64), one to one (SplitMix64; Steele et al., 2014)."""
    mixed = (values + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    for shift, factor in _ROUNDS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))
