import itertools
from collections import Counter

import numpy as np

from feed import choosing
from feed.candidates import Candidate


def candidates(source, *song_ids, artist_of=lambda song_id: song_id):
    return [
        Candidate(song_id, artist_of(song_id), source, rank)
        for rank, song_id in enumerate(song_ids)
    ]


def test_never_two_songs_by_one_artist_in_a_row():
    found = candidates("mood", *range(1, 21), artist_of=lambda song_id: song_id % 2)
    for seed in range(20):
        chosen = choosing.choose(found, 1, 10, np.random.default_rng(seed))
        row = [1] + [c.artist_id for c in chosen]
        assert len(chosen) == 10
        assert all(a != b for a, b in itertools.pairwise(row))


def test_fewer_cards_rather_than_the_same_artist_again():
    found = candidates("mood", 1, 2, 3, artist_of=lambda song_id: 7)
    chosen = choosing.choose(found, None, 3, np.random.default_rng(0))
    assert len(chosen) == 1


def test_every_source_gets_its_share():
    found = candidates("mood", *range(100)) + candidates("explore", *range(100, 200))
    rng = np.random.default_rng(3)
    sources = Counter(choosing.choose(found, None, 1, rng)[0].source for _ in range(500))
    assert 0.10 < sources["explore"] / 500 < 0.28


def test_the_nearest_candidates_come_first():
    found = candidates("mood", *range(100))
    rng = np.random.default_rng(3)
    picks = [choosing.choose(found, None, 1, rng)[0].rank for _ in range(200)]
    assert max(picks) < choosing.BEST
    assert Counter(picks).most_common(1)[0][0] == 0


def test_spacing_alternates_artists_until_only_one_is_left():
    found = candidates("explore", 1, 2, 3, 4, artist_of={1: 7, 2: 7, 3: 8, 4: 7}.get)
    chosen = choosing.spaced(found, 8, 4)
    assert [c.artist_id for c in chosen] == [7, 8, 7, 7]
