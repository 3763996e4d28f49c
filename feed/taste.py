"""What a listener seems to want, from what they did. Pure: signals and vectors in, points out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

# A like says more than staying; staying says more than a skip takes away.
LIKE_WEIGHT = 2.0
STAYED_WEIGHT = 1.0
SKIPPED_WEIGHT = -0.6
# Below this share of the clip a song counts as skipped, above the other as stayed for.
SKIPPED_SHARE, STAYED_SHARE = 0.2, 0.5
# The mood forgets by number of clips, the taste by weeks.
MOOD_HALF_LIFE_CLIPS = 4.0
MOOD_CLIPS = 20
TASTE_HALF_LIFE_S = 30 * 24 * 3600.0
# How far a skip pushes away, in units of the way back to the middle.
_PUSH = 0.5


@dataclass(frozen=True)
class Signal:
    """One thing a listener did with a song; weight above 0 draws near, below pushes away."""

    song_id: int
    weight: float
    at: datetime
    liked: bool = False


def play_weight(listened_share: float) -> float:
    """From -0.6 (gone at once) over 0 to 1 (heard half the clip or more); monotone."""
    return float(
        np.interp(
            listened_share,
            [0.0, SKIPPED_SHARE, STAYED_SHARE],
            [SKIPPED_WEIGHT, SKIPPED_WEIGHT / 2, STAYED_WEIGHT],
        )
    )


def mood_point(signals: Sequence[Signal], points: Mapping[int, np.ndarray]) -> np.ndarray | None:
    """Where the last clips point (D); `signals` newest first. None without anything kept."""
    recent = [signal for signal in signals if signal.song_id in points][:MOOD_CLIPS]
    decay = [0.5 ** (place / MOOD_HALF_LIFE_CLIPS) for place in range(len(recent))]
    return _centre(recent, decay, points)


def taste_point(
    signals: Sequence[Signal], points: Mapping[int, np.ndarray], now: datetime
) -> np.ndarray | None:
    """The longer taste (D): everything kept, weeks and months back."""
    known = [signal for signal in signals if signal.song_id in points]
    decay = [
        0.5 ** (max((now - signal.at).total_seconds(), 0) / TASTE_HALF_LIFE_S) for signal in known
    ]
    return _centre(known, decay, points)


def _centre(
    signals: Sequence[Signal], decay: Sequence[float], points: Mapping[int, np.ndarray]
) -> np.ndarray | None:
    """Weighted mean of what was kept, moved away from the mean of what was skipped."""
    weights = np.array([s.weight * d for s, d in zip(signals, decay, strict=True)], np.float32)
    kept = np.maximum(weights, 0)
    if kept.sum() <= 0:
        return None
    places = np.stack([points[signal.song_id] for signal in signals])
    centre = kept @ places / kept.sum()
    skipped = np.maximum(-weights, 0)
    if skipped.sum() > 0:
        away = centre - skipped @ places / skipped.sum()
        share = skipped.sum() / (skipped.sum() + kept.sum())
        centre = centre + _PUSH * share * away
    return centre.astype(np.float32)


def anchor_of(
    point: np.ndarray, signals: Sequence[Signal], points: Mapping[int, np.ndarray]
) -> Signal | None:
    """The kept song that lies nearest to `point`: the honest "because"."""
    kept = [s for s in signals if s.weight > 0.3 and s.song_id in points]
    if not kept:
        return None
    away = np.stack([points[s.song_id] for s in kept]) - point
    return kept[int(np.argmin(np.square(away).sum(axis=1)))]
