"""Fit what serves the feed anew, and switch to it in one transaction.

Three models: the song index (how songs sound, and their facts), co-listening (who heard what with
what), and ranking (who stays for what). A crash at any point leaves the old ones serving.
"""

import hashlib
import logging
import math
import time
from collections.abc import Callable

import numpy as np
from django.db.models import Count, Max, Sum

from catalog.models import Analysis, Song
from feed.artefacts import clean, store, switch_to
from feed.facts import facts_of
from feed.index import SongIndex
from feed.learning import learn
from feed.listening import listening
from feed.models import FittedModel, Play
from feed.repertoire import Repertoire
from feed.together import HeardTogether
from social.models import Like

logger = logging.getLogger(__name__)

# Songs enough to know how songs vary.
_FITTED_SONGS = 4000
_BATCH = 2000
# Models that learn from listening are fitted anew when there is this much more of it.
_GROWTH = 1.1
# Pairs of listener and song below which nothing can be told from them.
_LEAST_PAIRS = 30


def refit(*, force: bool = False) -> list[FittedModel]:
    """Fit every model whose ground has changed; those that serve from now on."""
    fits: dict[FittedModel.Kind, tuple[str, Callable[[str], FittedModel | None]]] = {
        FittedModel.Kind.INDEX: (_catalogue_state(), _fit_index),
        FittedModel.Kind.COLISTEN: (_listening_state(), _fit_colistening),
        FittedModel.Kind.RANKING: (_listening_state(), learn),
    }
    fitted = []
    for kind, (fingerprint, fit) in fits.items():
        newest = FittedModel.objects.filter(kind=kind).order_by("-pk").first()
        if force or newest is None or newest.fingerprint != fingerprint:
            model = fit(fingerprint)
            if model is not None:
                logger.info("Fitted %s in %.2f s.", model, model.fit_seconds)
                fitted.append(model)
    clean()
    return [model for model in fitted if model.active]


# --- When ---


def _catalogue_state() -> str:
    """Changes whenever a playable song comes, goes, changes its facts, or is analysed anew; and
    when enough was played to tell anew how songs are received."""
    state = Song.objects.playable().aggregate(
        count=Count("pk"),
        newest=Max("pk"),
        artists=Sum("artist_id"),
        analysed=Max("analysis__analysed_at"),
    )
    return _fingerprint(state | {"plays": _step(Play.objects.count())})


def _listening_state() -> str:
    return _fingerprint(
        {"plays": _step(Play.objects.count()), "likes": _step(Like.objects.count())}
    )


def _step(count: int) -> int:
    """Changes each time `count` has grown by a tenth."""
    return int(math.log(count + 1, _GROWTH))


def _fingerprint(state: dict[str, object]) -> str:
    return hashlib.sha256(repr(sorted(state.items())).encode()).hexdigest()


# --- The song index ---


def _fit_index(fingerprint: str) -> FittedModel | None:
    started = time.perf_counter()
    repertoire = fit_repertoire()
    if repertoire is None:
        return None
    model = store(
        FittedModel.Kind.INDEX,
        repertoire.save,
        started=started,
        fingerprint=fingerprint,
        song_count=len(repertoire),
    )
    switch_to(model)
    return model


def fit_repertoire() -> Repertoire | None:
    """Every playable song that is analysed; None without any."""
    heard = Analysis.objects.of_playable_songs().exclude(embedding=None).order_by("song_id")
    newest = heard.order_by("-version", "song_id").values_list("embedding", flat=True).first()
    if newest is None:
        return None
    # A song analysed by another version waits until it is analysed anew.
    size = len(newest)
    ids: list[int] = []
    embeddings = bytearray()
    for song_id, embedding in heard.values_list("song_id", "embedding").iterator(_BATCH):
        if embedding and len(embedding) == size:
            ids.append(song_id)
            embeddings += embedding
    vectors = np.frombuffer(embeddings, np.float32).reshape(len(ids), -1)
    song_ids = np.array(ids, np.int64)
    segments, segment_ids = _segments(song_ids, vectors.shape[1])
    index = SongIndex.build(song_ids, vectors, segments=segments, segment_ids=segment_ids)
    return Repertoire(index, facts_of(song_ids))


def _segments(song_ids: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Segments (S x D) of at most 4,000 songs, evenly chosen, and the songs (S) they belong to."""
    places = np.linspace(0, len(song_ids) - 1, min(len(song_ids), _FITTED_SONGS)).astype(int)
    chosen = song_ids[places].tolist()
    segments, owners = [np.zeros((0, size), np.float16)], []
    for start in range(0, len(chosen), _BATCH):
        rows = Analysis.objects.filter(song__in=chosen[start : start + _BATCH])
        for song_id, parts in rows.order_by("song_id").values_list("song_id", "segments"):
            segments.append(np.frombuffer(parts or b"", np.float16).reshape(-1, size))
            owners += [song_id] * len(segments[-1])
    return np.concatenate(segments).astype(np.float32), np.array(owners, np.int64)


# --- Co-listening ---


def _fit_colistening(fingerprint: str) -> FittedModel | None:
    started = time.perf_counter()
    heard = listening()
    if heard.matrix.nnz < _LEAST_PAIRS:
        return None
    together = HeardTogether.fit(heard)
    model = store(
        FittedModel.Kind.COLISTEN,
        together.save,
        started=started,
        fingerprint=fingerprint,
        song_count=len(heard.song_ids),
        figures={"listeners": len(heard.listener_ids), "pairs": int(heard.matrix.nnz)},
    )
    switch_to(model)
    return model
