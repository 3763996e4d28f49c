"""Tempo and beats from onset strength.

A periodic onset envelope has peaks in its autocorrelation at one beat, two, three, ... and in its
Fourier transform at one per beat, two, three, ...: the product of the two stands out where there is
a metre (Peeters, 2006). Which of its pulses is felt as the beat follows from how strong the others
are: a beat is itself strong, halved and doubled, and divides into no more than four or six. Beats
follow the tempo (`analysis.beats`).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.fft
import scipy.ndimage
import scipy.signal

from analysis.beats import track_beats
from analysis.spectrum import FRAME_RATE

SLOWEST_BPM, FASTEST_BPM = 48.0, 220.0
_WINDOW, _STEP = 512, 128  # frames: 11.9 s and 3 s
# Of a song longer than half an hour every second window is heard, or every third, ...
_MOST_WINDOWS = 600
# Kick and bass tell the beat better than cymbals that play between.
_BAND_WEIGHTS = np.array([2.0, 1.0, 1.0, 1.0], np.float32)
_USUAL_BPM = 120.0
# Candidates: the tempi that stand out most, and what they may be multiples of.
_MOST_PEAKS = 4
_MULTIPLES = np.array([1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3, 4 / 3, 3 / 4, 4, 1 / 4])
# The pulses of a metre, to its beat. Divisions are too fast for frames to tell how they return.
_BEAT_AND_SLOWER = np.array([1 / 6, 1 / 4, 1 / 3, 1 / 2, 1])
_DIVISIONS = np.array([2, 3, 4, 6])
# How much it speaks for a tempo that the bass plays on it, that each of these pulses is strong;
# then how many octaves it is from the usual, and their square. A conditional logit over the
# candidates of 740 rendered songs (docs/hearing.md).
_WEIGHTS = np.array([3.6, -5.6, 3.2, 3.7, 10.8, 5.9, 4.8, -2.2, 4.6, 3.5, -1.3, -3.0])
_GRID_STEP = 0.01  # of a logarithm
_PULSE_HZ = np.exp(
    np.arange(np.log(SLOWEST_BPM / 60 * _BEAT_AND_SLOWER[0]), np.log(FRAME_RATE / 2), _GRID_STEP)
)
_SLOW_HZ = _PULSE_HZ[_PULSE_HZ <= FASTEST_BPM / 60]


@dataclass(frozen=True, eq=False)
class Rhythm:
    """`beats_s` is 1-D float32, ascending; tempo 0 and no beats where nothing pulses."""

    tempo_bpm: float
    confidence: float
    beats_s: np.ndarray


def onset_envelope(flux: np.ndarray) -> np.ndarray:
    """One onset strength (T, >= 0, spread about 1) of the bands' (T x bands): local means removed,
    so that a dense passage does not outweigh a quiet one."""
    return _above_local_mean(flux @ _BAND_WEIGHTS)


def find_rhythm(envelope: np.ndarray, bass_onsets: np.ndarray) -> Rhythm:
    """Tempo and beats of an onset envelope (T) at the spectrum's frame rate; the onsets of its
    lowest band (T) tell the beat from what is played between beats."""
    nothing = Rhythm(0.0, 0.0, np.zeros(0, np.float32))
    if envelope.size < _STEP or not envelope.any():
        return nothing
    windows = _heard_windows(envelope)
    correlation = _plain_autocorrelation(windows)
    bass = _heard_windows(_above_local_mean(bass_onsets))
    felt_bpm = _felt_tempo_bpm(windows, correlation, bass)
    if felt_bpm == 0:
        return nothing
    tempo_bpm = _refined(envelope, felt_bpm)
    beats_s = (track_beats(envelope, tempo_bpm) / FRAME_RATE).astype(np.float32)
    beats_s = _on_the_bass(beats_s, bass_onsets)
    if beats_s.size < 4:
        return nothing
    return Rhythm(tempo_bpm, _confidence(correlation, tempo_bpm), beats_s)


def autocorrelation(windows: np.ndarray) -> np.ndarray:
    """Generalised autocorrelation (N x lags) of N windows, its peaks sharpened; 1 at lag 0."""
    size = windows.shape[1]
    spectrum = np.abs(scipy.fft.rfft(windows, 2 * size, axis=1)) ** 0.5
    correlation = scipy.fft.irfft(spectrum, axis=1)[:, :size]
    return correlation / np.maximum(correlation[:, :1], 1e-9)


def windows_of(envelope: np.ndarray, size: int, step: int) -> np.ndarray:
    """Overlapping windows (N x size) of an envelope, padded where it is shorter than one."""
    padded = np.pad(envelope, (0, max(size - envelope.size, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::step]


def _above_local_mean(total: np.ndarray) -> np.ndarray:
    total = total.astype(np.float64)
    local = scipy.ndimage.uniform_filter1d(total, round(FRAME_RATE), mode="nearest")
    envelope = np.maximum(total - local, 0)
    spread = envelope.std()
    return (envelope / spread if spread > 1e-6 else np.zeros_like(envelope)).astype(np.float32)


def _heard_windows(envelope: np.ndarray) -> np.ndarray:
    """Windows (N x 512) about 0, evenly spread over a long song."""
    windows = windows_of(envelope, _WINDOW, _STEP)
    windows = windows[:: -(-len(windows) // _MOST_WINDOWS)]
    return windows - windows.mean(axis=1, keepdims=True)


def _plain_autocorrelation(windows: np.ndarray) -> np.ndarray:
    power = np.abs(scipy.fft.rfft(windows, 2 * windows.shape[1], axis=1)) ** 2
    correlation = scipy.fft.irfft(power, axis=1)[:, : windows.shape[1]]
    return correlation / np.maximum(correlation[:, :1], 1e-9)


def _felt_tempo_bpm(windows: np.ndarray, correlation: np.ndarray, bass: np.ndarray) -> float:
    """Of windows of all onsets, their autocorrelation, and windows of the bass; 0 where nothing
    returns."""
    pulse = _pulse(windows)
    metre = _metre(pulse, correlation)
    candidates = _candidates_bpm(metre)
    if candidates.size == 0:
        return 0.0
    octaves = np.log2(candidates / _USUAL_BPM)
    strengths = [
        _strengths(_metre(_pulse(bass), _plain_autocorrelation(bass)), candidates[:, None]),
        _strengths(metre, np.outer(candidates, _BEAT_AND_SLOWER)),
        _strengths(pulse.mean(axis=0), np.outer(candidates, _DIVISIONS)),
    ]
    evidence = np.column_stack([*np.sqrt(np.hstack(strengths)).T, octaves, octaves**2])
    return float(candidates[np.argmax(evidence @ _WEIGHTS)])


def _metre(pulse: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    """How strongly all windows both pulse and return at each of `_SLOW_HZ`."""
    returning = np.maximum(_at_lags(correlation, FRAME_RATE / _SLOW_HZ), 0)
    return (returning * pulse[:, : _SLOW_HZ.size]).mean(axis=0)


def _candidates_bpm(metre: np.ndarray) -> np.ndarray:
    """The tempi that stand out most, and their multiples; none where there is no metre."""
    bpm = 60 * _SLOW_HZ
    likely = np.exp(-0.5 * np.log2(bpm / _USUAL_BPM) ** 2) * (bpm >= SLOWEST_BPM)
    salience = scipy.ndimage.gaussian_filter1d(metre, 2) * likely
    peaks, _ = scipy.signal.find_peaks(np.pad(salience, 1))
    peaks -= 1
    best = peaks[np.argsort(-salience[peaks], kind="stable")][:_MOST_PEAKS]
    candidates = np.outer(bpm[best], _MULTIPLES).ravel()
    return candidates[(candidates >= SLOWEST_BPM) & (candidates <= FASTEST_BPM)]


def _strengths(of_hz: np.ndarray, bpm: np.ndarray) -> np.ndarray:
    """The strongest within 2 % of each of some tempi; beyond the grid, that at its end."""
    places = np.round(np.log(bpm / 60 / _PULSE_HZ[0]) / _GRID_STEP).astype(int)
    near = scipy.ndimage.maximum_filter1d(of_hz, 5)
    return near[np.clip(places, 0, near.size - 1)]


def _pulse(windows: np.ndarray) -> np.ndarray:
    """How strongly N windows pulse at each of `_PULSE_HZ` (N x F), 0..1."""
    energy = np.square(windows) @ _taper() * _taper().sum()
    return np.abs(windows @ _waves()) / np.sqrt(np.maximum(energy, 1e-9))[:, None]


@lru_cache(maxsize=1)
def _waves() -> np.ndarray:
    turns = np.outer(np.arange(_WINDOW), _PULSE_HZ / FRAME_RATE)
    return (np.exp(-2j * np.pi * turns) * _taper()[:, None]).astype(np.complex64)


@lru_cache(maxsize=1)
def _taper() -> np.ndarray:
    return scipy.signal.get_window("hann", _WINDOW).astype(np.float32)


def _at_lags(correlation: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Values between the whole lags, frames x lags."""
    below = np.floor(lags).astype(int)
    share = lags - below
    return correlation[:, below] * (1 - share) + correlation[:, below + 1] * share


def _refined(envelope: np.ndarray, bpm: float) -> float:
    """The tempo near `bpm` at which long windows of the song pulse most, to 0.05 %."""
    size = min(envelope.size, 1290)  # 30 s
    windows = windows_of(envelope, size, max(size // 2, 1)) * scipy.signal.get_window("hann", size)
    # One grid whatever `bpm` was: a song heard a little differently keeps its tempo.
    middle = round(np.log(bpm / _USUAL_BPM) / 0.0005)
    near = _USUAL_BPM * np.exp(0.0005 * np.arange(middle - 60, middle + 61))
    turns = np.outer(near / 60 / FRAME_RATE, np.arange(size))
    strength = np.zeros(near.size)
    for harmonic in (1, 2, 4):
        waves = np.exp(-2j * np.pi * harmonic * turns)
        strength += np.abs(windows @ waves.T).sum(axis=0)
    return round(float(near[np.argmax(strength)]), 2)


def _on_the_bass(beats_s: np.ndarray, bass_onsets: np.ndarray) -> np.ndarray:
    """Beats moved by half of their distance where the bass clearly plays between them."""
    if beats_s.size < 4:
        return beats_s
    between_s = (beats_s[:-1] + beats_s[1:]) / 2
    nearby = scipy.ndimage.maximum_filter1d(bass_onsets, 3)

    def strength(times_s: np.ndarray) -> float:
        frames = np.minimum((times_s * FRAME_RATE).round().astype(int), nearby.size - 1)
        return float(nearby[frames].mean())

    return between_s if strength(between_s) > 1.5 * strength(beats_s) else beats_s


def _confidence(correlation: np.ndarray, tempo_bpm: float) -> float:
    """How well the median window repeats after one beat, two, or a bar of four."""
    lag = 60 * FRAME_RATE / tempo_bpm
    lags = np.array([many * lag for many in (1, 2, 4) if many * lag < _WINDOW - 2])
    return float(np.clip(1.25 * np.median(_at_lags(correlation, lags).max(axis=1)), 0, 1))
