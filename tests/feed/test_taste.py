from datetime import timedelta

import numpy as np
import pytest

from feed.signals import LIKED, Signal, Signals
from feed.taste import CENTRES, taste_of

EAST, NORTH, UP = np.eye(3)
POINTS = {1: EAST, 2: NORTH, 3: UP}


def around(centre, count, first_id):
    """Points on the sphere close to a centre, by song id."""
    rng = np.random.default_rng(first_id)
    points = centre + rng.normal(0, 0.1, (count, centre.size))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return dict(enumerate(points, first_id))


def test_without_anything_kept_there_is_no_mood_and_no_taste(now):
    for signals in ([], [Signal(1, -0.5, now)]):
        taste = taste_of(Signals.of(signals), POINTS, now)
        assert taste.mood is None
        assert taste.centres == ()


def test_the_mood_follows_the_last_song_kept(now):
    minutes = [now - timedelta(minutes=minute) for minute in range(4)]
    signals = [Signal(1, 1, minutes[0])] + [Signal(2, 1, at) for at in minutes[1:]]
    east_last = taste_of(Signals.of(signals), POINTS, now).mood
    signals = [Signal(2, 1, minutes[0])] + [Signal(1, 1, at) for at in minutes[1:]]
    north_last = taste_of(Signals.of(signals), POINTS, now).mood
    assert east_last @ EAST > 0.3
    assert east_last @ EAST < north_last @ EAST


def test_a_skip_pushes_the_mood_away(now):
    kept = [Signal(1, 1, now), Signal(2, 1, now)]
    before = taste_of(Signals.of(kept), POINTS, now).mood
    after = taste_of(Signals.of([Signal(3, -0.6, now), *kept]), POINTS, now).mood
    assert after @ UP < before @ UP


def test_the_mood_is_weak_after_a_pause_and_the_taste_is_not(now):
    signals = [Signal(1, 1, now - timedelta(hours=3))]
    taste = taste_of(Signals.of(signals), POINTS, now)
    assert taste.mood_strength < 0.05
    assert taste.centres[0].share == 1
    assert taste_of(Signals.of([Signal(1, 1, now)]), POINTS, now).mood_strength == 1


def test_what_was_heard_after_a_pause_rules_the_mood_alone(now):
    yesterday = now - timedelta(days=1)
    signals = [Signal(1, 1, now)] + [Signal(2, 2, yesterday)] * 10
    assert taste_of(Signals.of(signals), POINTS, now).mood @ EAST > 0.99


def test_people_like_more_than_one_thing(now):
    points = around(EAST, 6, 10) | around(NORTH, 3, 20) | around(UP, 3, 30)
    signals = [Signal(song_id, 1, now) for song_id in points]
    centres = taste_of(Signals.of(signals), points, now).centres
    assert [centre.share for centre in centres] == pytest.approx([0.5, 0.25, 0.25], abs=0.01)
    assert centres[0].point @ EAST > 0.95
    assert set(centres[0].song_ids) == set(range(10, 16))


def test_there_are_never_more_centres_than_can_be_asked(now):
    points = dict(enumerate(np.eye(40)))
    centres = taste_of(
        Signals.of([Signal(song_id, 1, now) for song_id in points]), points, now
    ).centres
    assert 1 <= len(centres) <= CENTRES


def test_a_like_weighs_more_than_staying(now):
    taste = taste_of(Signals.of([Signal(1, 1, now), Signal(2, 2, now, LIKED)]), POINTS, now)
    assert taste.centres[0].point @ NORTH > 0.9


def test_all_that_was_done_with_a_song_adds_up(now):
    signals = [Signal(1, 1, now), Signal(1, 2, now, LIKED), Signal(2, 1, now), Signal(2, -2, now)]
    taste = taste_of(Signals.of(signals), POINTS, now)
    assert dict(taste.kept) == {1: 3}
    assert dict(taste.turned_away) == {2: 1}


def test_the_longer_taste_forgets_by_weeks(now):
    old = now - timedelta(days=120)
    taste = taste_of(Signals.of([Signal(1, 1, now), Signal(2, 1, old)]), POINTS, now)
    assert [centre.share for centre in taste.centres] == pytest.approx([16 / 17, 1 / 17], abs=0.01)


def test_songs_the_index_does_not_know_are_passed_over(now):
    taste = taste_of(Signals.of([Signal(99, 2, now)]), POINTS, now)
    assert taste.mood is None
    assert taste.kept == {}


def test_the_order_in_which_reports_come_does_not_matter(now):
    signals = [Signal(n % 3 + 1, 1 - n % 2, now - timedelta(seconds=n)) for n in range(12)]
    once = taste_of(Signals.of(signals), POINTS, now)
    again = taste_of(Signals.of(reversed(signals)), POINTS, now)
    assert np.array_equal(once.mood, again.mood)
