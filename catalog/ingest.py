"""Music comes in: a file becomes a song whose analysis is waiting, or is refused with a reason."""

import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

import analysis
from catalog.announcing import announce
from catalog.models import Analysis, Artist, Song
from catalog.tags import Tags, read_tags

# What a folder is searched for; what a file really is shows when it is opened.
AUDIO_SUFFIXES = frozenset(
    {".mp3", ".flac", ".m4a", ".mp4", ".aac", ".ogg", ".oga", ".opus", ".wav", ".aif", ".aiff"}
    | {".aifc", ".wma", ".webm", ".mka", ".mkv", ".mov", ".alac"}
)
_CONTENT_TYPES = {
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "mov,mp4,m4a,3gp,3g2,mj2": "audio/mp4",
    "wav": "audio/wav",
    "wavex": "audio/wav",
    "aac": "audio/aac",
    "matroska,webm": "audio/webm",
    "aiff": "audio/aiff",
}
_HASH_BLOCK = 1024 * 1024


class Outcome(StrEnum):
    ADDED = "added"
    ALREADY_HERE = "already here"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What became of one file; `reason` says why it was refused."""

    path: str
    outcome: Outcome
    reason: str = ""
    song_id: int | None = None


def audio_files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and all audio files in the folders named, in a stable order."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if not name.startswith(".") and Path(name).suffix.lower() in AUDIO_SUFFIXES:
                        yield Path(folder, name)
        else:
            yield path


def add_file(path: Path, *, name: str = "") -> Result:
    """Add the audio file at `path`; `name` is what it was called before an upload.

    The same audio is never added twice, and a refused file is never an exception.
    """
    name = name or str(path)
    if path.exists() and not path.is_file():  # reading a pipe would wait for ever
        return Result(name, Outcome.REFUSED, "This is a folder or a device, not a file.")
    try:
        size = path.stat().st_size
        if size > settings.MAX_AUDIO_BYTES:
            limit = settings.MAX_AUDIO_BYTES // 1024**2
            return Result(name, Outcome.REFUSED, f"The file is larger than {limit} MB.")
        digest = sha256_of(path)
        if song := Song.objects.filter(audio_sha256=digest).only("file_stem").first():
            _remember_name(song, name)
            return Result(name, Outcome.ALREADY_HERE, song_id=song.pk)
        probe = analysis.probe(path)
        return _add(path, digest, size, probe, read_tags(path, Path(name).name), name)
    except analysis.AudioError as error:
        return Result(name, Outcome.REFUSED, str(error))
    except OSError as error:
        return Result(name, Outcome.REFUSED, f"The file cannot be read: {error.strerror or error}.")


def add_upload(upload: UploadedFile) -> Result:
    """Add an uploaded file, from wherever Django keeps it."""
    folder = Path(settings.VAR_DIR, "incoming")
    folder.mkdir(exist_ok=True)
    name = upload.name or "upload"
    with tempfile.NamedTemporaryFile(dir=folder, suffix=Path(name).suffix[:8]) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return add_file(Path(file.name), name=name)


def stem_of(name: str) -> str:
    """A file's name without folders and suffix, whatever system composed its accents."""
    return unicodedata.normalize("NFC", Path(name).stem)[:255]


def _remember_name(song: Song, name: str) -> None:
    """Songs added before names were kept learn theirs."""
    if not song.file_stem:
        Song.objects.filter(pk=song.pk).update(file_stem=stem_of(name))


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _add(
    path: Path, digest: str, size: int, probe: "analysis.Probe", tags: Tags, name: str
) -> Result:
    song = Song(
        artist=_artist(tags.artist),
        title=tags.title,
        album=tags.album,
        genre=tags.genre,
        year=tags.year,
        track_number=tags.track_number,
        licence=tags.licence,
        file_stem=stem_of(name),
        audio_sha256=digest,
        audio_bytes=size,
        audio_type=_CONTENT_TYPES.get(probe.container, "application/octet-stream"),
        duration_s=probe.duration_s,
    )
    song.audio.name = _store(path, f"songs/{digest[:2]}/{digest}{path.suffix.lower()[:6]}")
    if tags.cover:
        song.cover.name = _store_bytes(tags.cover, "covers")
    try:
        with transaction.atomic():
            song.save()
            Analysis.objects.create(song=song)
            transaction.on_commit(lambda: announce([song.pk]))
    except IntegrityError:  # another import added the same audio a moment ago
        song_id = Song.objects.values_list("pk", flat=True).get(audio_sha256=digest)
        return Result(name, Outcome.ALREADY_HERE, song_id=song_id)
    return Result(name, Outcome.ADDED, song_id=song.pk)


def _artist(name: str) -> Artist:
    artist, _ = Artist.objects.get_or_create(name_key=Artist.key_of(name), defaults={"name": name})
    return artist


def _store(path: Path, name: str) -> str:
    """Put `path` into storage under `name`, as a link where that costs no space."""
    if default_storage.exists(name):
        return name
    if isinstance(default_storage._wrapped, FileSystemStorage):  # type: ignore[attr-defined]
        _link_or_copy(path, Path(default_storage.path(name)))
        return name
    with path.open("rb") as file:
        return default_storage.save(name, File(file))


def _link_or_copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.link(source.resolve(), draft)
    except OSError:  # another disk, or a file system without links
        shutil.copyfile(source, draft)
    draft.replace(target)


def _store_bytes(data: bytes, folder: str) -> str:
    name = f"{folder}/{hashlib.sha256(data).hexdigest()[:24]}.jpg"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return name
