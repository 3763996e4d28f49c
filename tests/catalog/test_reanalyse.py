"""`manage.py reanalyse`: which songs, what happens meanwhile, and what it says."""

import json

import numpy as np
import pytest
import soundfile
from django.core.management import CommandError, call_command

import analysis
from catalog import analysing
from catalog.announcing import announce
from catalog.ingest import add_file
from catalog.management.commands import reanalyse
from catalog.models import Analysis, Clip, Song

RATE = 22_050


@pytest.fixture
def run(capsys):
    def run(*arguments):
        call_command("reanalyse", *arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def songs(make_song):
    """One of each kind: current, outdated, failed, waiting."""
    return {
        "current": make_song(version=analysis.VERSION),
        "outdated": make_song(version=analysis.VERSION + 1),
        "failed": make_song(state=Analysis.State.FAILED, error="The file is empty.", attempts=3),
        "waiting": make_song(state=Analysis.State.PENDING, clip=False, version=None),
    }


@pytest.fixture
def workers(monkeypatch):
    """Somebody who does the work between two looks: one finished song at each."""

    def work(seconds):
        waiting = Analysis.objects.unfinished().first()
        if waiting:
            waiting.state = Analysis.State.DONE
            waiting.save()

    monkeypatch.setattr(reanalyse.time, "sleep", work)


def waiting(songs):
    found = Analysis.objects.filter(state=Analysis.State.PENDING)
    return {name for name, song in songs.items() if found.filter(song=song).exists()}


def test_without_options_it_says_what_there_is_and_changes_nothing(songs, run, messages):
    said = run()
    assert "--outdated         1 song\n" in said
    assert "--failed           1 song\n" in said
    assert "--all              4 songs\n" in said
    assert json.loads(run("--json")) == {
        "version": analysis.VERSION,
        "outdated": 1,
        "failed": 1,
        "all": 4,
    }
    assert waiting(songs) == {"waiting"}
    assert messages == []


@pytest.mark.parametrize(
    ("options", "again"),
    [
        (["--outdated"], {"outdated"}),
        (["--failed"], {"failed"}),
        (["--outdated", "--failed"], {"outdated", "failed"}),
        (["--all"], {"current", "outdated", "failed"}),
    ],
)
def test_each_option_takes_its_songs(songs, run, messages, options, again):
    run(*options, "--no-wait")
    assert waiting(songs) == again | {"waiting"}
    announced = {arguments[0] for name, arguments in messages}
    assert announced >= {songs[name].pk for name in again}


def test_named_songs_are_taken_whatever_their_state(songs, run, messages):
    run("--song", songs["current"].public_id, songs["failed"].public_id, "--no-wait")
    assert waiting(songs) == {"current", "failed", "waiting"}


def test_an_unknown_song_is_named_and_nothing_changes(songs, messages):
    with pytest.raises(CommandError, match=r"no song nowhere\."):
        call_command("reanalyse", "--song", songs["current"].public_id, "nowhere")
    assert waiting(songs) == {"waiting"}


def test_attempts_and_errors_are_forgotten(songs, run):
    run("--failed", "--no-wait")
    work = songs["failed"].analysis
    work.refresh_from_db()
    assert (work.attempts, work.error) == (0, "")


def test_it_watches_until_the_work_is_done(songs, run, workers):
    assert run("--all").endswith("4 analysed again, 0 failed, 0 waiting.\n")


def test_failures_are_told_with_their_reasons(songs, run, monkeypatch):
    def fail(seconds):
        Analysis.objects.unfinished().update(state=Analysis.State.FAILED, error="It is broken.")

    monkeypatch.setattr(reanalyse.time, "sleep", fail)
    song = songs["outdated"]
    said = run("--outdated")
    assert f"Failed: {song.public_id} {song.title}: It is broken." in said
    assert "0 analysed again, 1 failed, 0 waiting." in said
    summary = json.loads(run("--song", song.public_id, "--json"))
    assert summary["failed"] == [
        {"song": song.public_id, "title": song.title, "reason": "It is broken."}
    ]


def test_ctrl_c_stops_the_watching_not_the_work(songs, run, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(reanalyse.time, "sleep", interrupt)
    assert run("--outdated").endswith("0 analysed again, 0 failed, 1 waiting.\n")
    assert waiting(songs) == {"outdated", "waiting"}


def test_nothing_to_do_is_no_trouble(db, run):
    assert run("--all") == "0 analysed again, 0 failed, 0 waiting.\n"


def test_facts_and_clip_serve_until_the_new_ones_are_ready(
    tmp_path, run, django_capture_on_commit_callbacks, db
):
    time_s = np.arange(8 * RATE) / RATE
    tune = np.sin(2 * np.pi * 220 * time_s) * (np.sin(4 * np.pi * time_s) > 0) * 0.5
    soundfile.write(tmp_path / "tune.wav", tune, RATE)
    with django_capture_on_commit_callbacks(execute=True):
        song_id = add_file(tmp_path / "tune.wav").song_id
    analysing.analyse_song(song_id)
    Analysis.objects.update(version=analysis.VERSION + 1, tempo_bpm=99.0)
    clip = Clip.objects.get()

    run("--outdated", "--no-wait")
    assert Song.objects.playable().get().analysis.tempo_bpm == 99.0
    assert Clip.objects.get().audio == clip.audio

    analysing.analyse_song(song_id)
    work = Analysis.objects.get()
    assert (work.state, work.version) == (Analysis.State.DONE, analysis.VERSION)
    assert work.tempo_bpm != 99.0
    assert Clip.objects.get().pk == clip.pk


def test_songs_that_play_already_wait_in_a_queue_of_their_own(make_song, messages):
    playing, new = make_song(), make_song(clip=False)
    announce([playing.pk, new.pk])
    assert messages.queues == ["again", "clipfeed"]
