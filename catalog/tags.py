"""Titles, credits and covers as files carry them."""

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutagen
from mutagen.flac import Picture
from PIL import Image, UnidentifiedImageError

from catalog.words import UNKNOWN_ARTIST

COVER_SIZE = 800
# A cover is decoded only up to this many pixels: a small file can claim to be enormous.
_MAX_COVER_PIXELS = 50_000_000
# WAV and AIFF carry ID3 frames that mutagen does not translate.
_ID3_FRAMES = {
    "title": "TIT2",
    "artist": "TPE1",
    "albumartist": "TPE2",
    "album": "TALB",
    "genre": "TCON",
    "date": "TDRC",
    "tracknumber": "TRCK",
    "license": "WCOP",
    "copyright": "TCOP",
}


@dataclass(frozen=True)
class Tags:
    title: str
    artist: str
    album: str = ""
    genre: str = ""
    year: int | None = None
    track_number: int | None = None
    licence: str = ""
    cover: bytes | None = None


def read_tags(path: Path, name: str = "") -> Tags:
    """What `path` says of itself; missing titles come from `name` ("Artist - Title.mp3").

    Damaged tags count as missing: they are no reason to refuse a song.
    """
    file = _open(path, easy=True)
    values = file.tags if file is not None and file.tags is not None else {}
    from_name = _from_name(name or path.name)
    return Tags(
        title=_text(values, "title") or from_name[1],
        artist=_text(values, "artist") or _text(values, "albumartist") or from_name[0],
        album=_text(values, "album"),
        genre=_text(values, "genre", limit=100),
        year=_number(_text(values, "date"), 1000, 9999),
        track_number=_number(_text(values, "tracknumber"), 0, 9999),
        licence=_text(values, "license") or _text(values, "copyright"),
        cover=_cover(path),
    )


def _open(path: Path, *, easy: bool) -> Any:
    try:
        return mutagen.File(path, easy=easy)  # type: ignore[attr-defined,unused-ignore]
    except Exception:  # mutagen lets struct and value errors of broken files through
        return None


def _text(values: Any, name: str, limit: int = 300) -> str:
    """One clean line: no control characters, no longer than its column."""
    try:
        found = values.get(_ID3_FRAMES[name] if hasattr(values, "getall") else name) or [""]
        text = str(found[0] if isinstance(found, list) else found)
    except (KeyError, ValueError):
        return ""
    text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())[:limit].strip()


def _number(text: str, low: int, high: int) -> int | None:
    found = re.match(r"\d{1,4}", text)
    return int(found[0]) if found and low <= int(found[0]) <= high else None


def _from_name(name: str) -> tuple[str, str]:
    """Artist and title as file names give them: `03 - Artist - Title.mp3`, `a_title.ogg`."""
    stem = Path(name).stem.replace("_", " ")
    parts = [part.strip() for part in re.split(r"\s+[-–—]\s+", stem) if part.strip()]
    if len(parts) > 1 and parts[0].isdigit():
        parts = parts[1:]
    title = re.sub(r"^\d{1,3}[\s.\-]+(?=\S)", "", parts[-1] if parts else "") or stem or "Untitled"
    artist = parts[0] if len(parts) > 1 else UNKNOWN_ARTIST
    return artist[:300], (title[:1].upper() + title[1:])[:300]


def _cover(path: Path) -> bytes | None:
    for data in _pictures(_open(path, easy=False)):
        if jpeg := cover_jpeg(data):
            return jpeg
    return None


def _pictures(file: Any) -> list[bytes]:
    """Embedded pictures of ID3, MP4, FLAC and Vorbis comments, front covers first."""
    if file is None:
        return []
    tags = file.tags or {}
    try:
        pictures = [(p.type, p.data) for p in getattr(file, "pictures", [])]
        if hasattr(tags, "getall"):
            pictures += [(p.type, p.data) for p in tags.getall("APIC")]
        if "covr" in tags:
            pictures += [(3, bytes(data)) for data in tags["covr"]]
        for block in tags.get("metadata_block_picture", []):
            picture = Picture(base64.b64decode(block))
            pictures.append((picture.type, picture.data))
    except Exception:  # as in _open: whatever a broken picture block raises
        return []
    return [data for _, data in sorted(pictures, key=lambda picture: picture[0] != 3)]


def cover_jpeg(data: bytes) -> bytes | None:
    """`data` as a square JPEG of at most `COVER_SIZE` pixels; None where it is no sound picture."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MAX_COVER_PIXELS:
                return None
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 2
            square = image.convert("RGB").crop((left, top, left + side, top + side))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    square.thumbnail((COVER_SIZE, COVER_SIZE))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=85, progressive=True)
    return out.getvalue()
