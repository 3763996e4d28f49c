"""Filters and envelopes. All take and give float32 along the last axis."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import signal

from catalog.demo.oscillators import SAMPLE_RATE, Samples, seconds

SWEEP_BLOCKS = 256
"""About how many times a moving filter changes in one sound; blocks of 128 to 1,024 samples."""


@lru_cache(maxsize=128)
def butterworth(kind: str, cutoff_hz: float | tuple[float, float], order: int) -> Samples:
    sos = signal.butter(order, cutoff_hz, kind, fs=SAMPLE_RATE, output="sos")
    return sos.astype(np.float32)


def lowpass(sound: Samples, cutoff_hz: float, order: int = 2) -> Samples:
    return filtered(sound, butterworth("low", min(cutoff_hz, 20_000.0), order))


def highpass(sound: Samples, cutoff_hz: float, order: int = 2) -> Samples:
    return filtered(sound, butterworth("high", cutoff_hz, order))


def bandpass(sound: Samples, low_hz: float, high_hz: float, order: int = 1) -> Samples:
    return filtered(sound, butterworth("band", (low_hz, high_hz), order))


def filtered(sound: Samples, sos: Samples) -> Samples:
    return signal.sosfilt(sos, sound, axis=-1).astype(np.float32, copy=False)


def swept_lowpass(sound: Samples, cutoffs_hz: npt.ArrayLike, resonance: float = 1.0) -> Samples:
    """A resonant low-pass whose cutoff moves; `cutoffs_hz` has a value a sample or a few."""
    n_samples = sound.shape[-1]
    block = int(np.clip(n_samples // SWEEP_BLOCKS, 128, 1_024))
    n_blocks = -(-n_samples // block)
    given = np.asarray(cutoffs_hz, float)
    cutoffs = np.interp(np.linspace(0, 1, n_blocks), np.linspace(0, 1, given.size), given)
    numerators, denominators = lowpass_coefficients(np.clip(cutoffs, 30, 16_000), resonance)
    state = np.zeros((*sound.shape[:-1], 2))
    swept = np.empty_like(sound)
    for index in range(n_blocks):
        span = slice(index * block, (index + 1) * block)
        swept[..., span], state = signal.lfilter(
            numerators[index], denominators[index], sound[..., span], axis=-1, zi=state
        )
    return swept


def lowpass_coefficients(
    cutoffs_hz: npt.NDArray[np.float64], resonance: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Two-pole low-pass of the "Audio EQ Cookbook", one row a cutoff."""
    omega = 2 * np.pi * cutoffs_hz / SAMPLE_RATE
    alpha = np.sin(omega) / (2 * resonance)
    cosine = np.cos(omega)
    numerators = np.stack([(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2], axis=1)
    denominators = np.stack([1 + alpha, -2 * cosine, 1 - alpha], axis=1)
    first = denominators[:, :1]
    return numerators / first, denominators / first


def decaying(n_samples: int, time_constant_s: float) -> Samples:
    return np.exp(-seconds(n_samples) / np.float32(time_constant_s))


def attacked(sound: Samples, attack_s: float) -> Samples:
    """Fades the start in, in place."""
    n_attack = min(int(attack_s * SAMPLE_RATE), sound.shape[-1])
    sound[..., :n_attack] *= np.linspace(0, 1, n_attack, dtype=np.float32)
    return sound


def released(sound: Samples, hold: int) -> Samples:
    """Fades everything after `hold` samples out to nothing, in place."""
    n_release = sound.shape[-1] - hold
    if n_release > 0:
        sound[..., hold:] *= np.linspace(1, 0, n_release, dtype=np.float32) ** 2
    return sound


def shaped(
    sound: Samples,
    hold: int,
    *,
    attack_s: float = 0.005,
    decay_s: float = 0.3,
    sustain: float = 1.0,
) -> Samples:
    """Attack, decay to `sustain`, and a release over what is left after `hold`; in place."""
    if sustain < 1:
        fall = decaying(sound.shape[-1], decay_s)
        sound *= sustain + (1 - sustain) * fall
    return released(attacked(sound, attack_s), hold)
