"""Which songs are over for a listener: heard, sent away, or liked where they want nothing liked."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet

from catalog.models import Song
from feed.instants import LONG_AGO, as_stored
from feed.models import Dismissal, HiddenArtist, Taste
from social.models import Like, Listener

_LEFT_OUT = (Path(__file__).parent / "sql" / "left_out.sql").read_text()


def left_out(listener: Listener, asked: Taste, song_ids: Collection[int]) -> set[int]:
    """Those of the songs that must not come; one query."""
    if listener.pk is None or not song_ids:
        return set()
    among, values = _among(song_ids)
    values |= {
        "who": listener.pk,
        "since": as_stored(listener.heard_since or LONG_AGO),
        "skip_liked": asked.skip_liked,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_OUT.format(among=among), values)
        return {song_id for (song_id,) in cursor.fetchall()}


def _among(song_ids: Collection[int]) -> tuple[str, dict[str, Any]]:
    """A condition and its values. PostgreSQL plans the same statement once; SQLite knows no
    arrays."""
    if connection.vendor == "postgresql":
        return "= ANY(%(songs)s)", {"songs": list(song_ids)}
    return f"IN ({','.join(map(str, map(int, song_ids)))})", {}


def open_songs(listener: Listener, asked: Taste) -> QuerySet[Song]:
    """Every playable song that may still come."""
    songs: QuerySet[Song] = Song.objects.playable()
    if listener.pk is None:
        return songs
    for over in _over(listener, asked):
        songs = songs.exclude(Exists(over.filter(song=OuterRef("pk"))))
    return not_sent_away(songs, listener)


def not_sent_away(songs: QuerySet[Song], listener: Listener) -> QuerySet[Song]:
    """Those that may come to this listener at all."""
    if listener.pk is None:
        return songs
    dismissed = Dismissal.objects.filter(listener=listener, song=OuterRef("pk"))
    return songs.exclude(Exists(dismissed)).exclude(artist__in=_hidden_artists(listener))


def heard_by(listener: Listener, until: datetime) -> QuerySet[Song]:
    """What they heard until then, the latest first; what is heard later does not change it."""
    songs = Song.objects.playable()
    if listener.pk is None:
        return songs.none()
    heard = songs.filter(plays__listener=listener, plays__started_at__lte=until)
    return heard.annotate(last_heard_at=Max("plays__started_at")).order_by("-last_heard_at")


def _over(listener: Listener, asked: Taste) -> list[QuerySet[Any]]:
    over: list[QuerySet[Any]] = [listener.plays.heard_since(listener.heard_since)]
    if asked.skip_liked:
        over.append(Like.objects.filter(listener=listener))
    return over


def _hidden_artists(listener: Listener) -> QuerySet[HiddenArtist, int]:
    return HiddenArtist.objects.filter(listener=listener).values_list("artist_id", flat=True)
