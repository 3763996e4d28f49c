"""What people passed on to those who follow them."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, QuerySet, Value

from catalog.models import Song
from catalog.statements import Statement
from social.models import Like, Listener, Repost

_REPOSTS, _PASSED_ON = 40, 80


class PassedOn(NamedTuple):
    """A song that somebody they follow reposted or, where they show that, liked."""

    song_id: int
    artist_id: int
    person: str
    liked: bool


def reposted_to(listener: Listener) -> dict[int, str]:
    """The latest songs that somebody they follow reposted, and that person's name; one query."""
    if listener.pk is None:
        return {}
    return {song_id: name or "" for song_id, name in reversed(_REPOSTED.rows(listener.pk))}


def _reposted(listener_id: int) -> QuerySet[Repost, Any]:
    reposts = Repost.objects.filter(
        listener__followers__follower=listener_id, listener__user__is_active=True
    )
    rows = reposts.order_by("-created_at").values_list("song_id", "listener__user__username")
    return rows[:_REPOSTS]


_REPOSTED = Statement(_reposted)


def passed_on_to(listener: Listener, songs: QuerySet[Song]) -> list[PassedOn]:
    """Those of `songs` that somebody they follow passed on, the latest first; one query."""
    if listener.pk is None:
        return []
    theirs = {
        "listener__followers__follower": listener,
        "listener__user__is_active": True,
        "song__in": songs.order_by().values("pk"),
    }
    fields = ("song_id", "song__artist_id", "listener__user__username", "liked", "created_at")
    reposts = Repost.objects.filter(**theirs).annotate(liked=Value(False, BooleanField()))
    likes = Like.objects.filter(**theirs, listener__shows_likes=True)
    liked = likes.annotate(liked=Value(True, BooleanField()))
    rows = reposts.values_list(*fields).union(liked.values_list(*fields), all=True)
    latest: dict[int, PassedOn] = {}
    for song_id, artist_id, name, liked_it, _ in rows.order_by("-created_at")[:_PASSED_ON]:
        latest.setdefault(song_id, PassedOn(song_id, artist_id, name or "", bool(liked_it)))
    return list(latest.values())
