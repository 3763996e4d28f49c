"""Whole songs: what `analyse` says, and what it refuses."""

import numpy as np
import pytest
import soundfile

import analysis
from analysis.facts import PITCH_CLASSES, WAVEFORM_POINTS
from tests.analysis.sounds import RATE, clicks, progression, write


def song(duration_s=60, bpm=120, loud_from=30.0, loud_to=50.0):
    """Chords over a beat, fuller for a while in the middle."""
    chords = progression(3, "minor", duration_s)
    samples = 0.3 * chords + 0.2 * clicks(bpm, duration_s)[: chords.size]
    loud = slice(int(loud_from * RATE), int(loud_to * RATE))
    samples[loud] *= 3
    return samples.astype(np.float32)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    path = write(tmp_path_factory.mktemp("songs") / "song.wav", song())
    return analysis.analyse(path)


def test_every_fact_is_there_and_in_its_range(facts):
    assert facts.duration_s == pytest.approx(60, abs=0.05)
    assert facts.tempo_bpm == pytest.approx(120, rel=0.01)
    assert (facts.key, facts.mode) == ("C", "minor")
    assert facts.key in PITCH_CLASSES
    for share in ("tempo_confidence", "key_confidence", "energy", "brightness", "danceability"):
        assert 0 <= getattr(facts, share) <= 1
    assert -40 < facts.loudness_lufs < -5
    assert facts.warnings == ()


def test_arrays_have_the_promised_shapes(facts):
    assert facts.embedding.shape == (analysis.EMBEDDING_SIZE,)
    assert facts.embedding.dtype == np.float32
    assert np.isfinite(facts.embedding).all()
    assert facts.waveform.shape == (WAVEFORM_POINTS,)
    assert facts.waveform.dtype == np.uint8
    assert facts.waveform.max() == 255
    assert (np.diff(facts.beats_s) > 0).all()


def test_the_waveform_shows_the_loud_part(facts):
    loud = facts.waveform[int(32 / 60 * 400) : int(48 / 60 * 400)].mean()
    assert loud > 2 * facts.waveform[: int(28 / 60 * 400)].mean()


def test_the_best_highlight_is_the_full_part_and_starts_on_a_beat(facts):
    best = facts.highlights[0]
    assert 15 <= best.end_s - best.start_s <= 30
    assert min(best.end_s, 50) - max(best.start_s, 30) > 0.7 * (best.end_s - best.start_s)
    assert np.abs(facts.beats_s - best.start_s).min() < 0.01
    scores = [highlight.score for highlight in facts.highlights]
    assert scores == sorted(scores, reverse=True)


def test_the_same_file_always_gives_the_same_facts(tmp_path):
    path = write(tmp_path / "song.wav", song(20))
    first, second = analysis.analyse(path), analysis.analyse(path)
    assert first.tempo_bpm == second.tempo_bpm
    assert first.highlights == second.highlights
    np.testing.assert_array_equal(first.embedding, second.embedding)


def test_a_short_song_is_its_own_highlight(tmp_path):
    facts = analysis.analyse(write(tmp_path / "short.wav", song(8)))
    assert [(h.start_s, h.end_s) for h in facts.highlights] == [(0.0, pytest.approx(8, abs=0.05))]


@pytest.mark.parametrize("duration_s", [15.2, 17, 21, 29, 31])
def test_a_song_hardly_longer_than_a_clip_has_one_all_the_same(tmp_path, duration_s):
    samples = song(36)[: int(duration_s * RATE)]
    best = analysis.analyse(write(tmp_path / "short.wav", samples)).highlights[0]
    assert best.start_s >= 0
    assert best.end_s <= duration_s + 0.01
    assert best.end_s - best.start_s >= min(14, duration_s - 0.1)


def test_louder_is_the_same_song(tmp_path):
    quiet = analysis.analyse(write(tmp_path / "quiet.wav", song(30) * 0.1))
    loud = analysis.analyse(write(tmp_path / "loud.wav", song(30)))
    assert quiet.tempo_bpm == loud.tempo_bpm
    assert quiet.key == loud.key
    assert loud.loudness_lufs - quiet.loudness_lufs == pytest.approx(20, abs=0.5)


def test_silence_is_refused(tmp_path):
    path = write(tmp_path / "silence.wav", np.zeros(10 * RATE, np.float32))
    with pytest.raises(analysis.AudioError, match="silent"):
        analysis.analyse(path)


def test_noise_and_a_lone_tone_are_no_trouble(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, 12 * RATE).astype(np.float32)
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(12 * RATE) / RATE)
    for number, samples in enumerate((noise, tone)):
        facts = analysis.analyse(write(tmp_path / f"{number}.wav", samples))
        assert np.isfinite(facts.embedding).all()
        assert facts.highlights


def test_not_a_number_in_the_samples_does_not_spread(tmp_path):
    samples = song(12)
    samples[RATE : RATE + 100] = np.nan
    samples[2 * RATE] = np.inf
    path = tmp_path / "broken.wav"
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    facts = analysis.analyse(path)
    assert np.isfinite(facts.embedding).all()
    assert np.isfinite(facts.loudness_lufs)


def test_a_file_that_ends_early_is_warned_of(tmp_path):
    path = write(tmp_path / "song.flac", song(40))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    facts = analysis.analyse(path)
    assert facts.duration_s < 30
    assert "40 s" in facts.warnings[0]


def test_stereo_loudness_is_that_of_both_channels(tmp_path):
    mono = song(20)
    alike = np.stack([mono, mono], axis=1)
    half = alike * [1, 0]
    loudness = [
        analysis.analyse(write(tmp_path / f"{n}.wav", samples)).loudness_lufs
        for n, samples in enumerate((alike, half))
    ]
    assert loudness[0] - loudness[1] == pytest.approx(3.0, abs=0.3)
