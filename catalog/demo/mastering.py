"""From a mix to a record: tonal balance, saturation, loudness, limiter. Stereo is (2, n)."""

from itertools import pairwise

import numpy as np
from scipy import fft, ndimage

from analysis.loudness import integrated_lufs
from catalog.demo.filters import highpass
from catalog.demo.oscillators import SAMPLE_RATE, Samples

BLOCK = SAMPLE_RATE // 10
TARGET_LUFS = -14.0
CEILING = 10 ** (-1.6 / 20)
LIMITER_BLOCK = 64
LIMITER_HOLD = 40
PRESENCE_HZ = 2_300.0
PRESENCE_DB, AIR_DB = -11.0, -18.0
"""What 2-6 kHz and 6-16 kHz hold on a bright record, against 250-2,000 Hz."""
CORRECTION = 0.85
MAX_BOOST_DB = 8.0
RUMBLE_HZ = 22.0


def band_levels_db(stereo: Samples) -> tuple[float, float]:
    """Presence and air against the middle, from every fifth tenth of a second."""
    n_blocks = stereo.shape[1] // BLOCK
    blocks = stereo[:, : n_blocks * BLOCK].reshape(2, n_blocks, BLOCK)[:, ::5]
    powers = (np.abs(fft.rfft(blocks, axis=2)) ** 2).sum(axis=(0, 1))
    edges = [int(hertz * BLOCK / SAMPLE_RATE) for hertz in (250, 2_000, 6_000, 16_000)]
    middle, presence, air = (float(powers[low:high].sum()) + 1e-12 for low, high in pairwise(edges))
    return 10 * float(np.log10(presence / middle)), 10 * float(np.log10(air / middle))


def balanced(stereo: Samples, brightness_db: float) -> Samples:
    """Lifts dull mixes part of the way to a bright record moved by `brightness_db`."""
    presence_db, _ = band_levels_db(stereo)
    lift = boost(PRESENCE_DB + brightness_db - presence_db)
    brighter = stereo + np.float32(lift - 1) * highpass(stereo, PRESENCE_HZ, 1)
    _, air_db = band_levels_db(brighter)
    slope = boost(AIR_DB + brightness_db - air_db) - 1
    brighter[:, 1:] += np.float32(0.6 * slope) * np.diff(brighter, axis=1)
    return brighter


def boost(missing_db: float) -> float:
    return float(10 ** (np.clip(CORRECTION * missing_db, 0, MAX_BOOST_DB) / 20))


def limited(stereo: Samples, ceiling: float = CEILING) -> Samples:
    """A look-ahead limiter: gains per block of 64 samples, smoothed, never over `ceiling`."""
    n_blocks = -(-stereo.shape[1] // LIMITER_BLOCK)
    padded = np.pad(stereo, ((0, 0), (0, n_blocks * LIMITER_BLOCK - stereo.shape[1])))
    peaks = np.abs(padded).max(axis=0).reshape(n_blocks, LIMITER_BLOCK).max(axis=1)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    lowest = ndimage.minimum_filter1d(wanted, LIMITER_HOLD + 4, mode="nearest")
    smooth = ndimage.uniform_filter1d(lowest, LIMITER_HOLD, mode="nearest").astype(np.float32)
    return padded_gain(padded, smooth)[:, : stereo.shape[1]]


def padded_gain(padded: Samples, block_gains: Samples) -> Samples:
    """Multiplies by gains that run straight from block to block."""
    following = np.append(block_gains[1:], block_gains[-1])
    ramp = np.linspace(0, 1, LIMITER_BLOCK, endpoint=False, dtype=np.float32)
    gains = block_gains[:, None] + (following - block_gains)[:, None] * ramp
    return padded * gains.reshape(-1)


def mastered(stereo: Samples, drive: float, brightness_db: float) -> Samples:
    """Balanced, saturated gently, freed of DC, brought to the target loudness, limited."""
    stereo = balanced(stereo, brightness_db)
    loudness = integrated_lufs(stereo, SAMPLE_RATE)
    hot = stereo * np.float32(drive * 10 ** ((TARGET_LUFS + 1.0 - loudness) / 20))
    warm = highpass(np.tanh(hot), RUMBLE_HZ)
    for _ in range(2):
        gain = 10 ** ((TARGET_LUFS - integrated_lufs(warm, SAMPLE_RATE)) / 20)
        warm = limited(warm * np.float32(gain))
    return warm
