"""The committed icons are what `make icons` draws."""

import pytest
from PIL import Image, ImageChops, ImageStat

from clipfeed import icons


def test_the_svg_is_the_drawing():
    assert (icons.STATIC / "icon.svg").read_text() == icons.svg()


@pytest.mark.parametrize("name", icons.PICTURES)
def test_a_picture_is_the_drawing(name):
    kept = Image.open(icons.STATIC / "icons" / f"{name}.png")
    drawn = icons.png(*icons.PICTURES[name])
    assert kept.mode == drawn.mode
    # Versions of Pillow may round an edge otherwise.
    assert max(ImageStat.Stat(ImageChops.difference(kept, drawn)).mean) < 1


def test_what_a_system_cuts_out_of_the_maskable_icon_holds_the_whole_mark():
    pixels, share, _ = icons.PICTURES["maskable-512"]
    longest = icons.INNER + max(icons.RAYS) + icons.RAY_WIDTH / 2
    assert longest * share * pixels / icons.SIDE <= 0.4 * pixels
