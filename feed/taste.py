"""What a listener seems to want: their mood, several centres of taste, what they turn away from.

Pure: signals and the songs' points in, points out. Points lie on the unit sphere
(`analysis.metric.SongMetric`); the product of two says how alike two songs sound, -1 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from scipy.cluster.hierarchy import linkage

from feed.signals import Signals

# The mood forgets by number of clips, and by minutes when nobody listens.
MOOD_HALF_LIFE_CLIPS = 4.0
MOOD_HALF_LIFE_S = 30 * 60.0
MOOD_CLIPS = 20
# How far a skip pushes away, in units of the way back to the middle.
_PUSH = 0.5
# Songs that are kept apart further than this, on average, are different tastes.
_APART = 1.2
CENTRES = 5
_SONGS_PER_TASTE = 150
# A centre with less than this share of the weight is an accident.
_LEAST_SHARE = 0.05


@dataclass(frozen=True)
class Centre:
    """One of several things a listener likes: where it lies (K), how much of all it is (0..1),
    and the songs it was found by, the strongest first."""

    point: np.ndarray
    share: float
    song_ids: tuple[int, ...]


@dataclass(frozen=True)
class TasteProfile:
    """`mood` (K) with its `mood_strength` 0..1: 1 in the middle of listening, 0 long after.

    `kept` and `turned_away` are songs with their weights at present, strongest first, all of them
    in the index.
    """

    mood: np.ndarray | None = None
    mood_strength: float = 0.0
    centres: tuple[Centre, ...] = ()
    kept: Mapping[int, float] = field(default_factory=dict)
    turned_away: Mapping[int, float] = field(default_factory=dict)


def taste_of(signals: Signals, points: Mapping[int, np.ndarray], now: datetime) -> TasteProfile:
    """From `signals` and the points of their songs."""
    known = np.array([song_id in points for song_id in signals.song_ids.tolist()], bool)
    signals = signals.only(known)
    weights = song_weights(signals, now)
    kept = {song_id: weight for song_id, weight in weights.items() if weight > 0}
    away = {song_id: -weight for song_id, weight in weights.items() if weight < 0}
    mood, strength = _mood(signals[:MOOD_CLIPS], points, now)
    return TasteProfile(
        mood=mood,
        mood_strength=strength,
        centres=_centres(kept, points),
        kept=kept,
        turned_away=away,
    )


def song_weights(signals: Signals, now: datetime) -> dict[int, float]:
    """All that was done with each song, decayed and summed; the largest first, of equals the one
    with which something was done last."""
    song_ids, newest, places = np.unique(signals.song_ids, return_index=True, return_inverse=True)
    weights = np.bincount(places, signals.decayed(now), len(song_ids))
    order = np.lexsort((newest, -np.abs(weights)))
    return dict(zip(song_ids[order].tolist(), weights[order].tolist(), strict=True))


def _mood(
    recent: Signals, points: Mapping[int, np.ndarray], now: datetime
) -> tuple[np.ndarray | None, float]:
    if not len(recent):
        return None, 0.0
    ages_s = recent.ages_s(now)
    decay = 0.5 ** (np.arange(len(recent)) / MOOD_HALF_LIFE_CLIPS)
    weights = recent.weights * decay * 0.5 ** ((ages_s - ages_s.min()) / MOOD_HALF_LIFE_S)
    kept = np.maximum(weights, 0)
    if kept.sum() <= 0:
        return None, 0.0
    places = np.stack([points[song_id] for song_id in recent.song_ids.tolist()])
    strength = float(0.5 ** (ages_s.min() / MOOD_HALF_LIFE_S))
    return _on_sphere(_pushed(kept, np.maximum(-weights, 0), places)), strength


def _pushed(kept: np.ndarray, skipped: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Weighted mean of what was kept, moved away from the mean of what was skipped."""
    centre = kept @ places / kept.sum()
    if skipped.sum() <= 0:
        return centre
    away = centre - skipped @ places / skipped.sum()
    return centre + _PUSH * skipped.sum() / (skipped.sum() + kept.sum()) * away


def _centres(kept: Mapping[int, float], points: Mapping[int, np.ndarray]) -> tuple[Centre, ...]:
    """Groups of kept songs that sound alike, the heaviest first.

    Average linkage with a cut, as many as there are: the idea of PinnerSage (Pal et al., 2020).
    """
    song_ids = np.array(list(kept)[:_SONGS_PER_TASTE])
    if not len(song_ids):
        return ()
    weights = np.array([kept[song_id] for song_id in song_ids.tolist()])
    places = np.stack([points[song_id] for song_id in song_ids.tolist()])
    groups = _alike(places)
    heaviest = _heaviest(groups, weights)
    centres = [
        Centre(
            _on_sphere(weights[inside] @ places[inside]), share, tuple(song_ids[inside].tolist())
        )
        for group, share in heaviest
        for inside in [np.flatnonzero(groups == group)]
    ]
    return tuple(centres)


def _alike(places: np.ndarray) -> np.ndarray:
    """The group of each place (n x K, unit length), by number. SciPy's own distances and cut check
    what they are given for longer than they work on it."""
    count = len(places)
    if count < 2:
        return np.zeros(count, int)
    apart = np.sqrt(np.maximum(2 - 2 * places @ places.T, 0))
    tree = linkage(apart[np.triu_indices(count, 1)], "average")
    joined = tree[tree[:, 2] <= _APART, :2].astype(int).tolist()
    above = list(range(count + len(joined)))
    for number, (one, other) in enumerate(joined):
        above[one] = above[other] = count + number
    for node in reversed(range(len(above))):  # a join comes after what it joins
        above[node] = above[above[node]]
    return np.array(above[:count])


def _heaviest(groups: np.ndarray, weights: np.ndarray) -> list[tuple[int, float]]:
    """The heaviest groups with their shares of all weight: one, and others that are no accident."""
    shares = np.bincount(groups, weights) / weights.sum()
    order = np.argsort(-shares, kind="stable")[:CENTRES].tolist()
    return [
        (g, float(shares[g])) for n, g in enumerate(order) if n == 0 or shares[g] >= _LEAST_SHARE
    ]


def _on_sphere(point: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(point))
    return point / length if length > 1e-9 else point
