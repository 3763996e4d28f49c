import numpy as np
import pytest

from feed.causes import Causes
from feed.models import Play
from feed.ranking import FEATURES, FIXED_WEIGHTS, Situation
from feed.signals import LIKED, Signal, Signals
from feed.taste import taste_of

Source = Play.Source
EAST, NORTH = np.eye(2)
POINTS = {1: EAST, 2: NORTH}


@pytest.fixture
def causes(now):
    """Stayed for song 1 and liked song 2."""
    signals = Signals.of([Signal(1, 1, now), Signal(2, 2, now, LIKED)])
    return Causes(
        situation=Situation(taste=taste_of(signals, POINTS, now)),
        signals=signals,
        points=POINTS,
        weights=np.array(list(FIXED_WEIGHTS.values())),
        people={7: "ada"},
        leans_on={8: 2}.get,
    )


def table(**values):
    return np.array([values.get(name, 0.0) for name in FEATURES])


def test_the_anchor_is_the_most_alike_of_the_songs_that_led_there(causes):
    cause = causes.of(9, np.array([0.9, 0.1]), [Source.MOOD], table())
    assert (cause.source, cause.anchor_id, cause.anchor_liked) == (Source.MOOD, 1, False)
    cause = causes.of(9, np.array([0.1, 0.9]), [Source.TASTE], table())
    assert (cause.source, cause.anchor_id, cause.anchor_liked) == (Source.TASTE, 2, True)


def test_of_several_sources_the_one_that_counted_most_is_told(causes):
    both = [Source.MOOD, Source.COLISTEN]
    mood = causes.of(8, EAST, both, table(mood_similarity=0.9, colistening=0.2))
    together = causes.of(8, EAST, both, table(mood_similarity=0.2, colistening=0.9))
    assert mood.source == Source.MOOD
    assert (together.source, together.anchor_id, together.anchor_liked) == (
        Source.COLISTEN,
        2,
        True,
    )


def test_a_repost_is_told_with_its_person_before_anything_else(causes):
    cause = causes.of(7, EAST, [Source.RANDOM, Source.MOOD, Source.PEOPLE], table())
    assert (cause.source, cause.person) == (Source.PEOPLE, "ada")


def test_chance_is_told_only_where_nothing_else_led_there(causes):
    assert causes.of(9, EAST, [Source.RANDOM, Source.RARE], table()).source == Source.RARE
    assert causes.of(9, EAST, [Source.RANDOM], table()).anchor_id is None


def test_a_skipped_song_is_no_reason(now):
    signals = Signals.of([Signal(1, -0.6, now), Signal(2, 1, now)])
    causes = Causes(
        situation=Situation(taste=taste_of(signals, POINTS, now)),
        signals=signals,
        points=POINTS,
        weights=np.zeros(len(FEATURES)),
    )
    assert causes.of(9, EAST, [Source.MOOD], table()).anchor_id == 2
