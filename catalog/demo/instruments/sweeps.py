"""Sounds between notes: risers, impacts, crackle, rain."""

import numpy as np

from catalog.demo.filters import (
    bandpass,
    decaying,
    highpass,
    lowpass,
    released,
    shaped,
    swept_lowpass,
)
from catalog.demo.instruments.drums import falling_sine
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.oscillators import Samples, noise, samples


def riser(midi: int, hold: int, brightness: float) -> Samples:
    """Noise that brightens and swells until the bar line."""
    ramp = np.linspace(0, 1, hold, dtype=np.float32)
    swell = swept_lowpass(noise(hold, 200, 2), 300 * 40 ** np.linspace(0, 1, 128), 2.5)
    return released(highpass(swell, 250, 1) * ramp**2 * 0.5, hold - samples(0.02))


def impact(midi: int, n_samples: int, brightness: float) -> Samples:
    boom = falling_sine(n_samples, 38, 60, 0.12) * decaying(n_samples, 0.6)
    air = lowpass(noise(n_samples, 220, 2), 1_200) * decaying(n_samples, 0.25)
    return np.tanh(1.5 * boom) + 0.5 * air


def crackle(midi: int, hold: int, brightness: float) -> Samples:
    """Dust on a record."""
    n_samples = hold + samples(0.5)
    rng = np.random.default_rng(230)
    clicks = np.zeros((2, n_samples), np.float32)
    places = rng.integers(0, n_samples, n_samples // 3_500)
    clicks[rng.integers(0, 2, places.size), places] = rng.exponential(1.0, places.size)
    hiss = noise(n_samples, 231, 2) * np.float32(0.012)
    return shaped(bandpass(clicks + hiss, 900, 7_500), hold, attack_s=0.3)


def rain(midi: int, hold: int, brightness: float) -> Samples:
    """A window, and the weather behind it; it comes and goes slowly."""
    n_samples = hold + samples(1.5)
    drops = bandpass(noise(n_samples, 240, 2), 700, 6_000) * np.float32(0.3)
    return shaped(drops, hold, attack_s=1.2)


INSTRUMENTS = {
    "riser": Instrument(riser),
    "impact": Instrument(impact, ring_s=2.2),
    "crackle": Instrument(crackle),
    "rain": Instrument(rain),
}
