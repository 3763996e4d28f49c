"""The sound colour: what a song's analysis looks like.

Hue is the key's place on the circle of fifths (30 degrees a fifth), minor is deeper, chroma grows
with energy and lightness with brightness. The style sheet turns these four numbers into colours in
OKLCH, where equal lightness looks equal for every hue, so text stays readable on all of them.
"""

import math
from dataclasses import dataclass

_FIFTHS = ("C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#", "F")
STEPS = 5
FIRST_HUE = 30
# Songs of unknown key share one quiet hue.
UNKNOWN_FIFTH = 8


@dataclass(frozen=True)
class SoundColour:
    """`fifth` 0..11, `minor`, `energy_step` and `brightness_step` 0..4."""

    fifth: int
    minor: bool
    energy_step: int
    brightness_step: int

    @property
    def hue(self) -> float:
        """Degrees in OKLCH; C is at 30, a warm red."""
        return (FIRST_HUE + 30 * self.fifth) % 360

    @property
    def classes(self) -> str:
        """The style sheet's class names."""
        mode = "minor" if self.minor else "major"
        return (
            f"sound fifth-{self.fifth} {mode}"
            f" energy-{self.energy_step} brightness-{self.brightness_step}"
        )


def sound_colour(
    key: str, mode: str, energy: float | None, brightness: float | None
) -> SoundColour:
    fifth = _FIFTHS.index(key) if key in _FIFTHS else UNKNOWN_FIFTH
    return SoundColour(fifth, mode == "minor", _step(energy), _step(brightness))


def _step(value: float | None) -> int:
    """0..1 in five equal steps; the middle where nothing is known."""
    return STEPS // 2 if value is None else min(int(value * STEPS), STEPS - 1)


def oklch_to_srgb(lightness: float, chroma: float, hue_degrees: float) -> tuple[int, int, int]:
    """Lightness 0..1, chroma 0..0.4 to 0..255 each (Björn Ottosson, "A perceptual color space")."""
    hue = math.radians(hue_degrees)
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (_gamma(value) for value in linear)
    return red, green, blue


def _gamma(linear: float) -> int:
    value = min(max(linear, 0.0), 1.0)
    encoded = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)
