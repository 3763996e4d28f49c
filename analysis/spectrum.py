"""One pass over the samples: everything later facts are made of, a few numbers for each frame.

Blocks come in, a short-time Fourier transform of each is reduced at once, and only the reductions
are kept: about 60 float32 for each 23 ms, whatever the length.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import scipy.fft
import scipy.signal
import soxr
from scipy import sparse

RATE = 22050
N_FFT, HOP = 2048, 512
FRAME_RATE = RATE / HOP
MEL_BANDS, MFCCS, CONTRAST_BANDS, ONSET_BANDS = 64, 20, 6, 4

# Harmony needs finer frequencies and less time: half the rate, four times the window.
HARMONY_RATE, HARMONY_FFT, HARMONY_HOP = RATE // 2, 8192, 2048
HARMONY_FRAME_RATE = HARMONY_RATE / HARMONY_HOP
# Three bins a semitone, fine enough to find the tuning, from A1 to A6: below the bass and above
# the melody there is more noise than harmony.
BINS_PER_SEMITONE, PITCHES, LOWEST_HZ = 3, 60, 55.0

_EPSILON = 1e-10
# Band levels below this are not heard as onsets: else the quietest cymbal counts as a drum.
_FLOOR_DB = -50.0


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What one pass keeps. Frames run along the first axis; 43.07 a second, harmony 5.38."""

    mfcc: np.ndarray  # T x 20
    contrast: np.ndarray  # T x 7, dB
    flux: np.ndarray  # T x 4, onset strength of four bands, low to high
    level_db: np.ndarray  # T, K-weighted power
    rms: np.ndarray  # T
    centroid_hz: np.ndarray  # T, of the magnitudes in mel bands
    flatness: np.ndarray  # T
    pitches: np.ndarray  # T' x 180, magnitude on a log-frequency scale
    sample_count: int
    side_ratio: float  # power of the difference of both channels to that of their sum
    true_peak_dbtp: float

    @property
    def duration_s(self) -> float:
        return self.sample_count / RATE


class SpectrumBuilder:
    """Takes blocks of samples at `RATE` (the mean of both channels) and makes a `Spectrum`."""

    def __init__(self, longest_s: float) -> None:
        """Nothing longer than `longest_s` may come."""
        self._most_frames = int(longest_s * FRAME_RATE) + 2
        self._tail = np.zeros(N_FFT // 2, np.float32)
        self._last_mel: np.ndarray | None = None
        self._rows: dict[str, np.ndarray] = {}
        self._counts: dict[str, int] = {}
        self._harmony_tail = np.zeros(HARMONY_FFT // 2, np.float32)
        self._to_harmony_rate = soxr.ResampleStream(RATE, HARMONY_RATE, 1, dtype="float32")
        self._sample_count = 0

    def add(self, mid: np.ndarray) -> None:
        """`mid` is 1-D float32."""
        if mid.size == 0:
            return
        self._sample_count += mid.size
        self._add_frames(mid)
        self._add_harmony(self._to_harmony_rate.resample_chunk(mid))

    def finish(self, side_ratio: float, true_peak_dbtp: float) -> Spectrum:
        self._add_frames(np.zeros(N_FFT // 2, np.float32))
        last = self._to_harmony_rate.resample_chunk(np.zeros(0, np.float32), last=True)
        self._add_harmony(np.concatenate([last, np.zeros(HARMONY_FFT // 2, np.float32)]))
        if self._sample_count == 0 or "rms" not in self._rows:
            raise ValueError("no samples")
        parts = {name: rows[: self._counts[name]] for name, rows in self._rows.items()}
        return Spectrum(
            **parts,
            sample_count=self._sample_count,
            side_ratio=side_ratio,
            true_peak_dbtp=true_peak_dbtp,
        )

    def _keep(self, **parts: np.ndarray) -> None:
        for name, part in parts.items():
            if name not in self._rows:
                # Room for the longest song; memory is taken only as it fills.
                self._rows[name] = np.empty((self._most_frames, *part.shape[1:]), np.float32)
            start = self._counts.get(name, 0)
            self._counts[name] = start + len(part)
            self._rows[name][start : start + len(part)] = part

    def _add_frames(self, mid: np.ndarray) -> None:
        samples = np.concatenate([self._tail, mid])
        frames = _frames(samples, N_FFT, HOP)
        self._tail = samples[len(frames) * HOP :]
        # 512 frames at a time stay in the processor's cache.
        for start in range(0, len(frames), 512):
            self._reduce(frames[start : start + 512])

    def _reduce(self, frames: np.ndarray) -> None:
        power = _power(frames, N_FFT)
        mel = power @ _mel_filters() + _EPSILON
        mel_db = 10 * np.log10(mel)
        self._keep(
            mfcc=scipy.fft.dct(mel_db, axis=1, norm="ortho")[:, :MFCCS],
            # Sorting is slow, and contrast changes slowly: every other frame is enough.
            contrast=_contrast(power[::2]).repeat(2, axis=0)[: len(power)],
            flux=self._flux(mel_db),
            level_db=10 * np.log10(power @ _k_weights() + _EPSILON),
            rms=np.sqrt(np.square(frames).mean(axis=1)),
            centroid_hz=np.sqrt(mel) @ _mel_centres() / np.sqrt(mel).sum(axis=1),
            flatness=10 ** (mel_db.mean(axis=1) / 10) / mel.mean(axis=1),
        )

    def _flux(self, mel_db: np.ndarray) -> np.ndarray:
        """Half-wave rectified rise of each mel band against the frame before, in four groups."""
        floor = np.maximum(mel_db, _FLOOR_DB)
        before = floor[:1] if self._last_mel is None else self._last_mel
        rise = np.maximum(np.diff(np.concatenate([before, floor]), axis=0), 0)
        self._last_mel = floor[-1:]
        return rise.reshape(len(rise), ONSET_BANDS, -1).mean(axis=2)

    def _add_harmony(self, halved: np.ndarray) -> None:
        samples = np.concatenate([self._harmony_tail, halved])
        frames = _frames(samples, HARMONY_FFT, HARMONY_HOP)
        self._harmony_tail = samples[len(frames) * HARMONY_HOP :]
        for start in range(0, len(frames), 128):
            power = _power(frames[start : start + 128], HARMONY_FFT)
            self._keep(pitches=np.sqrt(power) @ _pitch_filters())


def _frames(samples: np.ndarray, size: int, hop: int) -> np.ndarray:
    """Overlapping frames (T x size), a view; none where there are too few samples."""
    if samples.size < size:
        return np.zeros((0, size), np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]


def _power(frames: np.ndarray, size: int) -> np.ndarray:
    """Power spectra (T x size/2+1, float32) of Hann-windowed frames; a full sine has power 1/4."""
    spectrum = scipy.fft.rfft(frames * _window(size), axis=1)
    return np.square(spectrum.real) + np.square(spectrum.imag)


def _contrast(power: np.ndarray) -> np.ndarray:
    """Peak against valley of each octave band, dB (Jiang et al., 2002), by partial sorting."""
    bands = []
    for low, high in _contrast_edges():
        band = power[:, low:high]
        few = max((high - low) // 10, 1)
        order = (
            np.partition(band, (few, high - low - few), axis=1) if few * 2 < high - low else band
        )
        valley, peak = order[:, :few].mean(axis=1), order[:, -few:].mean(axis=1)
        bands.append(10 * np.log10((peak + _EPSILON) / (valley + _EPSILON)))
    return np.stack(bands, axis=1)


@lru_cache(maxsize=4)
def _window(size: int) -> np.ndarray:
    window = scipy.signal.get_window("hann", size).astype(np.float32)
    return window / window.sum()


@lru_cache(maxsize=1)
def _frequencies() -> np.ndarray:
    return scipy.fft.rfftfreq(N_FFT, 1 / RATE).astype(np.float32)


@lru_cache(maxsize=1)
def _mel_filters() -> np.ndarray:
    from librosa.filters import mel

    filters = mel(sr=RATE, n_fft=N_FFT, n_mels=MEL_BANDS, fmin=30, norm=None)
    return np.ascontiguousarray(filters.T, np.float32)


@lru_cache(maxsize=1)
def _mel_centres() -> np.ndarray:
    import librosa

    edges = librosa.mel_frequencies(n_mels=MEL_BANDS + 2, fmin=30, fmax=RATE / 2)
    return edges[1:-1].astype(np.float32)


@lru_cache(maxsize=1)
def _contrast_edges() -> list[tuple[int, int]]:
    """Bins of the octaves above 200 Hz, and all that lies below."""
    edges_hz = [0.0, *(200.0 * 2.0 ** np.arange(CONTRAST_BANDS)), RATE / 2]
    bins = [round(edge / RATE * N_FFT) for edge in edges_hz]
    return list(pairwise(bins))


@lru_cache(maxsize=1)
def _k_weights() -> np.ndarray:
    """The K-weighting of BS.1770 as a factor for each bin's power."""
    from analysis.loudness import k_weighting_sos

    _, response = scipy.signal.sosfreqz(k_weighting_sos(RATE), _frequencies(), fs=RATE)
    weights = np.abs(response) ** 2
    # Both halves of the spectrum, and the window's loss of power.
    window = _window(N_FFT)
    weights[1:-1] *= 2
    return (weights / (N_FFT * np.square(window).sum())).astype(np.float32)


@lru_cache(maxsize=1)
def _pitch_filters() -> "sparse.csr_array":
    """Triangles on a log-frequency scale: spectrum bins x pitch bins."""
    frequencies = scipy.fft.rfftfreq(HARMONY_FFT, 1 / HARMONY_RATE)
    count = PITCHES * BINS_PER_SEMITONE
    place = np.full(frequencies.size, -10.0)
    place[1:] = 12 * BINS_PER_SEMITONE * np.log2(frequencies[1:] / LOWEST_HZ)
    spectrum_width = 12 * BINS_PER_SEMITONE * np.log2(1 + 1 / np.maximum(np.arange(place.size), 1))
    reach = np.maximum(spectrum_width, 1.0)
    distance = np.abs(place[:, None] - np.arange(count)[None, :]) / reach[:, None]
    weights = np.maximum(1 - distance, 0)
    weights /= np.maximum(weights.sum(axis=0), 1e-9)
    return sparse.csr_array(weights.astype(np.float32))
