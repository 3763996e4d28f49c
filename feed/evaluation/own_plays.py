"""This instance's own plays: what was kept at first is known, what was kept later is asked for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from django.db.models import F
from scipy.sparse import csr_matrix

from catalog.models import Song
from feed.evaluation.splitting import Split
from feed.models import Play
from feed.signals import ACTS, LIKED, STAYED_SHARE, play_weight
from social.models import Like

# The last part of the instance's time is held back.
HELD_SHARE = 0.2
_BATCH = 5000
_EVENTS = np.dtype(
    [("listener", np.int64), ("song", np.int64), ("at", np.float64), ("weight", np.float32)]
)


def own_split() -> tuple[Split, np.ndarray]:
    """Kept plays and likes split by time, and the ids of the songs in its columns.

    A song belongs to the time when the listener first kept it: what they knew before is not asked
    for again.
    """
    songs = Song.objects.playable().order_by("pk").values_list("pk", flat=True)
    song_ids = np.fromiter(songs.iterator(_BATCH), np.int64)
    events = np.fromiter(_kept(), _EVENTS)
    events = np.sort(events[np.isin(events["song"], song_ids)], order="at")
    _, rows = np.unique(events["listener"], return_inverse=True)
    columns = np.searchsorted(song_ids, events["song"])
    is_known = events["at"] < _cut(events["at"])
    shape = (int(rows.max(initial=-1)) + 1, len(song_ids))
    known = _matrix(rows, columns, events["weight"], is_known, shape)
    later = _matrix(rows, columns, events["weight"], ~is_known, shape)
    held = later - later.multiply(known > 0)
    held.eliminate_zeros()
    last = np.full(shape[0], -1)
    last[rows[is_known]] = columns[is_known]  # in the order of time: the last one stays
    return Split.of(known, held.tocsr(), last), song_ids


def _kept() -> Iterable[tuple[int, int, float, float]]:
    plays = Play.objects.filter(listened_ms__gte=F("clip_ms") * STAYED_SHARE).order_by()
    columns = ("listener_id", "song_id", "started_at", "listened_ms", "clip_ms")
    for listener_id, song_id, at, listened_ms, clip_ms in plays.values_list(*columns).iterator(
        _BATCH
    ):
        weight = float(play_weight(listened_ms / max(clip_ms, 1)))
        yield listener_id, song_id, at.timestamp(), weight
    likes = Like.objects.order_by().values_list("listener_id", "song_id", "created_at")
    for listener_id, song_id, at in likes.iterator(_BATCH):
        yield listener_id, song_id, at.timestamp(), ACTS[LIKED].weight


def _cut(at_s: np.ndarray) -> float:
    """Seconds since 1970, where the last part of the time begins."""
    if not len(at_s):
        return 0.0
    return float(at_s[-1] - HELD_SHARE * (at_s[-1] - at_s[0]))


def _matrix(
    rows: np.ndarray,
    columns: np.ndarray,
    weights: np.ndarray,
    picked: np.ndarray,
    shape: tuple[int, int],
) -> csr_matrix:
    return csr_matrix((weights[picked], (rows[picked], columns[picked])), shape)
