"""Who listened to what, where it is too much to learn from all of it."""

import numpy as np

from feed.listening import Listening


def heard(listeners, songs_each):
    rng = np.random.default_rng(0)
    rows = [
        (100 + listener, 1000 + song, 1.0)
        for listener in range(listeners)
        for song in rng.choice(500, songs_each, replace=False)
    ]
    return Listening.of(np.array(rows))


def test_what_is_no_more_than_wanted_stays_as_it_is():
    all_of_it = heard(20, 5)
    assert all_of_it.sampled(100) is all_of_it


def test_a_sample_holds_all_that_some_listeners_heard_and_no_song_that_nobody_did():
    all_of_it = heard(400, 5)
    sample = all_of_it.sampled(500)
    assert 350 < sample.matrix.nnz < 650
    assert sample.matrix.shape == (len(sample.listener_ids), len(sample.song_ids))
    assert (sample.matrix.getnnz(axis=1) == 5).all()
    assert (sample.matrix.getnnz(axis=0) > 0).all()
    listener, song = 0, sample.matrix[0].indices[0]
    row = np.flatnonzero(all_of_it.listener_ids == sample.listener_ids[listener])[0]
    column = np.flatnonzero(all_of_it.song_ids == sample.song_ids[song])[0]
    assert all_of_it.matrix[row, column] == sample.matrix[listener, song]


def test_the_same_listeners_are_drawn_each_time():
    sample, again = heard(400, 5).sampled(500), heard(400, 5).sampled(500)
    assert np.array_equal(sample.listener_ids, again.listener_ids)
