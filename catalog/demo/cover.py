"""Cover art: an artist keeps a motif and a palette, every song gets its own drawing."""

import io
import zlib

import numpy as np
import numpy.typing as npt
from PIL import Image

from catalog.demo import motifs
from catalog.demo.motifs import Motif, Plane
from catalog.demo.song import DemoSong

SIDE_PX = 600
OVERSAMPLING = 2
SHADES = 512
JPEG_QUALITIES = (88, 80, 70, 55)
MAX_BYTES = 120_000
GRAIN = 0.012

LOOKS: dict[str, tuple[Motif, str]] = {
    "house": (motifs.arches, "#1b1033 #5b2a86 #c8446f #f4a259 #fbe8c8"),
    "techno": (motifs.lattice, "#0c0d10 #23272f #8d949e #dfe3e6 #ff5a36"),
    "drum_and_bass": (motifs.currents, "#061a1f #0f4650 #2a8f86 #9fd6b4 #f3f1dd"),
    "synthwave": (motifs.sunset, "#12062b #4b1a7a #d13d92 #ff8f5a #ffe08a"),
    "chiptune": (motifs.sprite, "#101a2e #27406b #3fa36c #f2d44b #f8f5e6"),
    "trap": (motifs.shards, "#08090c #1d2330 #44506b #8796b0 #e8d9b5"),
    "dream_pop": (motifs.bokeh, "#1f1436 #5a3b7d #d27aa5 #f6b7a3 #fff0dc"),
    "ambient": (motifs.mist, "#0d1a2b #27506b #6f9fae #c6d8d2 #f6f1e4"),
    "lofi": (motifs.ridges, "#2a1f3d #6c3f5f #c2685c #eda96b #fae3b4"),
    "ballad": (motifs.strokes, "#1f2a37 #47607a #9bb0bd #d9d3c7 #f6f2ea"),
    "cinematic": (motifs.ridges, "#0c1418 #24404a #587d80 #b3bfae #efe6cf"),
    "cinematic_six": (motifs.ridges, "#0c1418 #24404a #587d80 #b3bfae #efe6cf"),
    "waltz": (motifs.discs, "#26301d #5d7440 #b0a64f #dcc58a #f6efdb"),
    "bossa": (motifs.tiles, "#0e2f6e #1f5fae #5fa4d6 #f0c751 #f8f4e8"),
    "swing": (motifs.discs, "#10142b #173a8a #d9402b #f0b429 #f3ead2"),
    "funk": (motifs.rays, "#3b0f1f #a4243b #e4672b #f6b13c #fdebc2"),
    "dub": (motifs.ripples, "#0f1c12 #1f5a36 #c8a02b #c23b22 #f2e3b3"),
}


def draw_cover(song: DemoSong) -> bytes:
    """A JPEG of 600 by 600 pixels, under 120 kB."""
    motif, palette = LOOKS[song.style]
    rng = np.random.default_rng([zlib.crc32(song.artist.encode()), song.seed])
    axis = np.linspace(-1, 1, SIDE_PX * OVERSAMPLING)
    x, y = np.meshgrid(axis, axis)
    flat = Image.fromarray(coloured(motif(x, y, rng), palette)).reduce(OVERSAMPLING)
    return compressed(printed(flat, rng))


def coloured(heights: Plane, palette: str) -> npt.NDArray[np.uint8]:
    """Looks heights 0..1 up in a palette, smooth from colour to colour; adds an RGB axis."""
    words = palette.split()
    colours = np.array([[int(word[i : i + 2], 16) for i in (1, 3, 5)] for word in words])
    places, shades = np.linspace(0, 1, len(colours)), np.linspace(0, 1, SHADES)
    ramp = np.stack([np.interp(shades, places, channel) for channel in colours.T], axis=-1)
    shade = np.clip(heights * (SHADES - 1), 0, SHADES - 1).astype(np.int16)
    return ramp.astype(np.uint8)[shade]


def printed(flat: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Darkens the corners a little and adds the grain of paper."""
    axis = np.linspace(-1, 1, SIDE_PX, dtype=np.float32)
    corners = 1 - 0.10 * (axis[:, None] ** 2 + axis[None, :] ** 2)
    grain = GRAIN * 255 * rng.standard_normal((SIDE_PX, SIDE_PX, 1), dtype=np.float32)
    pixels = np.clip(np.asarray(flat) * corners[..., None] + grain, 0, 255)
    return Image.fromarray(pixels.astype(np.uint8))


def compressed(image: Image.Image) -> bytes:
    """The best quality that stays under MAX_BYTES."""
    for quality in JPEG_QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() < MAX_BYTES:
            break
    return buffer.getvalue()
