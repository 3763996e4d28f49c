"""How simulated rows are known.

Public ids are drawn from an alphabet without 0 (`catalog.public_id`): those that begin with one are
simulated, and no real row is ever taken for one. People read it in names, titles and licences.
"""

from typing import Any

from django.db.models import QuerySet

from catalog.models import Artist, Song
from social.models import Listener

LICENCE = "simulated: there is no sound"
_FIRST = "0"


def public_id(number: int) -> str:
    """Ten characters, as real ones have."""
    return f"{_FIRST}{number:09d}"


def simulated_artists() -> QuerySet[Artist]:
    return _marked(Artist.objects.all())


def simulated_songs() -> QuerySet[Song]:
    return _marked(Song.objects.all())


def simulated_listeners() -> QuerySet[Listener]:
    return _marked(Listener.objects.all())


def real_song_count() -> int:
    return Song.objects.exclude(public_id__startswith=_FIRST).count()


def _marked(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(public_id__startswith=_FIRST).order_by()
