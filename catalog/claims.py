"""Who works on which analysis: the row is the truth, a worker's claim on it runs out."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from catalog.models import Analysis  # noqa: F401 - names the model below


class State(models.TextChoices):
    """How far the work on an analysis is."""

    PENDING = "pending", "waiting"
    RUNNING = "running", "being analysed"
    DONE = "done", "analysed"
    FAILED = "failed", "failed"


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    # A worker renews its claim while it works; a claim this old belongs to a dead one.
    LEASE = timedelta(seconds=60)
    # A message this old may be lost: a second one does no harm.
    MESSAGE_AGE = timedelta(minutes=5)
    # Workers are also killed for reasons of their own; so often in one song is the song's doing.
    MOST_DEATHS = 10
    _BATCH = 500

    def claimable(self, now: datetime) -> Self:
        """Waiting and due, or claimed by a worker that died."""
        waiting = Q(state=State.PENDING, not_before__lte=now)
        abandoned = Q(state=State.RUNNING, claimed_at__lt=now - self.LEASE)
        return self.filter(waiting | abandoned)

    def unfinished(self) -> Self:
        """Waiting or being worked on."""
        return self.filter(state__in=[State.PENDING, State.RUNNING])

    def new(self) -> Self:
        """Of songs that were never heard; what is only done again can be played meanwhile."""
        return self.unfinished().filter(analysed_at=None)

    def failed(self) -> Self:
        return self.filter(state=State.FAILED)

    def outdated(self, version: int) -> Self:
        """Finished with facts that another version of the analysis found."""
        return self.exclude(version=version).filter(state=State.DONE)

    def abandoned_too_often(self, now: datetime) -> Self:
        """Every worker that took them died, and no exception told why."""
        return self.filter(
            state=State.RUNNING,
            claimed_at__lt=now - self.LEASE,
            attempts__gte=self.MOST_DEATHS,
        )

    def again(self, now: datetime) -> list[int]:
        """Let these wait for analysis once more, their attempts forgotten; facts and clips stay
        until newer ones are there. The songs' ids, for whoever tells the workers."""
        song_ids = list(self.values_list("song_id", flat=True))
        for start in range(0, len(song_ids), self._BATCH):
            batch = song_ids[start : start + self._BATCH]
            self.model._default_manager.filter(song_id__in=batch)._wait(now, clip_only=False)
        return song_ids

    def render_again(self, now: datetime) -> bool:
        """Let these wait for a new clip alone; what waits or is worked on gets one anyway."""
        idle = [State.DONE, State.FAILED]
        analysed = self.filter(state__in=idle, analysed_at__isnull=False)
        return analysed._wait(now, clip_only=True) > 0

    def _wait(self, now: datetime, *, clip_only: bool) -> int:
        return self.update(
            state=State.PENDING,
            attempts=0,
            not_before=now,
            claim=None,
            error="",
            clip_only=clip_only,
        )

    def without_small_clips(self) -> Self:
        """Finished by a version that rendered no clips for listeners who save data."""
        return self.filter(state=State.DONE, analysed_at__isnull=False, song__clip__small_audio="")

    def of_playable_songs(self) -> Self:
        return self.filter(song__hidden=False, song__clip__isnull=False)

    def unannounced(self, now: datetime) -> Self:
        """Claimable work that no recent message speaks of: the one that led to a claim is spent."""
        spent = Q(enqueued_at__lte=models.F("claimed_at"))
        old = Q(enqueued_at__lt=now - self.MESSAGE_AGE)
        return self.claimable(now).filter(Q(enqueued_at__isnull=True) | spent | old)

    def claim(self, song_id: int, now: datetime) -> uuid.UUID | None:
        """Take one song's analysis; exactly one of several callers gets the claim."""
        claim = uuid.uuid4()
        taken = self.claimable(now).filter(song_id=song_id)
        changed = taken.update(
            state=State.RUNNING,
            claim=claim,
            claimed_at=now,
            attempts=models.F("attempts") + 1,
        )
        return claim if changed == 1 else None

    def held(self, claim: uuid.UUID) -> Self:
        """The row of a claim, as long as nobody took it over."""
        return self.filter(claim=claim, state=State.RUNNING)
