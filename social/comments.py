"""Comments: writing, taking back, and where they lie on their song."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from catalog.models import Song
from social.models import Comment, Listener

# So many comments in so much time are a conversation; more are a flood.
MOST_AT_ONCE, AT_ONCE = 10, timedelta(minutes=5)
# For so long a deleted comment can be brought back; then it is erased.
UNDO_FOR = timedelta(hours=1)
# Marks nearer to each other than this share of the song are one.
_MARK_SHARE = 1 / 18


class TooManyCommentsError(Exception):
    """This listener wrote a lot in the last minutes."""


@transaction.atomic
def write_comment(
    listener: Listener,
    song: Song,
    text: str,
    position_s: float | None,
    key: UUID,
    now: datetime,
) -> Comment:
    """The comment of the form `key`: one that was kept already is the answer again.

    Raises `TooManyCommentsError`.
    """
    known = listener.comments.filter(key=key).first()
    if known:
        return known
    if listener.comments.written_after(now - AT_ONCE).count() >= MOST_AT_ONCE:
        raise TooManyCommentsError
    about = {"song": song, "text": text, "position_s": position_s}
    comment, _ = Comment.objects.get_or_create(listener=listener, key=key, defaults=about)
    return comment


def erase_deleted(now: datetime) -> int:
    """Comments that nobody can bring back any more are gone for good; how many they were."""
    erased, _ = Comment.objects.deleted_before(now - UNDO_FOR).delete()
    return erased


@dataclass(frozen=True)
class Mark:
    """Comments about one moment of a song, `share` (0..1) of the way through it."""

    share: float
    comments: list[Comment]


def marks_of(comments: Iterable[Comment], duration_s: float) -> list[Mark]:
    """In the song's order; what lies too near to tell apart is one mark."""
    marks: list[Mark] = []
    for comment in sorted(comments, key=lambda each: each.position_s or 0.0):
        share = min((comment.position_s or 0.0) / max(duration_s, 1e-3), 1.0)
        if marks and share - marks[-1].share < _MARK_SHARE:
            marks[-1].comments.append(comment)
        else:
            marks.append(Mark(share, [comment]))
    return marks
