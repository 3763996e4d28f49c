"""How a song sounds, as vectors: statistics of 8 s segments, and their mean over the song.

Segments, not the whole song at once: how sound moves within seconds (modulation, rhythm, chords)
is what makes two songs alike, and a long song counts as much as a short one. How much segments of
one song differ tells `analysis.metric` what to overlook.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft
import scipy.signal

from analysis.facts import SEGMENTS
from analysis.rhythm import autocorrelation
from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE, Spectrum

SEGMENT_S, _STEP_S = 8.0, 4.0
# A long recording is heard at this many places.
_MAX_SEGMENTS = 240
# Lags from 0.1 to 4 s, so spaced that another tempo only shifts them.
_LAGS = np.geomspace(4, 172, 64)  # frames
_RHYTHM_SHAPES = 12


@dataclass(frozen=True, eq=False)
class Embedding:
    """`vector` is the mean of all segments (D float32), `segments` up to 16 of them (n x D
    float16), evenly spread; finite whatever the audio."""

    vector: np.ndarray
    segments: np.ndarray


def embedding(spectrum: Spectrum, chroma: np.ndarray, envelope: np.ndarray) -> Embedding:
    table = np.array(
        [_segment(spectrum, chroma, envelope, start) for start in _starts(spectrum.duration_s)]
    )
    table = np.nan_to_num(table.astype(np.float32))
    spread = np.linspace(0, len(table) - 1, min(len(table), SEGMENTS)).astype(int)
    return Embedding(table.mean(axis=0), table[spread].astype(np.float16))


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
    features = [
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
        _rhythm_shape(envelope[frames]),
    ]
    return np.concatenate(features)


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


def _rhythm_shape(envelope: np.ndarray) -> np.ndarray:
    """The shape of the onsets' autocorrelation whatever the tempo (12): its scale transform, the
    magnitudes of a Fourier transform over the logarithm of the lag (Holzapfel and Stylianou,
    2011)."""
    size = int(SEGMENT_S * FRAME_RATE)
    padded = np.pad(envelope, (0, max(size - envelope.size, 0)))[None, :size]
    if not padded.any():
        return np.zeros(_RHYTHM_SHAPES)
    shape = np.interp(_LAGS, np.arange(size), autocorrelation(padded)[0])
    window = scipy.signal.get_window("hann", _LAGS.size, fftbins=False)
    return np.abs(scipy.fft.rfft((shape - shape.mean()) * window))[:_RHYTHM_SHAPES]
