"""Fitted models on disk: each in a folder of its own, named and checked by a database row."""

import hashlib
import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from feed.models import FittedModel

# Models before the active one that stay on disk: web processes may still be reading them, and a
# curator may want the last one back.
_KEPT = 2


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


def active_models() -> dict[str, FittedModel]:
    """The one that serves, by kind; one query."""
    return {model.kind: model for model in FittedModel.objects.filter(active=True)}


def store(
    kind: FittedModel.Kind, save: Callable[[Path], None], *, started: float, **facts: object
) -> FittedModel:
    """Write an artefact and its row, not active yet; `started` is when fitting began
    (`time.perf_counter`). A crash before the row leaves a folder that `clean` finds."""
    name = f"{kind}-{uuid.uuid4().hex[:12]}"
    folder = artefact_folder(name)
    folder.mkdir(parents=True)
    save(folder)
    return FittedModel.objects.create(
        kind=kind,
        folder=name,
        sha256=checksum(folder),
        fit_seconds=time.perf_counter() - started,
        **facts,
    )


@transaction.atomic
def switch_to(model: FittedModel) -> None:
    """Serve with `model` from now on, and with no other of its kind."""
    of_kind = FittedModel.objects.select_for_update().filter(kind=model.kind)
    of_kind.filter(active=True).update(active=False)
    of_kind.filter(pk=model.pk).update(active=True)
    model.active = True


def stop_serving(model: FittedModel) -> None:
    """Serve with none of its kind: what works without a fitted model does so again."""
    FittedModel.objects.filter(pk=model.pk).update(active=False)


def clean() -> None:
    """Let go of models long replaced, and of folders that no row names."""
    for kind in FittedModel.Kind:
        old = FittedModel.objects.filter(kind=kind, active=False).order_by("-pk")
        for model in old[_KEPT:]:
            shutil.rmtree(artefact_folder(model.folder), ignore_errors=True)
            model.delete()
    _clean_nameless()


def _clean_nameless() -> None:
    """A folder without a row may be one that is being written: only old ones go."""
    named = set(FittedModel.objects.values_list("folder", flat=True))
    day_ago = time.time() - 24 * 3600
    folder = artefact_folder("")
    for path in folder.iterdir() if folder.exists() else ():
        if path.name not in named and path.stat().st_mtime < day_ago:
            shutil.rmtree(path, ignore_errors=True)
