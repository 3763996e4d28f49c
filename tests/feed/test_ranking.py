from datetime import timedelta

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from feed.learning import Examples, fit_ranker, gain_error
from feed.models import Play
from feed.ranking import FEATURES, FIXED_WEIGHTS, Ranker, Situation, features, tempo_distance
from feed.signals import LIKED, Signal, Signals
from feed.taste import taste_of
from feed.together import Together
from tests.feed.repertoires import make_repertoire, two_groups

Source = Play.Source


def situation_of(repertoire, signals, now, colistening=(), known=range(1, 100)):
    signals = Signals.of(signals)
    taste = taste_of(signals, repertoire.points_of(set(signals.song_ids.tolist())), now)
    together = Together(dict(colistening), known=np.array(sorted(known)))
    return Situation.of(taste, signals, repertoire, now, together)


def column(table, name):
    return table[:, FEATURES.index(name)]


def features_of(repertoire, situation, sources=None):
    rows = np.arange(len(repertoire))
    return features(situation, repertoire, rows, sources or [[Source.MOOD]] * len(rows))


def test_of_somebody_new_nothing_is_known_but_the_songs(now):
    repertoire = two_groups(3, shown=[0, 10, 10, 0, 0, 0], kept=[0, 10, 0, 0, 0, 0])
    table = features_of(repertoire, situation_of(repertoire, [], now))
    for name in ("mood_similarity", "taste_similarity", "fondness", "artist_affinity"):
        assert not column(table, name).any()
    kept_rate = column(table, "kept_rate")
    assert kept_rate[1] > kept_rate[0] == 0 > kept_rate[2]
    assert np.isfinite(table).all()


def test_songs_like_the_kept_ones_are_similar_and_like_the_skipped_ones_not_wanted(now):
    repertoire = two_groups(10)
    signals = [Signal(1, 1, now), Signal(2, 1, now), Signal(15, -0.6, now)]
    table = features_of(repertoire, situation_of(repertoire, signals, now))
    for name in ("mood_similarity", "taste_similarity"):
        assert column(table, name)[:10].min() > column(table, name)[10:].max()
    assert column(table, "fondness")[:10].min() > 0 > column(table, "fondness")[10:].max()


def test_a_mood_of_yesterday_counts_for_nothing_today(now):
    repertoire = two_groups(5)
    table = features_of(
        repertoire, situation_of(repertoire, [Signal(1, 1, now - timedelta(days=1))], now)
    )
    assert np.abs(column(table, "mood_similarity")).max() < 1e-6
    assert column(table, "taste_similarity").max() > 0.9


def test_energy_and_tempo_are_measured_from_the_last_songs_kept(now):
    repertoire = two_groups(
        2, energy=[0.9, 0.1, 0.5, 0.5], tempo_bpm=[120, 60, 90, 0], brightness=[0.9, 0.1, 0.5, 0.5]
    )
    table = features_of(repertoire, situation_of(repertoire, [Signal(1, 1, now)], now))
    assert column(table, "energy_distance") == pytest.approx([0, 0.8, 0.4, 0.4], abs=1e-6)
    assert column(table, "tempo_distance") == pytest.approx([0, 0, 0.415, 0.25], abs=1e-3)


def test_half_and_double_tempo_are_no_distance():
    distances = tempo_distance(np.array([60.0, 120, 240, 150]), 120.0)
    assert distances == pytest.approx([0, 0, 0, 0.322], abs=1e-3)
    assert tempo_distance(np.array([100.0]), None) == [0.25]


def test_artists_are_liked_and_turned_away(now):
    repertoire = two_groups(3, artist_id=[7, 7, 8, 9, 9, 10])
    signals = [Signal(1, 2, now, LIKED), Signal(4, -2, now)]
    affinity = column(
        features_of(repertoire, situation_of(repertoire, signals, now)), "artist_affinity"
    )
    assert affinity[0] == affinity[1] == pytest.approx(np.tanh(1))
    assert affinity[3] == affinity[4] == pytest.approx(-np.tanh(1))
    assert affinity[2] == affinity[5] == 0


def test_where_a_song_came_from_and_who_heard_it_too_are_features(now):
    repertoire = two_groups(2)
    sources = [[Source.MOOD, Source.COLISTEN], [Source.RANDOM, Source.RARE], [Source.PEOPLE], []]
    situation = situation_of(repertoire, [], now, {2: 0.5})
    table = features_of(repertoire, situation, sources)
    assert column(table, "from_mood").tolist() == [1, 0, 0, 0]
    assert column(table, "from_colistening").tolist() == [1, 0, 0, 0]
    assert column(table, "from_people").tolist() == [0, 0, 1, 0]
    assert column(table, "explored")[:3].tolist() == [0, 1, 0]
    assert column(table, "colistening").tolist() == [0, 0.5, 0, 0]


def test_a_song_nobody_kept_yet_stands_where_its_neighbours_are(now):
    repertoire = two_groups(30)
    kept = dict.fromkeys(range(1, 21), 1.0)
    known = [*range(1, 29), *range(31, 60)]  # songs 29, 30 and 60 are cold
    situation = situation_of(repertoire, [], now, kept, known)
    scores = column(features_of(repertoire, situation), "colistening")
    assert scores[[28, 29]].min() > 0.3
    assert scores[27] == scores[59] == 0


def test_the_fixed_weights_put_what_fits_first(now):
    repertoire = two_groups(10)
    signals = [Signal(1, 1, now), Signal(15, -0.6, now)]
    table = features_of(repertoire, situation_of(repertoire, signals, now))
    odds = Ranker().log_odds(table)
    assert odds[:10].min() > odds[10:].max()


def test_a_saved_ranker_ranks_the_same(tmp_path):
    ranker = Ranker(np.arange(len(FEATURES), dtype=float), -1.5)
    ranker.save(tmp_path)
    table = np.random.default_rng(0).normal(size=(5, len(FEATURES)))
    assert np.array_equal(Ranker.load(tmp_path).log_odds(table), ranker.log_odds(table))


def test_learning_finds_what_makes_listeners_stay_and_says_true_odds():
    rng = np.random.default_rng(0)
    table = rng.normal(size=(20_000, len(FEATURES)))
    true = Ranker(np.zeros(len(FEATURES)), -0.5)
    true.weights[[0, 3]] = 1.5, -1.0
    stayed = rng.random(20_000) < 1 / (1 + np.exp(-true.log_odds(table)))
    learned = fit_ranker(Examples(table, stayed))
    assert learned.weights == pytest.approx(true.weights, abs=0.2)
    assert learned.bias == pytest.approx(-0.5, abs=0.15)


def test_few_plays_bend_the_documented_weights_and_do_not_replace_them():
    rng = np.random.default_rng(0)
    table = rng.normal(size=(300, len(FEATURES)))
    by_chance = fit_ranker(Examples(table, rng.random(300) < 0.3))
    documented = Ranker().log_odds(table)
    assert np.corrcoef(by_chance.log_odds(table), documented)[0, 1] > 0.9
    assert (1 / (1 + np.exp(-by_chance.log_odds(table)))).mean() == pytest.approx(0.3, abs=0.05)


def test_the_error_of_a_gain_is_how_far_gains_of_the_same_kind_scatter():
    rng = np.random.default_rng(0)
    gains, errors = [], []
    for _ in range(200):
        stayed = rng.random(150) < 0.4
        new, old = stayed + rng.normal(0, 1, 150), stayed + rng.normal(0, 1.5, 150)
        gains.append(roc_auc_score(stayed, new) - roc_auc_score(stayed, old))
        errors.append(gain_error(stayed, new, old))
    assert np.mean(errors) == pytest.approx(np.std(gains), rel=0.15)
    assert gain_error(stayed, new, new) == 0


def test_every_feature_has_a_fixed_weight():
    assert list(FIXED_WEIGHTS) == list(FEATURES)
    repertoire = make_repertoire(np.eye(3))
    assert features_of(repertoire, Situation()).shape == (3, len(FEATURES))
