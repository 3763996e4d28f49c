"""A listener takes beliefs back; nothing is deleted, so that they can take that back too."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from feed.models import Forgotten, Taste
from social.models import Listener


def forget_songs(listener: Listener, song_ids: Collection[int], now: datetime) -> None:
    """What was done with these songs until now counts no more."""
    Forgotten.objects.bulk_create(
        [Forgotten(listener=listener, song_id=song_id, at=now) for song_id in song_ids],
        update_conflicts=True,
        unique_fields=["listener", "song"],
        update_fields=["at"],
    )


def forget_everything(listener: Listener, now: datetime) -> None:
    """The feed begins anew with this listener; likes, playlists and what was heard stay."""
    Taste.objects.update_or_create(listener=listener, defaults={"forgotten_before": now})


@transaction.atomic
def remember_again(listener: Listener) -> None:
    """Everything that was forgotten counts again."""
    Taste.objects.filter(listener=listener).update(forgotten_before=None)
    listener.forgotten.all().delete()
