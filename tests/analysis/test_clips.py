import av
import numpy as np
import pyloudnorm
import pytest
import soundfile

import analysis
from analysis import decode
from analysis.clips import limited
from analysis.loudness import integrated_lufs, true_peak
from tests.analysis.sounds import RATE, clicks, progression, write


def music(seconds=40, gain=0.2):
    chords = progression(5, "major", seconds)
    return (gain * (chords + clicks(110, seconds)[: chords.size])).astype(np.float32)


def read(path):
    with decode.opened(path) as source:
        return np.concatenate(list(source.blocks()), axis=1), source.rate


@pytest.mark.parametrize("gain", [0.1, 0.2, 3.0])
def test_every_clip_is_equally_loud_and_never_clips(tmp_path, gain):
    samples = np.clip(music(gain=gain), -1, 1)
    source = write(tmp_path / "song.wav", samples)
    said = analysis.render_clip(source, tmp_path / "clip.m4a", 10, 32)
    clip, rate = read(tmp_path / "clip.m4a")
    heard = pyloudnorm.Meter(rate).integrated_loudness(clip.T)
    assert heard == pytest.approx(-14, abs=0.8)
    assert said.loudness_lufs == pytest.approx(heard, abs=0.3)
    assert said.true_peak_dbtp < -1
    assert 20 * np.log10(true_peak(clip)) < -1


def test_a_clip_is_m4a_with_its_index_in_front(tmp_path):
    source = write(tmp_path / "song.wav", music())
    said = analysis.render_clip(source, tmp_path / "clip.m4a", 5, 27)
    content = (tmp_path / "clip.m4a").read_bytes()
    assert said.size_bytes == len(content)
    assert 0 < content.find(b"moov") < content.find(b"mdat")
    with av.open(str(tmp_path / "clip.m4a")) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.sample_rate) == ("aac", 44_100)
        assert stream.codec_context.channels == 2
    assert said.duration_s == pytest.approx(22, abs=0.01)
    assert len(content) < 22 * 128_000 / 8 * 1.1


def test_it_fades_in_at_once_and_out_slowly(tmp_path):
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(20 * RATE) / RATE)
    source = write(tmp_path / "song.wav", tone)
    analysis.render_clip(source, tmp_path / "clip.m4a", 2, 17)
    clip, rate = read(tmp_path / "clip.m4a")
    end = 1024 + 15 * rate
    level = np.abs(clip).max(axis=0)
    assert level[1024 + int(0.05 * rate) : 1024 + int(0.1 * rate)].max() > 0.9 * level.max()
    assert level[end - int(0.1 * rate) : end].max() < 0.1 * level.max()


def test_the_clip_is_the_part_that_was_asked_for(tmp_path):
    samples = 0.01 * music(40)
    samples[20 * RATE : 21 * RATE] += 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    source = tmp_path / "song.flac"
    soundfile.write(source, samples, RATE)
    analysis.render_clip(source, tmp_path / "clip.m4a", 15, 35)
    clip, rate = read(tmp_path / "clip.m4a")
    tenths = np.square(clip[0, : clip.shape[1] // 4410 * 4410]).reshape(-1, 4410).sum(axis=1)
    assert rate == 44_100
    assert set(np.argsort(tenths)[-8:]) <= set(range(50, 61))


def test_a_window_beyond_the_song_is_refused(tmp_path):
    source = write(tmp_path / "song.wav", music(10))
    with pytest.raises(analysis.AudioError, match="no audio"):
        analysis.render_clip(source, tmp_path / "clip.m4a", 60, 80)
    assert not list(tmp_path.glob("*.m4a*"))


def test_the_limiter_holds_the_ceiling_and_leaves_quiet_music_alone():
    rng = np.random.default_rng(0)
    loud = np.stack([music(10, gain=1.0) * rng.uniform(0.8, 1.2, 10 * RATE)] * 2)
    assert 20 * np.log10(true_peak(limited(loud, -2.0))) < -1.9
    quiet = loud / np.abs(loud).max() * 0.3
    assert limited(quiet, -2.0) is quiet


def test_loudness_agrees_with_the_reference():
    samples = np.stack([music(20), 0.5 * music(20)])
    expected = pyloudnorm.Meter(RATE).integrated_loudness(samples.T)
    assert integrated_lufs(samples, RATE) == pytest.approx(expected, abs=0.1)


def test_a_very_quiet_passage_is_not_lifted_until_its_noise_is_loud(tmp_path):
    source = write(tmp_path / "song.wav", music(20, gain=0.002))
    said = analysis.render_clip(source, tmp_path / "clip.m4a", 2, 18)
    assert said.loudness_lufs < -25


def test_the_clip_for_saving_data_is_the_same_music_in_half_the_bytes(tmp_path):
    source = write(tmp_path / "song.wav", music())
    clip, small = tmp_path / "clip.m4a", tmp_path / "small.m4a"
    said = analysis.render_clip(source, clip, 5, 27, small=small)
    assert small.stat().st_size < 0.6 * said.size_bytes
    assert small.stat().st_size < 22 * 64_000 / 8 * 1.1
    heard, rate = read(small)
    assert heard.shape[1] / rate == pytest.approx(said.duration_s, abs=0.1)
    assert pyloudnorm.Meter(rate).integrated_loudness(heard.T) == pytest.approx(-14, abs=0.8)
    assert 20 * np.log10(true_peak(heard)) < -1
    assert sorted(path.name for path in tmp_path.glob("*.m4a*")) == ["clip.m4a", "small.m4a"]
