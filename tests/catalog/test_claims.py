"""Who works on a song: exactly one worker, and in the end always one."""

import os
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from catalog import analysing
from catalog.models import Analysis
from catalog.tasks import sweep


@pytest.fixture
def song(make_song):
    return make_song(state=Analysis.State.PENDING, clip=False)


def state_of(song):
    return Analysis.objects.get(song=song).state


def test_only_one_of_two_workers_gets_the_song(song):
    now = timezone.now()
    assert Analysis.objects.claim(song.pk, now) is not None
    assert Analysis.objects.claim(song.pk, now) is None


def test_finished_and_failed_songs_are_not_claimed(make_song):
    now = timezone.now()
    for state in (Analysis.State.DONE, Analysis.State.FAILED):
        assert Analysis.objects.claim(make_song(state=state).pk, now) is None


def test_the_song_of_a_dead_worker_is_taken_over(song):
    start = timezone.now()
    first = Analysis.objects.claim(song.pk, start)
    later = start + Analysis.objects.all().LEASE + timedelta(seconds=1)
    second = Analysis.objects.claim(song.pk, later)
    assert second is not None
    assert not Analysis.objects.held(first).exists()
    assert Analysis.objects.held(second).exists()
    assert Analysis.objects.get(song=song).attempts == 2


def test_a_song_waiting_for_its_retry_is_left_alone(song):
    now = timezone.now()
    Analysis.objects.update(not_before=now + timedelta(minutes=2))
    assert Analysis.objects.claim(song.pk, now) is None
    assert Analysis.objects.claim(song.pk, now + timedelta(minutes=3)) is not None


def test_the_sweep_announces_songs_no_message_speaks_of(song, messages):
    assert sweep() == 1
    assert messages == [("catalog.tasks.analyse_song", [song.pk])]


def test_the_song_of_a_dead_worker_is_announced_as_soon_as_its_lease_is_over(song, messages):
    sweep()
    Analysis.objects.claim(song.pk, timezone.now())
    assert sweep() == 0
    lease = Analysis.objects.all().LEASE + timedelta(seconds=1)
    Analysis.objects.update(
        claimed_at=timezone.now() - lease, enqueued_at=timezone.now() - lease - timedelta(seconds=9)
    )
    assert sweep() == 1
    assert sweep() == 0
    assert len(messages) == 2


def test_a_worker_told_to_stop_gives_its_song_back(song, monkeypatch):
    def stop(*_):
        raise SystemExit

    monkeypatch.setattr("catalog.analysing._analyse", stop)
    with pytest.raises(SystemExit):
        analysing.analyse_song(song.pk)
    work = Analysis.objects.get(song=song)
    assert (work.state, work.attempts, work.claim) == (Analysis.State.PENDING, 0, None)
    assert Analysis.objects.claim(song.pk, timezone.now()) is not None


def test_the_sweep_clears_what_killed_workers_left_half_made(db, settings):
    old, new = (analysing.work_folder() / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "clip.m4a").write_bytes(b"half")
    os.utime(old, (0, 0))
    sweep()
    assert not old.exists()
    assert new.exists()


def test_the_sweep_leaves_fresh_messages_alone(song, messages):
    sweep()
    assert sweep() == 0
    Analysis.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert sweep() == 1


def test_the_sweep_finds_the_songs_of_dead_workers(song, messages):
    old = timezone.now() - timedelta(minutes=5)
    Analysis.objects.update(state=Analysis.State.RUNNING, claimed_at=old)
    assert sweep() == 1


def test_with_no_queue_songs_wait_for_the_next_sweep(song, monkeypatch):
    from kombu.exceptions import OperationalError

    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr("celery.current_app.send_task", refuse)
    sweep()
    assert state_of(song) == Analysis.State.PENDING
    assert Analysis.objects.get(song=song).enqueued_at is None


def test_a_claim_is_renewed_though_the_database_was_away_for_a_moment(song, monkeypatch):
    monkeypatch.setattr(analysing, "_HEARTBEAT_S", 0.01)
    calls = []

    class Held:
        def update(self, **_):
            calls.append(1)
            if len(calls) == 1:
                raise OperationalError("database is locked")

    monkeypatch.setattr(Analysis.objects, "held", lambda claim: Held())
    with analysing._renewed(None):
        until = time.monotonic() + 5
        while len(calls) < 3 and time.monotonic() < until:
            time.sleep(0.01)
    assert len(calls) >= 3
