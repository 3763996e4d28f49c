from datetime import timedelta

import numpy as np
import pytest

from feed import taste
from feed.taste import Signal

EAST, WEST, NORTH = np.eye(3, dtype=np.float32)
POINTS = {1: EAST, 2: WEST, 3: NORTH}


def test_play_weight_grows_with_what_was_heard():
    weights = [taste.play_weight(share) for share in (0, 0.1, 0.3, 0.5, 1, 2)]
    assert weights == sorted(weights)
    assert weights[0] < 0 < weights[-1]


def test_without_anything_kept_there_is_no_mood(now):
    skips = [Signal(1, -0.5, now)]
    assert taste.mood_point([], POINTS) is None
    assert taste.mood_point(skips, POINTS) is None


def test_the_mood_follows_the_last_song_kept(now):
    signals = [Signal(1, 1, now)] + [Signal(2, 1, now)] * 3
    mood = taste.mood_point(signals + [Signal(2, 1, now)] * 0, POINTS)
    swapped = taste.mood_point([Signal(2, 1, now)] + [Signal(1, 1, now)] * 3, POINTS)
    assert mood @ EAST > 0.2
    assert swapped @ EAST > mood @ EAST


def test_a_like_weighs_more_than_staying(now):
    mood = taste.mood_point(
        [Signal(1, taste.STAYED_WEIGHT, now), Signal(2, taste.LIKE_WEIGHT, now)], POINTS
    )
    assert mood @ WEST > mood @ EAST


def test_a_skip_pushes_the_mood_away(now):
    kept = [Signal(1, 1, now), Signal(2, 1, now)]
    before = taste.mood_point(kept, POINTS)
    after = taste.mood_point([Signal(3, -0.6, now), *kept], POINTS)
    assert np.linalg.norm(after - NORTH) > np.linalg.norm(before - NORTH)


def test_the_longer_taste_forgets_by_weeks(now):
    old = now - timedelta(days=120)
    point = taste.taste_point([Signal(1, 1, now), Signal(2, 1, old)], POINTS, now)
    assert point @ EAST == pytest.approx(16 / 17, abs=0.01)


def test_songs_the_index_does_not_know_are_passed_over(now):
    assert taste.mood_point([Signal(99, 2, now)], POINTS) is None


def test_the_anchor_is_the_nearest_kept_song(now):
    signals = [Signal(1, 1, now), Signal(2, 1, now), Signal(3, -0.6, now)]
    assert taste.anchor_of(WEST * 0.9, signals, POINTS).song_id == 2
    assert taste.anchor_of(NORTH, [Signal(3, -0.6, now)], POINTS) is None
