import json
import os

import numpy as np
import pytest
import soundfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

import analysis
from catalog import analysing, ingest
from catalog.ingest import Outcome, add_file, audio_files
from catalog.models import Analysis, Clip, Song

RATE = 22050


def tune(seconds=8.0, pitch_hz=220.0):
    """A pulsing tone: the least that counts as music."""
    time_s = np.arange(int(seconds * RATE)) / RATE
    return np.sin(2 * np.pi * pitch_hz * time_s) * (0.3 + 0.3 * (np.sin(4 * np.pi * time_s) > 0))


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "music"
    folder.mkdir()

    def write(name="Dunes - Kite Weather.wav", samples=None, **options):
        path = folder / name
        soundfile.write(path, tune() if samples is None else samples, RATE, **options)
        return path

    return write


@pytest.fixture(autouse=True)
def commits(django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def test_a_pipe_among_the_music_does_not_hold_up_an_import(write):
    path = write()
    os.mkfifo(path.with_name("pipe.mp3"))
    outcomes = {file.name: add_file(file) for file in audio_files([path.parent])}
    assert outcomes[path.name].outcome is Outcome.ADDED
    assert outcomes["pipe.mp3"].outcome is Outcome.REFUSED
    assert outcomes["pipe.mp3"].reason == "This is a folder or a device, not a file."


def test_a_song_comes_in_and_waits_for_its_analysis(write):
    result = add_file(write())
    song = Song.objects.get()
    assert (result.outcome, result.song_id) == (Outcome.ADDED, song.pk)
    assert (song.title, song.artist.name) == ("Kite Weather", "Dunes")
    assert song.duration_s == pytest.approx(8, abs=0.1)
    assert song.audio_type == "audio/wav"
    assert song.analysis.state == Analysis.State.PENDING
    assert song.audio.size == song.audio_bytes


@pytest.mark.parametrize(
    ("name", "options", "audio_type"),
    [
        ("a.mp3", {"format": "MP3"}, "audio/mpeg"),
        ("a.flac", {"format": "FLAC"}, "audio/flac"),
        ("a.ogg", {"format": "OGG"}, "audio/ogg"),
        ("a.opus", {"format": "OGG", "subtype": "OPUS"}, "audio/ogg"),
        ("a.aiff", {"format": "AIFF"}, "audio/aiff"),
        ("actually-flac.mp3", {"format": "FLAC"}, "audio/flac"),
    ],
)
def test_formats_are_known_by_their_content(tmp_path, name, options, audio_type):
    path = tmp_path / name
    rate = 48000 if "OPUS" in options.values() else RATE
    soundfile.write(path, tune(6 * rate / RATE), rate, **options)
    assert add_file(path).outcome is Outcome.ADDED
    assert Song.objects.get().audio_type == audio_type


def test_the_same_audio_is_added_once_whatever_its_name(write, tmp_path):
    first = add_file(write())
    copy = tmp_path / "copy.wav"
    copy.write_bytes((tmp_path / "music" / "Dunes - Kite Weather.wav").read_bytes())
    again = add_file(copy)
    assert (again.outcome, again.song_id) == (Outcome.ALREADY_HERE, first.song_id)
    assert Song.objects.count() == 1


def test_one_artist_whatever_the_case(write):
    add_file(write("Dunes - One.wav"))
    add_file(write("DUNES - Two.wav", tune(pitch_hz=330)))
    assert len({song.artist_id for song in Song.objects.all()}) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.mp3", b""), ("text.mp3", b"no music at all " * 100), ("noise.ogg", b"OggS" * 500)],
)
def test_what_is_no_audio_is_refused_with_a_reason(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    result = add_file(path)
    assert result.outcome is Outcome.REFUSED
    assert result.reason.endswith(".")
    assert Song.objects.count() == 0


def test_what_is_too_short_or_too_large_is_refused(write, settings):
    assert "5 s" in add_file(write("short.wav", tune(3))).reason
    settings.MAX_AUDIO_BYTES = 1000
    assert add_file(write()).outcome is Outcome.REFUSED


def test_a_missing_file_is_refused_not_raised(tmp_path):
    assert add_file(tmp_path / "gone.mp3").outcome is Outcome.REFUSED


def test_folders_are_searched_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.flac", "a/1.mp3", "a/cover.jpg", ".trash/x.mp3", "a/._1.mp3"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [path.name for path in audio_files([tmp_path])] == ["1.mp3", "2.flac"]


def test_an_upload_comes_in_under_its_own_name(write):
    upload = SimpleUploadedFile("Low Tide - Paper.wav", write().read_bytes())
    assert ingest.add_upload(upload).outcome is Outcome.ADDED
    assert str(Song.objects.get()) == "Paper – Low Tide"


def test_several_files_are_uploaded_in_the_admin(curator, write):
    files = [
        SimpleUploadedFile("a.wav", write("1.wav").read_bytes()),
        SimpleUploadedFile("b.wav", write("2.wav", tune(pitch_hz=440)).read_bytes()),
        SimpleUploadedFile("c.wav", b"broken"),
    ]
    page = curator.post("/admin/catalog/song/upload/", {"audio_files": files}, follow=True)
    html = page.content.decode()
    assert Song.objects.count() == 2
    assert "2 songs added" in html
    assert "Refused c.wav: The file is not audio" in html


def test_an_import_names_what_it_refused_and_goes_on(write, tmp_path, capsys):
    write("good.wav")
    (tmp_path / "music" / "bad.mp3").write_bytes(b"no")
    call_command("import_music", tmp_path / "music", json=True)
    summary = json.loads(capsys.readouterr().out)
    assert (summary["files"], summary["added"], summary["already_here"]) == (2, 1, 0)
    assert summary["refused"][0]["path"].endswith("bad.mp3")
    call_command("import_music", tmp_path / "music", json=True)
    assert json.loads(capsys.readouterr().out)["already_here"] == 1


def test_importing_nothing_says_so(tmp_path, capsys):
    with pytest.raises(CommandError, match="nothing at"):
        call_command("import_music", tmp_path / "no")
    call_command("import_music", tmp_path)
    assert "No audio files" in capsys.readouterr().out


def test_analysis_publishes_facts_and_a_clip_at_once(write):
    song_id = add_file(write()).song_id
    assert analysing.analyse_song(song_id)
    work = Analysis.objects.get(song_id=song_id)
    clip = Clip.objects.get(song_id=song_id)
    assert work.state == Analysis.State.DONE
    assert work.embedding_vector.size > 0
    assert np.isfinite(work.embedding_vector).all()
    assert clip.audio.size > 1000
    assert 0 <= clip.start_s < clip.end_s <= 8.1
    assert not analysing.analyse_song(song_id)


def test_a_song_that_cannot_be_analysed_says_why(write):
    song_id = add_file(write("silence.wav", np.zeros(8 * RATE))).song_id
    analysing.analyse_song(song_id)
    work = Analysis.objects.get(song_id=song_id)
    assert work.state == Analysis.State.FAILED
    assert "silen" in work.error
    assert not Clip.objects.exists()


def test_an_unexpected_failure_is_tried_again_and_then_given_up(write, monkeypatch):
    song_id = add_file(write()).song_id

    def crash(*args, **options):
        raise MemoryError("too much")

    monkeypatch.setattr("analysis.render_clip", crash)
    for attempt in (1, 2, 3):
        Analysis.objects.update(not_before="2026-01-01T00:00Z")
        analysing.analyse_song(song_id)
        work = Analysis.objects.get(song_id=song_id)
        assert work.attempts == attempt
        assert work.state == ("failed" if attempt == 3 else "pending")
    assert "MemoryError: too much" in work.error


def test_old_facts_stay_while_a_new_analysis_fails(write, monkeypatch):
    song_id = add_file(write()).song_id
    analysing.analyse_song(song_id)
    before = Clip.objects.get(song_id=song_id)
    Analysis.objects.update(state=Analysis.State.PENDING)
    Song.objects.get().audio.storage.delete(Song.objects.get().audio.name)
    analysing.analyse_song(song_id)
    work = Analysis.objects.get(song_id=song_id)
    assert (work.state, work.tempo_bpm is None) == (Analysis.State.FAILED, False)
    assert Clip.objects.get(song_id=song_id) == before
    assert "no longer" in work.error


def test_a_worker_whose_song_was_taken_over_publishes_nothing(write, monkeypatch):
    song_id = add_file(write()).song_id
    publish = analysing._publish

    def taken_over_meanwhile(*arguments):
        Analysis.objects.update(claim=None)
        publish(*arguments)

    monkeypatch.setattr(analysing, "_publish", taken_over_meanwhile)
    analysing.analyse_song(song_id)
    assert not Clip.objects.exists()
    assert Analysis.objects.get().state == Analysis.State.RUNNING


def test_what_browsers_cannot_play_gets_a_listening_copy(client, write):
    path = write("a.aiff", tune(seconds=12), format="AIFF")
    song_id = add_file(path).song_id
    assert analysing.analyse_song(song_id)
    song = Song.objects.get(pk=song_id)
    answer = client.get(song.stream_url)
    assert answer.headers["Content-Type"] == "audio/mp4"
    copy = tmp_file(path.parent, b"".join(answer.streaming_content))
    assert analysis.browsers_play(copy)
    assert analysis.probe(copy).duration_s == pytest.approx(12, abs=0.1)


def test_what_browsers_play_is_served_as_it_is(client, write):
    path = write("a.flac")
    song_id = add_file(path).song_id
    assert analysing.analyse_song(song_id)
    answer = client.get(Song.objects.get(pk=song_id).stream_url)
    assert answer.headers["Content-Type"] == "audio/flac"
    assert b"".join(answer.streaming_content) == path.read_bytes()


def tmp_file(folder, content):
    path = folder / "answer.m4a"
    path.write_bytes(content)
    return path
