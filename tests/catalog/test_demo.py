"""The demo catalogue: what it promises, and what its audio really holds."""

import json
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import pairwise

import mutagen
import numpy as np
import pytest
import soundfile
from PIL import Image
from scipy.signal import resample_poly

from analysis.loudness import integrated_lufs
from catalog.demo import SAMPLE_RATE, SONGS, draw_cover, render, truth, write_song
from catalog.demo.files import has_cover
from catalog.demo.instruments.drums import tuned
from catalog.demo.mastering import limited
from catalog.demo.melody import harmony_below, nearest_chord_tone, parse_tune, settle
from catalog.demo.oscillators import hertz
from catalog.demo.performers import perform, perform_tune
from catalog.demo.score import Picker, Score
from catalog.demo.song import FIRST_BEAT_S
from catalog.demo.styles import STYLES
from catalog.demo.theory import KEYS, SCALES, parse_chord, voicing

BY_SLUG = {song.slug: song for song in SONGS}
DRUM_SONG = BY_SLUG["arcade-hours"]
CHIP_SONG = BY_SLUG["bonus-room"]


@cache
def rendered(slug):
    return render(BY_SLUG[slug])


def stretch(song, section):
    """The rendered samples of a section, (2, n)."""
    start, end = (
        int(song.bar_time_s(bar) * SAMPLE_RATE) for bar in (section.start_bar, section.end_bar)
    )
    return rendered(song.slug).T[:, start:end]


def first_section(song, letter):
    return next(section for section in song.sections if section.letter == letter)


# --- the catalogue ---------------------------------------------------------------------------


def test_the_catalogue_is_large_and_varied():
    assert len(SONGS) >= 36
    assert len({song.style for song in SONGS}) >= 10
    assert {song.key for song in SONGS} == set(KEYS)
    assert {song.mode for song in SONGS} == set(SCALES)
    assert len({song.meter for song in SONGS}) >= 3
    assert min(song.bpm for song in SONGS) <= 66
    assert max(song.bpm for song in SONGS) >= 170


def test_no_two_songs_share_a_slug_a_title_or_a_seed():
    for field in ("slug", "title", "seed"):
        assert len({getattr(song, field) for song in SONGS}) == len(SONGS)


def test_every_artist_has_two_to_four_songs_on_one_album():
    counts = Counter(song.artist for song in SONGS)
    assert 12 <= len(counts) <= 18
    assert set(counts.values()) <= {2, 3, 4}
    albums = {(song.artist, song.album) for song in SONGS}
    assert len(albums) == len(counts)
    places = {(song.album, song.track_number) for song in SONGS}
    assert len(places) == len(SONGS)


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.slug)
def test_every_song_lasts_sixty_to_a_hundred_seconds_and_has_all_its_sections(song):
    facts = truth(song)
    names = [section["name"] for section in facts["sections"]]
    assert 60 <= facts["duration_s"] <= 100
    assert names[0] == "intro"
    assert names[-1] == "outro"
    assert {"verse", "break"} <= set(names)
    assert names.count("chorus") >= 2


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.slug)
def test_sections_follow_one_another_from_the_first_beat_in_whole_bars(song):
    sections = truth(song)["sections"]
    assert sections[0]["start_s"] == FIRST_BEAT_S
    for before, after in pairwise(sections):
        assert before["end_s"] == after["start_s"]
    bars = (sections[-1]["end_s"] - FIRST_BEAT_S) / song.bar_s
    assert bars == pytest.approx(round(bars), abs=1e-3)


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.slug)
def test_every_part_of_every_song_can_be_played(song):
    score = Score(song)
    style = STYLES[song.style](Picker(song.seed))
    end = (song.sections[-1].end_bar + 1) * score.bar_steps
    for index, layer in enumerate(style.layers):
        for note in perform(layer, style, score, index):
            assert 0 <= note.start < end
            assert 0 < note.velocity <= 1
            assert 20 <= note.midi <= 110


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.slug)
def test_hooks_stay_in_the_key_but_for_a_few_borrowed_notes(song):
    bars = parse_tune(song.hook, song.mode, song.measure.steps)
    tones = [tone for bar in bars for tone in bar]
    inside = [tone.semitones % 12 in SCALES[song.mode] for tone in tones]
    assert len(tones) >= 6
    assert np.mean(inside) > 0.85


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.slug)
def test_melodies_rest_on_the_chords_under_them(song):
    score = Score(song)
    tunes = [
        layer for layer in STYLES[song.style](Picker(song.seed)).layers if layer.role == "tune"
    ]
    notes = [note for layer in tunes for note in perform_tune(layer, score)]
    downbeats = [note for note in notes if note.start % score.bar_steps == 0]
    assert len(downbeats) >= 15
    for note in downbeats:
        chord = score.chord_at(note.start)
        assert note.midi % 12 in chord.tones or (note.midi - chord.root) % 12 in (2, 9)
    for note in (note for note in notes if note.length > 2.5):
        above = {(note.midi - tone) % 12 for tone in score.chord_at(note.start).tones}
        assert 0 in above or not above & {1, 11}


# --- theory and melody -----------------------------------------------------------------------


def test_roman_numerals_follow_the_mode():
    assert parse_chord("VI", 9, "minor").tones == (5, 9, 0)
    assert parse_chord("bVIImaj7", 0, "major").tones == (10, 2, 5, 9)
    assert parse_chord("V/7", 0, "major").bass == 11


@pytest.mark.parametrize("nonsense", ["VIII", "H7", "", "V/9"])
def test_a_misspelt_chord_is_refused(nonsense):
    with pytest.raises((ValueError, KeyError)):
        parse_chord(nonsense, 0, "major")


def test_voices_move_little_from_chord_to_chord():
    first = voicing(parse_chord("I", 0, "major"), None, 60, 3)
    second = voicing(parse_chord("vi", 0, "major"), first, 60, 3)
    assert sum(abs(a - b) for a, b in zip(first, second, strict=True)) <= 4


def test_a_bar_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="15 steps"):
        parse_tune("1:4 3:4 5:7", "major", 16)


def test_long_notes_leave_semitone_clashes_for_the_chord():
    c_major = parse_chord("I", 0, "major")
    assert settle(65, c_major) == 64
    assert settle(69, c_major) == 69
    assert nearest_chord_tone(62, c_major) in (60, 64)
    assert harmony_below(67, 0, "major", c_major) == 64


def test_kicks_are_tuned_to_the_tonic_or_its_fifth():
    assert tuned(45, 67) == pytest.approx(hertz(31))
    assert tuned(45, 60) == pytest.approx(hertz(31))
    for tonic in range(60, 72):
        assert 45 / 1.23 < tuned(45, tonic) < 45 * 1.23


# --- the audio -------------------------------------------------------------------------------


def test_rendering_is_deterministic():
    assert np.array_equal(render(CHIP_SONG), rendered(CHIP_SONG.slug))


@pytest.mark.parametrize("song", [DRUM_SONG, CHIP_SONG], ids=lambda song: song.slug)
def test_a_song_is_clean_and_as_loud_as_any_other(song):
    stereo = rendered(song.slug)
    assert stereo.dtype == np.float32
    assert stereo.shape == (round(song.duration_s * SAMPLE_RATE), 2)
    assert np.isfinite(stereo).all()
    assert np.abs(resample_poly(stereo, 4, 1, axis=0)).max() < 10 ** (-1 / 20)
    assert np.abs(stereo.mean(axis=0)).max() < 1e-5
    assert integrated_lufs(stereo.T, SAMPLE_RATE) == pytest.approx(-14, abs=0.7)
    assert not np.array_equal(stereo[:, 0], stereo[:, 1])


def test_the_limiter_tames_peaks_and_leaves_the_rest():
    soft = np.full((2, SAMPLE_RATE), 0.1, np.float32)
    spiky = soft.copy()
    spiky[:, 22_050] = 3
    tamed = limited(spiky)
    assert np.abs(tamed).max() < 10 ** (-1.5 / 20)
    assert np.allclose(tamed[:, :15_000], 0.1)
    assert np.allclose(limited(soft), soft)


@pytest.mark.parametrize("song", [DRUM_SONG, CHIP_SONG], ids=lambda song: song.slug)
def test_the_music_never_stops(song):
    end_s = song.bar_time_s(song.sections[-1].end_bar)
    heard = rendered(song.slug)[int(FIRST_BEAT_S * SAMPLE_RATE) : int(end_s * SAMPLE_RATE)]
    blocks = heard[: len(heard) // 4_410 * 4_410].reshape(-1, 4_410, 2)
    assert np.sqrt((blocks**2).mean(axis=(1, 2))).min() > 10 ** (-50 / 20)


def test_cymbals_are_bright_but_not_harsh():
    power = np.abs(np.fft.rfft(rendered(DRUM_SONG.slug).mean(axis=1))) ** 2
    bin_5_khz = int(5_000 * len(rendered(DRUM_SONG.slug)) / SAMPLE_RATE)
    share_db = 10 * np.log10(power[bin_5_khz:].sum() / power.sum())
    assert -22 < share_db < -10


def test_our_loudness_agrees_with_pyloudnorm():
    pyloudnorm = pytest.importorskip("pyloudnorm")
    stereo = rendered(CHIP_SONG.slug)[: 20 * SAMPLE_RATE]
    theirs = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(stereo)
    assert integrated_lufs(stereo.T, SAMPLE_RATE) == pytest.approx(theirs, abs=0.2)


def test_silence_has_no_loudness():
    assert integrated_lufs(np.zeros((2, SAMPLE_RATE), np.float32), SAMPLE_RATE) == -70


@pytest.mark.parametrize("song", [DRUM_SONG, CHIP_SONG], ids=lambda song: song.slug)
def test_the_chorus_is_louder_and_fuller_than_the_verse(song):
    verse = stretch(song, first_section(song, "V"))
    chorus = stretch(song, first_section(song, "C"))
    assert integrated_lufs(chorus, SAMPLE_RATE) > integrated_lufs(verse, SAMPLE_RATE) + 1.5

    def highs(part):
        power = np.abs(np.fft.rfft(part.mean(axis=0))) ** 2
        return power[int(2_000 * part.shape[1] / SAMPLE_RATE) :].sum() / part.shape[1]

    assert highs(chorus) > highs(verse)


def test_the_first_beat_falls_where_the_truth_says():
    mono = np.abs(rendered(DRUM_SONG.slug).mean(axis=1))
    start = int(FIRST_BEAT_S * SAMPLE_RATE)
    assert mono[: start - 200].max(initial=0) < 0.01
    assert mono[start : start + SAMPLE_RATE // 2].max() > 0.02


def test_the_pitch_classes_heard_are_those_of_the_key():
    song = CHIP_SONG
    mono = rendered(song.slug).mean(axis=1)
    power = np.abs(np.fft.rfft(mono)) ** 2
    freqs_hz = np.fft.rfftfreq(mono.size, 1 / SAMPLE_RATE)
    audible = (freqs_hz > 100) & (freqs_hz < 2_000)
    midi = 69 + 12 * np.log2(freqs_hz[audible] / 440)
    classes = np.bincount(np.round(midi).astype(int) % 12, power[audible], minlength=12)
    scale = [(KEYS.index(song.key) + semitones) % 12 for semitones in SCALES[song.mode]]
    others = np.setdiff1d(np.arange(12), scale)
    assert classes[scale].sum() > 5 * classes[others].sum()


def test_onsets_repeat_at_the_tempo():
    song = DRUM_SONG
    hop = 441
    mono = rendered(song.slug).mean(axis=1)
    power = (mono[: mono.size // hop * hop].reshape(-1, hop) ** 2).sum(axis=1)
    onsets = np.maximum(np.diff(np.log(power + 1e-4)), 0)
    onsets -= onsets.mean()
    spectrum = np.abs(np.fft.rfft(onsets, 1 << 17)) ** 2
    correlation = np.fft.irfft(spectrum)
    lags = np.arange(60, 160)
    beat_lag = 60 / song.bpm * SAMPLE_RATE / hop
    best = lags[correlation[lags].argmax()]
    ratio = best / beat_lag
    assert min(abs(ratio - multiple) for multiple in (1, 1.5, 2)) < 0.03


# --- covers and files ------------------------------------------------------------------------


def test_covers_are_small_jpegs_and_all_different():
    chosen = [song for song in SONGS if song.artist in ("Neon Ferris", "Clara Benevides")]
    covers = [draw_cover(song) for song in chosen]
    assert len(set(covers)) == len(covers)
    for cover in covers:
        assert len(cover) < 120_000
        assert Image.open(BytesIO(cover)).size == (600, 600)
    assert draw_cover(chosen[0]) == covers[0]


def test_one_song_in_three_carries_artwork():
    assert sum(has_cover(song) for song in SONGS) == -(-len(SONGS) // 3)


def test_a_written_song_has_audio_tags_and_truth(tmp_path, monkeypatch):
    song = next(song for song in SONGS if has_cover(song))
    monkeypatch.setattr(
        "catalog.demo.files.render", lambda _: rendered(CHIP_SONG.slug)[: 5 * SAMPLE_RATE]
    )
    path = write_song(song, tmp_path / "new folder")

    assert path.name == f"{song.slug}.mp3"
    assert sorted(each.name for each in path.parent.iterdir()) == [
        f"{song.slug}.json",
        f"{song.slug}.mp3",
    ]
    tags = mutagen.File(path).tags
    assert tags["TIT2"] == song.title
    assert tags["TPE1"] == song.artist
    assert tags["TALB"] == song.album
    assert tags["TCON"] == song.genre
    assert str(tags["TDRC"]) == str(song.year)
    assert tags["TRCK"] == str(song.track_number)
    assert tags["TCOP"] == "CC0 1.0"
    assert tags.getall("APIC")[0].mime == "image/jpeg"
    assert json.loads(path.with_suffix(".json").read_text("utf-8")) == truth(song)


def test_an_encoded_song_keeps_its_times(tmp_path):
    from catalog.demo.files import encode_mp3

    stereo = rendered(DRUM_SONG.slug)[: 8 * SAMPLE_RATE]
    encode_mp3(stereo, tmp_path / "song.mp3")
    decoded, rate = soundfile.read(tmp_path / "song.mp3", dtype="float32")
    assert rate == SAMPLE_RATE
    assert len(decoded) == pytest.approx(len(stereo), abs=1152)
    middle = slice(3 * SAMPLE_RATE, 4 * SAMPLE_RATE)
    assert np.corrcoef(decoded[middle, 0], stereo[middle, 0])[0, 1] > 0.97
    assert np.abs(decoded).max() < 1


def test_a_song_that_is_there_is_left_alone(tmp_path, monkeypatch):
    def refuse(song):
        raise AssertionError("rendered again")

    monkeypatch.setattr("catalog.demo.files.render", refuse)
    (tmp_path / f"{DRUM_SONG.slug}.mp3").write_bytes(b"audio")
    (tmp_path / f"{DRUM_SONG.slug}.json").write_text("{}")
    assert write_song(DRUM_SONG, tmp_path).read_bytes() == b"audio"


def test_a_render_that_fails_leaves_no_song_behind(tmp_path, monkeypatch):
    def fail(stereo, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr("catalog.demo.files.render", lambda _: np.zeros((10, 2), np.float32))
    monkeypatch.setattr("catalog.demo.files.encode_mp3", fail)
    with pytest.raises(OSError, match="disk full"):
        write_song(DRUM_SONG, tmp_path)
    assert not list(tmp_path.glob("*.mp3"))
    assert not list(tmp_path.glob("*.json"))
