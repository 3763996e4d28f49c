"""Keeping what was heard."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from catalog.models import Clip
from feed.impressions import Slip
from feed.models import Play
from social.models import Listener


def record_play(listener: Listener, slip: Slip, listened_ms: int, now: datetime) -> bool:
    """Keep one play; False where the song is gone.

    A page reports the same card several times while it plays, and again when an answer was lost:
    of all reports for one impression the longest counts, in whatever order they come.
    """
    clip_s = Clip.objects.filter(song=slip.song_id).values_list("duration_s", flat=True).first()
    if clip_s is None:
        return False
    listener = listener.kept()
    if _lengthen(listener, slip, listened_ms):
        return True
    try:
        with transaction.atomic():
            Play.objects.create(
                impression_id=slip.impression_id,
                listener=listener,
                song_id=slip.song_id,
                source=slip.source,
                listened_ms=listened_ms,
                clip_ms=round(clip_s * 1000),
                started_at=now,
            )
    except IntegrityError:  # the same report arrived twice at once
        _lengthen(listener, slip, listened_ms)
    return True


def _lengthen(listener: Listener, slip: Slip, listened_ms: int) -> bool:
    play = listener.plays.filter(impression_id=slip.impression_id)
    return bool(play.update(listened_ms=Greatest("listened_ms", Value(listened_ms))))
