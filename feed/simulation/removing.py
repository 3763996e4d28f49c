"""Take away everything that was simulated, and nothing else."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Model, QuerySet

from catalog.models import Artist, Song
from feed.models import Play
from feed.simulation import marks
from social.models import Listener, User

Advance = Callable[[int], object]

_BATCH = 500


def remove(advance: Advance) -> dict[str, int]:
    """How many of each are gone; `advance` is told of songs and listeners. An artist stays whom a
    curator gave a real song."""
    listeners = songs = 0
    for ids in _batches(marks.simulated_listeners()):
        with transaction.atomic():
            Play.objects.filter(listener__in=ids).delete()  # most of it, in one statement
            User.objects.filter(listener__in=ids).delete()
            Listener.objects.filter(pk__in=ids).delete()
        listeners += len(ids)
        advance(len(ids))
    for ids in _batches(marks.simulated_songs()):
        with transaction.atomic():
            Song.objects.filter(pk__in=ids).delete()
        songs += len(ids)
        advance(len(ids))
    gone, _ = Artist.objects.filter(pk__in=marks.simulated_artists(), songs=None).delete()
    return {"songs": songs, "listeners": listeners, "artists": gone}


def _batches(rows: QuerySet[Model]) -> Iterator[list[int]]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
