import av
import numpy as np
import pytest
import soundfile

import analysis
from analysis import decode
from analysis.errors import AudioError
from tests.analysis.sounds import RATE, chord, write

TONE = chord((0, 4, 7), 8.0)


def encoded(path, codec, rate=RATE, samples=TONE, *, headless=False):
    """`samples` as any format FFmpeg writes; `headless`: an MP3 of varying bit rate without the
    first frame that would say so."""
    with av.open(str(path), "w", options={"write_xing": "0"} if headless else {}) as container:
        variable = {"flags": "+qscale", "global_quality": "236"} if headless else {}
        stream = container.add_stream(codec, rate=rate, layout="mono", options=variable)
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.sample_rate = RATE
        to_codec = av.AudioResampler(stream.codec_context.format, "mono", rate)
        for part in [*to_codec.resample(frame), *to_codec.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def decoded(path, start_s=0.0):
    with decode.opened(path) as source:
        return np.concatenate(list(source.blocks(start_s)), axis=1), source.rate


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.mp3", "libmp3lame", 44_100),
        ("a.flac", "flac", 44_100),
        ("a.m4a", "aac", 44_100),
        ("alac.m4a", "alac", 44_100),
        ("a.ogg", "libvorbis", 44_100),
        ("a.opus", "libopus", 48_000),
        ("a.wav", "pcm_s16le", 44_100),
        ("a.aiff", "pcm_s16be", 44_100),
        ("a.mka", "libopus", 48_000),
    ],
)
def test_every_format_is_decoded_whole(tmp_path, name, codec, rate):
    if codec == "libvorbis":
        soundfile.write(tmp_path / name, TONE, RATE, format="OGG", subtype="VORBIS")
    else:
        encoded(tmp_path / name, codec, rate)
    samples, found_rate = decoded(tmp_path / name)
    assert found_rate == rate
    assert samples.shape[1] / rate == pytest.approx(8.0, abs=0.1)
    assert np.sqrt(np.square(samples).mean()) == pytest.approx(
        np.sqrt(np.square(TONE).mean()), rel=0.1
    )
    assert analysis.probe(tmp_path / name).duration_s == pytest.approx(8.0, abs=0.1)


def test_the_name_may_lie(tmp_path):
    path = encoded(tmp_path / "a.flac", "flac").rename(tmp_path / "a.mp3")
    assert analysis.probe(path).codec in ("flac", "pcm_16")


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac")])
def test_decoding_starts_where_asked(tmp_path, name, codec):
    ramp = np.linspace(0, 1, TONE.size, dtype=np.float32)
    path = encoded(tmp_path / name, codec, samples=TONE * ramp)
    whole, rate = decoded(path)
    later, _ = decoded(path, start_s=6.0)
    assert later.shape[1] == pytest.approx(whole.shape[1] - 6 * rate, abs=0.06 * rate)
    loud, expected = np.abs(later[:, :rate]).max(), np.abs(whole[:, 6 * rate : 7 * rate]).max()
    assert loud == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"not audio at all" * 400, "not audio"),
        (b"#EXTM3U\nhttp://127.0.0.1:9/a.mp3\n", "not audio"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "not audio"),
        (b"\xff\xfb\x90\x00", "not audio"),
    ],
)
def test_what_is_no_audio_is_named(tmp_path, content, says):
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=says):
        analysis.probe(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioError, match="cannot be read"):
        analysis.probe(tmp_path / "nowhere.mp3")


def test_a_picture_is_no_song(tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with pytest.raises(AudioError):
        analysis.probe(tmp_path / "a.png")


def test_too_short_and_too_long_are_named(tmp_path):
    with pytest.raises(AudioError, match=r"only 2\.0 s"):
        analysis.probe(write(tmp_path / "short.wav", TONE[: 2 * RATE]))
    long = tmp_path / "long.flac"
    with soundfile.SoundFile(long, "w", 8000, 1) as file:
        for _ in range(182):
            file.write(np.zeros(60 * 8000, np.float32))
    with pytest.raises(AudioError, match="3 hours"):
        analysis.probe(long)


@pytest.mark.parametrize("quiet_first", [True, False])
def test_an_mp3_that_does_not_say_its_length_is_decoded_whole(tmp_path, quiet_first):
    """Where bit rates vary, its first frames promise too much or too little."""
    noise = np.random.default_rng(0).normal(0, 0.3, 30 * RATE).astype(np.float32)
    parts = [np.zeros(10 * RATE, np.float32), noise]
    samples = np.concatenate(parts if quiet_first else parts[::-1])
    path = encoded(tmp_path / "a.mp3", "libmp3lame", samples=samples, headless=True)
    found, rate = decoded(path)
    assert found.shape[1] / rate == pytest.approx(40, abs=0.2)
    analysis.probe(path)


def test_a_truncated_file_gives_what_is_there(tmp_path):
    path = encoded(tmp_path / "a.mp3", "libmp3lame")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    samples, rate = decoded(path)
    assert samples.shape[1] / rate == pytest.approx(4.0, abs=0.3)


def test_damage_in_the_middle_is_passed_over(tmp_path):
    path = encoded(tmp_path / "a.mp3", "libmp3lame")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(range(250)) * 8
    path.write_bytes(content)
    samples, rate = decoded(path)
    assert samples.shape[1] / rate > 7
    assert np.isfinite(samples).all()
