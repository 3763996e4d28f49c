import numpy as np
import pytest

from analysis.bars import downbeats_s
from analysis.snapping import snap
from analysis.spectrum import FRAME_RATE, HARMONY_FRAME_RATE


def piece(metre, first, bpm=120.0, beats=64, bass=True, seed=0):
    """Beats, bass onsets and chroma of a piece whose chords change with each bar."""
    rng = np.random.default_rng(seed)
    beats_s = (0.5 + np.arange(beats) * 60 / bpm).astype(np.float32)
    duration_s = float(beats_s[-1]) + 1
    onsets = rng.random(round(duration_s * FRAME_RATE)) * 0.2
    times = np.arange(round(duration_s * HARMONY_FRAME_RATE)) / HARMONY_FRAME_RATE
    bars = (np.searchsorted(beats_s, times, side="right") - 1 - first) // metre
    chroma = rng.random((len(times), 12)) * 0.3
    for frame, bar in enumerate(bars):
        chroma[frame, [(bar * 5) % 12, (bar * 5 + 4) % 12, (bar * 5 + 7) % 12]] += 0.7
    if bass:
        onsets[(beats_s[first::metre] * FRAME_RATE).round().astype(int)] += 1
    return beats_s, onsets, chroma


@pytest.mark.parametrize("bass", [True, False])
@pytest.mark.parametrize(("metre", "first"), [(4, 0), (4, 1), (4, 3), (3, 0), (3, 2)])
def test_bars_begin_where_chords_change(metre, first, bass):
    beats_s, onsets, chroma = piece(metre, first, bass=bass)
    found = downbeats_s(beats_s, onsets, chroma)
    np.testing.assert_array_equal(found, beats_s[first::metre])


def test_too_few_beats_have_no_bars():
    beats_s, onsets, chroma = piece(4, 0, beats=8)
    assert downbeats_s(beats_s, onsets, chroma).size == 0
    assert downbeats_s(beats_s[:0], onsets, chroma).size == 0


def test_windows_begin_on_bars_where_one_is_near_and_else_on_beats():
    beats_s, downbeats = np.arange(0, 20, 0.5), np.array([0.0, 2.0, 4.0])
    assert snap(2.7, 9.8, downbeats, beats_s) == (2.0, 10.0)
    assert snap(3.1, 30.0, downbeats, beats_s) == (4.0, 30.0)
    assert snap(7.3, 7.6, np.zeros(0)) == (7.3, 7.6)
