"""`manage.py import_heatmaps`: which file belongs to which song, what is refused, what follows."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.core.management import CommandError, call_command

from catalog import analysing, info_json
from catalog.ingest import add_file
from catalog.models import Analysis, Clip, Heatmap, Song

RATE = 22_050
DURATION_S = 180.0


def bins(peak_s=80.0, duration_s=DURATION_S, count=100):
    """What yt-dlp writes: even bins, high at the start, and here around `peak_s`."""
    edges = np.linspace(0, duration_s, count + 1)
    values = 0.2 + 0.8 * np.exp(-((((edges[1:] + edges[:-1]) / 2 - peak_s) / 8) ** 2))
    values[:3] = [1.0, 0.6, 0.3]
    rows = zip(edges[:-1].tolist(), edges[1:].tolist(), values.tolist(), strict=True)
    return [{"start_time": start, "end_time": end, "value": value} for start, end, value in rows]


def info(heatmap=..., **fields):
    return {
        "id": "abcdefghijk",
        "title": "Dunes - Kite Weather (Official Video)",
        "channel": "Dunes - Topic",
        "duration": 180,
        "webpage_url": "https://www.youtube.com/watch?v=abcdefghijk",
        "extractor": "youtube",
        "_type": "video",
        "heatmap": bins() if heatmap is ... else heatmap,
    } | fields


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "videos"
    folder.mkdir()
    return folder


@pytest.fixture
def write(folder):
    def write(name="Kite Weather.info.json", content=None):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content or info()))
        return path

    return write


@pytest.fixture
def run(capsys):
    def run(*paths):
        call_command("import_heatmaps", "--json", *map(str, paths))
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def song(make_song):
    return make_song("Kite Weather", "Dunes", highlights=[])


def reasons(summary):
    return {Path(entry["path"]).name: entry["reason"] for entry in summary["refused"]}


def test_a_curve_is_kept_with_what_is_needed_to_judge_it(song, write, run, folder):
    write(content=info(duration=184))
    summary = run(folder)
    assert (summary["files"], summary["imported"], summary["refused"]) == (1, 1, [])
    heatmap = Heatmap.objects.get()
    assert (heatmap.song, heatmap.source, heatmap.recording_s) == (song, "youtube", 184)
    assert heatmap.origin == "https://www.youtube.com/watch?v=abcdefghijk"
    assert heatmap.curve.shape == (100, 3)
    assert heatmap.bins[0] == [0.0, 1.8, 1.0]


def test_importing_again_changes_nothing_and_a_new_curve_replaces_the_old(song, write, run, folder):
    write()
    run(folder)
    assert run(folder)["unchanged"] == 1
    write(content=info(bins(peak_s=120)))
    assert run(folder)["imported"] == 1
    assert Heatmap.objects.get().bins[66][2] > 0.9


def test_another_source_has_a_curve_of_its_own(song, write, run, folder):
    write("a.info.json")
    write("b.info.json", info(extractor="vimeo"))
    assert run(folder)["imported"] == 2
    assert set(Heatmap.objects.values_list("source", flat=True)) == {"youtube", "vimeo"}


# --- Which song ---


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Dunes - Kite Weather"},
        {"title": "DUNES – kite weather [HD]"},
        {"title": "Kite Weather | live somewhere", "artist": "Dunes", "track": "Kite Weather"},
        {"title": "whatever", "artists": ["Dunes", "Other"], "track": "Kíte Weather"},
        {"title": "whatever", "artist": "Dunes, Other & More", "track": "Kite Weather"},
        {"title": "Kite Weather (Lyrics)"},
        {"title": "Kite Weather", "channel": None, "uploader": "Dunes"},
        {"title": "Kite Weather - Dunes", "channel": "Somebody"},
    ],
)
def test_songs_are_found_by_artist_title_and_length(song, write, run, fields):
    assert run(write("x.info.json", info(**fields)))["refused"] == []
    assert Heatmap.objects.get().song == song


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Dunes - Other Weather", "channel": "Dunes"},
        {"title": "Others - Kite Weather", "channel": "Others"},
        {"duration": 600},
        {"title": None, "channel": None},
        {"title": 7, "artists": {"a": 1}, "track": ["x"], "channel": 0},
    ],
)
def test_what_is_no_song_here_is_named_with_the_reason(song, write, run, fields):
    summary = run(write("x.info.json", info(**fields)))
    assert "There is no song of this file's name" in reasons(summary)["x.info.json"]
    assert not Heatmap.objects.exists()


def test_of_two_versions_the_one_of_its_length_is_meant(make_song, write, run):
    short, long = make_song("Kite Weather", "Dunes"), make_song("Kite weather", "Dunes")
    Song.objects.filter(pk=long.pk).update(duration_s=200.0)
    run(write(content=info(duration=198)))
    assert Heatmap.objects.get().song == long != short


def test_songs_are_found_by_the_name_of_the_file_they_were_imported_from(make_song, write, run):
    song = make_song("Something else", "Somebody")
    Song.objects.filter(pk=song.pk).update(file_stem="Dunes - Kíte Weather [abc]")
    decomposed = "Dunes - Ki\u0301te Weather [abc].info.json"
    assert run(write(decomposed, info(duration=300)))["refused"] == []
    assert Heatmap.objects.get().song == song


def write_audio(path, pitch_hz, seconds=6.0):
    path.parent.mkdir(exist_ok=True)
    time_s = np.arange(int(seconds * RATE)) / RATE
    soundfile.write(path, np.sin(2 * np.pi * pitch_hz * time_s) * 0.3, RATE)
    return path


def test_files_of_one_name_are_told_apart_by_the_audio_beside_them(db, folder, write, run):
    ids = [
        add_file(write_audio(folder / album / "01.wav", pitch_hz)).song_id
        for album, pitch_hz in (("a", 220), ("b", 330))
    ]
    for album in "ab":
        write(f"{album}/01.info.json", info(title="?", channel="", webpage_url=f"of {album}"))
    assert run(folder)["imported"] == 2
    assert dict(Heatmap.objects.values_list("song", "origin")) == {ids[0]: "of a", ids[1]: "of b"}


def test_an_import_keeps_the_files_name_and_a_repeated_one_adds_it(db, folder):
    path = write_audio(folder / "Dunes - Kite Weather.wav", 220)
    add_file(path)
    assert Song.objects.get().file_stem == "Dunes - Kite Weather"
    Song.objects.update(file_stem="")
    add_file(path)
    assert Song.objects.get().file_stem == "Dunes - Kite Weather"


def test_a_csv_file_says_what_belongs_together(make_song, folder, write, run):
    song = make_song()
    Song.objects.filter(pk=song.pk).update(file_stem="song one")
    write("any.info.json")
    table = folder / "pairs.csv"
    table.write_text(
        "\ufeffaudio_file,info_json\n"
        "music/song one.mp3,any.info.json\n"
        "music/nobody.mp3,any.info.json\n"
        "music/song one.mp3,gone.info.json\n"
        "only one\n"
    )
    summary = run(table)
    assert summary["imported"] == 1
    assert Heatmap.objects.get().song == song
    said = [entry["reason"] for entry in summary["refused"]]
    assert len(said) == 3
    assert any("There is no song of the file" in reason for reason in said)
    assert any("No such file" in reason for reason in said)
    assert any("Line 5 does not name two files" in reason for reason in said)


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"", b"\xff\xfe\x00binary\x00,\n", b"\x00"])
def test_a_csv_file_of_another_kind_is_refused_once(db, folder, run, content):
    (folder / "pairs.csv").write_bytes(content)
    assert list(reasons(run(folder / "pairs.csv"))) == ["pairs.csv"]


def test_of_two_videos_of_one_song_the_one_of_its_length_counts_whatever_their_order(
    song, write, run, folder
):
    write("a.info.json", info(webpage_url="far", duration=195))
    write("b.info.json", info(webpage_url="near", duration=181))
    write("c.info.json", info(webpage_url="farther", duration=199))
    for paths in ([folder], [folder / "b.info.json", folder / "a.info.json"]):
        assert "better" in reasons(run(*paths))["a.info.json"]
        assert Heatmap.objects.get().origin == "near"


def test_a_file_named_twice_is_read_once(song, write, run, folder):
    path = write()
    assert run(folder, path, path)["files"] == 1


# --- Malformed files ---


def changed(place, **values):
    some = bins()
    some[place] |= values
    return some


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("no json at all", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"heatmap": ' + "9" * 5000 + "}", "not JSON"),
        ("[1, 2]", "not what yt-dlp says"),
        ("null", "not what yt-dlp says"),
        (info(None), "no most-replayed curve"),
        (info([]), "no most-replayed curve"),
        ({k: v for k, v in info().items() if k != "heatmap"}, "no most-replayed curve"),
        (info(_type="playlist"), "playlist"),
        (info("high"), "not a list"),
        (info({"a": 1}), "not a list"),
        (info(bins()[:3]), "this one 3"),
        (info(bins(count=10_001)), "this one 10001"),
        (info([1] * 100), "Bin 1 is not a bin"),
        (info(changed(6, value="high")), "Bin 7 lacks a number"),
        (info(changed(6, value=None)), "Bin 7 lacks a number"),
        (info(changed(6, value=True)), "Bin 7 lacks a number"),
        (info(changed(6, value=float("nan"))), "Bin 7 lacks a number"),
        (info(changed(6, start_time=float("inf"))), "Bin 7 lacks a number"),
        (info(changed(6, end_time=10**400)), "Bin 7 lacks a number"),
        (info(changed(6, value=1.5)), "value 1.5"),
        (info(changed(6, value=-0.1)), "value -0.1"),
        (info(changed(0, start_time=-1.0)), "Bin 1 goes from -1 s"),
        (info(changed(6, end_time=0.0)), "Bin 7 goes from"),
        (info(changed(6, end_time=90.0)), "do not follow on each other"),
        (info(bins()[:40] + bins()[60:]), "do not follow on each other at 72.0 s"),
        (info(bins() + bins()), "do not follow on each other"),
    ],
)
def test_a_malformed_file_is_refused_with_its_reason(song, write, run, folder, content, reason):
    write("bad.info.json", content)
    write("good.info.json")
    summary = run(folder)
    assert reason in reasons(summary)["bad.info.json"]
    assert summary["imported"] == 1


def test_bins_in_any_order_are_one_curve(song, write, run):
    run(write(content=info(bins()[::-1])))
    heatmap = Heatmap.objects.get()
    assert np.allclose(heatmap.curve[:, 2], [one["value"] for one in bins()])


@pytest.mark.parametrize("duration", [None, "long", float("nan"), 0, -4, 10**9])
def test_a_video_of_unknown_length_is_as_long_as_its_curve(song, write, run, duration):
    run(write(content=info(duration=duration)))
    assert Heatmap.objects.get().recording_s == pytest.approx(DURATION_S)


def test_a_huge_file_is_not_read(song, write, run):
    path = write()
    with path.open("r+b") as file:
        file.truncate(info_json.MAX_BYTES + 1)
    assert "larger than 64 MB" in reasons(run(path))[path.name]


def test_text_that_a_database_refuses_is_no_trouble(song, write, run):
    run(write(content=info(webpage_url="a\u0000b\nc", extractor="you\u0000tube", artist="\u0000")))
    assert Heatmap.objects.get().origin == "a b c"


def test_a_file_that_cannot_be_read_is_named(song, folder, run):
    (folder / "x.info.json").symlink_to(folder / "gone")
    assert "cannot be read" in reasons(run(folder))["x.info.json"]


# --- What is said, and what follows ---


def test_each_refused_file_has_its_line(song, write, folder, capsys):
    write("bad.info.json", info(None))
    write("good.info.json")
    call_command("import_heatmaps", str(folder))
    said = capsys.readouterr().out
    assert f"Refused: {folder / 'bad.info.json'}: There is no most-replayed curve" in said
    assert "1 imported, 0 unchanged, 1 refused; 1 clip to be rendered anew." in said


def test_nothing_there_is_said(db, folder, capsys):
    call_command("import_heatmaps", str(folder))
    assert "No .info.json files were found there." in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is nothing at"):
        call_command("import_heatmaps", str(folder / "gone"))


def test_a_clip_whose_best_window_moves_waits_to_be_rendered(
    song, write, run, messages, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert run(write())["clips_moving"] == 1
    work = Analysis.objects.get()
    assert (work.state, work.clip_only) == (Analysis.State.PENDING, True)
    assert messages == [("catalog.tasks.analyse_song", [song.pk])]


def test_a_clip_that_stays_is_not_rendered_but_knows_who_agrees(make_song, write, run, messages):
    song = make_song(
        "Kite Weather", "Dunes", highlights=[{"start_s": 60.0, "end_s": 84.0, "score": 0.7}]
    )
    assert run(write(content=info(bins(peak_s=67))))["clips_moving"] == 0
    clip = Clip.objects.get(song=song)
    assert clip.provenance == Clip.Provenance.IMPORTED
    assert clip.confidence > 0.7
    assert Analysis.objects.get().state == Analysis.State.DONE
    assert messages == []


def test_a_curve_may_come_before_the_analysis(make_song, write, run):
    make_song("Kite Weather", "Dunes", state="pending", analysed_at=None, clip=False)
    assert run(write())["clips_moving"] == 0
    assert Heatmap.objects.exists()


def test_a_song_with_a_curve_gets_the_clip_that_the_curve_wants(
    folder, write, run, django_capture_on_commit_callbacks, db
):
    path = write_audio(folder / "Kite Weather.wav", 220, seconds=60.0)
    song_id = add_file(path).song_id
    analysing.analyse_song(song_id)
    facts = Analysis.objects.get()
    before = Clip.objects.get()
    clips = []
    for peak_s in (50.0, 12.0):
        with django_capture_on_commit_callbacks(execute=True):
            run(write(content=info(bins(peak_s=peak_s, duration_s=60.0), duration=60)))
        analysing.analyse_song(song_id)
        clip = Clip.objects.get()
        clips.append(clip.audio.name)
        assert clip.start_s < peak_s < clip.end_s
        assert clip.provenance == Clip.Provenance.IMPORTED
        work = Analysis.objects.get()
        assert (work.state, work.clip_only) == (Analysis.State.DONE, False)
        assert (work.analysed_at, work.embedding) == (facts.analysed_at, facts.embedding)
    assert clip.pk == before.pk
    assert len(set(clips)) == 2
    assert clip.audio.size > 10_000
