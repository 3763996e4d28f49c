"""Which seconds of a song become its clip.

A curator's word stands. Else every window of the song is judged by the curves that tell what was
replayed elsewhere and by the detector's highlights, and the best on both together wins: a curve
that can be trusted counts most, one of a recording with another length little, a flat one nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import analysis
from catalog.models import Clip

MIN_CLIP_S, MAX_CLIP_S = 15.0, 30.0
MIN_CURATED_S, MAX_CURATED_S = 5.0, 60.0
_USUAL_S = 22.0
_STEP_S = 0.5
# What a curve counts beside the detector, where it is trusted and stands out.
_CURVE_SHARE = 0.8
# A recording this much longer or shorter is the same one; from the larger on, it is another.
_SAME_S = 3.0
OTHER_S, OTHER_SHARE = 30.0, 0.2
# By how much the best window of a curve stands above its middle one before it is taken at its word.
_CLEAR = 0.25
# Everybody starts at the start: a curve says nothing in this share of the song, nor before it rises
# by so much for the first time after it.
_OPENING_SHARE, _RISE = 0.03, 0.02
# The most that a curve alone can be sure of: it is of another recording, if of the same song.
_CURVE_SURE = 0.85
# A window is heard from before its peak: listeners jump to just ahead of what they came for.
_PEAK_PLACE = 0.25
# A highlight begins with a part of the music, and the best seconds of a curve anywhere.
_HIGHLIGHT_BONUS = 0.1
_AGREEMENT = 0.5


@dataclass(frozen=True)
class Window:
    """`start_s`..`end_s` of the song, who says so, and how sure they are (0..1)."""

    start_s: float
    end_s: float
    provenance: Clip.Provenance
    confidence: float


@dataclass(frozen=True, eq=False)
class Curve:
    """What `source` saw replayed of a recording `recording_s` long.

    `bins` is n x 3, ascending: start and end in seconds, and how much was replayed, 0..1.
    """

    source: str
    bins: np.ndarray
    recording_s: float


def choose_window(
    highlights: Sequence["analysis.Highlight"],
    grids_s: Sequence[np.ndarray],
    duration_s: float,
    *,
    curves: Sequence[Curve] = (),
    curated: tuple[float, float] | None = None,
) -> Window:
    """The curator's window as it is; else the best one, 15 to 30 s, on beats.

    `highlights` best first; `grids_s` as `analysis.snap` takes them: down-beats, then beats.
    Where nothing stands out, the opening.
    """
    if curated is not None:
        start_s, end_s = _inside(*curated, duration_s)
        return Window(start_s, end_s, Clip.Provenance.CURATOR, 1.0)
    length_s = _length_s(highlights, duration_s)
    starts_s = np.concatenate(
        [
            [highlight.start_s for highlight in highlights],
            np.arange(0.0, max(duration_s - length_s, 0.0) + 1e-6, _STEP_S),
        ]
    )
    heard = _heard(starts_s, length_s, highlights)
    replayed, weight = _replayed(starts_s, length_s, duration_s, curves)
    share = _CURVE_SHARE * weight
    scores = share * replayed + (1 - share) * heard
    scores[: len(highlights)] += _HIGHLIGHT_BONUS
    best = int(np.argmax(scores))
    end_s = starts_s[best] + length_s
    if best < len(highlights):
        end_s = highlights[best].end_s
    start_s, end_s = _fitted(starts_s[best], end_s, grids_s, duration_s)
    by_curve = share * replayed[best] > (1 - share) * heard[best]
    sure = _together(_CURVE_SURE * weight * replayed[best], heard[best], by_curve)
    provenance = Clip.Provenance.IMPORTED if by_curve else Clip.Provenance.DETECTOR
    return Window(round(start_s, 3), round(end_s, 3), provenance, round(sure, 3))


def _inside(start_s: float, end_s: float, duration_s: float) -> tuple[float, float]:
    """A later analysis may have found the song a little shorter than it was."""
    end_s = min(end_s, duration_s)
    return max(min(start_s, end_s - MIN_CURATED_S), 0.0), end_s


def trust(curve: Curve, duration_s: float) -> float:
    """0..1: how far a curve's times are the song's, by how far the two lengths are apart."""
    apart_s = abs(curve.recording_s - duration_s)
    other_s = max(min(OTHER_S, OTHER_SHARE * duration_s), _SAME_S + 1e-6)
    return float(np.clip((other_s - apart_s) / (other_s - _SAME_S), 0, 1))


def _length_s(highlights: Sequence["analysis.Highlight"], duration_s: float) -> float:
    """The detector's length, which is a number of bars."""
    wanted_s = highlights[0].end_s - highlights[0].start_s if highlights else _USUAL_S
    return min(max(wanted_s, MIN_CLIP_S), MAX_CLIP_S, duration_s)


def _heard(
    starts_s: np.ndarray, length_s: float, highlights: Sequence["analysis.Highlight"]
) -> np.ndarray:
    """The score of the highlight that a window from each start covers best, 0..1."""
    heard = np.zeros(starts_s.size)
    for highlight in highlights:
        shared_s = np.minimum(starts_s + length_s, highlight.end_s) - np.maximum(
            starts_s, highlight.start_s
        )
        covered = np.clip(shared_s / (highlight.end_s - highlight.start_s), 0, 1)
        heard = np.maximum(heard, covered * np.clip(highlight.score, 0, 1))
    return heard


def _replayed(
    starts_s: np.ndarray, length_s: float, duration_s: float, curves: Sequence[Curve]
) -> tuple[np.ndarray, float]:
    """How much the curves want a window from each start (0..1), and what their word weighs."""
    total, weights = np.zeros(starts_s.size), [0.0]
    for curve in curves:
        level = _window_levels(curve, starts_s, length_s, duration_s)
        middle, top = float(np.median(level)), float(level.max())
        weight = trust(curve, duration_s) * min((top - middle) / _CLEAR, 1.0)
        if weight > 0:
            total += weight * np.clip((level - middle) / (top - middle), 0, 1)
            weights.append(weight)
    return total / max(sum(weights), 1e-9), max(weights)


def _window_levels(
    curve: Curve, starts_s: np.ndarray, length_s: float, duration_s: float
) -> np.ndarray:
    """A curve's weighted mean over a window from each start."""
    within = np.linspace(0, 1, 45)
    emphasis = np.interp(within, [0, _PEAK_PLACE, 1], [0.5, 1, 0.5])
    times_s = starts_s[:, None] + within * length_s
    return (_levels_at(curve, times_s, duration_s) * emphasis).sum(axis=1) / emphasis.sum()


def _levels_at(curve: Curve, times_s: np.ndarray, duration_s: float) -> np.ndarray:
    """The curve's values at `times_s`; its middle value in the opening, which says nothing."""
    starts_s, ends_s, values = curve.bins.T
    place = np.minimum(np.searchsorted(ends_s, times_s, side="right"), values.size - 1)
    said = (times_s >= starts_s[place]) & (times_s < ends_s[place])
    opening_s, middle = _opening(curve, duration_s)
    return np.where(times_s < opening_s, middle, np.where(said, values[place], 0.0))


def _opening(curve: Curve, duration_s: float) -> tuple[float, float]:
    """Where the first fall of a curve ends, for ever where it only falls; and its middle value."""
    said = curve.bins[curve.bins[:, 1] > _OPENING_SHARE * duration_s]
    if not len(said):
        return np.inf, 0.0
    lowest = np.minimum.accumulate(said[:, 2])
    rises = np.flatnonzero(said[:, 2] > lowest + _RISE)
    opening_s = float(said[rises[0], 0]) if rises.size else np.inf
    return opening_s, float(np.median(said[:, 2]))


def _fitted(
    start_s: float, end_s: float, grids_s: Sequence[np.ndarray], duration_s: float
) -> tuple[float, float]:
    """The window on beats, inside the song, 15 to 30 s long; a shorter song whole."""
    if duration_s <= MIN_CLIP_S:
        return 0.0, duration_s
    start_s, end_s = analysis.snap(start_s, end_s, *grids_s)
    if end_s > start_s + MAX_CLIP_S:
        end_s = _last(grids_s, start_s + MIN_CLIP_S, start_s + MAX_CLIP_S)
    end_s = min(max(end_s, start_s + MIN_CLIP_S), duration_s)
    return max(min(start_s, end_s - MIN_CLIP_S), 0.0), end_s


def _last(grids_s: Sequence[np.ndarray], from_s: float, to_s: float) -> float:
    """The last down-beat of a stretch, or beat, or its end."""
    for grid_s in grids_s:
        inside = grid_s[(grid_s >= from_s) & (grid_s <= to_s)]
        if inside.size:
            return float(inside[-1])
    return to_s


def _together(replayed: float, heard: float, by_curve: bool) -> float:
    """How sure the leading voice is, and surer where the other agrees; 0..1."""
    leading, other = (replayed, heard) if by_curve else (heard, replayed)
    return float(leading + (1 - leading) * _AGREEMENT * other)
