"""Who listened to what: every kept play and deliberate act, as a sparse matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np
from django.db.models import F, QuerySet
from scipy import sparse

from feed.models import Play
from feed.signals import ACTS, COLLECTED, LIKED, REPOSTED, STAYED_SHARE
from social.models import Like, PlaylistItem, Repost

_BATCH = 10_000
_STAYED = 1.0


@dataclass(frozen=True)
class Listening:
    """`matrix` (L x S CSR float32, weights above 0) of listeners and songs (ids, int64 each)."""

    listener_ids: np.ndarray
    song_ids: np.ndarray
    matrix: sparse.csr_matrix

    @classmethod
    def of(cls, rows: np.ndarray) -> Listening:
        """From (listener, song, weight) rows (n x 3); what is named twice adds up."""
        listener_ids, listeners = np.unique(rows[:, 0].astype(np.int64), return_inverse=True)
        song_ids, songs = np.unique(rows[:, 1].astype(np.int64), return_inverse=True)
        weights = rows[:, 2].astype(np.float32)
        shape = (len(listener_ids), len(song_ids))
        return cls(listener_ids, song_ids, sparse.csr_matrix((weights, (listeners, songs)), shape))

    def sampled(self, most: int) -> Listening:
        """What listeners drawn once did, about `most` pairs; all, where there are no more."""
        share = most / max(self.matrix.nnz, 1)
        if share >= 1:
            return self
        drawn = np.random.default_rng(0).random(len(self.listener_ids)) < share
        matrix = self.matrix[drawn]
        heard = np.flatnonzero(matrix.getnnz(axis=0))
        return Listening(self.listener_ids[drawn], self.song_ids[heard], matrix[:, heard])


def listening(until: datetime | None = None) -> Listening:
    """All that was heard and done before `until`, or to this day."""
    parts = [_rows(kept_plays(), "listener_id", "started_at", _STAYED, until)]
    for act, query, who in (
        (LIKED, Like.objects.all(), "listener_id"),
        (REPOSTED, Repost.objects.all(), "listener_id"),
        (COLLECTED, PlaylistItem.objects.exclude(added_by=None), "added_by_id"),
    ):
        parts.append(_rows(query, who, "created_at", ACTS[act].weight, until))
    return Listening.of(np.concatenate(parts))


def kept_plays() -> QuerySet[Play]:
    """Plays of clips that were heard for half of them or more."""
    return Play.objects.filter(listened_ms__gte=F("clip_ms") * STAYED_SHARE)


def _rows(
    query: QuerySet[Any], who: str, when: str, weight: float, until: datetime | None
) -> np.ndarray:
    """n x 3 float64: listener, song, weight."""
    if until is not None:
        query = query.filter(**{f"{when}__lt": until})
    pairs = query.order_by().values_list(who, "song_id").iterator(_BATCH)
    found = np.fromiter(chain.from_iterable(pairs), np.float64).reshape(-1, 2)
    return np.column_stack([found, np.full(len(found), weight)])
