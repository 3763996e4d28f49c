"""A visitor becomes a person with an account."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from feed.forgetting import forget_songs
from feed.models import Taste
from social.models import Listener, PlaylistItem, User


@transaction.atomic
def join_listener(visitor: Listener, user: User) -> Listener:
    """Give `user` all that `visitor` did and asked for; the visitor is gone afterwards."""
    account = Listener.objects.select_for_update().filter(user=user).first()
    if account is None:
        visitor.user = user
        visitor.key = uuid.uuid4()  # the browser's cookie no longer names this listener
        visitor.save(update_fields=["user", "key"])
        return visitor
    _join_taste(visitor, account)
    _join_acts(visitor, account)
    _join_forgotten(visitor, account)
    visitor.delete()
    return account


def _join_acts(visitor: Listener, account: Listener) -> None:
    """What both did counts once; nobody ends up following themselves."""
    visitor.shares.update(listener=account)
    visitor.plays.update(listener=account)
    visitor.playlists.update(owner=account)
    PlaylistItem.objects.filter(added_by=visitor).update(added_by=account)
    _without(visitor.likes.all(), "song", account.likes.all()).update(listener=account)
    _without(visitor.reposts.all(), "song", account.reposts.all()).update(listener=account)
    _without(visitor.dismissals.all(), "song", account.dismissals.all()).update(listener=account)
    hidden = _without(visitor.hidden_artists.all(), "artist", account.hidden_artists.all())
    hidden.update(listener=account)
    follows = visitor.following.exclude(followed=account)
    _without(follows, "followed", account.following.all()).update(follower=account)
    _join_reports(visitor, account)


def _join_reports(visitor: Listener, account: Listener) -> None:
    """Nobody has two open reports of one thing."""
    known = account.reports.unresolved()
    both = Q(song__in=known.values("song")) | Q(comment__in=known.values("comment"))
    visitor.reports.unresolved().filter(both).delete()
    visitor.reports.update(reporter=account)


def _without(rows: QuerySet[Any], field: str, known: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(**{f"{field}__in": known.order_by().values(field)})


def _join_forgotten(visitor: Listener, account: Listener) -> None:
    """Where both forgot a song, the later time counts."""
    times = visitor.forgotten.filter(song=OuterRef("song")).values("at")
    both = account.forgotten.filter(song__in=visitor.forgotten.values("song"))
    both.update(at=Greatest("at", Subquery(times)))
    _without(visitor.forgotten.all(), "song", account.forgotten.all()).update(listener=account)


def _join_taste(visitor: Listener, account: Listener) -> None:
    """What the account asked of the feed stays; a visitor's reset is about the visitor's songs."""
    asked = Taste.objects.filter(listener=visitor).first()
    if asked is None:
        return
    if asked.forgotten_before:
        forget_songs(visitor, _done_until(visitor, asked.forgotten_before), asked.forgotten_before)
    if not Taste.objects.filter(listener=account).exists():
        asked.listener, asked.forgotten_before = account, None
        asked.save(update_fields=["listener", "forgotten_before"])


def _done_until(visitor: Listener, until: datetime) -> set[int]:
    """Songs with which they did anything, but for those forgotten later."""
    acts = (visitor.likes, visitor.shares, visitor.reposts, visitor.dismissals)
    rows: list[QuerySet[Any]] = [act.filter(created_at__lte=until) for act in acts]
    rows.append(visitor.playlist_items.filter(created_at__lte=until))
    rows.append(visitor.plays.filter(started_at__lte=until))
    done = {song for each in rows for song in each.order_by().values_list("song_id", flat=True)}
    return done - set(visitor.forgotten.filter(at__gt=until).values_list("song_id", flat=True))
