"""The picture that stands for a song where its link is shared."""

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from catalog import drawing
from catalog.colour import oklch_to_srgb
from catalog.models import Song

WIDTH, HEIGHT = 1200, 630
_CENTRE = (315, 315)
_SCALE = 1.45


def share_picture(song: Song) -> bytes:
    """1200 x 630 PNG: the song's waveform ring in its sound colour, title and artist beside it."""
    colour = song.analysis.sound_colour
    hue = colour.hue
    image = Image.new("RGB", (WIDTH, HEIGHT), oklch_to_srgb(0.19, 0.045, hue))
    draw = ImageDraw.Draw(image)
    clip = getattr(song, "clip", None)
    _draw_ring(draw, song, clip and (clip.start_s, clip.end_s), hue)
    _draw_text(draw, song, hue)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_ring(
    draw: ImageDraw.ImageDraw, song: Song, window: tuple[float, float] | None, hue: float
) -> None:
    levels = drawing.levels(song.analysis.waveform_points, drawing.RING_RAYS)
    dim, lit = oklch_to_srgb(0.48, 0.11, hue), oklch_to_srgb(0.86, 0.11, hue)
    duration_s = max(song.duration_s, 1e-3)
    for ray, level in enumerate(levels.tolist()):
        share = ray / drawing.RING_RAYS
        is_lit = window is not None and window[0] <= share * duration_s < window[1]
        angle = share * 2 * math.pi
        inner = drawing.RING_INNER * _SCALE
        outer = inner + (6 + level * (drawing.RING_OUTER - drawing.RING_INNER - 6)) * _SCALE
        ends = [
            (_CENTRE[0] + math.sin(angle) * r, _CENTRE[1] - math.cos(angle) * r)
            for r in (inner, outer)
        ]
        draw.line(ends, fill=lit if is_lit else dim, width=4)
    for step in range(40):
        radius = (drawing.RING_INNER - 10) * _SCALE * (1 - step / 40)
        fill = oklch_to_srgb(0.34 + 0.008 * step, 0.13, hue + 40 - step)
        draw.ellipse(
            (_CENTRE[0] - radius, _CENTRE[1] - radius, _CENTRE[0] + radius, _CENTRE[1] + radius),
            fill=fill,
        )


def _draw_text(draw: ImageDraw.ImageDraw, song: Song, hue: float) -> None:
    left, width = 590, WIDTH - 590 - 50
    lines = _wrapped(song.title, 60, width, most=3)
    top = 300 - 36 * len(lines)
    for line in lines:
        draw.text((left, top), line, font=_font(60), fill=(248, 246, 250))
        top += 72
    artist = _wrapped(song.artist.name, 36, width, most=1)[0]
    draw.text((left, top + 8), artist, font=_font(36), fill=oklch_to_srgb(0.84, 0.08, hue))
    draw.text((left, HEIGHT - 80), "ClipFeed", font=_font(28), fill=oklch_to_srgb(0.66, 0.06, hue))


@lru_cache(maxsize=8)
def _font(size: int) -> "ImageFont.ImageFont | ImageFont.FreeTypeFont":
    return ImageFont.load_default(size)


def _wrapped(text: str, size: int, width: int, most: int) -> list[str]:
    """`text` in at most `most` lines no wider than `width`, cut with an ellipsis."""
    font, lines = _font(size), [""]
    for word in text[:200].split() or [""]:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, size, width) for line in lines]


def _cut(line: str, size: int, width: int) -> str:
    if _font(size).getlength(line) <= width:
        return line
    while line and _font(size).getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"
