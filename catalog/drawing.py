"""Waveforms as SVG path data: a strip of bars, a curve over it, and a ring of rays where a song has
no artwork."""

from math import cos, pi, sin

import numpy as np

STRIP_BARS = 120
STRIP_HEIGHT = 40
RING_RAYS = 180
RING_INNER, RING_OUTER = 106.0, 150.0


def levels(waveform: np.ndarray, count: int) -> np.ndarray:
    """`waveform` (uint8) as `count` values 0..1, each the loudest point of its share."""
    if waveform.size == 0:
        return np.full(count, 0.1, np.float32)
    edges = np.linspace(0, waveform.size, count + 1).astype(int)
    starts = np.minimum(edges[:-1], waveform.size - 1)
    return np.maximum.reduceat(waveform, starts).astype(np.float32) / 255


def strip_path(waveform: np.ndarray) -> str:
    """Vertical bars, `STRIP_BARS` units wide and `STRIP_HEIGHT` high, centred."""
    half = np.maximum(levels(waveform, STRIP_BARS) * (STRIP_HEIGHT / 2 - 2), 1)
    middle = STRIP_HEIGHT / 2
    return "".join(
        f"M{x + 0.5:g} {middle - h:.1f}v{2 * h:.1f}" for x, h in enumerate(half.tolist())
    )


def curve_path(bins: np.ndarray, duration_s: float) -> str:
    """A line through the middles of `bins` (n x 3: start and end in seconds, 0..1) over the strip
    of a song `duration_s` long; what lies beyond its end is left out."""
    middles_s = bins[:, :2].mean(axis=1)
    inside = middles_s <= duration_s
    x = middles_s[inside] / max(duration_s, 1e-3) * STRIP_BARS
    y = 1 + (1 - bins[inside, 2]) * (STRIP_HEIGHT - 2)
    points = [f"{a:.2f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    return f"M{'L'.join(points)}" if points else ""


def ring_path(waveform: np.ndarray, start: float = 0.0, end: float = 1.0) -> str:
    """Rays around (0, 0) for the share `start`..`end` of the song, clockwise from the top."""
    first, last = round(start * RING_RAYS), round(end * RING_RAYS)
    length = 6 + levels(waveform, RING_RAYS)[first:last] * (RING_OUTER - RING_INNER - 6)
    angle = np.arange(first, last) / RING_RAYS * 2 * np.pi
    x, y = np.sin(angle), -np.cos(angle)
    inner = np.stack([x * RING_INNER, y * RING_INNER], 1)
    ray = np.stack([x * length, y * length], 1)
    return "".join(
        f"M{a:.1f} {b:.1f}l{c:.1f} {d:.1f}"
        for (a, b), (c, d) in zip(inner.tolist(), ray.tolist(), strict=True)
    )


def petal_path(place: int, count: int, length: float) -> str:
    """One of `count` petals of a flower around (0, 0), clockwise from the top; `length` 0..1."""
    middle = 2 * pi * place / count
    half = min(pi / count, pi / 5) * 0.92
    reach = RING_INNER + (RING_OUTER - RING_INNER) * (2 * length - 1)
    left, tip, right = (
        f"{radius * sin(middle + turn):.1f} {-radius * cos(middle + turn):.1f}"
        for turn, radius in ((-half, reach * 0.72), (0, reach * 1.14), (half, reach * 0.72))
    )
    return f"M0 0L{left}Q{tip} {right}Z"
