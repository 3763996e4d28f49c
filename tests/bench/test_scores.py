"""The scores themselves, on answers small enough to check by hand."""

import numpy as np
import pytest

from tests.bench.scores import (
    OCTAVES_AND_TRIPLES,
    best_precision,
    chance_precision,
    mirex_key_score,
    mutual_proximity,
    nearest,
    parse_key,
    precision,
    share_inside,
    tempo_is_right,
    unreached_share,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C", (0, "major")),
        ("c# minor", (1, "minor")),
        ("F#m", (6, "minor")),
        ("Gb:maj", (6, "major")),
        ("Bb", (10, "major")),
        ("Cb major", (11, "major")),
        ("b minor", (11, "minor")),
    ],
)
def test_keys_are_read_in_the_usual_spellings(text, key):
    assert parse_key(text) == key


@pytest.mark.parametrize("text", ["", "H minor", "C dorian", "-"])
def test_what_is_no_key_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="is no key"):
        parse_key(text)


@pytest.mark.parametrize(
    ("heard", "score"),
    [("A minor", 1), ("E minor", 0.5), ("D minor", 0), ("C", 0.3), ("A", 0.2), ("Eb minor", 0)],
)
def test_key_errors_cost_less_the_nearer_the_key_lies_to_a_minor(heard, score):
    assert mirex_key_score(parse_key(heard), parse_key("A minor")) == score


def test_the_relative_of_a_major_key_is_its_minor_third_below():
    assert mirex_key_score(parse_key("A minor"), parse_key("C major")) == 0.3
    assert mirex_key_score(parse_key("Eb minor"), parse_key("C major")) == 0


@pytest.mark.parametrize(
    ("tempo_bpm", "exact", "related"),
    [
        (120, True, True),
        (124.5, True, True),
        (125.5, False, False),
        (60, False, True),
        (240, False, True),
        (361, False, True),
        (41, False, True),
        (80, False, False),
    ],
)
def test_a_tempo_of_120_is_right_within_4_percent_or_at_a_related_pulse(tempo_bpm, exact, related):
    assert tempo_is_right(tempo_bpm, 120) == exact
    assert tempo_is_right(tempo_bpm, 120, OCTAVES_AND_TRIPLES) == related


def test_neighbours_leave_the_song_itself_out_and_come_nearest_first():
    points = np.array([0.0, 1.0, 3.0, 7.0])
    neighbours = nearest(np.abs(points[:, None] - points), k=2)
    assert neighbours.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    assert unreached_share(neighbours) == 0.25


def test_precision_is_the_share_of_neighbours_of_the_same_group():
    groups = np.array(["a", "a", "b", "b"])
    neighbours = np.array([[1, 2], [0, 2], [3, 0], [0, 1]])
    assert precision(neighbours, groups) == 3 / 8
    assert chance_precision(groups) == pytest.approx(1 / 3)
    assert best_precision(groups, k=2) == 0.5


def test_mutual_proximity_counts_who_is_farther_from_both():
    """Both others are farther from 0 and from 1; from 1 and from 3, only the song at 7 is."""
    points = np.array([0.0, 1.0, 3.0, 7.0])
    proximity = mutual_proximity(np.abs(points[:, None] - points))
    assert proximity[0, 1] == 0
    assert proximity[1, 2] == 0.5
    np.testing.assert_array_equal(proximity, proximity.T)


def test_mutual_proximity_makes_a_hub_rarer():
    """A point in the middle of a sphere is the nearest of many; scaled by both ends it is not."""
    rng = np.random.default_rng(0)
    sphere = rng.normal(size=(200, 30))
    sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
    points = np.vstack([np.zeros(30), sphere])
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    plain = nearest(distances)
    corrected = nearest(mutual_proximity(distances))
    assert (plain == 0).any(axis=1).sum() == 200
    assert (corrected == 0).any(axis=1).sum() < 60


@pytest.mark.parametrize(
    ("parts", "share"),
    [
        ([], 0),
        ([(0, 5)], 0),
        ([(15, 40)], 0.5),
        ([(0, 15), (12, 18)], 0.8),
        ([(5, 30)], 1),
    ],
)
def test_the_share_of_a_window_from_10_to_20_s_inside_parts(parts, share):
    assert share_inside(10, 20, parts) == pytest.approx(share)
