"""Beats that follow a tempo: dynamic programming over onset strength (Ellis, 2007).

The mathematics of librosa's `beat_track`, many frames at a time: a beat comes no sooner than half a
period after the one before, so half a period of frames is decided at once. librosa's is compiled,
and six milliseconds faster on a song of three minutes; the compiler costs every worker 90 MB and
seconds of start.
"""

import numpy as np

from analysis.spectrum import FRAME_RATE

# How hard it is to leave the tempo.
_TIGHTNESS = 100.0
_FIRST_SHARE, _LAST_SHARE = 0.01, 0.5


def track_beats(envelope: np.ndarray, tempo_bpm: float) -> np.ndarray:
    """Frames (1-D int, ascending) of the beats of an onset envelope (T) about `tempo_bpm`."""
    spread = envelope.std(ddof=1) if envelope.size > 1 else 0.0
    if spread <= 0:
        return np.zeros(0, int)
    period = max(round(60 * FRAME_RATE / tempo_bpm), 2)
    around = np.arange(-period, period + 1)
    nearby = np.exp(-0.5 * (around * 32 / period) ** 2)
    strengths = np.convolve(envelope.astype(np.float64) / spread, nearby)[period:-period]
    totals, before = _best_paths(strengths, period)
    return _path(before, _last(totals))


def _best_paths(strengths: np.ndarray, period: int) -> tuple[np.ndarray, np.ndarray]:
    """For each frame the total of the best path of beats that ends there, and the beat before it
    (-1 for none)."""
    nearest, farthest = round(period / 2), 2 * period
    distances = np.arange(farthest, nearest - 1, -1)
    penalties = _TIGHTNESS * np.log(distances / period) ** 2
    # Before the song no beat can be chosen.
    totals = np.full(farthest + strengths.size, -np.inf)
    before = np.full(strengths.size, -1)
    for start in range(0, strengths.size, nearest):
        frames = np.arange(start, min(start + nearest, strengths.size))
        candidates = totals[frames[:, None] + np.arange(distances.size)] - penalties
        best = candidates.argmax(axis=1)
        gain = candidates[np.arange(frames.size), best]
        follows = np.isfinite(gain)
        totals[farthest + frames] = strengths[frames] + np.where(follows, gain, 0)
        before[frames] = np.where(follows, frames - distances[best], -1)
    # The first beat is heard, not only due.
    before[: np.argmax(strengths >= _FIRST_SHARE * strengths.max())] = -1
    return totals[farthest:], before


def _last(totals: np.ndarray) -> int:
    """The last peak of the totals that is no worse than half of the usual one."""
    padded = np.pad(totals, 1, mode="edge")
    peaks = np.flatnonzero((totals > padded[:-2]) & (totals >= padded[2:]))
    if peaks.size == 0:
        return totals.size - 1
    good = peaks[totals[peaks] >= _LAST_SHARE * np.median(totals[peaks])]
    return int(good[-1]) if good.size else totals.size - 1


def _path(before: np.ndarray, last: int) -> np.ndarray:
    beats = [last]
    while before[beats[-1]] >= 0:
        beats.append(int(before[beats[-1]]))
    return np.array(beats[::-1])
