"""Energy, brightness and danceability: how a song feels, 0..1.

Each is a weighted sum of measured quantities, laid on a scale by percentiles: 0.5 is the middle of
the music the scale was made with, 0.1 its quietest (darkest, least danceable) tenth.
"""

from dataclasses import dataclass

import numpy as np

from analysis.rhythm import Rhythm
from analysis.spectrum import FRAME_RATE, Spectrum

_SHARES = (0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0)
# Raw values at these shares of 119 songs (77 freely licensed ones of games, rock to orchestra, and
# the demo catalogue), the ends moved out a little.
_ENERGY = (-3.0, -1.84, -1.33, -0.92, -0.43, -0.02, 0.3, 0.69, 1.4)
_BRIGHTNESS = (8.1, 8.91, 9.0, 9.26, 9.61, 9.8, 10.03, 10.22, 10.8)
_DANCEABILITY = (1.2, 1.81, 1.96, 2.4, 3.34, 3.73, 3.94, 4.07, 4.4)


@dataclass(frozen=True)
class Character:
    energy: float
    brightness: float
    danceability: float


def of(spectrum: Spectrum, loudness_lufs: float, envelope: np.ndarray, rhythm: Rhythm) -> Character:
    energy, brightness, danceability = raw(spectrum, loudness_lufs, envelope, rhythm)
    return Character(
        _on_scale(energy, _ENERGY),
        _on_scale(brightness, _BRIGHTNESS),
        _on_scale(danceability, _DANCEABILITY),
    )


def raw(
    spectrum: Spectrum, loudness_lufs: float, envelope: np.ndarray, rhythm: Rhythm
) -> tuple[float, float, float]:
    """The three before they are laid on their scales; loud frames alone speak."""
    audible = spectrum.level_db > max(loudness_lufs - 15, -60)
    if not audible.any():
        audible = np.ones_like(audible)
    flux = float(np.sqrt(spectrum.flux[audible].mean(axis=1)).mean())
    centroid = float(np.log2(np.maximum(spectrum.centroid_hz[audible], 50)).mean())
    noise = float(np.log10(np.maximum(spectrum.flatness[audible], 1e-5)).mean())
    onsets_per_s = float((envelope > 1.0).mean() * FRAME_RATE)
    # Quiet mastering is not a quiet song: loudness counts, but less than how the sound moves.
    energy = (
        0.12 * (np.clip(loudness_lufs, -35, -6) + 16)
        + 1.6 * (flux - 1.2)
        + 0.5 * (centroid - 10)
        + 0.8 * (noise + 2)
        + 0.12 * (onsets_per_s - 6)
    )
    brightness = centroid + 0.35 * noise
    steadiness = _steadiness(rhythm.beats_s)
    tempo = 0.0 if rhythm.tempo_bpm <= 0 else -abs(np.log2(rhythm.tempo_bpm / 118))
    low_share = float(np.sqrt(spectrum.flux[audible, 0]).mean()) / max(flux, 1e-6)
    danceability = (
        2.2 * rhythm.confidence + 1.2 * steadiness + 0.9 * tempo + 0.6 * low_share + 0.3 * flux
    )
    return float(energy), float(brightness), float(danceability)


def _steadiness(beats_s: np.ndarray) -> float:
    """1 for beats like a machine's, 0 for beats that wander by a fifth of their distance."""
    if beats_s.size < 8:
        return 0.0
    intervals = np.diff(beats_s)
    wander = np.median(np.abs(intervals - np.median(intervals))) / np.median(intervals)
    return float(np.clip(1 - 5 * wander, 0, 1))


def _on_scale(value: float, scale: tuple[float, ...]) -> float:
    return round(float(np.interp(value, scale, _SHARES)), 3)
