"""People and what they do with songs."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from catalog.models import Song
from catalog.public_id import new_public_id


class User(AbstractUser):
    """Somebody with an account."""


class ListenerQuerySet(models.QuerySet["Listener"]):
    def visitors(self) -> Self:
        return self.filter(user__isnull=True)


class Listener(models.Model):
    """Whoever listens: the browser of a visitor, or a person with an account.

    A visitor is known by `key`, kept in a signed cookie; the row is made with the first thing
    worth keeping (a play, a like), so that passing robots leave nothing behind.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, models.CASCADE, related_name="listener", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # "Start again" moves this: what was heard before it may be played once more.
    heard_since = models.DateTimeField(null=True, blank=True)
    # Whether those who follow them meet what they like.
    shows_likes = models.BooleanField(default=False)

    objects = ListenerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.user.get_username() if self.user else f"visitor {self.public_id}"

    def kept(self) -> Listener:
        """This listener with a row in the database; safe when two requests come at once."""
        if self.pk is not None:
            return self
        listener, _ = Listener.objects.get_or_create(key=self.key)
        return listener


class LikeQuerySet(models.QuerySet["Like"]):
    def recent(self, count: int) -> Self:
        return self.order_by("-created_at")[:count]


class Like(models.Model):
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="likes")
    song = models.ForeignKey(Song, models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LikeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "song"], name="one_like_per_song")
        ]
        indexes = [models.Index(fields=["listener", "-created_at"])]


class Share(models.Model):
    """A song's link was handed on."""

    class Channel(models.TextChoices):
        SYSTEM = "system", "the device's share sheet"
        COPY = "copy", "copied link"

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="shares")
    song = models.ForeignKey(Song, models.CASCADE, related_name="shares")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    created_at = models.DateTimeField(auto_now_add=True)


class Repost(models.Model):
    """A song passed on to those who follow."""

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="reposts")
    song = models.ForeignKey(Song, models.CASCADE, related_name="reposts")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "song"], name="one_repost_per_song")
        ]
        indexes = [models.Index(fields=["listener", "-created_at"])]


class Follow(models.Model):
    follower = models.ForeignKey(Listener, models.CASCADE, related_name="following")
    followed = models.ForeignKey(Listener, models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="one_follow_per_person"),
            models.CheckConstraint(
                condition=~models.Q(follower=models.F("followed")), name="nobody_follows_themselves"
            ),
        ]


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    def visible_to(self, listener: Listener) -> Self:
        """Their own, and what others let everybody see who has the link."""
        shown = [Playlist.Visibility.UNLISTED, Playlist.Visibility.PUBLIC]
        return self.filter(models.Q(owner=listener.pk) | models.Q(visibility__in=shown))


class Playlist(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "only me"
        UNLISTED = "unlisted", "who has the link"
        PUBLIC = "public", "everybody"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(Listener, models.CASCADE, related_name="playlists")
    title = models.CharField(max_length=200)
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class PlaylistItem(models.Model):
    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="items")
    song = models.ForeignKey(Song, models.CASCADE, related_name="playlist_items")
    added_by = models.ForeignKey(
        Listener, models.SET_NULL, related_name="playlist_items", null=True
    )
    position = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["playlist", "song"], name="a_song_once_per_playlist"),
            models.UniqueConstraint(fields=["playlist", "position"], name="one_song_per_position"),
        ]


# Of a comment, and of the note with a report.
MOST_CHARACTERS = 500


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> Self:
        """What everybody reads: not deleted, not hidden, by somebody whose account is open."""
        return self.filter(deleted_at__isnull=True, hidden=False, listener__user__is_active=True)

    def by(self, listener: Listener) -> Self:
        """What they wrote, also what they took back a moment ago."""
        return self.filter(listener=listener.pk)

    def on_playable_songs(self) -> Self:
        return self.filter(song__in=Song.objects.playable())

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def older_than(self, comment: Comment) -> Self:
        return self.filter(pk__lt=comment.pk)

    def with_authors(self) -> Self:
        return self.select_related("listener__user")

    def on_the_timeline(self) -> Self:
        """Those that belong to a moment of their song."""
        return self.filter(position_s__isnull=False)

    def with_open_reports(self) -> Self:
        """And `open_reports`, how many ask to look at each."""
        unresolved = models.Q(reports__isnull=False, reports__resolved_at__isnull=True)
        return self.annotate(open_reports=models.Count("reports", filter=unresolved))

    def written_after(self, moment: datetime) -> Self:
        return self.filter(created_at__gt=moment)

    def not_deleted(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def deleted(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def deleted_before(self, moment: datetime) -> Self:
        return self.filter(deleted_at__lt=moment)


class Comment(models.Model):
    """What somebody with an account says about a song, perhaps about one moment of it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    # Made with the form: the same form sent twice is one comment.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="comments")
    song = models.ForeignKey(Song, models.CASCADE, related_name="comments")
    text = models.CharField(max_length=MOST_CHARACTERS)
    position_s = models.FloatField("moment (s)", null=True, blank=True)
    hidden = models.BooleanField(default=False, help_text="Hidden comments are shown to nobody.")
    # Taken back by its author, who may think better of it for a while; then it is erased.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["song", "-id"], name="comments_of_a_song")]
        constraints = [
            models.UniqueConstraint(fields=["listener", "key"], name="one_comment_per_form"),
            models.CheckConstraint(
                condition=models.Q(
                    ~models.Q(text=""), LessThanOrEqual(Length("text"), MOST_CHARACTERS)
                ),
                name="comment_is_short_and_not_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(position_s=None) | models.Q(position_s__gte=0),
                name="comment_is_not_before_its_song",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:60]}…"


class ReportQuerySet(models.QuerySet["Report"]):
    def unresolved(self) -> Self:
        return self.filter(resolved_at__isnull=True)

    def resolved(self) -> Self:
        return self.filter(resolved_at__isnull=False)

    def by(self, listener: Listener) -> Self:
        return self.filter(reporter=listener.pk, reporter__isnull=False)

    def about(self, what: Song | Comment) -> Self:
        return self.filter(**{Report.field_for(what): what})

    def made_after(self, moment: datetime) -> Self:
        return self.filter(created_at__gt=moment)

    def with_subjects(self) -> Self:
        """And what they are about, in the same query."""
        return self.select_related(
            *("song__artist", "comment__song__artist", "comment__listener__user"),
            *("reporter__user", "resolved_by"),
        )

    def resolve(self, curator: User, now: datetime) -> int:
        """Those still open are done with; how many they were."""
        return self.unresolved().update(resolved_at=now, resolved_by=curator)


class Report(models.Model):
    """A listener asks the curators to look at a song or a comment."""

    class Reason(models.TextChoices):
        RIGHTS = "rights", "it should not be here: rights or licence"
        FACTS = "facts", "wrong title, artist or picture"
        SOUND = "sound", "it does not play or sounds broken"
        ABUSE = "abuse", "hateful, threatening or harassing"
        PRIVATE = "private", "somebody's private affairs"
        SPAM = "spam", "advertising or spam"
        OTHER = "other", "something else"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    # Whoever reported may close their account; what they saw still wants looking at.
    reporter = models.ForeignKey(Listener, models.SET_NULL, related_name="reports", null=True)
    song = models.ForeignKey(Song, models.CASCADE, related_name="reports", null=True)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", null=True)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField("resolved", null=True)
    resolved_by = models.ForeignKey(
        User, models.SET_NULL, related_name="resolved_reports", null=True
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(song=None, comment__isnull=False)
                | models.Q(song__isnull=False, comment=None),
                name="report_is_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["reporter", "song"],
                condition=models.Q(resolved_at=None),
                name="one_open_report_per_song",
            ),
            models.UniqueConstraint(
                fields=["reporter", "comment"],
                condition=models.Q(resolved_at=None),
                name="one_open_report_per_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.what}"

    @staticmethod
    def field_for(what: Song | Comment) -> str:
        return "song" if isinstance(what, Song) else "comment"

    @property
    def what(self) -> Song | Comment | None:
        return self.song or self.comment
