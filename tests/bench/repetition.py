"""Where simpler ideas would begin a highlight: the baselines of the highlight overlap.

The longest repeated line is the idea behind pychorus and other open chorus finders: chroma
similarity over time and lag, where a repetition is a line along one lag (Goto 2003, "A
chorus-section detecting method for musical audio signals"), written anew here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import ndimage

POWER_RATE = 10
"""Values a second of `Structure.power`."""

_N_FFT, _HOP = 1 << 14, 1 << 13
_SMOOTHED_S = 4.0
_SHORTEST_LINE_S, _SHORTEST_LAG_S = 8.0, 12.0
_ENOUGH_LINES = 8
_STRICTEST, _LOOSEST, _THRESHOLDS = 99.8, 90.0, 30


class Line(NamedTuple):
    """A stretch of frames that sounds like the one `lag` frames before."""

    lag: int
    start: int
    end: int


@dataclass(frozen=True)
class Structure:
    """Power ten times a second, and where the longest repeated line begins, in seconds."""

    power: np.ndarray
    repeated_line_s: float


def structure_hears(path: Path) -> Structure:
    import librosa

    y, rate = librosa.load(path)
    chroma = librosa.feature.chroma_stft(y=y, sr=rate, n_fft=_N_FFT, hop_length=_HOP)
    step = int(rate) // POWER_RATE
    power = (y[: y.size // step * step].reshape(-1, step) ** 2).mean(axis=1)
    return Structure(power, repeated_line_s(chroma.T, rate / _HOP))


def loudest_start_s(power: np.ndarray, window_s: float) -> float:
    """Where the window of the most power begins."""
    width = min(round(window_s * POWER_RATE), power.size)
    summed = np.convolve(power, np.ones(width), mode="valid")
    return float(np.argmax(summed)) / POWER_RATE


def repeated_line_s(chroma: np.ndarray, frame_rate: float) -> float:
    """Where the line begins that most others run beside; 0 where nothing returns.

    `chroma` is frames x 12. The threshold is loosened until there are lines enough to choose from.
    """
    similarity = _time_lag_similarity(chroma, round(_SMOOTHED_S * frame_rate))
    lags = np.arange(len(similarity))
    similarity[lags < _SHORTEST_LAG_S * frame_rate] = -np.inf
    known = similarity[np.isfinite(similarity)]
    if known.size == 0:
        return 0.0
    lines: list[Line] = []
    for percentile in np.linspace(_STRICTEST, _LOOSEST, _THRESHOLDS):
        threshold = np.percentile(known, percentile)
        lines = _lines(similarity > threshold, round(_SHORTEST_LINE_S * frame_rate))
        if len(lines) >= _ENOUGH_LINES:
            break
    if not lines:
        return 0.0
    best = max(lines, key=lambda line: (_beside(line, lines), line.end - line.start))
    return best.start / frame_rate


def _time_lag_similarity(chroma: np.ndarray, smoothed: int) -> np.ndarray:
    """Lags x frames: how alike each frame and the one `lag` before are, less what is usual there.

    A line lasts; a chord held or a loop makes all lags alike and is taken off. -inf where there is
    no frame before.
    """
    count = len(chroma)
    similarity = np.zeros((count, count))
    for lag in range(1, count):
        apart = np.linalg.norm(chroma[lag:] - chroma[:-lag], axis=1)
        similarity[lag, lag:] = 1 - apart / np.sqrt(12)
    frames = np.arange(count)
    usual = similarity.sum(axis=0) / np.maximum(frames, 1)
    is_known = frames >= frames[:, None]
    along = ndimage.uniform_filter1d((similarity - usual) * is_known, smoothed, axis=1)
    return np.where(is_known, along, -np.inf)


def _lines(high: np.ndarray, shortest: int) -> list[Line]:
    """The unbroken stretches along each lag that are long enough."""
    padded = np.pad(high, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(padded, axis=1)
    lags, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return [
        Line(int(lag), int(start), int(end))
        for lag, start, end in zip(lags, starts, ends, strict=True)
        if end - start >= shortest
    ]


def _beside(line: Line, lines: list[Line]) -> int:
    """How many lines of other lags hear the same stretch return, there or where it came from."""
    slack = 0.25 * (line.end - line.start)

    def same(other: Line, shift: int) -> bool:
        starts = abs(other.start - line.start + shift) < slack
        return starts and abs(other.end - line.end + shift) < slack

    return sum(
        other.lag != line.lag and (same(other, 0) or same(other, line.lag)) for other in lines
    )
