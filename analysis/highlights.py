"""Which seconds of a song are worth hearing first.

A chorus comes back, is the fuller part, and begins where something changes. Each moment of the
song is scored for the three: how well the seconds that follow it return elsewhere (diagonals of a
self-similarity matrix, after Goto, 2006), how much happens in them, and how much is new at their
start. The best few that do not overlap are the highlights.
"""

from collections.abc import Sequence

import numpy as np
import scipy.ndimage

from analysis.facts import Highlight
from analysis.snapping import snap
from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE, Spectrum

MIN_S, MAX_S, AIM_S = 15.0, 30.0, 22.0
_COUNT = 5
# The self-similarity matrix grows with the square of this.
_MAX_STEPS = 1400
_STEP_S = 0.5
_REPETITION, _FULLNESS, _NOVELTY = 1.0, 0.8, 0.35


def find_highlights(
    spectrum: Spectrum, chroma: np.ndarray, tempo_bpm: float, *grids_s: np.ndarray
) -> tuple[Highlight, ...]:
    """Up to five windows of 15 to 30 s (a shorter song whole), best first, starting on times of
    the grids (down-beats, then beats)."""
    duration_s = spectrum.duration_s
    length_s = window_length_s(tempo_bpm, duration_s)
    if duration_s <= MIN_S + 1:
        return (Highlight(0.0, round(duration_s, 3), 1.0),)
    step_s = max(_STEP_S, duration_s / _MAX_STEPS)
    scores = _scores(spectrum, chroma, length_s, step_s)
    return _windows(scores, step_s, length_s, duration_s, grids_s)


def window_length_s(tempo_bpm: float, duration_s: float) -> float:
    """The number of four-beat bars, in pairs, that comes nearest to 22 s."""
    if duration_s <= MAX_S:
        return min(duration_s, AIM_S)
    if tempo_bpm <= 0:
        return AIM_S
    pair_s = 2 * 4 * 60 / tempo_bpm
    lengths = pair_s * np.arange(1, 16)
    lengths = lengths[(lengths >= MIN_S) & (lengths <= MAX_S)]
    return float(lengths[np.argmin(np.abs(lengths - AIM_S))]) if lengths.size else AIM_S


def _scores(spectrum: Spectrum, chroma: np.ndarray, length_s: float, step_s: float) -> np.ndarray:
    """One score for a window starting at each step; only windows inside the song have one."""
    count = int(spectrum.duration_s / step_s)
    span = max(round(length_s / step_s), 1)
    timbre = _at_steps(spectrum.mfcc[:, 1:14], FRAME_RATE, step_s, count)
    harmony = _at_steps(chroma, HARMONY_FRAME_RATE, step_s, count)
    repetition = _repetition(_similarity(timbre, harmony), span)
    fullness = _windowed(_fullness(spectrum, step_s, count), span)
    novelty = _novelty(np.concatenate([_standardised(timbre), 2 * _standardised(harmony)], axis=1))
    starts = max(count - span + 1, 1)
    score = (
        _REPETITION * _ranked(repetition[:starts])
        + _FULLNESS * _ranked(fullness[:starts])
        + _NOVELTY * _ranked(novelty[:starts])
    ) / (_REPETITION + _FULLNESS + _NOVELTY)
    return score * _position(np.arange(starts) * step_s, length_s, spectrum.duration_s)


def _at_steps(frames: np.ndarray, frame_rate: float, step_s: float, count: int) -> np.ndarray:
    """Means of frames (T x D) over each step (count x D)."""
    edges = (np.arange(count + 1) * step_s * frame_rate).astype(int)
    starts = np.minimum(edges[:-1], len(frames) - 1)
    ends = np.clip(edges[1:], starts + 1, len(frames))
    sums = np.add.reduceat(frames[: ends[-1]], starts, axis=0)
    return sums / (ends - starts)[:, None]


def _standardised(features: np.ndarray) -> np.ndarray:
    spread = features.std(axis=0)
    return (features - features.mean(axis=0)) / np.maximum(spread, 1e-6)


def _similarity(timbre: np.ndarray, harmony: np.ndarray) -> np.ndarray:
    """How alike any two steps sound (count x count, -1..1): chords more than timbre."""

    def cosine(features: np.ndarray) -> np.ndarray:
        embedded = scipy.ndimage.uniform_filter1d(_standardised(features), 3, axis=0)
        unit = embedded / np.maximum(np.linalg.norm(embedded, axis=1, keepdims=True), 1e-6)
        unit = unit.astype(np.float32)
        return unit @ unit.T

    return 0.65 * cosine(harmony) + 0.35 * cosine(timbre)


def _repetition(similarity: np.ndarray, span: int) -> np.ndarray:
    """For a window of `span` steps from each step: the mean of its two best returns elsewhere."""
    count = len(similarity)
    best = np.zeros((2, count), np.float32)
    for lag in range(max(span // 2, 1), count):
        diagonal = np.diagonal(similarity, lag)
        total = np.concatenate([[0.0], np.cumsum(diagonal)])
        if diagonal.size < span:
            break
        returns = ((total[span:] - total[:-span]) / span).astype(np.float32)
        # The window at either end of the diagonal returns at the other.
        _keep_two_best(best[:, : returns.size], returns)
        _keep_two_best(best[:, lag : lag + returns.size], returns)
    return best.mean(axis=0)


def _keep_two_best(best: np.ndarray, values: np.ndarray) -> None:
    second = np.maximum(best[1], np.minimum(best[0], values))
    np.maximum(best[0], values, out=best[0])
    best[1] = second


def _fullness(spectrum: Spectrum, step_s: float, count: int) -> np.ndarray:
    """How much happens at each step: level, onsets and brightness, each against the song's own."""
    parts = np.stack(
        [
            np.maximum(spectrum.level_db, -70),
            np.sqrt(spectrum.flux.mean(axis=1)),
            np.log2(np.maximum(spectrum.centroid_hz, 100)) * 2,
        ],
        axis=1,
    )
    steps = _standardised(_at_steps(parts, FRAME_RATE, step_s, count))
    return steps @ np.array([1.0, 0.6, 0.4])


def _windowed(values: np.ndarray, span: int) -> np.ndarray:
    """Means over `span` steps from each; over what is left at the end."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.minimum(np.arange(values.size) + span, values.size)
    return (total[ends] - total[: values.size]) / (ends - np.arange(values.size))


def _novelty(features: np.ndarray, reach: int = 8) -> np.ndarray:
    """How much the seconds after each step differ from those before it."""
    total = np.concatenate([np.zeros((1, features.shape[1])), np.cumsum(features, axis=0)])
    places = np.arange(len(features))
    before, after = np.maximum(places - reach, 0), np.minimum(places + reach, len(features))
    earlier = (total[places] - total[before]) / np.maximum(places - before, 1)[:, None]
    later = (total[after] - total[places]) / np.maximum(after - places, 1)[:, None]
    change = np.linalg.norm(later - earlier, axis=1)
    change[:2] = 0  # the song's own beginning is no change
    return change


def _ranked(values: np.ndarray) -> np.ndarray:
    """Values as 0..1 between their 5th and 95th percentile."""
    low, high = np.percentile(values, [5, 95])
    return np.clip((values - low) / max(high - low, 1e-9), 0, 1)


def _position(starts_s: np.ndarray, length_s: float, duration_s: float) -> np.ndarray:
    """A chorus is seldom in the first seconds, and a fade-out is not the best of a song."""
    place = starts_s / max(duration_s - length_s, 1e-6)
    opening = np.clip(0.72 + starts_s / (0.12 * duration_s) * 0.28, 0, 1)
    closing = np.clip(1 - (place - 0.9) * 2, 0.8, 1)
    return opening * closing


def _windows(
    scores: np.ndarray,
    step_s: float,
    length_s: float,
    duration_s: float,
    grids_s: Sequence[np.ndarray],
) -> tuple[Highlight, ...]:
    """The best windows, none over another by more than half."""
    left = scores.copy()
    apart = max(round(length_s / 2 / step_s), 1)
    found: list[Highlight] = []
    while not found or (len(found) < _COUNT and left.max() > 0):
        place = int(np.argmax(left))
        start_s, end_s = snap(place * step_s, place * step_s + length_s, *grids_s)
        end_s = min(max(end_s, start_s + MIN_S), start_s + MAX_S, duration_s)
        start_s = max(min(start_s, end_s - MIN_S), 0.0)
        score = float(np.clip(left[place], 0, 1))
        found.append(Highlight(round(start_s, 3), round(end_s, 3), round(score, 3)))
        left[max(place - apart, 0) : place + apart + 1] = 0
    return tuple(found)
