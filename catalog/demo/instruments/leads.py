"""Singing voices: synth leads, winds, brass, chip pulses."""

import numpy as np

from catalog.demo.filters import bandpass, highpass, shaped, swept_lowpass
from catalog.demo.instruments.instrument import Instrument
from catalog.demo.oscillators import (
    Samples,
    formant_amps,
    hertz,
    noise,
    pulse_amps,
    samples,
    saw_amps,
    seconds,
    sung_phase,
    table_wave,
)

OOH = ((380.0, 120.0, 1.0), (850.0, 160.0, 0.45), (2_600.0, 350.0, 0.10))
AAH = ((720.0, 150.0, 1.0), (1_200.0, 180.0, 0.65), (2_700.0, 350.0, 0.22))


def saw_lead(midi: int, hold: int, brightness: float) -> Samples:
    """Three saws, wide, through a filter that opens with the touch."""
    n_samples = hold + samples(0.12)
    freq_hz = hertz(midi)
    amps = saw_amps(freq_hz, 11_000)
    waves = [
        table_wave(amps, sung_phase(freq_hz * detune, n_samples, vibrato_cents=14, scoop_cents=45))
        for detune in (0.9965, 1.0, 1.0035)
    ]
    cutoffs = 1_200 + 3_600 * brightness * np.exp(-np.linspace(0, 3, 64))
    stereo = np.stack([waves[0] + 0.8 * waves[1], waves[2] + 0.8 * waves[1]])
    return shaped(swept_lowpass(stereo, cutoffs, 1.4), hold, attack_s=0.008)


def soft_lead(midi: int, hold: int, brightness: float) -> Samples:
    """Almost a sine, almost a triangle, sung."""
    n_samples = hold + samples(0.16)
    amps = (1.0, 0.12, 0.18 * brightness, 0.04, 0.06 * brightness)
    phase = sung_phase(hertz(midi), n_samples, vibrato_cents=16, scoop_cents=60)
    return shaped(table_wave(amps, phase) * 0.7, hold, attack_s=0.02)


def square_lead(midi: int, hold: int, brightness: float) -> Samples:
    n_samples = hold + samples(0.08)
    freq_hz = hertz(midi)
    phase = sung_phase(freq_hz, n_samples, vibrato_cents=12, scoop_cents=25)
    wave = table_wave(pulse_amps(freq_hz, 0.38, 7_000), phase)
    return shaped(wave * 0.5, hold, attack_s=0.006, decay_s=0.4, sustain=0.7)


def chip_pulse(midi: int, hold: int, brightness: float) -> Samples:
    """A 25 % pulse with the fade and shake of an old console."""
    n_samples = hold + samples(0.02)
    freq_hz = hertz(midi)
    phase = sung_phase(freq_hz, n_samples, vibrato_cents=18, vibrato_hz=6.5, vibrato_delay_s=0.15)
    wave = table_wave(pulse_amps(freq_hz, 0.25), phase) * 0.6
    return shaped(wave, hold, attack_s=0.001, decay_s=0.35, sustain=0.45)


def chip_square(midi: int, hold: int, brightness: float) -> Samples:
    n_samples = hold + samples(0.02)
    freq_hz = hertz(midi)
    wave = table_wave(pulse_amps(freq_hz, 0.5), sung_phase(freq_hz, n_samples)) * 0.5
    return shaped(wave, hold, attack_s=0.001, decay_s=0.12, sustain=0.25)


def flute(midi: int, hold: int, brightness: float) -> Samples:
    n_samples = hold + samples(0.1)
    freq_hz = hertz(midi)
    phase = sung_phase(
        freq_hz, n_samples, vibrato_cents=14, vibrato_hz=4.9, scoop_cents=30, scoop_s=0.03
    )
    tone = table_wave((1.0, 0.35 + 0.2 * brightness, 0.16, 0.07, 0.03), phase)
    breath = bandpass(noise(n_samples, midi), freq_hz * 0.9, min(freq_hz * 3, 9_000))
    chiff = 0.05 + 0.25 * np.exp(-seconds(n_samples) / 0.035)
    return shaped(tone * 0.6 + breath * chiff, hold, attack_s=0.045)


def whistle(midi: int, hold: int, brightness: float) -> Samples:
    n_samples = hold + samples(0.1)
    freq_hz = hertz(midi)
    phase = sung_phase(freq_hz, n_samples, vibrato_cents=22, scoop_cents=110, scoop_s=0.05)
    air = bandpass(noise(n_samples, midi), freq_hz * 0.8, freq_hz * 1.3) * 0.08
    return shaped(table_wave((0.8, 0.04, 0.02), phase) + air, hold, attack_s=0.04)


def voice(midi: int, hold: int, brightness: float) -> Samples:
    """A wordless singer, doubled: "ooh" when soft, "aah" when loud."""
    n_samples = hold + samples(0.18)
    freq_hz = hertz(midi)
    amps = formant_amps(freq_hz, AAH if brightness > 0.6 else OOH, 0.8)
    sides = [
        table_wave(
            amps,
            sung_phase(
                freq_hz * detune,
                n_samples,
                vibrato_cents=24,
                vibrato_hz=rate_hz,
                vibrato_delay_s=0.18,
                scoop_cents=90,
                scoop_s=0.05,
            ),
        )
        for detune, rate_hz in ((0.9985, 5.1), (1.0015, 5.6))
    ]
    breath = highpass(noise(n_samples, midi, 2), 3_000) * 0.012
    return shaped(np.stack(sides) + breath, hold, attack_s=0.05)


def trumpet(midi: int, hold: int, brightness: float) -> Samples:
    """Muted; the lips open after the start."""
    n_samples = hold + samples(0.09)
    freq_hz = hertz(midi)
    phase = sung_phase(freq_hz, n_samples, vibrato_cents=16, scoop_cents=70, scoop_s=0.03)
    wave = table_wave(saw_amps(freq_hz, 8_000, 0.8), phase)
    peak_hz = 1_400 + 2_400 * brightness
    cutoffs = np.interp(
        np.linspace(0, n_samples / 44_100, 64), [0, 0.05, 0.5], [500, peak_hz, peak_hz * 0.75]
    )
    return shaped(swept_lowpass(wave, cutoffs, 1.1), hold, attack_s=0.02)


def cello(midi: int, hold: int, brightness: float) -> Samples:
    n_samples = hold + samples(0.2)
    freq_hz = hertz(midi)
    bodies = ((260.0, 120.0, 0.9), (620.0, 200.0, 0.8), (1_500.0, 500.0, 0.45))
    phase = sung_phase(freq_hz, n_samples, vibrato_cents=18, vibrato_hz=5.0, scoop_cents=35)
    bowed = table_wave(formant_amps(freq_hz, bodies, 0.55), phase)
    rosin = bandpass(noise(n_samples, midi), 1_500, 5_000) * 0.012
    return shaped(bowed + rosin, hold, attack_s=0.09)


INSTRUMENTS = {
    "saw_lead": Instrument(saw_lead),
    "soft_lead": Instrument(soft_lead),
    "square_lead": Instrument(square_lead),
    "chip_pulse": Instrument(chip_pulse),
    "chip_square": Instrument(chip_square),
    "flute": Instrument(flute),
    "whistle": Instrument(whistle),
    "voice": Instrument(voice),
    "trumpet": Instrument(trumpet),
    "cello": Instrument(cello),
}
