"""Held sounds: ensembles, choirs, synthetic pads and stabs."""

import numpy as np

from catalog.demo.filters import highpass, lowpass, shaped, swept_lowpass
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.oscillators import Floats, Samples, pad_tone, samples


def decaying_spectrum(freqs_hz: Floats, fundamental_hz: float, tilt: float) -> Floats:
    return (freqs_hz / fundamental_hz) ** -tilt


def warm_spectrum(freqs_hz: Floats, fundamental_hz: float) -> Floats:
    return decaying_spectrum(freqs_hz, fundamental_hz, 1.6) / (1 + (freqs_hz / 1_600) ** 2)


def saw_spectrum(freqs_hz: Floats, fundamental_hz: float) -> Floats:
    return decaying_spectrum(freqs_hz, fundamental_hz, 1.0)


def string_spectrum(freqs_hz: Floats, fundamental_hz: float) -> Floats:
    body = 1 + 1.2 * np.exp(-(((freqs_hz - 1_100) / 500) ** 2))
    return decaying_spectrum(freqs_hz, fundamental_hz, 1.15) * body / (1 + (freqs_hz / 4_500) ** 2)


def choir_spectrum(freqs_hz: Floats, fundamental_hz: float) -> Floats:
    formants = 0.06 + sum(
        gain * np.exp(-0.5 * ((freqs_hz - centre) / width) ** 2)
        for centre, width, gain in ((620, 130, 1.0), (1_080, 160, 0.6), (2_600, 300, 0.25))
    )
    return decaying_spectrum(freqs_hz, fundamental_hz, 0.7) * formants


def glass_spectrum(freqs_hz: Floats, fundamental_hz: float) -> Floats:
    index = np.round(freqs_hz / fundamental_hz)
    return np.where(np.isin(index, (1, 2, 4, 6, 8)), 1 / index**0.9, 0.02 / index)


def warm_pad(midi: int, hold: int, brightness: float) -> Samples:
    sound = pad_tone(midi, hold + samples(0.9), warm_spectrum, 28)
    return shaped(sound, hold, attack_s=0.45)


def glass_pad(midi: int, hold: int, brightness: float) -> Samples:
    sound = pad_tone(midi, hold + samples(1.4), glass_spectrum, 14)
    return shaped(sound, hold, attack_s=0.8)


def choir(midi: int, hold: int, brightness: float) -> Samples:
    sound = pad_tone(midi, hold + samples(0.6), choir_spectrum, 26)
    return shaped(sound, hold, attack_s=0.22)


def strings(midi: int, hold: int, brightness: float) -> Samples:
    sound = pad_tone(midi, hold + samples(0.45), string_spectrum, 22)
    return shaped(sound, hold, attack_s=0.16 - 0.08 * brightness)


def short_strings(midi: int, hold: int, brightness: float) -> Samples:
    """Spiccato: the same players, bouncing bows."""
    sound = pad_tone(midi, hold + samples(0.18), string_spectrum, 18)
    return shaped(sound, hold, attack_s=0.012, decay_s=0.12, sustain=0.15)


def supersaw(midi: int, hold: int, brightness: float) -> Samples:
    sound = pad_tone(midi, hold + samples(0.35), saw_spectrum, 34)
    return shaped(highpass(sound, 160), hold, attack_s=0.012, decay_s=0.6, sustain=0.75)


def swell_saw(midi: int, hold: int, brightness: float) -> Samples:
    """A pad whose filter opens over the note."""
    sound = pad_tone(midi, hold + samples(0.7), saw_spectrum, 30)
    opening = np.linspace(500, 1_200 + 1_900 * brightness, 64)
    return shaped(swept_lowpass(sound, opening, 0.9), hold, attack_s=0.25)


def saw_stab(midi: int, hold: int, brightness: float) -> Samples:
    """A short chord hit with the filter snapping shut."""
    n_samples = hold + samples(0.22)
    sound = pad_tone(midi, n_samples, saw_spectrum, 22)
    snap = 500 + (1_500 + 3_500 * brightness) * np.exp(-np.linspace(0, n_samples / 6_000, 64))
    return shaped(swept_lowpass(sound, snap, 1.2), hold, attack_s=0.003, decay_s=0.3, sustain=0.4)


def brass(midi: int, hold: int, brightness: float) -> Samples:
    """A section: the harder they blow, the further the filter opens."""
    n_samples = hold + samples(0.14)
    sound = pad_tone(midi, n_samples, saw_spectrum, 12)
    peak_hz = 900 + 3_200 * brightness
    swell = np.interp(
        np.linspace(0, n_samples / 44_100, 96), [0, 0.06, 0.4], [300, peak_hz, peak_hz * 0.6]
    )
    return shaped(swept_lowpass(sound, swell, 0.8), hold, attack_s=0.025)


def wind_organ(midi: int, hold: int, brightness: float) -> Samples:
    """A harmonium: reeds, close and breathy."""
    sound = pad_tone(midi, hold + samples(0.25), string_spectrum, 6)
    return shaped(lowpass(sound, 1_900, 1), hold, attack_s=0.12)


INSTRUMENTS = {
    "warm_pad": Instrument(warm_pad),
    "glass_pad": Instrument(glass_pad),
    "choir": Instrument(choir),
    "strings": Instrument(strings),
    "short_strings": Instrument(short_strings),
    "supersaw": Instrument(supersaw),
    "swell_saw": Instrument(swell_saw),
    "saw_stab": Instrument(saw_stab),
    "brass": Instrument(brass),
    "wind_organ": Instrument(wind_organ),
}
