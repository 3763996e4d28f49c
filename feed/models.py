"""What was played, and the models fitted on the catalogue."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from catalog.models import Song
from social.models import Listener


class PlayQuerySet(models.QuerySet["Play"]):
    def heard_since(self, since: datetime | None) -> Self:
        return self if since is None else self.filter(started_at__gt=since)

    def recent(self, count: int) -> Self:
        return self.order_by("-started_at")[:count]


class Play(models.Model):
    """One card that stood in front of a listener, and how much of its clip was heard."""

    class Source(models.TextChoices):
        MOOD = "mood", "near the current mood"
        TASTE = "taste", "near the longer taste"
        FRESH = "fresh", "new in the catalogue"
        EXPLORE = "explore", "exploration"
        DIRECT = "direct", "opened by address"

    impression_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="plays")
    song = models.ForeignKey(Song, models.CASCADE, related_name="plays")
    source = models.CharField(max_length=8, choices=Source.choices)
    listened_ms = models.PositiveIntegerField()
    clip_ms = models.PositiveIntegerField()
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


class FittedModel(models.Model):
    """An artefact in storage; of each kind one is active, and the row says which."""

    class Kind(models.TextChoices):
        INDEX = "index", "song index"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    folder = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    song_count = models.PositiveIntegerField()
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
