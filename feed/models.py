"""What was played, and the models fitted on the catalogue."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from catalog.models import Artist, Song
from social.models import Listener


class PlayQuerySet(models.QuerySet["Play"]):
    def chosen_by_feed(self) -> Self:
        """Not by the listener: only these say how well the feed chooses."""
        return self.exclude(source__in=[Play.Source.DIRECT, Play.Source.LISTED])

    def heard_since(self, since: datetime | None) -> Self:
        return self if since is None else self.filter(started_at__gt=since)

    def heard_before(self, before: datetime) -> Self:
        return self.filter(started_at__lt=before)

    def listened_to(self, share: float) -> Self:
        """At least so much (0..1) of the clip was heard."""
        return self.filter(listened_ms__gte=F("clip_ms") * share)

    def remembered(self) -> Self:
        """Not before the listener's last reset."""
        reset = "listener__taste__forgotten_before"
        return self.filter(Q(**{reset: None}) | Q(started_at__gt=F(reset)))

    def recent(self, count: int) -> Self:
        return self.order_by("-started_at")[:count]


class Play(models.Model):
    """One card that stood in front of a listener, and how much of its clip was heard."""

    class Source(models.TextChoices):
        MOOD = "mood", "near the current mood"
        TASTE = "taste", "near the longer taste"
        DIAL = "dial", "where the mood dial points"
        COLISTEN = "colisten", "heard by the same people"
        PEOPLE = "people", "passed on by people they follow"
        FRESH = "fresh", "new in the catalogue"
        LOVED = "loved", "kept by many listeners"
        RARE = "rare", "hardly shown so far"
        EXPLORE = "explore", "far from what they know"
        RANDOM = "random", "picked at random"
        DIRECT = "direct", "opened by address"
        LISTED = "listed", "in a list they asked to hear"

    impression_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="plays")
    song = models.ForeignKey(Song, models.CASCADE, related_name="plays")
    source = models.CharField(max_length=8, choices=Source.choices)
    listened_ms = models.PositiveIntegerField()
    clip_ms = models.PositiveIntegerField()
    # How often they went back to hear something again, and whether they opened the whole song.
    seeks_back = models.PositiveSmallIntegerField(default=0)
    opened_song = models.BooleanField(default=False)
    started_at = models.DateTimeField()

    objects = PlayQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["listener", "-started_at"]),
            models.Index(fields=["listener", "song"]),
        ]
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.listened_share:.0%} of {self.song_id}"

    @property
    def listened_share(self) -> float:
        """0..1, and above 1 where the clip was heard again."""
        return self.listened_ms / max(self.clip_ms, 1)


class Dismissal(models.Model):
    """A listener is not interested in a song: it stays away until they take that back."""

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="dismissals")
    song = models.ForeignKey(Song, models.CASCADE, related_name="dismissals")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "song"], name="one_dismissal_per_song")
        ]


class HiddenArtist(models.Model):
    """All songs of an artist stay away from a listener, until they take that back."""

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="hidden_artists")
    artist = models.ForeignKey(Artist, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "artist"], name="one_hiding_per_artist")
        ]


class Taste(models.Model):
    """What a listener asked of the feed. What it believes about them is computed, not kept."""

    listener = models.OneToOneField(Listener, models.CASCADE, related_name="taste")
    skip_liked = models.BooleanField("nothing I already like", default=False)
    # The mood dial, 0..1 each: held until it is released, then it fades.
    dial_energy = models.FloatField(null=True)
    dial_brightness = models.FloatField(null=True)
    dial_released_at = models.DateTimeField(null=True)
    # Reset: nothing done before says anything about this listener.
    forgotten_before = models.DateTimeField(null=True)


class Forgotten(models.Model):
    """A belief was removed: what the listener did with this song until then counts no more."""

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="forgotten")
    song = models.ForeignKey(Song, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "song"], name="one_forgetting_per_song")
        ]


class FittedModel(models.Model):
    """An artefact in storage; of each kind one is active, and the row says which."""

    class Kind(models.TextChoices):
        INDEX = "index", "song index"
        COLISTEN = "colisten", "co-listening"
        RANKING = "ranking", "ranking"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    folder = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    song_count = models.PositiveIntegerField()
    # What it reached on events it had not seen, and what the active one did there.
    figures = models.JSONField(default=dict, blank=True)
    fit_seconds = models.FloatField()
    active = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(active=True), name="one_active_model_per_kind"
            )
        ]
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk} ({self.song_count} songs)"


class Evaluation(models.Model):
    """What `manage.py evaluate` measured: figures of each way to recommend, by name."""

    dataset = models.CharField(max_length=200)
    figures = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.created_at:%Y-%m-%d %H:%M}"
