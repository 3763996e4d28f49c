import numpy as np
import pytest

from analysis.metric import SongMetric

SONGS, SEGMENTS = 60, 12


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def songs_of_groups(rng, nuisance):
    """Four groups that differ in two small features, beside eight that vary within every song."""
    groups = np.repeat(np.arange(4), SONGS // 4)
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])[groups]
    telling = corners[:, None] + rng.normal(0, 0.15, (SONGS, SEGMENTS, 2))
    other = rng.normal(0, nuisance, (SONGS, SEGMENTS, 8)) + rng.normal(0, 0.5, (SONGS, 1, 8))
    segments = np.concatenate([telling, other], axis=2)
    return groups, segments


def fitted(segments):
    songs = np.repeat(np.arange(len(segments)), segments.shape[1])
    return SongMetric().fit(segments.reshape(-1, segments.shape[2]), songs)


def precision_at_5(points, groups):
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1)[:, :5]
    return (groups[nearest] == groups[:, None]).mean()


def test_what_varies_within_songs_is_overlooked(rng):
    groups, segments = songs_of_groups(rng, nuisance=3.0)
    embeddings = segments.mean(axis=1)
    standardised = (embeddings - embeddings.mean(axis=0)) / embeddings.std(axis=0)
    plain = precision_at_5(standardised, groups)
    learned = precision_at_5(fitted(segments).transform(embeddings), groups)
    assert learned > 0.9
    assert learned > plain + 0.2


def test_points_have_unit_length_and_few_directions(rng):
    points = fitted(rng.normal(size=(80, 4, 100))).transform(rng.normal(size=(7, 100)))
    assert points.shape == (7, 64)
    assert np.linalg.norm(points, axis=1) == pytest.approx(np.ones(7))


def test_units_of_measurement_do_not_matter(rng):
    _, segments = songs_of_groups(rng, nuisance=1.0)
    units = 10.0 ** rng.integers(-3, 4, 10)
    one, other = fitted(segments), fitted(segments * units)
    embeddings = segments.mean(axis=1)
    distances = [
        np.linalg.norm(np.diff(points, axis=0), axis=1)
        for points in (one.transform(embeddings), other.transform(embeddings * units))
    ]
    assert distances[0] == pytest.approx(distances[1], abs=1e-3)


@pytest.mark.parametrize("songs", [1, 2, 3])
def test_few_songs_and_single_segments_are_fine(rng, songs):
    segments = rng.normal(size=(songs, 1, 12))
    points = fitted(segments).transform(segments[:, 0])
    assert np.isfinite(points).all()
    assert len({tuple(point) for point in points.round(6)}) == songs


def test_features_that_never_change_are_harmless(rng):
    segments = rng.normal(size=(20, 4, 6))
    segments[:, :, 2] = 7.0
    assert np.isfinite(fitted(segments).transform(segments.mean(axis=1))).all()


def test_a_wild_value_does_not_rule(rng):
    groups, segments = songs_of_groups(rng, nuisance=0.3)
    metric = fitted(segments)
    embeddings = segments.mean(axis=1)
    embeddings[0, 5] = 1e9
    assert np.isfinite(metric.transform(embeddings)).all()
    assert precision_at_5(metric.transform(embeddings), groups) > 0.8


def test_fitting_again_gives_the_same(rng):
    _, segments = songs_of_groups(rng, nuisance=1.0)
    embeddings = segments.mean(axis=1)
    one, other = fitted(segments).transform(embeddings), fitted(segments).transform(embeddings)
    np.testing.assert_array_equal(one, other)
