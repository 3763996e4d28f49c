import numpy as np
import pytest

from analysis.facts import PITCH_CLASSES
from analysis.spectrum import SpectrumBuilder
from analysis.tonality import chroma, find_tonality
from tests.analysis.sounds import RATE, progression


def tonality_of(samples):
    builder = SpectrumBuilder(60)
    builder.add(samples[:: RATE // 22050])
    frames = chroma(builder.finish(0.0, 0.0).pitches)
    return find_tonality(frames, np.ones(len(frames)))


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("tonic", range(12))
def test_every_key_is_found(tonic, mode):
    found = tonality_of(progression(tonic, mode, 16))
    assert (found.key, found.mode) == (PITCH_CLASSES[(tonic + 9) % 12], mode)


@pytest.mark.parametrize("tuning", [-0.4, -0.2, 0.2, 0.4])
def test_a_recording_off_concert_pitch_keeps_its_key(tuning):
    found = tonality_of(progression(3, "major", 16, tuning))
    assert (found.key, found.mode) == ("C", "major")


def test_noise_has_no_sure_key():
    noise = np.random.default_rng(0).normal(0, 0.1, 20 * RATE).astype(np.float32)
    sure = tonality_of(progression(3, "major", 16)).confidence
    assert tonality_of(noise).confidence < 0.5 * sure
