import numpy as np
import pytest
import scipy.signal

from analysis.loudness import TruePeakMeter, true_peak


def metered(samples, block=220_500):
    meter = TruePeakMeter()
    for start in range(0, samples.shape[1], block):
        meter.add(samples[:, start : start + block])
    return meter.dbtp


def test_a_peak_between_samples_is_found():
    # A quarter of the sampling rate, its samples at 45 degrees: 3 dB below its peaks.
    phase = np.pi / 2 * np.arange(44_100) + np.pi / 4
    samples = 0.5 * np.sin(phase)[None].repeat(2, axis=0)
    assert np.abs(samples).max() == pytest.approx(0.354, abs=0.001)
    assert metered(samples.astype(np.float32)) == pytest.approx(-6.02, abs=0.2)


def test_the_few_loudest_pieces_tell_as_much_as_the_whole():
    rng = np.random.default_rng(2)
    noise = scipy.signal.lfilter([1], [1, -0.8], rng.normal(0, 0.3, (2, 900_000)))
    samples = np.tanh(noise).astype(np.float32)
    whole = 20 * np.log10(true_peak(samples))
    assert metered(samples) == pytest.approx(whole, abs=0.3)


def test_silence_has_a_floor():
    assert metered(np.zeros((2, 1000), np.float32)) == -120
