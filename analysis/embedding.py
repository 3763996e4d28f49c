"""How a song sounds, as one vector: statistics of 8 s segments, averaged over the song.

Segments, not the whole song at once: how sound moves within seconds (modulation, rhythm, chords)
is what makes two songs alike, and a long song counts as much as a short one.
"""

import numpy as np

from analysis.rhythm import autocorrelation
from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE, Spectrum

SEGMENT_S, _STEP_S = 8.0, 4.0
# A long recording is heard at this many places.
_MAX_SEGMENTS = 240
_LAGS = np.unique(np.geomspace(4, 172, 28).round().astype(int))  # frames: 0.1 to 4 s


def embedding(spectrum: Spectrum, chroma: np.ndarray, envelope: np.ndarray) -> np.ndarray:
    """1-D float32 of `facts.EMBEDDING_SIZE`; finite whatever the audio."""
    segments = [
        _segment(spectrum, chroma, envelope, start_s) for start_s in _starts(spectrum.duration_s)
    ]
    table = np.array(segments)
    # How the timbre changes from one part of the song to another is part of how it sounds.
    change = table[:, :40].std(axis=0)
    return np.nan_to_num(np.concatenate([table.mean(axis=0), change]).astype(np.float32))


def _starts(duration_s: float) -> np.ndarray:
    last = max(duration_s - SEGMENT_S, 0.0)
    count = int(np.clip(round(last / _STEP_S) + 1, 1, _MAX_SEGMENTS))
    return np.linspace(0, last, count)


def _segment(
    spectrum: Spectrum, chroma: np.ndarray, envelope: np.ndarray, start_s: float
) -> np.ndarray:
    first = int(start_s * FRAME_RATE)
    frames = slice(first, first + int(SEGMENT_S * FRAME_RATE))
    mfcc, contrast = spectrum.mfcc[frames], spectrum.contrast[frames]
    flux = np.sqrt(spectrum.flux[frames])
    level_db = np.maximum(spectrum.level_db[frames], -80)
    centroid = np.log2(np.maximum(spectrum.centroid_hz[frames], 50))
    flatness = np.log10(np.maximum(spectrum.flatness[frames], 1e-5))
    return np.concatenate(
        [
            mfcc.mean(axis=0),
            mfcc.std(axis=0),
            np.abs(np.diff(mfcc, axis=0)).mean(axis=0) if len(mfcc) > 1 else np.zeros(20),
            contrast.mean(axis=0),
            contrast.std(axis=0),
            flux.mean(axis=0),
            flux.std(axis=0),
            _moments(level_db),
            _moments(centroid),
            _moments(flatness),
            _harmony(chroma, start_s),
            _pulse(envelope[frames]),
        ]
    )


def _moments(values: np.ndarray) -> np.ndarray:
    return np.array([values.mean(), values.std()])


def _harmony(chroma: np.ndarray, start_s: float) -> np.ndarray:
    """Chroma's shape whatever the key: sorted, and how fast it changes (14)."""
    first = int(start_s * HARMONY_FRAME_RATE)
    part = chroma[first : first + int(SEGMENT_S * HARMONY_FRAME_RATE)]
    if len(part) < 2:
        return np.zeros(14)
    ranked = np.sort(part.mean(axis=0))[::-1]
    change = np.abs(np.diff(part, axis=0)).mean(axis=1)
    return np.concatenate([ranked, _moments(change)])


def _pulse(envelope: np.ndarray) -> np.ndarray:
    """The autocorrelation of the onsets at lags from 0.1 to 4 s."""
    size = int(SEGMENT_S * FRAME_RATE)
    padded = np.pad(envelope, (0, max(size - envelope.size, 0)))[None, :size]
    if not padded.any():
        return np.zeros(_LAGS.size)
    return autocorrelation(padded)[0, _LAGS]
