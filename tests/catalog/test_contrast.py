"""Text is readable on every song's colour, in both themes: the style sheet's own sums, done again.

4.5 to 1 is what the Web Content Accessibility Guidelines ask of text (WCAG 2.2, success criterion
1.4.3).
"""

import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from catalog.colour import oklch_to_srgb

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "shell" / "tokens.css").read_text()
# The admin has Django's own colours, and the figures' lines are told apart by everybody.
OUTSIDE = {"tokens.css", "admin.css", "figures.css"}
READABLE = 4.5

SOUNDS = [
    (f"fifth-{fifth}", mode, f"energy-{energy}", f"brightness-{brightness}")
    for fifth, mode, energy, brightness in product(
        range(12), ("major", "minor"), range(5), range(5)
    )
]
# On the page's own grounds, and on those of the song.
ON_PAGE = [
    (text, ground)
    for text in ("text", "text-quiet", "danger", "sound")
    for ground in ("page", "raised")
]
ON_SONG = [
    *product(("text", "text-tinted", "text-tinted-strong"), ("glow", "ground", "ground-deep")),
    *product(("sound",), ("page", "raised", "ground", "ground-deep")),
    ("text-quiet", "ground"),
    ("on-sound", "sound"),
    ("on-sound", "sound-pale"),
]


def declarations():
    """Selector to the custom properties it declares, in the order of the file."""
    bare = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.S)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        values = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        for selector in selectors.split(","):
            yield selector.strip(), values


RULES = list(declarations())


def properties_of(*classes):
    """What an element with these classes inherits and declares."""
    matching = {":root", *(f".{name}" for name in classes)}
    properties = {}
    for selector, values in RULES:
        if selector in matching:
            properties |= values
    return properties


def parts_of(text, separator):
    """`text` split where `separator` stands outside of parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth == 0 and re.match(separator, character):
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


@cache
def number(text):
    return float(eval(text.replace("calc", ""), {"__builtins__": {}}))


def colour(name, properties, theme):
    """Red, green, blue (0..1) and opacity of a token."""
    text = properties[name]
    while found := re.search(r"var\(--([\w-]+)\)", text):
        text = text.replace(found[0], properties[found[1]])
    if text.startswith("light-dark("):
        text = parts_of(text[len("light-dark(") : -1], ",")[theme == "dark"]
    values = parts_of(text.removeprefix("oklch(").removesuffix(")"), r"\s")
    rgb = oklch_to_srgb(*(number(value) for value in values[:3]))
    return [channel / 255 for channel in rgb], float(values[4]) if "/" in values else 1.0


def luminance(rgb):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text, ground, properties, theme):
    below, _ = colour(ground, properties, theme)
    above, opacity = colour(text, properties, theme)
    seen = [opacity * a + (1 - opacity) * b for a, b in zip(above, below, strict=True)]
    low, high = sorted((luminance(seen), luminance(below)))
    return (high + 0.05) / (low + 0.05)


def too_faint(pairs, properties, theme):
    return [
        (text, ground, round(found, 2))
        for text, ground in pairs
        if (found := contrast(text, ground, properties, theme)) < READABLE
    ]


def test_the_sums_are_those_of_the_guidelines():
    properties = {"black": "oklch(0 0 0)", "white": "oklch(1 0 0)", "grey": "oklch(0 0 0 / 0.5)"}
    assert contrast("black", "white", properties, "dark") == pytest.approx(21, abs=0.01)
    assert contrast("grey", "white", properties, "dark") == pytest.approx(3.95, abs=0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_page(theme):
    assert too_faint(ON_PAGE, properties_of(), theme) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_songs_colour(theme):
    faint = {
        " ".join(classes): found
        for classes in SOUNDS
        if (found := too_faint(ON_SONG, properties_of("sound", *classes), theme))
    }
    assert len(SOUNDS) == 600
    assert faint == {}


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_only_the_tokens_name_a_colour(path):
    if path.name in OUTSIDE:
        return
    named = re.findall(r"(?:oklch|rgba?|hsla?)\(\s*[\d.].*?\)|#[0-9a-f]{3,8}\b", path.read_text())
    assert named == []
