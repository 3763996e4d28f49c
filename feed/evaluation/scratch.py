"""An instance beside the instance: the same catalogue, no listeners, gone afterwards.

Simulated listeners play, like and make the feed refit. They do so in a database and a folder of
their own, so that nobody's feed feels them and no lock is held on the real one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.utils import load_backend

from catalog.models import Analysis, Artist, Clip, Song
from feed import refit

_BATCH = 500


@contextmanager
def scratch_instance(song_ids: np.ndarray) -> Iterator[None]:
    """Within, the default database holds a copy of those songs and no more, and artefacts go
    elsewhere.

    For one thread: others keep the real database.
    """
    with TemporaryDirectory(prefix="clipfeed-") as folder:
        scratch = _connection(Path(folder))
        try:
            with _as_default(scratch):
                call_command("migrate", verbosity=0)
            _copy(song_ids.tolist(), scratch)
            with _as_default(scratch), _writing_to(Path(folder)), _unsaid():
                yield
        finally:
            scratch.close()
            ContentType.objects.clear_cache()  # it remembers the scratch database's numbers


def _connection(folder: Path) -> BaseDatabaseWrapper:
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "scratch.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"},
    }
    complete = connections.configure_settings({"default": database})["default"]
    return load_backend(complete["ENGINE"]).DatabaseWrapper(complete, "default")


@contextmanager
def _as_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    real = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = real


@contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    """Artefacts go there, and what is fitted serves at once."""
    before = settings.VAR_DIR, settings.SHARED_ANSWERS_S
    settings.VAR_DIR, settings.SHARED_ANSWERS_S = folder, -1.0
    try:
        yield
    finally:
        settings.VAR_DIR, settings.SHARED_ANSWERS_S = before


@contextmanager
def _unsaid() -> Iterator[None]:
    """What is fitted here is no news: in the log it would read as if it served."""
    before = refit.logger.level
    refit.logger.setLevel("WARNING")
    try:
        yield
    finally:
        refit.logger.setLevel(before)


def _copy(song_ids: list[int], scratch: BaseDatabaseWrapper) -> None:
    artists: set[int] = set()
    for start in range(0, len(song_ids), _BATCH):
        songs = list(Song.objects.filter(pk__in=song_ids[start : start + _BATCH]).order_by())
        new_artists = {song.artist_id for song in songs} - artists
        artists |= new_artists
        rows: dict[type[Model], Iterable[Model]] = {
            Artist: list(Artist.objects.filter(pk__in=new_artists)),
            Song: songs,
            Analysis: list(Analysis.objects.filter(song__in=songs)),
            Clip: list(Clip.objects.filter(song__in=songs)),
        }
        with _as_default(scratch):
            for model, batch in rows.items():
                model._default_manager.bulk_create(batch, batch_size=_BATCH)
