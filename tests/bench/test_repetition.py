"""The baselines of the highlight overlap find what they are meant to find."""

import numpy as np
import pytest

from tests.bench.assembled import joined
from tests.bench.repetition import POWER_RATE, loudest_start_s, repeated_line_s

FRAME_RATE = 2.7


def test_the_loudest_window_begins_where_the_loud_part_does():
    power = np.full(60 * POWER_RATE, 0.1)
    power[20 * POWER_RATE : 35 * POWER_RATE] = 1
    assert loudest_start_s(power, 15) == 20


def test_the_repeated_line_begins_at_a_passage_that_returns_twice():
    rng = np.random.default_rng(0)
    chorus = rng.random((54, 12))
    verses = rng.random((4, 54, 12))
    song = np.concatenate([verses[0], chorus, verses[1], chorus, verses[2], chorus, verses[3]])
    length_s = len(chorus) / FRAME_RATE
    start_s = repeated_line_s(song + rng.normal(0, 0.02, song.shape), FRAME_RATE)
    assert min(abs(start_s - turn * length_s) for turn in (1, 3, 5)) < 3


def test_a_song_too_short_to_repeat_begins_at_its_beginning():
    assert repeated_line_s(np.random.default_rng(0).random((20, 12)), FRAME_RATE) == 0


def test_joined_parts_lie_between_the_edges_they_are_given():
    parts = [np.full(44_100 * seconds, level) for seconds, level in ((2, 0.1), (3, 0.5), (1, 0.1))]
    song, edges_s = joined(parts)
    assert len(edges_s) == 4
    assert edges_s == pytest.approx([0, 1.95, 4.9, 5.85])
    inside = song[int(2.1 * 44_100) : int(4.8 * 44_100)]
    np.testing.assert_allclose(inside, 0.5)
