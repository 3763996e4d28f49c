"""Sources of sound. Sounds are float32, shaped (n,) in mono and (2, n) in stereo."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import fft

SAMPLE_RATE = 44_100
Samples = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
TABLE_SIZE = 2048
PAD_SIZE = 1 << 17
PARTIAL_BLOCK = 256


def hertz(midi: float) -> float:
    return float(440.0 * 2.0 ** ((midi - 69) / 12))


def seconds(n_samples: int) -> Samples:
    """The time of each sample, in seconds."""
    return np.arange(n_samples, dtype=np.float32) / np.float32(SAMPLE_RATE)


def samples(duration_s: float) -> int:
    return int(duration_s * SAMPLE_RATE)


def noise(n_samples: int, seed: int, channels: int = 1) -> Samples:
    rng = np.random.default_rng(seed)
    shape = (n_samples,) if channels == 1 else (channels, n_samples)
    return rng.standard_normal(shape, dtype=np.float32)


def damped_partials(
    freqs_hz: npt.ArrayLike, amps: npt.ArrayLike, decays_s: npt.ArrayLike, n_samples: int
) -> Samples:
    """Sum of exponentially decaying sines, as one matrix product.

    exp(r (b + j)) = exp(r b) exp(r j): blocks along one axis, samples in a block along the other.
    Partials above 15 kHz are left out. `decays_s` are time constants.
    """
    freqs, levels, decays = np.broadcast_arrays(
        np.asarray(freqs_hz, float), np.asarray(amps, float), np.asarray(decays_s, float)
    )
    audible = freqs < 15_000
    rates = (2j * np.pi * freqs[audible] - 1 / decays[audible]) / SAMPLE_RATE
    n_blocks = -(-n_samples // PARTIAL_BLOCK)
    starts = np.exp(np.outer(np.arange(n_blocks) * PARTIAL_BLOCK, rates)) * levels[audible]
    inside = np.exp(np.outer(rates, np.arange(PARTIAL_BLOCK)))
    left = np.hstack([starts.imag, starts.real]).astype(np.float32)
    right = np.vstack([inside.real, inside.imag]).astype(np.float32)
    summed: Samples = (left @ right).reshape(-1)[:n_samples]
    return summed


def sung_phase(
    freq_hz: float,
    n_samples: int,
    *,
    vibrato_cents: float = 0.0,
    vibrato_hz: float = 5.3,
    vibrato_delay_s: float = 0.25,
    scoop_cents: float = 0.0,
    scoop_s: float = 0.04,
) -> Floats:
    """The phase in cycles of a note that slides up into place and then starts to vibrate."""
    time_s = seconds(n_samples)
    depth = np.clip((time_s - vibrato_delay_s) / 0.3, 0, 1) * vibrato_cents
    cents = depth * np.sin(2 * np.pi * vibrato_hz * time_s)
    cents -= scoop_cents * np.exp(-time_s / scoop_s)
    return np.cumsum(freq_hz * np.exp2(cents.astype(np.float64) / 1200)) / SAMPLE_RATE


@lru_cache(maxsize=256)
def wave_table(amps: tuple[float, ...]) -> Samples:
    """One cycle of a sum of sines, with a guard sample."""
    spectrum = np.zeros(TABLE_SIZE // 2 + 1, dtype=np.complex128)
    spectrum[1 : len(amps) + 1] = -0.5j * TABLE_SIZE * np.asarray(amps)
    cycle = np.fft.irfft(spectrum, TABLE_SIZE)
    return np.append(cycle, cycle[0]).astype(np.float32)


def table_wave(amps: tuple[float, ...], phase: Floats) -> Samples:
    """Reads a wave table at a phase in cycles, with linear interpolation."""
    table = wave_table(amps)
    position = (phase % 1.0) * TABLE_SIZE
    index = position.astype(np.int32)
    fraction = (position - index).astype(np.float32)
    low = table[index]
    return low + (table[index + 1] - low) * fraction


def harmonic_count(freq_hz: float, limit_hz: float = 14_000) -> int:
    return max(1, min(int(limit_hz / freq_hz), 200))


def saw_amps(freq_hz: float, limit_hz: float = 14_000, tilt: float = 1.0) -> tuple[float, ...]:
    return tuple(0.6 / k**tilt for k in range(1, harmonic_count(freq_hz, limit_hz) + 1))


def pulse_amps(freq_hz: float, width: float, limit_hz: float = 14_000) -> tuple[float, ...]:
    count = harmonic_count(freq_hz, limit_hz)
    return tuple(float(np.sin(np.pi * k * width)) * 1.2 / k for k in range(1, count + 1))


def formant_amps(
    freq_hz: float, formants: tuple[tuple[float, float, float], ...], tilt: float = 1.2
) -> tuple[float, ...]:
    """Harmonics under resonances (centre in Hz, width in Hz, gain)."""
    amps = []
    for k in range(1, harmonic_count(freq_hz, 9_000) + 1):
        gain = 0.04 + sum(
            g * np.exp(-0.5 * ((k * freq_hz - centre) / width) ** 2)
            for centre, width, g in formants
        )
        amps.append(float(gain) / k**tilt)
    return tuple(amps)


Spectrum = Callable[[Floats, float], Floats]
"""Amplitudes of harmonics: takes their frequencies in Hz and the fundamental in Hz."""


@lru_cache(maxsize=1)
def random_turns() -> npt.NDArray[np.complex64]:
    """Unit vectors of random phase for each bin of a pad's two channels."""
    phases = np.random.default_rng(1000).uniform(0, 2 * np.pi, (2, PAD_SIZE // 2 + 1))
    return np.exp(1j * phases).astype(np.complex64)


@lru_cache(maxsize=64)
def pad_loop(midi: int, spectrum: Spectrum, bandwidth_cents: float) -> Samples:
    """An endless ensemble tone shaped (2, PAD_SIZE): harmonics as bands of noise.

    The "PADsynth" idea (Paul Nasca): each harmonic is a bell-shaped band in one long inverse
    Fourier transform, so that the loop has no seam and the two channels differ in phase only.
    """
    fundamental_hz = hertz(midi)
    freqs_hz: Floats = fundamental_hz * np.arange(
        1.0, harmonic_count(fundamental_hz, 12_000) + 1.0, dtype=np.float64
    )
    amps = spectrum(freqs_hz, fundamental_hz)
    bin_hz = SAMPLE_RATE / PAD_SIZE
    magnitude = np.zeros(PAD_SIZE // 2 + 1)
    for freq_hz, amp in zip(freqs_hz, amps, strict=True):
        width = max(freq_hz * (2 ** (bandwidth_cents / 1200) - 1) / bin_hz, 0.6)
        centre = freq_hz / bin_hz
        low, high = max(int(centre - 3 * width), 1), int(centre + 3 * width) + 2
        bins = np.arange(low, min(high, magnitude.size))
        magnitude[bins] += amp * np.exp(-0.5 * ((bins - centre) / width) ** 2) / np.sqrt(width)
    loop = fft.irfft(magnitude.astype(np.float32) * random_turns(), PAD_SIZE, axis=1)
    return (loop / np.sqrt(np.mean(loop**2))).astype(np.float32) * np.float32(0.3)


def pad_tone(midi: int, n_samples: int, spectrum: Spectrum, bandwidth_cents: float) -> Samples:
    loop = pad_loop(midi, spectrum, bandwidth_cents)
    repeats = -(-n_samples // PAD_SIZE)
    return np.tile(loop, (1, repeats))[:, :n_samples]
