"""Where bars begin: a guess from where chords change and where the bass plays."""

import numpy as np
import scipy.ndimage

from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE

_METRES = (4, 3)
_CHORDS, _BASS = 1.0, 0.5
# Fewer beats say too little.
_FEWEST_BEATS = 12


def downbeats_s(beats_s: np.ndarray, bass_onsets: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """The first beat of each bar (1-D float32, some of `beats_s`); none where there are few beats.

    Bars have four beats or three, the same all through the song: of all ways to count them, that
    whose first beats bring most new harmony and most bass, measured against chance.
    """
    if beats_s.size < _FEWEST_BEATS:
        return np.zeros(0, np.float32)
    change = _standardised(_chord_changes(beats_s, chroma))
    bass = _standardised(_at(beats_s, scipy.ndimage.maximum_filter1d(bass_onsets, 3)))
    evidence = _CHORDS * change + _BASS * bass
    ways = [(metre, first) for metre in _METRES for first in range(metre)]
    # A mean of n values varies by chance with one over the root of n.
    sums = [evidence[f::m].mean() * np.sqrt(evidence[f::m].size) for m, f in ways]
    metre, first = ways[int(np.argmax(sums))]
    return beats_s[first::metre].astype(np.float32)


def _chord_changes(beats_s: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """How much the chroma of the beat that begins differs from that of the beat before."""
    width = max(round(float(np.median(np.diff(beats_s))) * HARMONY_FRAME_RATE), 2)
    total = np.concatenate([np.zeros((1, 12)), np.cumsum(chroma, axis=0, dtype=float)])
    places = (beats_s * HARMONY_FRAME_RATE).astype(int)
    before = _mean_between(total, places - width, places)
    after = _mean_between(total, places + 1, places + 1 + width)
    return np.abs(after - before).mean(axis=1)


def _mean_between(total: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    start, end = (np.clip(places, 0, len(total) - 1) for places in (start, end))
    return (total[end] - total[start]) / np.maximum(end - start, 1)[:, None]


def _at(times_s: np.ndarray, frames: np.ndarray) -> np.ndarray:
    return frames[np.minimum((times_s * FRAME_RATE).round().astype(int), frames.size - 1)]


def _standardised(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / max(float(values.std()), 1e-9)
