"""Telling workers that songs wait."""

import logging
from collections.abc import Sequence

from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from catalog.models import Analysis, Clip

logger = logging.getLogger(__name__)

# Databases bound how many values one statement may name.
_BATCH = 500


def announce(song_ids: Sequence[int]) -> None:
    """Queue one task for each song. The rows stay the truth: the sweep finds what gets lost."""
    for start in range(0, len(song_ids), _BATCH):
        _announce(song_ids[start : start + _BATCH])


def _announce(song_ids: Sequence[int]) -> None:
    Analysis.objects.filter(song_id__in=song_ids).update(enqueued_at=timezone.now())
    served = set(Clip.objects.filter(song__in=song_ids).values_list("song_id", flat=True))
    try:
        for song_id in song_ids:
            current_app.send_task(
                "catalog.tasks.analyse_song",
                [song_id],
                # Whole libraries are analysed anew without making new songs wait for it.
                queue="again" if song_id in served else "clipfeed",
                retry_policy={"max_retries": 1},
            )
    except (OperationalError, OSError) as error:
        logger.error("No message queue (%s): the next sweep announces the songs again.", error)
        Analysis.objects.filter(song_id__in=song_ids).update(enqueued_at=None)
