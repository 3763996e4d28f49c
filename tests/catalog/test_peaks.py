"""Which window is chosen: highlights and curves with known answers."""

import numpy as np
import pytest

from analysis import Highlight
from catalog import words
from catalog.models import Clip
from catalog.peaks import MAX_CLIP_S, MIN_CLIP_S, Curve, choose_window, trust

DURATION_S = 200.0
BEATS_S = np.arange(0, DURATION_S, 0.5, dtype=np.float32)
CHORUS = Highlight(120.0, 142.0, 0.8)
BRIDGE = Highlight(40.0, 62.0, 0.6)
CURATOR, IMPORTED, DETECTOR = (
    Clip.Provenance.CURATOR,
    Clip.Provenance.IMPORTED,
    Clip.Provenance.DETECTOR,
)


def curve(*peaks_s, length_s=DURATION_S, opening=1.0, level=0.2, recording_s=None):
    """A most-replayed curve: high at the start, where everybody starts, and around `peaks_s`."""
    edges = np.linspace(0, length_s, 101)
    centres = (edges[1:] + edges[:-1]) / 2
    values = np.full(100, level)
    for peak_s in peaks_s:
        values = np.maximum(values, 0.95 * np.exp(-(((centres - peak_s) / 8) ** 2)))
    values[:4] = np.linspace(opening, level, 4)
    bins = np.stack([edges[:-1], edges[1:], values], axis=1)
    return Curve("youtube", bins, recording_s or length_s)


def choose(highlights=(CHORUS, BRIDGE), beats_s=BEATS_S, duration_s=DURATION_S, **options):
    return choose_window(highlights, [beats_s], duration_s, **options)


def holds(window, time_s):
    return window.start_s <= time_s <= window.end_s


def test_without_curves_the_best_highlight_is_the_clip():
    window = choose()
    assert (window.start_s, window.end_s) == (120.0, 142.0)
    assert (window.provenance, window.confidence) == (DETECTOR, 0.8)


def test_where_nothing_stands_out_the_opening_is_the_clip():
    window = choose(highlights=())
    assert window.start_s == 0
    assert (window.provenance, window.confidence) == (DETECTOR, 0.0)


def test_a_curator_is_believed_to_the_hundredth():
    window = choose(curves=[curve(80)], curated=(33.33, 44.44))
    assert (window.start_s, window.end_s) == (33.33, 44.44)
    assert (window.provenance, window.confidence) == (CURATOR, 1.0)


def test_a_curators_window_stays_inside_a_song_that_turns_out_shorter():
    assert choose(duration_s=190.0, curated=(180.0, 200.0)).end_s == 190.0
    window = choose(duration_s=170.0, curated=(180.0, 200.0))
    assert (window.start_s, window.end_s) == (165.0, 170.0)


def test_a_clear_curve_wins_over_the_detector():
    window = choose(curves=[curve(80)])
    assert window.provenance == IMPORTED
    assert holds(window, 80)
    assert not holds(window, 120)


def test_the_peak_of_a_curve_comes_soon_and_not_at_once():
    window = choose(highlights=(), curves=[curve(80)])
    assert 2 < 80 - window.start_s < 12


def test_where_both_agree_the_clip_is_the_highlight_and_surer_than_either():
    alone = choose(highlights=(), curves=[curve(128)])
    window = choose(curves=[curve(128)])
    assert (window.start_s, window.end_s) == (CHORUS.start_s, CHORUS.end_s)
    assert window.confidence > alone.confidence
    assert window.confidence > CHORUS.score


def test_of_two_equal_peaks_the_detector_decides():
    peaks = curve(50, 130)
    assert holds(choose(curves=[peaks]), 130)
    assert holds(choose(highlights=(BRIDGE,), curves=[peaks]), 50)


def test_the_start_of_a_curve_says_nothing():
    window = choose(curves=[curve(80, opening=1.0)])
    assert window.start_s > 60
    falling = curve(opening=1.0)
    falling.bins[:, 2] = np.linspace(1, 0.1, 100)
    # No rise anywhere: the whole curve is one long leaving, and the detector's chorus stays.
    assert holds(choose(curves=[falling]), 130)


def test_a_late_peak_after_a_long_fall_counts():
    assert holds(choose(highlights=(), curves=[curve(180)]), 180)


def test_a_peak_right_after_the_opening_still_counts():
    assert holds(choose(highlights=(), curves=[curve(35)]), 35)


@pytest.mark.parametrize("level", [0.0, 0.2, 1.0])
def test_a_flat_curve_changes_nothing(level):
    flat = curve()
    flat.bins[:, 2] = level
    assert choose(curves=[flat]) == choose()


def test_a_curve_of_another_length_is_trusted_less():
    trusts = [trust(curve(80, length_s=DURATION_S + more_s), DURATION_S) for more_s in range(40)]
    assert trusts[:4] == [1.0] * 4
    assert trusts == sorted(trusts, reverse=True)
    assert trusts[30] == 0
    assert trust(curve(10, length_s=50.0), 40.0) < 0.1  # a fifth of a short song is much


def test_a_curve_of_another_recording_changes_nothing():
    assert choose(curves=[curve(80, length_s=DURATION_S + 60)]) == choose()


def test_where_lengths_disagree_the_detector_leads_or_the_doubt_shows():
    exact = choose(highlights=(), curves=[curve(80)])
    window = choose(curves=[curve(80, length_s=DURATION_S + 24)])
    assert window.provenance == DETECTOR
    alone = choose(highlights=(), curves=[curve(80, length_s=DURATION_S + 24)])
    assert alone.provenance == IMPORTED
    assert alone.confidence < 0.4 < exact.confidence


def test_the_more_trusted_of_two_curves_counts_more():
    here, elsewhere = curve(60), curve(150, length_s=DURATION_S + 20)
    assert holds(choose(highlights=(), curves=[elsewhere, here]), 60)


def test_edges_lie_on_beats():
    window = choose(highlights=(), curves=[curve(80)])
    assert np.isin([window.start_s, window.end_s], BEATS_S).all()


def test_bars_come_before_beats():
    bars_s = np.arange(0.25, DURATION_S, 2, dtype=np.float32)
    window = choose_window([CHORUS], [bars_s, BEATS_S], DURATION_S)
    assert np.isin([window.start_s, window.end_s], bars_s).all()


def test_beats_far_apart_leave_the_window_alone():
    window = choose(beats_s=np.array([0.0, 199.0], np.float32))
    assert (window.start_s, window.end_s) == (120.0, 142.0)


@pytest.mark.parametrize("duration_s", [5.0, 14.9, 15.1, 20.0, 31.0, 200.0, 3 * 3600.0])
@pytest.mark.parametrize("beat_s", [None, 0.31, 1.9])
@pytest.mark.parametrize("with_curve", [False, True])
def test_every_clip_lies_inside_its_song_and_is_as_long_as_clips_are(
    duration_s, beat_s, with_curve
):
    beats_s = np.arange(0, duration_s, beat_s) if beat_s else np.zeros(0)
    start_s = max(duration_s - 21, 0)
    highlights = [Highlight(start_s, duration_s, 0.5)]
    curves = [curve(duration_s * 0.95, length_s=duration_s)] if with_curve else []
    window = choose(highlights, beats_s, duration_s, curves=curves)
    assert 0 <= window.start_s < window.end_s <= duration_s
    length_s = window.end_s - window.start_s
    assert min(MIN_CLIP_S, duration_s) - 1e-6 <= length_s <= MAX_CLIP_S + 1e-6
    assert 0 <= window.confidence <= 1


def test_it_says_the_same_twice():
    assert choose(curves=[curve(80), curve(81)]) == choose(curves=[curve(80), curve(81)])


def test_a_doubtful_peak_is_called_a_guess():
    assert words.peak_words("heard in the music", 0.8) == "peak heard in the music"
    assert words.peak_words("heard in the music", 0.1) == "peak perhaps heard in the music"
