"""`make icons`: draws static/icon.svg and static/icons/*.png from one list of numbers.

The pictures are committed, so that neither a fresh checkout nor a server has to draw them; a test
draws them again and compares.
"""

import math
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parent.parent / "static"

# A waveform around a disc, in a square of 64: the lengths of its rays, clockwise from the top, and
# which of them are the clip.
RAYS = (4.0, 4.0, 6.0, 4.5, 6.0, 7.0, 6.0, 5.0, 5.0, 6.0, 4.0, 3.0)
CLIP = range(4, 7)
SIDE, CENTRE, DISC, INNER, RAY_WIDTH, CORNER = 64, 32, 13, 17.5, 2.6, 15
GROUND, DIM, LIT, RIM = "#17110e", "#8b5a3c", "#ffcfae", "#ffe3cf"
DISC_COLOURS = ((0.0, "#ff7a5c"), (0.6, "#b4552f"), (1.0, "#5d4413"))

# Name: pixels, share of the square that is drawn on, rounded corners. What a system cuts into its
# own shape ("maskable") has to stay within a circle of 80 %.
PICTURES = {
    "icon-192": (192, 1.0, True),
    "icon-512": (512, 1.0, True),
    "maskable-512": (512, 0.92, False),
    "apple-touch-icon": (180, 1.0, False),
}
_OVERSAMPLING = 4

Point = tuple[float, float]


def rays() -> list[tuple[Point, Point]]:
    """Both ends of each ray."""
    ends = []
    for number, length in enumerate(RAYS):
        angle = math.tau * number / len(RAYS)
        x, y = math.sin(angle), -math.cos(angle)
        ends.append((_at(x, y, INNER), _at(x, y, INNER + length)))
    return ends


def svg() -> str:
    stops = "".join(f'<stop offset="{place:g}" stop-color="{hue}"/>' for place, hue in DISC_COLOURS)
    lines = "".join(
        f'<path stroke="{LIT if number in CLIP else DIM}" d="M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}"/>'
        for number, ((a, b), (c, d)) in enumerate(rays())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<defs><radialGradient id="disc">{stops}</radialGradient></defs>'
        f'<rect width="{SIDE}" height="{SIDE}" rx="{CORNER}" fill="{GROUND}"/>'
        f'<circle cx="{CENTRE}" cy="{CENTRE}" r="{DISC}" fill="url(#disc)" stroke="{RIM}"/>'
        f'<g fill="none" stroke-width="{RAY_WIDTH}" stroke-linecap="round">{lines}</g></svg>\n'
    )


def png(pixels: int, share: float, rounded: bool) -> Image.Image:
    """`pixels` square; the drawing fills `share` of it."""
    image = Image.new("RGBA", (pixels * _OVERSAMPLING,) * 2)
    draw = ImageDraw.Draw(image)
    unit = image.width / SIDE
    corner = CORNER * unit if rounded else 0
    draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), corner, fill=GROUND)
    _draw_mark(draw, image.width / 2, unit * share)
    small = image.reduce(_OVERSAMPLING)
    return small if rounded else small.convert("RGB")


def _draw_mark(draw: ImageDraw.ImageDraw, centre: float, unit: float) -> None:
    def place(point: Point) -> Point:
        return centre + (point[0] - CENTRE) * unit, centre + (point[1] - CENTRE) * unit

    def circle(middle: Point, radius: float, fill: str | tuple[int, int, int]) -> None:
        x, y = middle
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    for number, ends in enumerate(rays()):
        colour, width = LIT if number in CLIP else DIM, round(RAY_WIDTH * unit)
        draw.line([place(end) for end in ends], fill=colour, width=width)
        for end in ends:
            circle(place(end), (width - 1) / 2, colour)
    circle((centre, centre), (DISC + 0.5) * unit, RIM)
    radius = (DISC - 0.5) * unit
    for step in range(round(radius)):
        circle((centre, centre), radius - step, _disc_colour(1 - step / radius))


def _disc_colour(share: float) -> tuple[int, int, int]:
    """The disc's colour at `share` of its radius."""
    for (near, inner), (far, outer) in pairwise(DISC_COLOURS):
        if share <= far:
            weight = (share - near) / (far - near)
            pairs = zip(_rgb(inner), _rgb(outer), strict=True)
            red, green, blue = (round(a + (b - a) * weight) for a, b in pairs)
            return red, green, blue
    return _rgb(DISC_COLOURS[-1][1])


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _at(x: float, y: float, radius: float) -> Point:
    return CENTRE + x * radius, CENTRE + y * radius


def main() -> None:
    (STATIC / "icon.svg").write_text(svg())
    (STATIC / "icons").mkdir(exist_ok=True)
    for name, shape in PICTURES.items():
        png(*shape).save(STATIC / "icons" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
