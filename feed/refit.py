"""Fit what serves the feed anew, and switch to it in one transaction."""

import hashlib
import logging
import shutil
import time
import uuid
from collections.abc import Iterator

import numpy as np
from django.db import transaction
from django.db.models import Count, Max, Sum

from analysis.metric import SongMetric
from catalog.models import Analysis, Song
from feed.index import SongIndex
from feed.models import FittedModel
from feed.serving import artefact_folder, checksum

logger = logging.getLogger(__name__)

# Models before the active one that stay on disk: web processes may still be reading them.
_KEPT = 2
_BATCH = 2000

Bytes = bytes | memoryview | None


def refit(*, force: bool = False) -> FittedModel | None:
    """Rebuild the song index if the catalogue changed; the new active model, or None.

    A crash at any point leaves the old model active.
    """
    fingerprint = _fingerprint()
    active = FittedModel.objects.filter(kind=FittedModel.Kind.INDEX, active=True).first()
    if active and active.fingerprint == fingerprint and not force:
        return None
    started = time.perf_counter()
    index = _fit()
    if index is None:
        return None
    name = f"index-{uuid.uuid4().hex[:12]}"
    folder = artefact_folder(name)
    index.save(folder)
    model = FittedModel(
        kind=FittedModel.Kind.INDEX,
        folder=name,
        fingerprint=fingerprint,
        sha256=checksum(folder),
        song_count=len(index),
        fit_seconds=time.perf_counter() - started,
    )
    _switch_to(model)
    _clean()
    logger.info("Fitted %s in %.2f s.", model, model.fit_seconds)
    return model


def _fingerprint() -> str:
    """Changes whenever a playable song comes, goes, changes its artist, or is analysed anew."""
    state = Song.objects.playable().aggregate(
        count=Count("pk"),
        newest=Max("pk"),
        artists=Sum("artist_id"),
        analysed=Max("analysis__analysed_at"),
    )
    return hashlib.sha256(repr(sorted(state.items())).encode()).hexdigest()


def _fit() -> SongIndex | None:
    songs: list[tuple[int, int]] = []
    embeddings: list[np.ndarray] = []
    segments: list[np.ndarray] = []
    for song_id, artist_id, embedding, parts in _heard():
        vector = np.frombuffer(embedding or b"", np.float32)
        # A song analysed by another version waits until it is analysed anew.
        if not embeddings or len(vector) == len(embeddings[0]):
            songs.append((song_id, artist_id))
            embeddings.append(vector)
            segments.append(np.frombuffer(parts or b"", np.float16).reshape(-1, len(vector)))
    if not songs:
        return None
    ids, artist_ids = np.array(songs, np.int64).T
    metric = SongMetric().fit(np.concatenate(segments), np.repeat(ids, [len(s) for s in segments]))
    return SongIndex(ids, artist_ids, metric.transform(np.stack(embeddings)))


def _heard() -> Iterator[tuple[int, int, Bytes, Bytes]]:
    """Song, artist, embedding and segments of every playable song, newest version first."""
    rows = (
        Analysis.objects.of_playable_songs()
        .filter(embedding__isnull=False, segments__isnull=False)
        .order_by("-version", "song_id")
    )
    return rows.values_list("song_id", "song__artist_id", "embedding", "segments").iterator(_BATCH)


@transaction.atomic
def _switch_to(model: FittedModel) -> None:
    FittedModel.objects.select_for_update().filter(kind=model.kind, active=True).update(
        active=False
    )
    model.active = True
    model.save()


def _clean() -> None:
    old = FittedModel.objects.filter(kind=FittedModel.Kind.INDEX, active=False)
    for model in old.order_by("-pk")[_KEPT:]:
        shutil.rmtree(artefact_folder(model.folder), ignore_errors=True)
        model.delete()
