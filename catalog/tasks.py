"""What Celery runs for the catalogue. Every task is safe to run twice and at the same time."""

import shutil
import time
from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from catalog import analysing
from catalog.announcing import announce
from catalog.models import Analysis

_SWEEP_LIMIT = 200
_LEFT_BEHIND_S = 3600


@shared_task(name="catalog.tasks.analyse_song")
def analyse_song(song_id: int) -> None:
    """Analyse one song, unless somebody else has it."""
    analysing.analyse_song(song_id)


@shared_task(name="catalog.tasks.sweep")
def sweep() -> int:
    """Announce again whatever waits unheard: lost messages, dead workers, retries now due."""
    waiting = Analysis.objects.unannounced(timezone.now()).order_by("not_before")
    song_ids = list(waiting.values_list("song_id", flat=True)[:_SWEEP_LIMIT])
    announce(song_ids)
    _clear_work_folder()
    return len(song_ids)


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
