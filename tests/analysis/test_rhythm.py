import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from analysis.rhythm import find_rhythm, onset_envelope
from analysis.spectrum import FRAME_RATE, SpectrumBuilder
from tests.analysis.sounds import RATE, clicks


def rhythm_of(samples):
    builder = SpectrumBuilder(60)
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


def backbeat(bpm, duration_s=60):
    """Eighths of kick, hat and snare as an onset envelope, each stroke some frames wide."""
    strokes = np.tile([1, 0.3, 1.6, 0.3, 0.8, 0.6, 1.6, 0.3], 200)
    frames = np.arange(strokes.size) * 30 / bpm * FRAME_RATE
    envelope = np.zeros(int(duration_s * FRAME_RATE))
    heard = frames < envelope.size - 1
    np.add.at(envelope, frames[heard].astype(int), strokes[heard])
    noise = np.abs(np.random.default_rng(0).normal(0, 0.15, envelope.size))
    return (2.5 * gaussian_filter1d(envelope, 1) + noise).astype(np.float32)


@pytest.mark.parametrize("bpm", [80, 95, 120, 140, 172])
def test_slow_and_fast_backbeats_are_felt_at_their_own_pace(bpm):
    envelope = backbeat(bpm)
    assert find_rhythm(envelope, envelope).tempo_bpm == pytest.approx(bpm, rel=0.005)


def test_a_single_stroke_has_no_tempo():
    envelope = np.zeros(2000, np.float32)
    envelope[700] = 1
    assert find_rhythm(envelope, envelope).tempo_bpm == 0


def envelope_of(times_s, duration_s=90):
    """An onset envelope with a little noise and a peak at each time."""
    envelope = np.abs(np.random.default_rng(0).normal(0, 0.15, int(duration_s * FRAME_RATE)))
    places = times_s[times_s < duration_s - 1] * FRAME_RATE
    frames, share = places.astype(int), places % 1
    np.add.at(envelope, frames, 1 - share)
    np.add.at(envelope, frames + 1, share)
    return envelope.astype(np.float32)


def steady(bpm):
    return np.arange(0, 90, 60 / bpm)


def drifting(first_bpm, last_bpm):
    count = round(90 * (first_bpm + last_bpm) / 2 / 60)
    return np.cumsum(60 / np.linspace(first_bpm, last_bpm, count))


def rubato(bpm):
    swell = 0.25 * np.sin(np.arange(180) / 9)
    return np.cumsum(60 / bpm * np.exp(swell + np.random.default_rng(1).normal(0, 0.05, 180)))


@pytest.mark.parametrize("times_s", [drifting(100, 120), drifting(90, 140), rubato(110)])
def test_a_tempo_that_moves_is_not_called_sure(times_s):
    moving, still = (
        find_rhythm(envelope, envelope)
        for envelope in (envelope_of(times_s), envelope_of(steady(110)))
    )
    assert still.confidence > 0.8
    assert moving.confidence < 0.4 * still.confidence
