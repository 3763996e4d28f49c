"""Files nobody would call a normal song: facts in their ranges, or a sentence that says why not."""

import os
import zipfile

import av
import numpy as np
import pytest
import soundfile
from PIL import Image

import analysis
from analysis import AudioError
from tests.analysis.sanity import is_sentence, problems
from tests.analysis.sounds import RATE, clicks, progression, write
from tests.analysis.test_decode import encoded

RNG = np.random.default_rng(3)


def tune(duration_s=8.0, rate=RATE):
    """Chords over a beat, (n,) float32 at `rate`."""
    chords = progression(3, "minor", duration_s + 2)
    mixed = 0.4 * chords + 0.3 * clicks(120, duration_s + 2)[: chords.size]
    places = np.arange(round(duration_s * rate)) * (RATE / rate)
    return np.interp(places, np.arange(mixed.size), mixed).astype(np.float32)


def facts_of(path):
    """The facts of a file, each in its documented range."""
    facts = analysis.analyse(path)
    assert problems(facts) == []
    assert analysis.probe(path).duration_s == pytest.approx(facts.duration_s, abs=0.2)
    return facts


def refusal_of(path):
    """The sentence a file is refused with, by both who look at it."""
    with pytest.raises(AudioError) as refused:
        analysis.analyse(path)
    assert is_sentence(str(refused.value))
    return str(refused.value)


def speech(duration_s):
    """Like somebody speaking: bursts of a buzzing voice and of hissing, pauses between."""
    samples = 0.001 * RNG.normal(size=round(duration_s * RATE))
    place = 0
    while place < samples.size - RATE:
        size = int(RNG.uniform(0.08, 0.35) * RATE)
        time_s = np.arange(size) / RATE
        pitch_hz = RNG.uniform(90, 160) * (1 - 0.2 * time_s)
        voice = np.sign(np.sin(2 * np.pi * np.cumsum(pitch_hz) / RATE)) * 0.2
        sound = voice if RNG.random() < 0.7 else 0.1 * RNG.normal(size=size)
        samples[place : place + size] += sound * np.hanning(size)
        place += size + int(RNG.choice([0.02, 0.1, 0.6], p=[0.6, 0.3, 0.1]) * RATE)
    return samples.astype(np.float32)


# --- odd, but sound ---


def test_spoken_words_have_facts_and_no_sure_tempo(tmp_path):
    facts = facts_of(write(tmp_path / "speech.wav", speech(30)))
    assert facts.tempo_confidence < 0.5


def test_five_seconds_are_enough(tmp_path):
    facts = facts_of(write(tmp_path / "short.wav", tune(5.0)))
    assert [(h.start_s, h.end_s) for h in facts.highlights] == [(0, pytest.approx(5, abs=0.05))]


def test_telephone_sound_is_analysed(tmp_path):
    facts_of(write(tmp_path / "telephone.wav", tune(rate=8000), 8000))


def test_studio_sound_is_analysed(tmp_path):
    path = tmp_path / "studio.flac"
    stereo = np.stack([tune(rate=96_000)] * 2, axis=1)
    soundfile.write(path, stereo, 96_000, subtype="PCM_24")
    facts_of(path)


@pytest.mark.parametrize("channels", [4, 6, 8, 16])
def test_more_than_two_channels_are_mixed(tmp_path, channels):
    """With the music in one of them, as in 5.1 whose voice comes from the centre."""
    samples = np.zeros((8 * RATE, channels), np.float32)
    samples[:, 2] = tune()
    soundfile.write(tmp_path / "surround.wav", samples, RATE)
    facts_of(tmp_path / "surround.wav")


@pytest.mark.parametrize(
    ("name", "picture_codec", "sound_codec"),
    [("a.mp4", "mpeg4", "aac"), ("a.mkv", "mpeg4", "ac3"), ("a.webm", "vp8", "libopus")],
)
def test_the_sound_of_a_film_is_analysed(tmp_path, name, picture_codec, sound_codec):
    path = tmp_path / name
    with av.open(str(path), "w") as film:
        pictures = film.add_stream(picture_codec, rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound = film.add_stream(sound_codec, rate=48_000, layout="mono")
        for number in range(40):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 6 * number, np.uint8))
            film.mux(pictures.encode(picture))
        film.mux(pictures.encode(None))
        frame = av.AudioFrame.from_ndarray(tune(rate=48_000)[None], format="fltp", layout="mono")
        frame.sample_rate = 48_000
        to_codec = av.AudioResampler(sound.codec_context.format, "mono", 48_000)
        for part in [*to_codec.resample(frame), *to_codec.resample(None)]:
            film.mux(sound.encode(part))
        film.mux(sound.encode(None))
    facts_of(path)


@pytest.mark.parametrize(
    "damaged",
    {
        "some are not numbers": lambda samples: np.where(
            np.arange(samples.size) % 9, samples, np.nan
        ),
        "infinities": lambda samples: np.where(np.arange(samples.size) % 999, samples, -np.inf),
        "enormous": lambda samples: samples * np.float32(1e30),
        "an offset": lambda samples: samples * 0.3 + 0.6,
        "a square wave": lambda samples: np.sign(samples + 1e-9),
        "hardly audible": lambda samples: samples * 0.03,
    }.items(),
    ids=lambda item: item[0],
)
def test_odd_samples_do_not_spread(tmp_path, damaged):
    path = tmp_path / "odd.wav"
    soundfile.write(path, damaged[1](tune(20)).astype(np.float32), RATE, subtype="FLOAT")
    facts = facts_of(path)
    best = facts.highlights[0]
    clip = analysis.render_clip(path, tmp_path / "clip.m4a", best.start_s, best.end_s)
    assert clip.true_peak_dbtp < -1.0
    assert np.isfinite(clip.loudness_lufs)


def test_a_single_click_is_no_music_but_no_trouble(tmp_path):
    samples = np.zeros(12 * RATE, np.float32)
    samples[6 * RATE] = 1.0
    path = write(tmp_path / "click.wav", samples)
    try:
        facts_of(path)
    except AudioError as refused:
        assert is_sentence(str(refused))


def test_a_sample_rate_that_changes_in_the_middle_is_followed(tmp_path):
    for number, rate in enumerate((44_100, 22_050)):
        encoded(tmp_path / f"{number}.mp3", "libmp3lame", rate, tune(10.0))
    path = tmp_path / "joined.mp3"
    path.write_bytes(b"".join((tmp_path / f"{n}.mp3").read_bytes() for n in range(2)))
    facts = analysis.analyse(path)
    assert problems(facts) == []
    assert facts.duration_s == pytest.approx(20, abs=0.3)


@pytest.mark.slow
def test_three_hours_are_analysed(tmp_path):
    path = tmp_path / "long.flac"
    minute = np.tile(tune(10.0, 8000), 6)
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        for number in range(180):
            file.write(minute * (0.3 + 0.7 * (number % 7 == 3)))
    assert facts_of(path).duration_s == pytest.approx(3 * 3600, abs=1)


# --- broken in the middle ---


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.flac", "a.mp3", "a.mka"])
def test_a_file_cut_off_after_its_half_is_analysed_with_a_warning(tmp_path, name):
    path = _cut(tmp_path, name, 0.8)
    facts = analysis.analyse(path)
    assert problems(facts) == []
    assert 11 < facts.duration_s < 18
    assert "says 20 s" in facts.warnings[0]


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.flac", "a.mp3", "a.mka"])
def test_a_file_of_which_half_is_missing_is_refused(tmp_path, name):
    path = _cut(tmp_path, name, 0.35)
    assert "of 20 s can be decoded" in refusal_of(path)


def test_music_that_goes_on_after_damage_is_kept(tmp_path):
    path = encoded(tmp_path / "a.m4a", "aac", samples=tune(20))
    content = bytearray(path.read_bytes())
    middle = slice(len(content) // 3, len(content) // 2)
    content[middle] = RNG.bytes(middle.stop - middle.start)
    path.write_bytes(content)
    facts = analysis.analyse(path)
    assert problems(facts) == []
    assert 14 < facts.duration_s < 20


def _cut(folder, name, share):
    """Twenty seconds of noisy music, so that bytes are spread over them, cut off at `share`."""
    noisy = tune(20) + 0.05 * RNG.normal(size=20 * RATE).astype(np.float32)
    codecs = {"a.mp3": "libmp3lame", "a.mka": "libopus"}
    if name in codecs:
        path = encoded(folder / name, codecs[name], 48_000, noisy)
    else:
        path = write(folder / name, noisy)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path


# --- no song at all ---


def test_just_under_five_seconds_are_too_short(tmp_path):
    assert "only 4.9 s" in refusal_of(write(tmp_path / "short.wav", tune(4.9)))


def test_silence_is_named(tmp_path):
    assert "silent" in refusal_of(write(tmp_path / "a.flac", np.zeros(20 * RATE, np.float32)))


def _three_hours_and_a_little(path):
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        for _ in range(181):
            file.write(np.zeros(60 * 8000, np.float32))
        file.write(np.zeros(8000, np.float32))
    return path


@pytest.mark.slow
def test_over_three_hours_is_too_long_though_no_header_says_so(tmp_path):
    path = _three_hours_and_a_little(tmp_path / "long.flac")
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0
    content[22:26] = bytes(4)
    path.write_bytes(content)
    assert "3 hours is the most" in refusal_of(path)


def test_over_three_hours_is_too_long_whether_claimed_or_real(tmp_path):
    path = _three_hours_and_a_little(tmp_path / "long.flac")
    assert "3 hours is the most" in refusal_of(path)
    claimed = write(tmp_path / "claimed.flac", tune(20))
    content = bytearray(claimed.read_bytes())
    content[21] |= 0x0F
    claimed.write_bytes(content)
    assert "hours long" in refusal_of(claimed)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_film_without_sound_is_named(tmp_path, name):
    path = tmp_path / name
    with av.open(str(path), "w") as film:
        pictures = film.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        for _ in range(40):
            film.mux(pictures.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8))))
        film.mux(pictures.encode(None))
    assert refusal_of(path) == "The file holds no audio."


def test_a_picture_renamed_to_mp3_is_no_song(tmp_path):
    noise = RNG.integers(0, 255, (200, 200, 3), np.uint8)
    for kind in ("JPEG", "PNG", "GIF", "BMP", "WEBP"):
        Image.fromarray(noise).save(tmp_path / "a.mp3", kind)
        assert "not audio" in refusal_of(tmp_path / "a.mp3")


def test_texts_and_archives_are_no_songs(tmp_path):
    path = tmp_path / "a.mp3"
    for text in ("la la la\n" * 900, "{}", "\x1b[2J" * 300, "RIFF", "ID3"):
        path.write_text(text)
        refusal_of(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(write(tmp_path / "song.wav", tune()))
    assert "not audio" in refusal_of(path)


@pytest.mark.parametrize("name", ["a.m3u", "a.m3u8", "a.ffconcat", "a.mp3", "a.sdp", "a.mpd"])
def test_a_playlist_never_leads_to_other_files(tmp_path, name):
    song = write(tmp_path / "song.wav", tune())
    lists = (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\n{song}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{song.name}'\n",
        f"#EXTM3U\nfile://{song}\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nm=audio 9 RTP/AVP 0\n",
    )
    for text in lists:
        (tmp_path / name).write_text(text)
        assert "not audio" in refusal_of(tmp_path / name)


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "loop.mp3").symlink_to(tmp_path / "loop.mp3")
    (tmp_path / "folder.mp3").mkdir()
    assert "not a file" in refusal_of(tmp_path / "pipe.mp3")
    assert "cannot be read" in refusal_of(tmp_path / "loop.mp3")
    assert "not a file" in refusal_of(tmp_path / "folder.mp3")
    assert not analysis.browsers_play(tmp_path / "pipe.mp3")


def test_a_file_that_may_not_be_read_says_so(tmp_path):
    path = write(tmp_path / "private.wav", tune())
    facts_of(path)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # the superuser may read everything
        os.seteuid(65534)
    try:
        assert "Permission denied" in refusal_of(path)
    finally:
        os.seteuid(user)


def test_names_of_any_kind_are_opened(tmp_path):
    for name in ("a:b.m4a", "http:x.m4a", "ä ö %41 é\n.m4a", "-i.m4a"):
        facts_of(encoded(tmp_path / "plain.m4a", "aac", samples=tune()).rename(tmp_path / name))
