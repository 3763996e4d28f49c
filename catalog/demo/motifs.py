"""Shapes for covers. A motif takes x and y in -1..1 and gives heights in 0..1."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float64]
Motif = Callable[[Plane, Plane, np.random.Generator], Plane]


def arches(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Nested doorways of different widths."""
    heights = 0.1 + 0.15 * (y + 1) / 2
    centre = rng.uniform(-0.25, 0.25)
    for index, width in enumerate(np.sort(rng.uniform(0.15, 0.85, 5))[::-1]):
        top = rng.uniform(-0.3, 0.2) - 0.4 * (1 - width)
        above = np.hypot((x - centre) / width, (y - top) / width) < 1
        inside = (np.abs(x - centre) < width) & (y > top) | above
        heights = np.where(inside, 0.25 + 0.18 * index, heights)
    return heights


def lattice(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Bars of a grid that thicken across the picture."""
    count = int(rng.integers(6, 12))
    angle = rng.uniform(-0.5, 0.5)
    u, v = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    thickness = 0.08 + 0.42 * np.clip(0.5 + 0.5 * np.sin(2 * u + rng.uniform(0, 6)), 0, 1)
    bars = np.abs((v * count) % 1 - 0.5) < thickness
    posts = np.abs((u * count) % 1 - 0.5) < 0.07
    return 0.08 + 0.55 * bars + 0.3 * (posts & bars)


def currents(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Flowing contour lines."""
    field = np.zeros_like(x)
    for _ in range(5):
        kx, ky, phase = rng.normal(0, 2.4), rng.normal(0, 2.4), rng.uniform(0, 6.28)
        field += np.sin(kx * x + ky * y + phase + 0.6 * field)
    bands = 0.5 + 0.5 * np.sin(4.2 * field)
    return 0.25 * (0.5 + 0.2 * field) + 0.65 * bands**3


def mist(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Soft lights in fog."""
    light: Plane = 0.15 + 0.1 * (1 - y)
    for _ in range(5):
        cx, cy, size = rng.uniform(-0.9, 0.9), rng.uniform(-0.9, 0.9), rng.uniform(0.25, 0.7)
        light = light + rng.uniform(0.2, 0.6) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / size**2)
    return light / light.max()


def sunset(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """A sliced sun over a grid that runs to the horizon."""
    horizon, radius, cx = rng.uniform(0.1, 0.3), rng.uniform(0.45, 0.62), rng.uniform(-0.3, 0.3)
    sky = 0.05 + 0.3 * np.clip(y + 1, 0, 1.4) / 1.4
    below = np.clip((y + 0.25) * 9, 0, 9)
    sliced = (below % 1) < 0.28 * below / 4
    sun = np.hypot(x - cx, y - horizon + 0.2) < radius
    heights = np.where(sun & ~sliced, 0.98 - 0.35 * (y + 1) / 2, sky)
    depth = 0.28 / np.maximum(y - horizon, 1e-3)
    lines = (np.abs((x * depth * 6) % 1 - 0.5) > 0.46) | (np.abs((depth * 5) % 1 - 0.5) > 0.44)
    ground = np.where(lines & (depth < 6), 0.6, 0.02)
    return np.where(y > horizon, ground, heights)


def sprite(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """A symmetrical creature of big pixels."""
    side = 13
    half = rng.random((side, side // 2 + 1))
    reach = np.hypot(*np.meshgrid(np.linspace(0, 1, side // 2 + 1), np.linspace(-1, 1, side)))
    half = np.where(half > 0.28 + 0.55 * reach, 0.4 + 0.6 * np.round(half * 3) / 3, 0.0)
    creature = np.hstack([half[:, :0:-1], half])
    column = np.clip(((x + 0.85) / 1.7 * side).astype(int), 0, side - 1)
    row = np.clip(((y + 0.85) / 1.7 * side).astype(int), 0, side - 1)
    inside = (np.abs(x) < 0.85) & (np.abs(y) < 0.85)
    dither = 0.14 * (((x * 24).astype(int) + (y * 24).astype(int)) % 2)
    return np.where(inside & (creature[row, column] > 0), creature[row, column], 0.05 + dither)


def ridges(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Paper hills, one behind the other, under a moon."""
    heights = 0.95 - 0.25 * (y + 1) / 2
    moon = np.hypot(x - rng.uniform(-0.6, 0.6), y + rng.uniform(0.35, 0.65)) < rng.uniform(
        0.1, 0.25
    )
    heights = np.where(moon, 0.62, heights)
    layers = int(rng.integers(5, 8))
    for index in range(layers):
        line: Plane = np.full_like(x, -0.25 + 1.1 * index / layers)
        for frequency in (1.3, 2.9, 6.1, 13.0):
            line = line + 0.2 / frequency * np.sin(frequency * 1.7 * x + rng.uniform(0, 6.28))
        heights = np.where(
            y > line, 0.72 - 0.72 * (index + 1) / layers + 0.06 * (y - line), heights
        )
    return heights


def tiles(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Painted tiles: quarter circles, turned this way and that, mirrored."""
    count = int(rng.choice([4, 6, 8]))
    u, v = (np.abs(x) if count != 6 else x) * count / 2, np.abs(y) * count / 2
    turns = rng.integers(0, 2, (16, 16))
    flip = turns[np.floor(u).astype(int) % 16, np.floor(v).astype(int) % 16]
    u, v = np.where(flip, 1 - u % 1, u % 1), v % 1
    near = np.minimum(np.hypot(u, v), np.hypot(1 - u, 1 - v))
    rings = np.where(np.abs(near - 0.5) < 0.17, 0.15, 0.92)
    rings = np.where(np.abs(near - 0.5) < 0.06, 0.62, rings)
    return np.where(near < 0.16, 0.38, rings)


def discs(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """A few big discs that change colour where they cross, as on old jazz sleeves."""
    heights = np.full_like(x, 0.95)
    for index in range(4):
        cx, cy, radius = rng.uniform(-0.7, 0.7), rng.uniform(-0.7, 0.7), rng.uniform(0.25, 0.65)
        disc = np.hypot(x - cx, y - cy) < radius
        heights = np.where(disc, (heights + 0.27 + 0.13 * index) % 0.97, heights)
    return np.where(np.abs(y - rng.uniform(0.5, 0.8)) < 0.02, 0.05, heights)


def rays(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Curving sunbeams."""
    cx, cy = rng.uniform(-0.5, 0.5), rng.uniform(0.1, 0.9)
    radius, angle = np.hypot(x - cx, y - cy), np.arctan2(y - cy, x - cx)
    beams = int(rng.integers(7, 13))
    turn = (angle + rng.uniform(-1.2, 1.2) * radius) * beams / (2 * np.pi)
    heights = np.array([0.25, 0.55, 0.75, 0.95])[np.floor(turn % 1 * 4).astype(int)]
    return np.where(radius < 0.28, 0.98, np.where(radius < 0.33, 0.05, heights))


def ripples(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Echoes of two stones."""
    rings = np.zeros_like(x)
    for _ in range(2):
        cx, cy = rng.uniform(-0.8, 0.8), rng.uniform(-0.8, 0.8)
        radius = np.hypot(x - cx, y - cy)
        rings += np.sin(rng.uniform(16, 26) * radius) / (1 + 0.9 * radius)
    return np.clip(np.round((0.5 + 0.34 * rings) * 5) / 5, 0.02, 0.98)


def strokes(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Wide upright brush strokes of different lengths."""
    heights = np.full_like(x, 0.96)
    for _ in range(9):
        cx, width = rng.uniform(-0.9, 0.9), rng.uniform(0.06, 0.2)
        top, bottom = rng.uniform(-0.9, 0.0), rng.uniform(0.2, 0.95)
        wobble = 0.03 * np.sin(5 * y + rng.uniform(0, 6)) + 0.008 * np.sin(43 * y)
        inside = (np.abs(x - cx + wobble) < width) & (y > top) & (y < bottom)
        bristle = 0.05 * np.sin(x * 160 + rng.uniform(0, 6))
        heights = np.where(inside, 0.6 * heights + 0.4 * rng.uniform(0.05, 0.6) + bristle, heights)
    return heights


def shards(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Broken glass: cells of the nearest point, dark at the edges."""
    points = rng.uniform(-1.1, 1.1, (16, 2))
    distances = np.stack([np.hypot(x - px, 1.6 * (y - py)) for px, py in points])
    nearest = distances.argmin(axis=0)
    first, second = np.partition(distances, 1, axis=0)[:2]
    shade = rng.uniform(0.05, 0.8, 16)[nearest] + 0.25 * (x + y) / 2
    return np.where(second - first < 0.018, 0.98, shade)


def bokeh(x: Plane, y: Plane, rng: np.random.Generator) -> Plane:
    """Street lamps out of focus."""
    glow = 0.12 + 0.2 * (y + 1) / 2
    for _ in range(26):
        cx, cy, radius = rng.uniform(-1, 1), rng.normal(0.1, 0.45), rng.uniform(0.05, 0.24)
        distance = np.hypot(x - cx, y - cy) / radius
        disc = np.clip((1 - distance) * 14, 0, 1) * (0.65 + 0.35 * distance)
        glow = glow + rng.uniform(0.08, 0.26) * disc
    return glow
