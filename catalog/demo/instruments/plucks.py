"""Plucked strings and synthetic plucks."""

import numpy as np

from catalog.demo.filters import attacked, bandpass, decaying, lowpass
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.oscillators import (
    Samples,
    damped_partials,
    harmonic_count,
    hertz,
    noise,
    samples,
)


def string(
    midi: int,
    n_samples: int,
    *,
    pluck_at: float,
    tilt: float,
    decay_s: float,
    damping: float,
    limit_hz: float = 9_000,
) -> Samples:
    """A plucked string: a comb from where it is plucked, highs that die first."""
    freq_hz = hertz(midi)
    k = np.arange(1, min(harmonic_count(freq_hz, limit_hz), 36) + 1)
    amps = np.sin(np.pi * k * pluck_at) / k**tilt
    lengths = decay_s * 2 ** (-(midi - 55) / 28) / (1 + damping * (k - 1) * freq_hz / 400)
    detuned = k * freq_hz * (1 + 0.00004 * k**2)
    return damped_partials(detuned, amps, lengths, n_samples)


def pick(sound: Samples, seed: int, low_hz: float, high_hz: float, level: float) -> Samples:
    """Adds the scratch of a finger or plectrum, in place."""
    n_samples = samples(0.04)
    scratch = bandpass(noise(n_samples, seed), low_hz, high_hz) * decaying(n_samples, 0.006)
    sound[..., :n_samples] += level * scratch
    return sound


def nylon_guitar(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi, n_samples, pluck_at=0.21, tilt=1.75 - 0.35 * brightness, decay_s=0.75, damping=0.28
    )
    return pick(attacked(sound, 0.002), midi, 900, 2_600, 0.10)


def steel_guitar(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi, n_samples, pluck_at=0.13, tilt=1.35 - 0.35 * brightness, decay_s=1.1, damping=0.14
    )
    return pick(attacked(sound, 0.001), midi, 2_000, 6_000, 0.10)


def electric_guitar(midi: int, n_samples: int, brightness: float) -> Samples:
    """Clean, neck pickup, doubled and a little apart on both sides."""
    sides = [
        string(
            midi,
            n_samples,
            pluck_at=place,
            tilt=1.3 - 0.3 * brightness,
            decay_s=1.3,
            damping=0.16,
            limit_hz=6_500,
        )
        for place in (0.17, 0.24)
    ]
    return pick(attacked(np.stack(sides), 0.0015), midi, 1_500, 4_000, 0.05)


def fuzz_guitar(midi: int, n_samples: int, brightness: float) -> Samples:
    """Overdriven into a speaker cabinet."""
    clean = electric_guitar(midi, n_samples, 1.0)
    driven = np.tanh(clean * (6 + 10 * brightness))
    return lowpass(driven * decaying(n_samples, 1.4), 3_400, 2) * 0.5


def muted_guitar(midi: int, n_samples: int, brightness: float) -> Samples:
    """A palm on the strings: all attack."""
    sound = string(midi, n_samples, pluck_at=0.1, tilt=0.9, decay_s=0.09, damping=0.22)
    return pick(attacked(sound, 0.001), midi, 1_800, 5_000, 0.2 * brightness)


def harp(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi, n_samples, pluck_at=0.38, tilt=1.9 - 0.3 * brightness, decay_s=1.3, damping=0.25
    )
    return pick(attacked(sound, 0.003), midi, 700, 2_000, 0.04)


def clavinet(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi, n_samples, pluck_at=0.08, tilt=0.95 - 0.2 * brightness, decay_s=0.55, damping=0.12
    )
    return pick(attacked(np.tanh(1.6 * sound), 0.001), midi, 1_500, 5_000, 0.12)


def synth_pluck(midi: int, n_samples: int, brightness: float) -> Samples:
    """Two detuned saws through a filter that snaps shut: highs simply die first."""
    freq_hz = hertz(midi)
    k = np.arange(1, min(harmonic_count(freq_hz, 11_000), 40) + 1)
    lengths = 0.5 / (1 + 0.35 * (k - 1) * (1.4 - brightness))
    sides = []
    for low, high in ((0.9975, 1.0012), (0.9988, 1.0025)):
        freqs = np.concatenate([k * freq_hz * low, k * freq_hz * high])
        sides.append(damped_partials(freqs, np.tile(0.5 / k, 2), np.tile(lengths, 2), n_samples))
    return attacked(np.stack(sides), 0.002)


INSTRUMENTS = {
    "nylon_guitar": Instrument(nylon_guitar, ring_s=2.0, release_s=0.09),
    "steel_guitar": Instrument(steel_guitar, ring_s=2.2, release_s=0.1),
    "electric_guitar": Instrument(electric_guitar, ring_s=2.4, release_s=0.12),
    "fuzz_guitar": Instrument(fuzz_guitar, ring_s=3.2, release_s=0.15),
    "muted_guitar": Instrument(muted_guitar, ring_s=0.4, release_s=0.03),
    "harp": Instrument(harp, ring_s=2.4, release_s=0.3),
    "clavinet": Instrument(clavinet, ring_s=1.0, release_s=0.03),
    "synth_pluck": Instrument(synth_pluck, ring_s=1.6, release_s=0.12),
}
