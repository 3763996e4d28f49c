"""Songs that end their worker: tried again, but not for ever."""

from datetime import timedelta

import pytest
from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from catalog import analysing, tasks
from catalog.claims import AnalysisQuerySet
from catalog.models import Analysis

SEGFAULT = WorkerLostError("Worker exited prematurely: signal 11 (SIGSEGV) Job: 3.")


@pytest.fixture
def song(make_song):
    return make_song(state=Analysis.State.PENDING, clip=False)


def claim(song):
    Analysis.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    return Analysis.objects.claim(song.pk, timezone.now())


def work_on(song):
    return Analysis.objects.get(song=song)


def crash(song, messages, error=SEGFAULT):
    """What the worker hears of a dead process, and the task it sends."""
    messages.clear()
    tasks.tell_of_crash(sender=tasks.analyse_song, exception=error, args=[song.pk])
    for name, arguments in messages:
        assert name == tasks.note_crash.name
        tasks.note_crash(*arguments)


def test_the_first_crash_is_tried_again_and_the_second_is_the_last(song, messages):
    claim(song)
    crash(song, messages)
    assert work_on(song).state == Analysis.State.PENDING
    assert work_on(song).not_before > timezone.now()
    claim(song)
    crash(song, messages)
    assert work_on(song).state == Analysis.State.FAILED
    assert work_on(song).error == (
        "Gave up after 2 attempts. The analysis crashed (SIGSEGV); the file is probably damaged."
    )
    assert claim(song) is None


def test_a_song_that_hangs_is_given_up_too(song, messages):
    for _ in range(2):
        claim(song)
        crash(song, messages, TimeLimitExceeded(1800))
    assert work_on(song).state == Analysis.State.FAILED
    assert "hung" in work_on(song).error


def test_a_song_that_can_be_interrupted_after_its_time_is_not_tried_again(song, monkeypatch):
    def hang(*_):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("catalog.analysing._analyse", hang)
    analysing.analyse_song(song.pk)
    assert work_on(song).state == Analysis.State.FAILED
    assert work_on(song).error == "The analysis took more than 30 minutes and was stopped."


@pytest.mark.parametrize("death", ["signal 9 (SIGKILL)", "signal 15 (SIGTERM)", "exitcode 0"])
def test_a_worker_ended_from_outside_is_not_the_songs_fault(song, messages, death):
    for _ in range(3):
        Analysis.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
        claim(song)
        crash(song, messages, WorkerLostError(f"Worker exited prematurely: {death} Job: 3."))
    assert messages == []
    assert work_on(song).state == Analysis.State.RUNNING


def test_a_late_report_does_not_blame_the_next_attempt(song):
    crashed_at = timezone.now()
    claim(song)
    tasks.note_crash(song.pk, crashed_at.isoformat(), "crashed (SIGSEGV)")
    assert work_on(song).state == Analysis.State.RUNNING


def test_deaths_without_a_trace_end_too(song):
    long_ago = timezone.now() - timedelta(hours=1)
    for _ in range(AnalysisQuerySet.MOST_DEATHS):
        tasks.sweep()
        assert work_on(song).state != Analysis.State.FAILED
        assert claim(song) is not None
        Analysis.objects.update(claimed_at=long_ago)
    tasks.sweep()
    assert work_on(song).state == Analysis.State.FAILED
    assert "memory" in work_on(song).error
    assert claim(song) is None
