"""Loudness and true peak after ITU-R BS.1770-4."""

from functools import lru_cache

import numpy as np
import scipy.fft
import scipy.signal
import soxr

_BLOCK_S, _STEP_S = 0.4, 0.1
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_OFFSET = -0.691
SILENCE_LUFS = -70.0
OVERSAMPLING = 4


def k_weighting_sos(rate: int) -> np.ndarray:
    """The two filters of BS.1770 (a high shelf, a high pass) for any sample rate, as 2 x 6."""
    shelf = _shelf(rate, 1681.974450955533, 3.999843853973347, 0.7071752369554196)
    high_pass = _high_pass(rate, 38.13547087602444, 0.5003270373238773)
    return np.array([shelf, high_pass])


def integrated_lufs(samples: np.ndarray, rate: int) -> float:
    """Gated loudness of `samples` (channels x n); -70 for silence.

    From spectra of 100 ms blocks: within 0.1 LU of the filters in time, in half of theirs.
    """
    size = rate // 10
    count = max(samples.shape[1] // size, 4)
    padded = np.pad(samples, ((0, 0), (0, max(count * size - samples.shape[1], 0))))
    spectra = scipy.fft.rfft(padded[:, : count * size].reshape(-1, count, size), axis=2)
    powers = ((np.square(spectra.real) + np.square(spectra.imag)) @ _block_weights(rate)).sum(
        axis=0
    )
    return gated_lufs(np.convolve(powers, np.full(4, 0.25), "valid"))


@lru_cache(maxsize=4)
def _block_weights(rate: int) -> np.ndarray:
    """The K-weighting as a factor for each bin's power in a block of 100 ms."""
    size = rate // 10
    _, response = scipy.signal.sosfreqz(k_weighting_sos(rate), scipy.fft.rfftfreq(size), fs=1.0)
    weights = np.abs(response) ** 2
    weights[1:-1] *= 2
    return (weights / size**2).astype(np.float32)


def integrated_lufs_of_frames(level_db: np.ndarray, frame_rate: float, side_ratio: float) -> float:
    """The same from K-weighted frame powers (dB) of the mean of two channels.

    The power of both channels together is twice that of their mean and of half their difference.
    """
    power = 10 ** (level_db.astype(np.float64) / 10) * 2 * (1 + side_ratio)
    block = max(round(_BLOCK_S * frame_rate), 1)
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, max(power.size - block + 1, 1), max(round(_STEP_S * frame_rate), 1))
    ends = np.minimum(starts + block, power.size)
    return gated_lufs((total[ends] - total[starts]) / np.maximum(ends - starts, 1))


def gated_lufs(block_power: np.ndarray) -> float:
    """Loudness of 400 ms blocks, those below the absolute and the relative gate left out."""
    loudness = _OFFSET + 10 * np.log10(np.maximum(block_power, 1e-12))
    audible = block_power[loudness > _ABSOLUTE_GATE]
    if audible.size == 0:
        return SILENCE_LUFS
    gate = _OFFSET + 10 * np.log10(audible.mean()) + _RELATIVE_GATE
    kept = block_power[loudness > max(gate, _ABSOLUTE_GATE)]
    return float(_OFFSET + 10 * np.log10(kept.mean()))


def true_peak(samples: np.ndarray) -> float:
    """Largest absolute value (linear) of `samples` (channels x n) at four times their rate."""
    return float(np.abs(oversampled(samples)).max(initial=0.0))


class TruePeakMeter:
    """The true peak of a song that passes block by block.

    Between samples a signal rises little above them, so only the pieces with the highest samples
    of each block are oversampled.
    """

    _PIECE, _MARGIN, _PIECES = 2048, 64, 6

    def __init__(self) -> None:
        self._peak = 0.0

    def add(self, block: np.ndarray) -> None:
        """`block` is 2 x n, about -1..1."""
        left, right = block
        peaks = np.maximum(np.abs(left), np.abs(right))
        starts = np.arange(0, peaks.size, self._PIECE)
        highest = np.maximum.reduceat(peaks, starts)
        for start in starts[np.argsort(highest)[-self._PIECES :]]:
            piece = block[:, max(start - self._MARGIN, 0) : start + self._PIECE + self._MARGIN]
            self._peak = max(self._peak, true_peak(piece))

    @property
    def dbtp(self) -> float:
        """Decibels to full scale; -120 for silence."""
        return 20 * float(np.log10(max(self._peak, 1e-6)))


def oversampled(samples: np.ndarray) -> np.ndarray:
    """`samples` (channels x n) at four times their rate."""
    return soxr.resample(np.ascontiguousarray(samples.T), 1.0, OVERSAMPLING).T


def _shelf(rate: int, centre_hz: float, gain_db: float, q: float) -> list[float]:
    k = np.tan(np.pi * centre_hz / rate)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    return [
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    ]


def _high_pass(rate: int, centre_hz: float, q: float) -> list[float]:
    k = np.tan(np.pi * centre_hz / rate)
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
