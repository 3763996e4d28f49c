from datetime import timedelta

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel

from feed.facts import FACTS
from feed.fondness import Fondness, places_of
from feed.signals import DISMISSED, LIKED, Signal, Signals
from tests.feed.repertoires import two_groups


def all_places(repertoire):
    rows = np.arange(len(repertoire))
    return places_of(repertoire.index.points_at(rows), repertoire.facts[rows])


def fondness_of(repertoire, signals, now):
    """For every song, in log odds."""
    return Fondness.of(Signals.of(signals), repertoire, now).log_odds(all_places(repertoire))


def test_of_somebody_new_nothing_is_known(now):
    assert not fondness_of(two_groups(3), [], now).any()


def test_what_was_done_with_songs_tells_of_those_that_sound_like_them(now):
    repertoire = two_groups(10)
    signals = [Signal(1, 1, now), Signal(2, 1, now), Signal(15, -0.6, now)]
    fond = fondness_of(repertoire, signals, now)
    assert fond[:10].min() > 0.5
    assert fond[10:].max() < -0.2
    sent_away = fondness_of(repertoire, [*signals, Signal(1, -3, now, DISMISSED)], now)
    assert (sent_away < fond)[:10].all()


def test_it_is_the_gaussian_process_that_scikit_learn_fits(now):
    repertoire = two_groups(10)
    kept, skipped = [1, 2, 12, 5], [11, 15, 3]
    signals = [Signal(song, 1, now) for song in kept] + [
        Signal(song, -0.6, now) for song in skipped
    ]
    places = all_places(repertoire)
    known = np.array(kept + skipped) - 1
    kernel = ConstantKernel(2.5**2) * RBF(0.8)
    theirs = GaussianProcessClassifier(kernel, optimizer=None)
    inner = theirs.fit(places[known], [1] * len(kept) + [0] * len(skipped)).base_estimator_
    expected = kernel(places, places[known]) @ (inner.y_train_ - inner.pi_)
    assert fondness_of(repertoire, signals, now) == pytest.approx(expected, abs=0.01)


def test_keeping_what_everybody_skips_tells_more_than_keeping_what_everybody_keeps(now):
    shown = [100] * 20
    skipped_by_all = two_groups(10, shown=shown, kept=[2] * 10 + [50] * 10)
    kept_by_all = two_groups(10, shown=shown, kept=[98] * 10 + [50] * 10)
    told = [
        fondness_of(each, [Signal(1, 1, now)], now)[1] for each in (skipped_by_all, kept_by_all)
    ]
    assert told[0] > 3 * told[1] > 0


def test_who_keeps_all_of_what_hardly_anybody_keeps_is_fond_of_it(now):
    # Newton's method goes astray here.
    repertoire = two_groups(60, shown=[100] * 120, kept=[1] * 60 + [50] * 60)
    fond = fondness_of(repertoire, [Signal(song, 1, now) for song in range(1, 51)], now)
    assert fond[50:60].min() > 3


def test_the_less_is_left_of_a_signal_the_less_it_tells(now):
    repertoire = two_groups(5)
    days_ago = [
        fondness_of(repertoire, [Signal(1, 1, now - timedelta(days=days))], now)[1]
        for days in (0, 30, 120)
    ]
    assert days_ago[0] > days_ago[1] > days_ago[2] > 0
    liked = fondness_of(repertoire, [Signal(1, 2, now - timedelta(days=120), LIKED)], now)[1]
    assert liked > days_ago[2]


def test_the_last_hundred_songs_count_and_songs_that_are_gone_do_not(now):
    repertoire = two_groups(60)
    late = [Signal(song, 1, now) for song in range(1, 101)]
    early = [Signal(song, -2, now - timedelta(hours=1)) for song in range(101, 121)]
    assert (
        fondness_of(repertoire, [*late, *early], now) == fondness_of(repertoire, late, now)
    ).all()
    assert not fondness_of(repertoire, [Signal(999, 1, now)], now).any()


def test_songs_of_one_sound_differ_by_energy_brightness_and_tempo():
    facts = np.zeros(6, FACTS)
    facts["energy"] = [0.2, 0.2, 0.9, 0.2, 0.2, 0.2]
    facts["brightness"] = [0.2, 0.2, 0.2, 0.9, 0.2, 0.2]
    facts["tempo_bpm"] = [90, 180, 90, 90, 90 * 2**0.5, 0]
    places = places_of(np.ones((6, 8), np.float32), facts)
    apart = np.linalg.norm(places - places[0], axis=1)
    # Half and double tempo are the same; half an octave is as far as tempi can be apart, and one
    # that nobody is sure of is halfway to all.
    assert apart == pytest.approx([0, 0, 1.12, 1.12, 0.6, 0.3], abs=1e-6)
