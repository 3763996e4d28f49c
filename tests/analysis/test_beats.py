import numpy as np
import pytest
from librosa.beat import beat_track

from analysis.beats import track_beats
from analysis.spectrum import FRAME_RATE, HOP, RATE


def envelope_of(bpm, seed, duration_s=60, noise=0.3):
    rng = np.random.default_rng(seed)
    envelope = np.abs(rng.normal(0, noise, round(duration_s * FRAME_RATE)))
    times = np.arange(1.0, duration_s - 1, 60 / bpm) + rng.normal(0, 0.01, 1000)[0]
    envelope[(times * FRAME_RATE).astype(int)] += rng.uniform(0.5, 1.5, times.size)
    return envelope.astype(np.float32)


@pytest.mark.parametrize("bpm", [55, 87.3, 120, 171, 215])
@pytest.mark.parametrize("noise", [0.05, 0.3, 1.0])
def test_beats_are_those_of_librosa(bpm, noise):
    envelope = envelope_of(bpm, seed=round(bpm), noise=noise)
    _, expected = beat_track(onset_envelope=envelope, sr=RATE, hop_length=HOP, bpm=bpm, trim=False)
    found = track_beats(envelope, bpm)
    # float32 there, float64 here: where two ways are as good, as in noise, either may be taken.
    same = np.isin(found, np.concatenate([expected - 1, expected, expected + 1])).mean()
    assert len(found) == pytest.approx(len(expected), abs=1)
    assert same > 0.95


def test_silence_has_no_beats():
    assert track_beats(np.zeros(1000, np.float32), 120).size == 0
    assert track_beats(np.zeros(1, np.float32), 120).size == 0


def test_beats_begin_with_the_music():
    envelope = envelope_of(120, seed=1, noise=0.0)
    envelope[: round(20 * FRAME_RATE)] = 0
    beats = track_beats(envelope, 120)
    assert beats[0] / FRAME_RATE == pytest.approx(20, abs=0.6)
