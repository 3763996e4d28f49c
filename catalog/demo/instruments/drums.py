"""Drums, cymbals and percussion.

`midi` tunes kicks to the song's tonic; for all else it only picks a take of the same hit.
"""

import numpy as np

from catalog.demo.filters import attacked, bandpass, decaying, highpass, lowpass
from catalog.demo.instruments.instrument import Instrument, Voice
from catalog.demo.oscillators import Samples, damped_partials, hertz, noise, samples, seconds

METAL_HZ = np.array([2_050.0, 3_070, 3_690, 4_450, 5_430, 6_790, 7_730, 8_870, 9_940, 11_300])


def falling_sine(n_samples: int, end_hz: float, fall_hz: float, fall_s: float) -> Samples:
    """A sine that falls by `fall_hz` to `end_hz`, with its phase in closed form."""
    time_s = seconds(n_samples)
    cycles = end_hz * time_s + fall_hz * fall_s * (1 - np.exp(-time_s / fall_s))
    return np.sin(2 * np.pi * cycles)


def tuned(near_hz: float, tonic: int) -> float:
    """The tonic or fifth closest to a frequency, in Hz; `tonic` is any MIDI note of it."""
    choices = [hertz(midi) for midi in range(12, 60) if (midi - tonic) % 12 in (0, 7)]
    return min(choices, key=lambda choice: abs(np.log(choice / near_hz)))


def kick(end_hz: float, fall_hz: float, fall_s: float, decay_s: float, click: float) -> Voice:
    """A bass drum that falls by `fall_hz` to about `end_hz`, in tune with the song."""

    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        body = falling_sine(n_samples, tuned(end_hz, midi), fall_hz, fall_s)
        body *= decaying(n_samples, decay_s)
        snap = highpass(noise(n_samples, 11), 2_000, 1) * decaying(n_samples, 0.0035)
        return attacked(np.tanh(1.7 * body) + click * snap, 0.0008)

    return voice


def snare(
    tone_hz: float, ring_s: float, rattle_s: float, rattle: float, low_hz: float = 1_100
) -> Voice:
    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        shell = falling_sine(n_samples, tone_hz, tone_hz * 0.7, 0.012)
        shell += 0.5 * falling_sine(n_samples, tone_hz * 1.74, tone_hz, 0.008)
        wires = highpass(noise(n_samples, 20 + midi, 2), low_hz)
        fall = 0.65 * decaying(n_samples, rattle_s) + 0.35 * decaying(n_samples, rattle_s * 0.25)
        sound = shell * decaying(n_samples, ring_s) * 0.8 + rattle * wires * fall
        return attacked(np.tanh(1.3 * sound), 0.0006)

    return voice


def clap(midi: int, n_samples: int, brightness: float) -> Samples:
    """Several hands, a few milliseconds apart, and the room behind them."""
    hands = np.zeros(n_samples, np.float32)
    for delay_s, level in ((0, 0.7), (0.011, 0.8), (0.021, 0.7), (0.032, 1.0)):
        start = samples(delay_s)
        hands[start:] += level * decaying(n_samples - start, 0.005)
    hands += 0.5 * decaying(n_samples, 0.07)
    return bandpass(noise(n_samples, 40 + midi, 2), 900, 3_600) * hands


def metal(decay_s: float, sizzle: float, floor_hz: float, pitch: float = 1.0) -> Voice:
    """Hi-hats and cymbals: inharmonic partials under bright noise."""

    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        spread = 1 + 0.01 * (midi % 4)
        freqs = METAL_HZ * pitch * spread
        ring = damped_partials(freqs, 0.3 / np.sqrt(np.arange(1, 11)), decay_s, n_samples)
        hiss = highpass(noise(n_samples, 60 + midi), floor_hz) * decaying(n_samples, decay_s)
        return attacked(highpass(ring, floor_hz * 0.6) * (1.5 - sizzle) + sizzle * hiss, 0.0008)

    return voice


def ride(midi: int, n_samples: int, brightness: float) -> Samples:
    stick = highpass(noise(n_samples, 70 + midi), 6_000) * decaying(n_samples, 0.018)
    ping = damped_partials(
        METAL_HZ * 0.93,
        [1.0, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3, 0.3, 0.2],
        [0.35, 0.5, 0.4, 0.5, 0.3, 0.35, 0.3, 0.2, 0.2, 0.2],
        n_samples,
    )
    return attacked(0.35 * ping + 0.5 * stick, 0.0008)


def crash(midi: int, n_samples: int, brightness: float) -> Samples:
    wash = highpass(noise(n_samples, 80, 2), 3_200, 1)
    fall = 0.6 * decaying(n_samples, 0.55) + 0.4 * decaying(n_samples, 0.08)
    ring = damped_partials(METAL_HZ * 0.71, 0.2, 0.6, n_samples)
    return attacked(wash * fall * 0.5 + ring, 0.002)


def tom(end_hz: float) -> Voice:
    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        body = falling_sine(n_samples, end_hz, end_hz * 0.6, 0.04) * decaying(n_samples, 0.2)
        skin = lowpass(noise(n_samples, 90 + midi), 2_200) * decaying(n_samples, 0.02)
        return attacked(np.tanh(1.4 * body) + 0.35 * skin, 0.001)

    return voice


def shaker(midi: int, n_samples: int, brightness: float) -> Samples:
    beans = bandpass(noise(n_samples, 100 + midi), 4_500, 9_500)
    swing = np.minimum(seconds(n_samples) / 0.022, 1) * decaying(n_samples, 0.03)
    return beans * swing


def brush(midi: int, n_samples: int, brightness: float) -> Samples:
    """A sweep on a snare head."""
    sweep = bandpass(noise(n_samples, 110 + midi, 2), 1_200, 7_000)
    swell = np.minimum(seconds(n_samples) / 0.03, 1) * decaying(n_samples, 0.07)
    return sweep * swell


def rim(midi: int, n_samples: int, brightness: float) -> Samples:
    stick = damped_partials([1_650, 820, 2_900], [1.0, 0.6, 0.4], [0.012, 0.018, 0.006], n_samples)
    return attacked(stick + 0.2 * noise(n_samples, 120) * decaying(n_samples, 0.003), 0.0003)


def conga(end_hz: float, slap: float) -> Voice:
    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        skin = falling_sine(n_samples, end_hz, end_hz * 0.25, 0.015) * decaying(n_samples, 0.11)
        palm = bandpass(noise(n_samples, 130 + midi), 900, 3_200) * decaying(n_samples, 0.012)
        return attacked(skin + slap * palm, 0.0008)

    return voice


def cowbell(midi: int, n_samples: int, brightness: float) -> Samples:
    freqs = np.outer([562.0, 845.0], [1, 3, 5]).ravel()
    return attacked(damped_partials(freqs, [1, 0.4, 0.2] * 2, 0.07, n_samples), 0.0008)


def chip_noise(decay_s: float, hold_samples: int) -> Voice:
    """The noise channel: every value is held for a few samples."""

    def voice(midi: int, n_samples: int, brightness: float) -> Samples:
        values = np.sign(noise(-(-n_samples // hold_samples), 140))
        return np.repeat(values, hold_samples)[:n_samples] * decaying(n_samples, decay_s)

    return voice


def timpani(midi: int, n_samples: int, brightness: float) -> Samples:
    body = damped_partials([65.4, 98.1, 130.8, 163.0], [1, 0.6, 0.4, 0.2], 0.7, n_samples)
    mallet = lowpass(noise(n_samples, 150), 600) * decaying(n_samples, 0.05)
    return attacked(np.tanh(1.5 * body) + 0.8 * mallet, 0.002)


def drum(voice: Voice, ring_s: float) -> Instrument:
    return Instrument(voice, ring_s=ring_s, release_s=0.05)


INSTRUMENTS = {
    "kick_house": drum(kick(47, 210, 0.022, 0.16, 0.25), 0.42),
    "kick_hard": drum(kick(45, 320, 0.018, 0.20, 0.45), 0.5),
    "kick_soft": drum(kick(52, 90, 0.025, 0.12, 0.06), 0.34),
    "kick_tight": drum(kick(55, 180, 0.016, 0.09, 0.35), 0.26),
    "kick_boom": drum(kick(41, 160, 0.03, 0.3, 0.2), 0.8),
    "snare_tight": drum(snare(195, 0.05, 0.09, 0.55), 0.35),
    "snare_fat": drum(snare(172, 0.09, 0.13, 0.5), 0.5),
    "snare_crack": drum(snare(225, 0.045, 0.12, 0.7, 1_800), 0.4),
    "snare_dusty": drum(snare(180, 0.06, 0.07, 0.4, 700), 0.3),
    "clap": drum(clap, 0.35),
    "hat": drum(metal(0.022, 0.9, 7_000), 0.1),
    "hat_soft": drum(metal(0.016, 1.0, 5_500, 0.9), 0.08),
    "hat_open": drum(metal(0.13, 0.9, 6_500), 0.4),
    "ride": drum(ride, 1.2),
    "crash": drum(crash, 2.4),
    "tom_high": drum(tom(165), 0.6),
    "tom_mid": drum(tom(120), 0.7),
    "tom_low": drum(tom(82), 0.8),
    "shaker": drum(shaker, 0.14),
    "brush": drum(brush, 0.3),
    "rim": drum(rim, 0.1),
    "conga_high": drum(conga(330, 0.5), 0.4),
    "conga_low": drum(conga(210, 0.3), 0.5),
    "cowbell": drum(cowbell, 0.3),
    "chip_snare": drum(chip_noise(0.07, 4), 0.25),
    "chip_hat": drum(chip_noise(0.014, 1), 0.06),
    "timpani": drum(timpani, 2.0),
}
