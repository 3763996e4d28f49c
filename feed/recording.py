"""Keeping what was heard."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from catalog.models import Clip
from feed.impressions import Slip
from feed.models import Play
from social.models import Listener


def record_play(
    listener: Listener,
    slip: Slip,
    listened_ms: int,
    now: datetime,
    *,
    seeks_back: int = 0,
    opened_song: bool = False,
) -> bool:
    """Keep one play; False where the song is gone.

    A page reports the same card several times while it plays, and again when an answer was lost:
    of all reports for one impression the most counts, in whatever order they come.
    """
    clip_s = Clip.objects.filter(song=slip.song_id).values_list("duration_s", flat=True).first()
    if clip_s is None:
        return False
    listener = listener.kept()
    heard: dict[str, Any] = {
        "listened_ms": listened_ms,
        "seeks_back": seeks_back,
        "opened_song": opened_song,
    }
    if _add_to(listener, slip, **heard):
        return True
    try:
        with transaction.atomic():
            Play.objects.create(
                impression_id=slip.impression_id,
                listener=listener,
                song_id=slip.song_id,
                source=slip.source,
                clip_ms=round(clip_s * 1000),
                started_at=now,
                **heard,
            )
    except IntegrityError:  # the same report arrived twice at once
        _add_to(listener, slip, **heard)
    return True


def _add_to(
    listener: Listener, slip: Slip, listened_ms: int, seeks_back: int, opened_song: bool
) -> bool:
    """Let a later report add to the play of its impression; False where there is none yet."""
    more: dict[str, Any] = {
        "listened_ms": Greatest("listened_ms", Value(listened_ms)),
        "seeks_back": Greatest("seeks_back", Value(seeks_back)),
    }
    if opened_song:
        more["opened_song"] = True
    return bool(listener.plays.filter(impression_id=slip.impression_id).update(**more))
