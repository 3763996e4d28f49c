"""Curators hide what listeners should not meet, and are done with the reports about it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from catalog.models import Song
from social.models import Comment, Report, ReportQuerySet, User


@transaction.atomic
def hide_comments(comment_ids: Collection[int], curator: User, now: datetime) -> int:
    """How many they are, those hidden before included."""
    Report.objects.filter(comment__in=comment_ids).resolve(curator, now)
    return Comment.objects.filter(pk__in=comment_ids).update(hidden=True)


@transaction.atomic
def hide_reported(reports: ReportQuerySet, curator: User, now: datetime) -> tuple[int, int]:
    """Hide the songs and comments that `reports` are about: how many of each."""
    about = set(reports.values_list("song_id", "comment_id"))
    song_ids = {song_id for song_id, _ in about if song_id}
    comment_ids = {comment_id for _, comment_id in about if comment_id}
    Report.objects.filter(song__in=song_ids).resolve(curator, now)
    songs = Song.objects.filter(pk__in=song_ids).update(hidden=True)
    return songs, hide_comments(comment_ids, curator, now)
