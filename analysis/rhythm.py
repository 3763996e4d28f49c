"""Tempo and beats from onset strength.

A periodic onset envelope has peaks in its autocorrelation at one beat, two, three, ... and in its
Fourier transform at one per beat, two, three, ...: the product of the two stands out at the beat
itself (Peeters, 2006). Which of a tempo's multiples is felt as the beat is then decided by the
autocorrelation and by where people tap. Beats follow the tempo (`analysis.beats`).
"""

from dataclasses import dataclass

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
# Where tempo is felt, and how widely: log-normal, in octaves.
_FELT_BPM, _FELT_OCTAVES = 120.0, 0.6
_MULTIPLES = np.array([1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3])
_GRID_BPM = np.exp(np.arange(np.log(SLOWEST_BPM), np.log(FASTEST_BPM), 0.01))


@dataclass(frozen=True, eq=False)
class Rhythm:
    """`beats_s` is 1-D float32, ascending; tempo 0 and no beats where nothing pulses."""

    tempo_bpm: float
    confidence: float
    beats_s: np.ndarray


def onset_envelope(flux: np.ndarray) -> np.ndarray:
    """One onset strength (T, >= 0, spread about 1) of the bands' (T x bands): local means removed,
    so that a dense passage does not outweigh a quiet one."""
    total = (flux @ _BAND_WEIGHTS).astype(np.float64)
    local = scipy.ndimage.uniform_filter1d(total, round(FRAME_RATE), mode="nearest")
    envelope = np.maximum(total - local, 0)
    spread = envelope.std()
    return (envelope / spread if spread > 1e-6 else np.zeros_like(envelope)).astype(np.float32)


def find_rhythm(envelope: np.ndarray, bass_onsets: np.ndarray) -> Rhythm:
    """Tempo and beats of an onset envelope (T) at the spectrum's frame rate; the onsets of its
    lowest band (T) tell the beat from what is played between beats."""
    nothing = Rhythm(0.0, 0.0, np.zeros(0, np.float32))
    if envelope.size < _STEP or not envelope.any():
        return nothing
    windows = windows_of(envelope, _WINDOW, _STEP)
    windows = windows[:: -(-len(windows) // _MOST_WINDOWS)]
    windows = windows - windows.mean(axis=1, keepdims=True)
    correlation = _plain_autocorrelation(windows)
    tempo_bpm = _refined(envelope, _felt_tempo_bpm(windows, correlation))
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


def _plain_autocorrelation(windows: np.ndarray) -> np.ndarray:
    power = np.abs(scipy.fft.rfft(windows, 2 * windows.shape[1], axis=1)) ** 2
    correlation = scipy.fft.irfft(power, axis=1)[:, : windows.shape[1]]
    return correlation / np.maximum(correlation[:, :1], 1e-9)


def _felt_tempo_bpm(windows: np.ndarray, correlation: np.ndarray) -> float:
    periodic = np.maximum(_at_lags(correlation, 60 * FRAME_RATE / _GRID_BPM), 0)
    turns = np.outer(_GRID_BPM / 60 / FRAME_RATE, np.arange(_WINDOW))
    waves = np.exp(-2j * np.pi * turns) * scipy.signal.get_window("hann", _WINDOW)
    pulsing = np.abs(windows @ waves.T)
    pulsing /= np.maximum(pulsing.max(axis=1, keepdims=True), 1e-9)
    metre = _smoothed((periodic * pulsing).mean(axis=0)) * _felt(1.0)
    beats = _smoothed(periodic.mean(axis=0)) * _felt(_FELT_OCTAVES)
    candidates = _GRID_BPM[np.argmax(metre)] * _MULTIPLES
    strengths = np.interp(candidates, _GRID_BPM, beats, left=0, right=0)
    return float(candidates[np.argmax(strengths)])


def _at_lags(correlation: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Values between the whole lags, frames x lags."""
    below = np.floor(lags).astype(int)
    share = lags - below
    return correlation[:, below] * (1 - share) + correlation[:, below + 1] * share


def _smoothed(values: np.ndarray) -> np.ndarray:
    return scipy.ndimage.gaussian_filter1d(values, 2)


def _felt(octaves: float) -> np.ndarray:
    return np.exp(-0.5 * (np.log2(_GRID_BPM / _FELT_BPM) / octaves) ** 2)


def _refined(envelope: np.ndarray, bpm: float) -> float:
    """`bpm` to a hundredth: the frequency near it at which long windows of the song pulse."""
    size = min(envelope.size, 1290)  # 30 s
    windows = windows_of(envelope, size, max(size // 2, 1)) * scipy.signal.get_window("hann", size)
    near = bpm * np.exp(np.linspace(-0.03, 0.03, 121))
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
