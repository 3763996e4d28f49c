"""The fitted models that this process serves with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from catalog.models import Analysis
from feed.artefacts import active_models, artefact_folder, checksum
from feed.facts import facts_of
from feed.models import FittedModel
from feed.ranking import Ranker
from feed.remembering import Remembered
from feed.repertoire import Repertoire
from feed.together import HeardTogether

logger = logging.getLogger(__name__)

Model = TypeVar("Model")
# Songs newer than the index that are served before it is fitted anew.
_MOST_ADDITIONS = 500


_active = Remembered(active_models)


class Served(Generic[Model]):
    """The active model of one kind, mapped into memory when the database first names it.

    A missing or damaged artefact is logged; the model served before goes on serving.
    """

    def __init__(self, kind: FittedModel.Kind, load: Callable[[Path], Model]) -> None:
        self._kind = kind
        self._load = load
        self._lock = threading.Lock()
        self._loaded: tuple[FittedModel, Model] | None = None
        self._broken = ""

    def __call__(self) -> tuple[FittedModel, Model] | None:
        """The row and the model, or None where there is none."""
        row, loaded = _active().get(self._kind), self._loaded
        if row is None:
            return None
        if (loaded and loaded[0].folder == row.folder) or self._broken == row.folder:
            return loaded
        with self._lock:
            if self._loaded is None or self._loaded[0].folder != row.folder:
                model = self._checked(row)
                if model is None:
                    self._broken = row.folder
                    return loaded
                self._loaded = (row, model)
            return self._loaded

    def _checked(self, row: FittedModel) -> Model | None:
        folder = artefact_folder(row.folder)
        try:
            if checksum(folder) != row.sha256:
                raise ValueError("its checksum is wrong")
            return self._load(folder)
        except (OSError, ValueError, KeyError) as error:
            logger.error("Model %s in %s cannot be used: %s", row.pk, folder, error)
            return None


_repertoire = Served(FittedModel.Kind.INDEX, Repertoire.load)
_colistening = Served(FittedModel.Kind.COLISTEN, HeardTogether.load)
_ranker = Served(FittedModel.Kind.RANKING, Ranker.load)


def repertoire() -> Repertoire | None:
    """All playable songs, those analysed after the index was fitted among them."""
    served = _repertoire()
    if served is None:
        return None
    return _with_additions(*served)


def colistening() -> HeardTogether | None:
    served = _colistening()
    return served[1] if served else None


def ranker() -> Ranker:
    """The fitted one, or the one with fixed weights."""
    served = _ranker()
    return served[1] if served else Ranker()


# --- Songs newer than the index ---

_extended: tuple[object, Repertoire] | None = None


def _with_additions(row: FittedModel, base: Repertoire) -> Repertoire:
    """The same one as long as neither the model nor the newest songs change."""
    global _extended  # noqa: PLW0603 - one for all threads of the process
    state = (row.folder, _newest())
    extended = _extended
    if extended is None or extended[0] != state:
        known = base.rows_of(state[1])
        newer = [song_id for song_id in state[1] if song_id not in known]
        extended = _extended = (state, _extend(base, newer) if newer else base)
    return extended[1]


@Remembered
def _newest() -> list[int]:
    """Songs analysed last."""
    newest = Analysis.objects.of_playable_songs().exclude(analysed_at=None)
    return list(newest.order_by("-analysed_at").values_list("song_id", flat=True)[:_MOST_ADDITIONS])


def _extend(base: Repertoire, song_ids: list[int]) -> Repertoire:
    rows = Analysis.objects.filter(song__in=song_ids, embedding__isnull=False)
    vectors = {
        song_id: vector
        for song_id, embedding in rows.order_by("pk").values_list("song_id", "embedding")
        # One analysed by another version waits until the index is fitted anew.
        if (vector := np.frombuffer(embedding or b"", np.float32)).size == base.index.dimensions
    }
    if not vectors:
        return base
    ids = np.array(list(vectors), np.int64)
    return base.extended(ids, np.stack(list(vectors.values())), facts_of(ids, with_plays=False))
