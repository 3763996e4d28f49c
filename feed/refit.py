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

from catalog.models import Analysis, Song
from feed.index import SongIndex
from feed.models import FittedModel
from feed.serving import artefact_folder, checksum

logger = logging.getLogger(__name__)

# Models before the active one that stay on disk: web processes may still be reading them.
_KEPT = 2
_BATCH = 2000


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
    ids: list[int] = []
    artist_ids: list[int] = []
    vectors: list[np.ndarray] = []
    for song_id, artist_id, embedding in _embeddings():
        vector = np.frombuffer(embedding or b"", np.float32)
        # A song analysed by another version waits until it is analysed anew.
        if not vectors or len(vector) == len(vectors[0]):
            ids.append(song_id)
            artist_ids.append(artist_id)
            vectors.append(vector)
    if not ids:
        return None
    return SongIndex.build(np.array(ids), np.array(artist_ids), np.stack(vectors))


def _embeddings() -> Iterator[tuple[int, int, bytes | memoryview | None]]:
    rows = (
        Analysis.objects.of_playable_songs()
        .filter(embedding__isnull=False)
        .order_by("-version", "song_id")
    )
    return rows.values_list("song_id", "song__artist_id", "embedding").iterator(_BATCH)


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
