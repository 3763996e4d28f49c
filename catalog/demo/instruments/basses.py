"""Basses."""

import numpy as np

from catalog.demo.filters import attacked, decaying, lowpass, released, shaped, swept_lowpass
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.instruments.keys import thump
from catalog.demo.instruments.plucks import pick, string
from catalog.demo.oscillators import (
    Samples,
    hertz,
    pulse_amps,
    samples,
    saw_amps,
    seconds,
    sung_phase,
    table_wave,
)


def finger_bass(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi,
        n_samples,
        pluck_at=0.24,
        tilt=1.25 - 0.3 * brightness,
        decay_s=0.85,
        damping=1.1,
        limit_hz=4_000,
    )
    return pick(attacked(np.tanh(1.3 * sound), 0.003), midi, 500, 1_800, 0.05 * brightness)


def slap_bass(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi, n_samples, pluck_at=0.12, tilt=0.85, decay_s=0.7, damping=0.7, limit_hz=6_000
    )
    return pick(attacked(np.tanh(1.8 * sound), 0.001), midi, 1_800, 5_000, 0.3 * brightness)


def upright_bass(midi: int, n_samples: int, brightness: float) -> Samples:
    sound = string(
        midi,
        n_samples,
        pluck_at=0.3,
        tilt=1.5 - 0.2 * brightness,
        decay_s=0.6,
        damping=1.0,
        limit_hz=2_500,
    )
    return thump(attacked(sound, 0.006), midi, 260, 0.6, 0.03)


def sub_bass(midi: int, hold: int, brightness: float) -> Samples:
    """A sine with a little second and third so that small speakers hear it."""
    phase = sung_phase(hertz(midi), hold + samples(0.06))
    sound = table_wave((1.0, 0.16 + 0.1 * brightness, 0.10 * brightness), phase)
    return shaped(np.tanh(1.2 * sound), hold, attack_s=0.008)


def boom_bass(midi: int, n_samples: int, brightness: float) -> Samples:
    """The long, driven, falling kick drum that plays bass lines in trap."""
    time_s = seconds(n_samples)
    freq_hz = hertz(midi)
    cycles = freq_hz * time_s + freq_hz * 2.0 * 0.022 * (1 - np.exp(-time_s / 0.022))
    body = np.sin(2 * np.pi * cycles) * decaying(n_samples, 0.85)
    return attacked(np.tanh((1.5 + 1.5 * brightness) * body) * 0.8, 0.002)


def saw_bass(midi: int, hold: int, brightness: float) -> Samples:
    """Two saws and a sub through an envelope filter: the house and synthwave workhorse."""
    n_samples = hold + samples(0.05)
    freq_hz = hertz(midi)
    saws = [
        table_wave(saw_amps(freq_hz, 6_000), sung_phase(freq_hz * detune, n_samples))
        for detune in (0.9985, 1.0015)
    ]
    sub = table_wave((0.6,), sung_phase(freq_hz, n_samples))
    cutoffs = 240 + (900 + 2_400 * brightness) * decaying(n_samples, 0.11)
    sound = swept_lowpass(saws[0] + saws[1], cutoffs, 1.6) * 0.6 + sub
    return shaped(np.tanh(sound), hold, attack_s=0.003, decay_s=0.5, sustain=0.7)


def acid_bass(midi: int, hold: int, brightness: float) -> Samples:
    """One saw, a screaming filter."""
    n_samples = hold + samples(0.04)
    freq_hz = hertz(midi)
    saw = table_wave(saw_amps(freq_hz, 10_000), sung_phase(freq_hz, n_samples, scoop_cents=20))
    cutoffs = 180 + 3_800 * brightness**2 * decaying(n_samples, 0.09)
    sound = np.tanh(2.2 * swept_lowpass(saw, cutoffs, 6.0))
    return shaped(sound * 0.7, hold, attack_s=0.002, decay_s=0.2, sustain=0.4)


def reese_bass(midi: int, hold: int, brightness: float) -> Samples:
    """Saws that beat against each other under a slow filter, over a clean sub."""
    n_samples = hold + samples(0.08)
    freq_hz = hertz(midi)
    saws = [
        table_wave(saw_amps(freq_hz, 5_000), sung_phase(freq_hz * detune, n_samples))
        for detune in (0.991, 1.0, 1.0095)
    ]
    sway = 1 + 0.5 * np.sin(2 * np.pi * 0.9 * seconds(n_samples) - 1.5)
    moving = swept_lowpass(saws[0] + saws[1] + saws[2], (380 + 500 * brightness) * sway, 1.3)
    sub = table_wave((0.9,), sung_phase(freq_hz, n_samples))
    return shaped(np.tanh(0.8 * moving) * 0.8 + sub, hold, attack_s=0.012)


def chip_bass(midi: int, hold: int, brightness: float) -> Samples:
    """The triangle channel: four bits of steps."""
    n_samples = hold + samples(0.01)
    phase = sung_phase(hertz(midi), n_samples) % 1.0
    stepped = np.round((1 - 4 * np.abs(phase - 0.5)) * 7.5) / 7.5
    return released(attacked(stepped.astype(np.float32), 0.001), hold)


def hollow_bass(midi: int, hold: int, brightness: float) -> Samples:
    """A round square wave, for dub: all weight, no edge."""
    n_samples = hold + samples(0.06)
    freq_hz = hertz(midi)
    square = table_wave(pulse_amps(freq_hz, 0.5, 2_000), sung_phase(freq_hz, n_samples))
    sound = lowpass(square, 190 + 120 * brightness, 3)
    return shaped(np.tanh(1.6 * sound), hold, attack_s=0.006, decay_s=0.6, sustain=0.75)


INSTRUMENTS = {
    "finger_bass": Instrument(finger_bass, ring_s=2.0, release_s=0.06),
    "slap_bass": Instrument(slap_bass, ring_s=1.2, release_s=0.04),
    "upright_bass": Instrument(upright_bass, ring_s=1.6, release_s=0.08),
    "boom_bass": Instrument(boom_bass, ring_s=2.2, release_s=0.05),
    "sub_bass": Instrument(sub_bass),
    "saw_bass": Instrument(saw_bass),
    "acid_bass": Instrument(acid_bass),
    "reese_bass": Instrument(reese_bass),
    "chip_bass": Instrument(chip_bass),
    "hollow_bass": Instrument(hollow_bass),
}
