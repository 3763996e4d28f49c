import itertools
from dataclasses import replace

import numpy as np
import pytest

from feed import choosing
from feed.choosing import Dial, Pool, choose, exploration_share, follows, worth_of_unshown
from feed.facts import FACTS
from feed.models import Play
from feed.signals import Signal, Signals
from tests.feed.repertoires import make_repertoire, two_groups

Source = Play.Source


def pool_of(repertoire, log_odds, sources=None):
    rows = np.arange(len(repertoire))
    found = [[Source(s)] for s in sources] if sources else [[Source.MOOD]] * len(rows)
    return Pool(repertoire, rows, found, np.zeros((len(rows), 1)), np.asarray(log_odds, float))


def apart(count, **columns):
    """Songs that are all different."""
    return make_repertoire(np.random.default_rng(1).normal(size=(count, 24)), **columns)


def pick(pool, count=3, *, before=(), last_artist_id=None, explore=0.0, seed=0, unshown=0.0):
    rng = np.random.default_rng(seed)
    return choose(pool, before, last_artist_id, count, explore, rng, unshown)


def test_the_likeliest_to_be_kept_come_first():
    pool = pool_of(apart(12), np.linspace(-30, 30, 12))
    assert pick(pool) == [11, 10, 9]


def test_never_two_songs_by_one_artist_in_a_row():
    pool = pool_of(apart(20, artist_id=np.arange(20) % 2), np.zeros(20))
    for seed in range(20):
        artists = [1] + [place % 2 for place in pick(pool, 10, last_artist_id=1, seed=seed)]
        assert len(artists) == 11
        assert all(a != b for a, b in itertools.pairwise(artists))


def test_fewer_cards_rather_than_the_same_artist_again():
    assert len(pick(pool_of(apart(3, artist_id=7), np.zeros(3)))) == 1


def test_the_only_artist_left_may_go_on_but_others_come_between():
    pool = pool_of(apart(4, artist_id=[7, 7, 7, 8]), [3.0, 2.0, 1.0, -9.0])
    rng = np.random.default_rng(0)
    assert choose(pool, [], 7, 4, 0.0, rng, only_artist=True) == [3, 0, 1, 2]


def test_nothing_is_chosen_twice_and_an_empty_pool_gives_nothing():
    assert sorted(pick(pool_of(apart(3), np.zeros(3)), 9)) == [0, 1, 2]
    assert pick(pool_of(apart(2), np.zeros(2)).only(np.zeros(2, bool))) == []


def test_songs_that_sound_alike_do_not_fill_the_page():
    pool = pool_of(two_groups(), np.concatenate([np.full(20, 1.0), np.full(20, 0.5)]))
    groups = [{place < 20 for place in pick(pool, seed=seed)} for seed in range(20)]
    assert all(group == {True, False} for group in groups)


def test_a_kind_that_comes_again_and_again_makes_room_for_others():
    pool = pool_of(two_groups(), np.concatenate([np.full(20, 3.0), np.full(20, 0.0)]))

    def others(lately):
        before = [*lately, 20, 21, 22]  # both kinds came just now
        chosen = [pick(pool, 1, before=before, seed=seed) for seed in range(40)]
        return np.mean([place >= 20 for (place,) in chosen])

    assert others(range(3)) < 0.2
    assert others(range(17)) > 0.8


def test_what_exploring_found_leads_out_where_all_that_is_near_is_of_one_kind():
    sources = ["mood"] * 20 + ["explore"] * 20
    pool = pool_of(two_groups(), [3.0] * 20 + [0.0] * 20, sources)
    led_out = [pick(pool, 1, before=range(18), seed=seed)[0] >= 20 for seed in range(40)]
    assert np.mean(led_out) > 0.8
    assert pick(pool, 1)[0] < 20


def test_one_album_makes_room_for_others():
    repertoire = apart(10, album=[5] * 5 + [0] * 5)
    pool = pool_of(repertoire, [0.1] * 5 + [0.0] * 5)
    albums = [sum(place < 5 for place in pick(pool, seed=seed)) for seed in range(40)]
    assert np.mean(albums) < 1.4


def test_who_reposts_much_does_not_fill_the_feed():
    pool = pool_of(apart(60), [0.8] * 30 + [0.0] * 30)
    pool = replace(pool, reposts=np.arange(30))
    for seed in range(20):
        reposted = [place < 30 for place in pick(pool, 12, seed=seed)]
        assert reposted[0]
        assert 2 <= sum(reposted) <= 7
    among_reposts = [pick(pool, 1, before=range(6), seed=seed)[0] < 30 for seed in range(20)]
    assert not any(among_reposts)
    assert len(pick(pool.only(pool.reposted), 12)) == 12  # where there is nothing else


def test_exploring_takes_its_share_of_the_cards():
    pool = pool_of(apart(40), [5.0] * 20 + [-5.0] * 20, ["mood"] * 20 + ["explore"] * 20)
    explored = [place >= 20 for seed in range(100) for place in pick(pool, explore=0.2, seed=seed)]
    assert 0.12 < np.mean(explored) < 0.28
    assert not any(place >= 20 for place in pick(pool, 12, explore=0.0))


def test_exploring_prefers_what_was_never_shown():
    shown = np.array([0, 200] * 10)
    pool = pool_of(apart(20, shown=shown), np.zeros(20), ["random"] * 20)
    assert all(shown[place] == 0 for place in pick(pool, 6, explore=1.0, unshown=9.0))
    known = pool_of(apart(20, shown=shown), [1.0, 9.0] * 10)
    assert all(shown[place] == 200 for place in pick(known, 6, unshown=9.0))
    mixed = pool_of(
        apart(20, shown=shown), [5.0] * 10 + [0.0] * 10, ["mood"] * 10 + ["random"] * 10
    )
    assert all(place < 10 for place in pick(mixed, 6, unshown=9.0))


def test_who_is_new_gets_what_most_people_keep(now):
    heard = [play(Source.MOOD, True, now)] * 50
    worths = [worth_of_unshown(Signals.of(heard[:count])) for count in (0, 5, 50)]
    assert worths == sorted(worths)
    assert worths[0] == 0


def test_where_only_one_kind_is_left_it_fills_the_page():
    pool = pool_of(apart(5), np.zeros(5), ["random"] * 5)
    assert len(pick(pool, explore=0.0)) == 3


def play(source, kept, now):
    return Signal(1, 1.0 if kept else -0.6, now, source=source)


def test_who_takes_exploring_well_gets_more_of_it(now):
    kept = [play(Source.EXPLORE, True, now)] * 20 + [play(Source.MOOD, True, now)] * 20
    skipped = [play(Source.EXPLORE, False, now)] * 20 + [play(Source.MOOD, True, now)] * 20
    shares = [exploration_share(Signals.of(done)) for done in (skipped, [], kept)]
    assert shares == sorted(shares)
    assert choosing.LEAST_EXPLORED < shares[0] < 0.1
    assert shares[2] < choosing.MOST_EXPLORED


def fact(tempo_bpm, wheel, minor=0):
    facts = np.zeros(1, FACTS)
    facts["tempo_bpm"], facts["wheel"], facts["minor"] = tempo_bpm, wheel, minor
    return facts


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (fact(120, 3), fact(100, 3)),
        (fact(60, 3), fact(90, 3)),  # half the tempo mixes
        (fact(120, 4), fact(120, 6)),
        (fact(120, 2), fact(120, 4, minor=1)),
        (fact(120, 3, minor=1), fact(120, 9, minor=1)),
    ],
)
def test_tempo_and_key_that_follow_are_better(better, worse):
    last = fact(120, 3)[0]
    assert follows(better, last) > follows(worse, last)


def test_the_wheel_is_round_and_unknown_keys_do_not_follow():
    assert follows(fact(0, 0), fact(0, 11)[0]) > follows(fact(0, 1), fact(0, 11)[0])
    assert follows(fact(0, -1), fact(0, -1)[0]) == pytest.approx(
        follows(fact(0, 5), fact(0, 11)[0])
    )


def test_among_equally_good_songs_the_one_that_follows_wins_more_often():
    repertoire = apart(3, tempo_bpm=[120, 120, 93], wheel=[3, 3, 9])
    pool = pool_of(repertoire, np.zeros(3)).only(np.array([False, True, True]))
    first = [pick(pool, 1, before=[0], seed=seed)[0] for seed in range(100)]
    assert np.mean(np.array(first) == 0) > 0.6


def test_a_much_better_song_wins_over_one_that_follows():
    repertoire = apart(3, tempo_bpm=[120, 120, 93], wheel=[3, 3, 9])
    pool = pool_of(repertoire, [0, 0, 4.0]).only(np.array([False, True, True]))
    assert pick(pool, 1, before=[0]) == [1]


def test_the_farther_from_the_dial_the_less_likely_is_a_song():
    facts = apart(3, energy=[0.1, 0.5, 0.9], brightness=[0.1, 0.5, 0.9]).facts
    odds = Dial(0.1, 0.1, 1.0).bend(np.zeros(3), facts)
    assert odds[0] == pytest.approx(0, abs=1e-6)
    assert odds[0] > odds[1] > odds[2]
    assert Dial(0.1, 0.1, 0.5).bend(np.zeros(3), facts)[2] == pytest.approx(odds[2] / 2)


def test_around_the_dial_the_taste_decides():
    facts = apart(2, energy=0.1, brightness=0.1).facts
    odds = Dial(0.1, 0.1, 1.0).bend(np.array([1.0, 2.0]), facts)
    assert odds[1] > odds[0]


def test_spacing_alternates_artists_until_only_one_is_left():
    assert choosing.spaced([(1, 7), (2, 7), (3, 8), (4, 7)], 8, 4) == [1, 3, 2, 4]
