"""What Celery runs for the catalogue. Every task is safe to run twice and at the same time."""

import re
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from celery import current_app, shared_task
from celery.exceptions import TimeLimitExceeded
from celery.signals import task_failure
from django.utils import timezone

from catalog import analysing
from catalog.announcing import announce
from catalog.models import Analysis

_SWEEP_LIMIT = 200
_SMALL_CLIPS_A_SWEEP = 50
_LEFT_BEHIND_S = 3600


@shared_task(
    name="catalog.tasks.analyse_song",
    soft_time_limit=analysing.TIME_LIMIT_S,
    time_limit=analysing.TIME_LIMIT_S + 60,
)
def analyse_song(song_id: int) -> None:
    """Analyse one song, unless somebody else has it."""
    analysing.analyse_song(song_id)


@shared_task(name="catalog.tasks.note_crash")
def note_crash(song_id: int, crashed_at: str, what: str) -> None:
    """A process died in `analyse_song`, and the worker around it tells."""
    analysing.give_up_after_crashes(song_id, datetime.fromisoformat(crashed_at), what)


@task_failure.connect
def tell_of_crash(sender: Any, exception: BaseException, args: Sequence[int], **_: object) -> None:
    """Runs in the worker's own process, which stays off the database: a task notes it instead."""
    if sender.name == analyse_song.name and (what := _crash(exception)):
        crashed_at = timezone.now().isoformat()
        current_app.send_task(note_crash.name, [args[0], crashed_at, what])


def _crash(exception: BaseException) -> str:
    """What a decoder did to its process; empty where somebody ended it from outside."""
    if isinstance(exception, TimeLimitExceeded):
        return "hung and had to be killed"
    signal = re.search(r"\((SIG(?:SEGV|BUS|ABRT|FPE|ILL))\)", str(exception))
    return f"crashed ({signal[1]})" if signal else ""


@shared_task(name="catalog.tasks.sweep")
def sweep() -> int:
    """Announce again whatever waits unheard: lost messages, dead workers, retries now due."""
    now = timezone.now()
    analysing.give_up_the_abandoned(now)
    if not Analysis.objects.unfinished().exists():
        _wait_for_small_clips(now)
    waiting = Analysis.objects.unannounced(now).order_by("not_before")
    song_ids = list(waiting.values_list("song_id", flat=True)[:_SWEEP_LIMIT])
    announce(song_ids)
    _clear_work_folder()
    return len(song_ids)


def _wait_for_small_clips(now: datetime) -> None:
    """Clips of an earlier version get theirs for saving data while workers are idle."""
    lacking = Analysis.objects.without_small_clips().order_by("pk")
    song_ids = list(lacking.values_list("song_id", flat=True)[:_SMALL_CLIPS_A_SWEEP])
    Analysis.objects.filter(song__in=song_ids).render_again(now)


def _clear_work_folder() -> None:
    """What a killed worker left half made."""
    for folder in analysing.work_folder().iterdir():
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND_S:
                shutil.rmtree(folder, ignore_errors=True)


@shared_task(name="catalog.tasks.add_demo_song")
def add_demo_song(slug: str) -> None:
    """Compose one demo song and make it playable."""
    from catalog.filling import add_demo_song

    song_id = add_demo_song(slug)
    if song_id:
        analysing.analyse_song(song_id)
