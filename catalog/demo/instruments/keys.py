"""Struck and blown keys: pianos, electric pianos, organs, bells, mallets."""

import numpy as np

from catalog.demo.filters import attacked, decaying, lowpass, shaped
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.oscillators import (
    Samples,
    damped_partials,
    harmonic_count,
    hertz,
    noise,
    samples,
    seconds,
    sung_phase,
    table_wave,
)


def thump(sound: Samples, seed: int, cutoff_hz: float, level: float, decay_s: float) -> Samples:
    """Adds the knock of a key or mallet to the start, in place."""
    n_samples = min(samples(0.12), sound.shape[-1])
    knock = lowpass(noise(n_samples, seed), cutoff_hz) * decaying(n_samples, decay_s)
    sound[..., :n_samples] += level * knock
    return sound


def piano(midi: int, n_samples: int, brightness: float) -> Samples:
    """Stiff strings in slightly mistuned pairs; one of a pair dies faster than the other."""
    freq_hz = hertz(midi)
    k = np.arange(1, min(harmonic_count(freq_hz, 9_000), 22) + 1)
    stiffness = 0.00028 * 2 ** ((midi - 60) / 10)
    freqs = k * freq_hz * np.sqrt(1 + stiffness * k**2)
    amps = (0.25 + np.abs(np.sin(np.pi * k / 7.3))) / k ** (1.15 + 1.1 * (1 - brightness))
    decays = 1.5 * 2 ** (-(midi - 60) / 22) / (1 + 0.28 * (k - 1))
    sides = [
        damped_partials(
            np.concatenate([freqs * (1 - detune), freqs * (1 + detune)]),
            np.concatenate([amps * 0.6, amps * 0.4]),
            np.concatenate([decays * 0.45, decays * 1.5]),
            n_samples,
        )
        for detune in (0.00025, 0.0004)
    ]
    sound = attacked(np.stack(sides), 0.0025)
    return thump(sound, midi, 700, 0.16 * brightness, 0.02)


def felt_piano(midi: int, n_samples: int, brightness: float) -> Samples:
    """A piano with the soft pedal down, close to the microphone."""
    sound = lowpass(piano(midi, n_samples, 0.3 * brightness), 1_900, 1)
    return thump(attacked(sound, 0.008), midi + 500, 420, 0.3, 0.035)


def electric_piano(midi: int, n_samples: int, brightness: float) -> Samples:
    """Frequency modulation: a bar and its tine, with a slow tremolo from side to side."""
    time_s, freq_hz = seconds(n_samples), hertz(midi)
    cycle = 2 * np.pi * freq_hz * time_s
    length_s = 1.5 * 2 ** (-(midi - 60) / 26)
    bark = (0.25 + 1.5 * brightness) * decaying(n_samples, 0.35 * length_s)
    body = np.sin(cycle + bark * np.sin(cycle)) * decaying(n_samples, length_s)
    tine = np.sin(cycle * 8.0 + 0.6 * np.sin(cycle)) * decaying(n_samples, 0.09)
    mono = attacked(body + 0.16 * brightness * tine, 0.003)
    sway = 0.22 * np.sin(2 * np.pi * 4.6 * time_s)
    return np.stack([mono * (1 + sway), mono * (1 - sway)])


def glass_piano(midi: int, n_samples: int, brightness: float) -> Samples:
    """The bright digital electric piano of eighties ballads, chorused."""
    time_s, freq_hz = seconds(n_samples), hertz(midi)
    sides = []
    for detune in (0.9988, 1.0012):
        cycle = 2 * np.pi * freq_hz * detune * time_s
        bell = (0.5 + brightness) * decaying(n_samples, 0.16)
        chime = np.sin(cycle + bell * np.sin(14 * cycle)) * decaying(n_samples, 0.9)
        warmth = np.sin(cycle + 0.7 * np.sin(cycle)) * decaying(n_samples, 1.3)
        sides.append(0.5 * chime + 0.6 * warmth)
    return attacked(np.stack(sides).astype(np.float32), 0.003)


def organ(midi: int, hold: int, brightness: float) -> Samples:
    """Drawbars with key click through a slowly turning horn."""
    n_samples = hold + samples(0.07)
    drawbars = (0.55, 0.75, 0.45, 0.35, 0.0, 0.2 * brightness, 0.0, 0.22 * brightness)
    sides = [
        table_wave(
            drawbars,
            sung_phase(
                hertz(midi) * detune,
                n_samples,
                vibrato_cents=9 * side,
                vibrato_hz=5.9,
                vibrato_delay_s=0,
            ),
        )
        for detune, side in ((0.9996, 1), (1.0004, -1))
    ]
    sound = thump(np.stack(sides) * 0.4, midi, 3_500, 0.05, 0.006)
    return shaped(sound, hold, attack_s=0.004)


def bell(midi: int, n_samples: int, brightness: float) -> Samples:
    partials = np.array([0.5, 1.0, 1.19, 1.5, 2.0, 2.51, 3.01, 4.17, 5.43])
    amps = np.array([0.25, 1.0, 0.25, 0.2, 0.7, 0.3, 0.3, 0.25, 0.12]) * np.linspace(
        1, 0.3 + 0.7 * brightness, 9
    )
    decays = 1.3 / (0.5 + 0.5 * partials) * 2 ** (-(midi - 72) / 30)
    sides = [
        damped_partials(partials * hertz(midi) * detune, amps, decays, n_samples)
        for detune in (0.9993, 1.0007)
    ]
    return attacked(np.stack(sides), 0.002)


def vibraphone(midi: int, n_samples: int, brightness: float) -> Samples:
    freq_hz = hertz(midi)
    mono = damped_partials(
        [freq_hz, 4 * freq_hz, 10 * freq_hz],
        [1.0, 0.28 * brightness, 0.1 * brightness],
        [1.5, 0.5, 0.12],
        n_samples,
    )
    motor = 1 - 0.3 * (0.5 + 0.5 * np.sin(2 * np.pi * 5.1 * seconds(n_samples)))
    return thump(attacked(mono * motor, 0.002), midi, 1_500, 0.05, 0.008)


def kalimba(midi: int, n_samples: int, brightness: float) -> Samples:
    freq_hz = hertz(midi)
    mono = damped_partials(
        [freq_hz, 2 * freq_hz, 5.42 * freq_hz, 8.9 * freq_hz],
        [1.0, 0.14, 0.22 * brightness, 0.1 * brightness],
        [0.65, 0.3, 0.08, 0.03],
        n_samples,
    )
    return thump(attacked(mono, 0.001), midi, 2_500, 0.08, 0.006)


def music_box(midi: int, n_samples: int, brightness: float) -> Samples:
    freq_hz = hertz(midi)
    return attacked(
        damped_partials(
            [freq_hz, 2.003 * freq_hz, 3.01 * freq_hz, 5.98 * freq_hz],
            [1.0, 0.35, 0.3 * brightness, 0.2 * brightness],
            [0.9, 0.5, 0.25, 0.1],
            n_samples,
        ),
        0.001,
    )


INSTRUMENTS = {
    "piano": Instrument(piano, ring_s=3.2, release_s=0.16),
    "felt_piano": Instrument(felt_piano, ring_s=3.0, release_s=0.2),
    "electric_piano": Instrument(electric_piano, ring_s=2.6, release_s=0.12),
    "glass_piano": Instrument(glass_piano, ring_s=2.6, release_s=0.2),
    "organ": Instrument(organ),
    "bell": Instrument(bell, ring_s=3.0, release_s=0.4),
    "vibraphone": Instrument(vibraphone, ring_s=2.4, release_s=0.25),
    "kalimba": Instrument(kalimba, ring_s=1.6, release_s=0.2),
    "music_box": Instrument(music_box, ring_s=2.0, release_s=0.3),
}
