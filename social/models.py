"""People and what they do with songs."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models

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
