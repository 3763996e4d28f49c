import re

import numpy as np

from catalog import colour, drawing, words
from catalog.colour import oklch_to_srgb, sound_colour


def test_levels_keep_the_peaks():
    waveform = np.zeros(400, np.uint8)
    waveform[399] = 255
    levels = drawing.levels(waveform, 120)
    assert levels.shape == (120,)
    assert (levels[-1], levels[:-1].max()) == (1, 0)


def test_a_short_or_missing_waveform_is_drawn_all_the_same():
    for size in (0, 1, 50):
        assert drawing.strip_path(np.full(size, 99, np.uint8)).count("M") == drawing.STRIP_BARS


def test_the_ring_is_whole_and_its_parts_meet():
    waveform = np.full(400, 128, np.uint8)
    parts = [drawing.ring_path(waveform, a, b) for a, b in [(0, 0.31), (0.31, 0.5), (0.5, 1)]]
    assert "".join(parts) == drawing.ring_path(waveform)
    assert drawing.ring_path(waveform).count("M") == drawing.RING_RAYS


def test_the_strip_stays_inside_its_height():
    path = drawing.strip_path(np.full(400, 255, np.uint8))
    for top, height in re.findall(r"M[\d.]+ ([\d.]+)v([\d.]+)", path):
        assert float(top) >= 0
        assert float(top) + float(height) <= drawing.STRIP_HEIGHT


def test_a_curve_runs_over_the_strip_and_ends_with_the_song():
    bins = np.array([[0, 10, 0.0], [10, 20, 1.0], [20, 30, 0.5], [30, 40, 0.9]])
    path = drawing.curve_path(bins, 30.0)
    assert path == "M20.00 39.0L60.00 1.0L100.00 20.0"
    assert drawing.curve_path(np.zeros((0, 3)), 30.0) == ""


def test_a_fifth_is_thirty_degrees_and_minor_is_marked():
    c, g = sound_colour("C", "major", 0.5, 0.5), sound_colour("G", "major", 0.5, 0.5)
    assert g.hue - c.hue == 30
    assert "minor" in sound_colour("C", "minor", 1.0, 0.0).classes
    assert sound_colour("C", "minor", 1.0, 0.0).classes.endswith("energy-4 brightness-0")


def test_unknown_facts_have_a_colour():
    assert sound_colour("", "", None, None).fifth == colour.UNKNOWN_FIFTH


def test_oklch_knows_black_white_and_grey():
    assert oklch_to_srgb(0, 0, 0) == (0, 0, 0)
    assert oklch_to_srgb(1, 0, 0) == (255, 255, 255)
    red, green, blue = oklch_to_srgb(0.6, 0, 123)
    assert red == green == blue


def test_words_and_clocks():
    assert words.clock(59.6) == "1:00"
    assert words.clock(3725) == "1:02:05"
    assert words.key_name("F#", "minor") == "F♯ minor"
    assert words.key_name("", "") == ""


def test_keys_have_their_place_on_the_camelot_wheel():
    assert words.camelot("A", "minor") == "8A"
    assert words.camelot("C", "major") == "8B"
    assert words.camelot("F#", "major") == "2B"
    assert words.camelot("G#", "minor") == "1A"
    assert words.camelot("D#", "minor") == "2A"
    assert words.camelot("", "") == ""
    assert words.mood_words(0, 0) != words.mood_words(1, 1)
    assert words.mood_words(None, 0.2) == ""
