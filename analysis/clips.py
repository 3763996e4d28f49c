"""A song's clip as a finished file: loudness, peak and fades baked in, for phones ignore volume."""

from collections.abc import Callable
from functools import cache, reduce
from pathlib import Path

import numpy as np
import scipy.ndimage

from analysis import decode
from analysis.encoding import BIT_RATE, RATE, SMALL_BIT_RATE, AacWriter
from analysis.errors import AudioError
from analysis.facts import RenderedClip
from analysis.loudness import (
    OVERSAMPLING,
    SILENCE_LUFS,
    integrated_lufs,
    oversampled,
    true_peak,
)

TARGET_LUFS, PEAK_DBTP = -14.0, -1.0
FADE_IN_S, FADE_OUT_S = 0.03, 0.8
# A very quiet passage is not lifted until its noise is music.
_MAX_GAIN_DB = 24.0
_LOOK_AHEAD_S, _RELEASE_S = 0.003, 0.08
# AAC adds a little to peaks: the first try leaves this much room, the next ones more.
_HEADROOMS_DB = (0.7, 1.6, 3.0)


def render_clip(
    path: Path, target: Path, start_s: float, end_s: float, small: Path | None = None
) -> RenderedClip:
    """Write the clip of `path` to `target`, and with half the bits to `small`; each appears whole
    or not at all."""
    samples = _faded(_levelled(_cut(path, start_s, end_s)))

    @cache  # both begin with the same headroom
    def with_headroom(headroom_db: float) -> np.ndarray:
        return limited(samples, PEAK_DBTP - headroom_db)

    finished, peak_dbtp = _written(with_headroom, target, BIT_RATE)
    if small is not None:
        _written(with_headroom, small, SMALL_BIT_RATE)
    return RenderedClip(
        duration_s=round(samples.shape[1] / RATE, 3),
        loudness_lufs=round(integrated_lufs(finished, RATE), 2),
        true_peak_dbtp=round(peak_dbtp, 2),
        size_bytes=target.stat().st_size,
    )


def _written(
    with_headroom: Callable[[float], np.ndarray], target: Path, bit_rate: int
) -> tuple[np.ndarray, float]:
    """What a listener hears of `target` (2 x n), and its true peak in dBTP."""
    part = target.with_name(target.name + ".part")
    try:
        for headroom_db in _HEADROOMS_DB:
            _encode(with_headroom(headroom_db), part, bit_rate)
            finished = _decoded(part)
            peak_dbtp = 20 * np.log10(max(true_peak(finished), 1e-6))
            if peak_dbtp < PEAK_DBTP:
                break
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return finished, float(peak_dbtp)


def limited(samples: np.ndarray, ceiling_dbtp: float) -> np.ndarray:
    """`samples` (2 x n) with the gain turned down, smoothly and ahead of time, around every true
    peak above the ceiling."""
    ceiling = 10 ** (ceiling_dbtp / 20)
    left, right = np.abs(oversampled(samples))
    louder = np.maximum(left, right)
    # Column by column: NumPy reduces short rows slowly.
    columns = (louder[place::OVERSAMPLING] for place in range(OVERSAMPLING))
    peaks = reduce(np.maximum, columns)[: samples.shape[1]]
    if peaks.max(initial=0) <= ceiling:
        return samples
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    look_ahead = round(_LOOK_AHEAD_S * RATE)
    # Held around each peak, let go slowly after it, then smoothed within the held stretch.
    held = scipy.ndimage.minimum_filter1d(wanted, 2 * look_ahead + 1)
    released = 1 - _released(1 - held)
    gain = scipy.ndimage.uniform_filter1d(released, look_ahead, mode="nearest")
    return samples * gain.astype(np.float32)


def _released(reduction: np.ndarray) -> np.ndarray:
    """A reduction (n, 0..1) that falls no faster than the release allows, in steps of 1 ms."""
    step = RATE // 1000
    coarse = np.pad(reduction, (0, -reduction.size % step)).reshape(-1, step).max(axis=1)
    keep = np.exp(-0.001 / _RELEASE_S)
    level = 0.0
    for place, value in enumerate(coarse):
        level = max(float(value), level * keep)
        coarse[place] = level
    return np.maximum(reduction, np.repeat(coarse, step)[: reduction.size])


def _cut(path: Path, start_s: float, end_s: float) -> np.ndarray:
    """The window's samples (2 x n) at 44.1 kHz."""
    wanted = round((end_s - start_s) * RATE)
    parts: list[np.ndarray] = []
    with decode.opened(path) as source:
        for part in decode.resampled(source.blocks(max(start_s, 0.0)), source.rate, RATE):
            parts.append(part)
            wanted -= part.shape[1]
            if wanted <= 0:
                break
    samples = np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)
    if samples.shape[1] < RATE:
        raise AudioError(f"There is no audio to cut a clip from at {start_s:.0f} s.")
    return samples[:, : samples.shape[1] + min(wanted, 0)]


def _levelled(samples: np.ndarray) -> np.ndarray:
    loudness_lufs = integrated_lufs(samples, RATE)
    if loudness_lufs <= SILENCE_LUFS:
        return samples
    gain_db = min(TARGET_LUFS - loudness_lufs, _MAX_GAIN_DB)
    return samples * np.float32(10 ** (gain_db / 20))


def _faded(samples: np.ndarray) -> np.ndarray:
    count = samples.shape[1]
    fade_in, fade_out = round(FADE_IN_S * RATE), min(round(FADE_OUT_S * RATE), count // 2)
    envelope = np.ones(count, np.float32)
    envelope[:fade_in] = np.sin(np.linspace(0, np.pi / 2, fade_in)) ** 2
    envelope[count - fade_out :] *= np.cos(np.linspace(0, np.pi / 2, fade_out)) ** 2
    return samples * envelope


def _encode(samples: np.ndarray, target: Path, bit_rate: int) -> None:
    with AacWriter(target, bit_rate) as writer:
        writer.write(samples)


def _decoded(path: Path) -> np.ndarray:
    with decode.opened(path) as source:
        return np.concatenate(list(source.blocks()), axis=1)
