"""The fitted models that this process serves with."""

import hashlib
import logging
import threading
from pathlib import Path

from django.conf import settings

from feed.index import SongIndex
from feed.models import FittedModel
from feed.remembering import Remembered

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_loaded: tuple[str, SongIndex] | None = None


def artefact_folder(name: str) -> Path:
    return Path(settings.VAR_DIR, "artefacts", name)


def checksum(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                digest.update(block)
    return digest.hexdigest()


def song_index() -> SongIndex | None:
    """The active song index, mapped into memory when the database first names it.

    A missing or damaged artefact is logged; the index served before goes on serving.
    """
    global _loaded  # noqa: PLW0603 - one mapping for all threads of the process
    row = _active_row()
    loaded = _loaded
    if row is None:
        return None
    if loaded and loaded[0] == row.folder:
        return loaded[1]
    with _lock:
        if _loaded is None or _loaded[0] != row.folder:
            index = _load(row)
            if index is None:
                return loaded[1] if loaded else None
            _loaded = (row.folder, index)
        return _loaded[1]


@Remembered
def _active_row() -> FittedModel | None:
    return FittedModel.objects.filter(kind=FittedModel.Kind.INDEX, active=True).first()


def _load(row: FittedModel) -> SongIndex | None:
    folder = artefact_folder(row.folder)
    try:
        if checksum(folder) != row.sha256:
            raise ValueError("its checksum is wrong")
        return SongIndex.load(folder)
    except (OSError, ValueError) as error:
        logger.error("Model %s in %s cannot be used: %s", row.pk, folder, error)
        return None
