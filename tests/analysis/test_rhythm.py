import numpy as np
import pytest

from analysis.rhythm import find_rhythm, onset_envelope
from analysis.spectrum import SpectrumBuilder
from tests.analysis.sounds import RATE, clicks


def rhythm_of(samples):
    builder = SpectrumBuilder()
    builder.add(samples[:: RATE // 22050])
    flux = builder.finish(0.0, 0.0).flux
    return find_rhythm(onset_envelope(flux), flux[:, 0])


@pytest.mark.parametrize("bpm", [90, 100.5, 120, 128, 140, 174])
def test_tempo_of_a_steady_beat(bpm):
    assert rhythm_of(clicks(bpm, 40)).tempo_bpm == pytest.approx(bpm, rel=0.005)


def test_beats_lie_on_the_clicks():
    beats_s = rhythm_of(clicks(120, 40)).beats_s
    off = np.abs(beats_s - np.round(beats_s / 0.5) * 0.5)
    assert len(beats_s) > 70
    assert np.quantile(off, 0.9) < 0.035


def test_a_beat_is_surer_than_noise():
    noise = np.random.default_rng(1).normal(0, 0.1, 40 * RATE).astype(np.float32)
    assert rhythm_of(clicks(120, 40)).confidence > 2 * rhythm_of(noise).confidence


def test_silence_has_no_tempo():
    silent = rhythm_of(np.zeros(20 * RATE, np.float32))
    assert silent.tempo_bpm == 0
    assert silent.beats_s.size == 0
    assert silent.confidence == 0


def test_loud_and_quiet_passages_count_alike():
    samples = clicks(100, 40)
    samples[: 20 * RATE] *= 0.05
    assert rhythm_of(samples).tempo_bpm == pytest.approx(100, rel=0.005)
