"""Songs with known facts: from a CSV, from a folder of folders, or the demo catalogue."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from catalog import demo
from tests.bench.kept import RESULTS, sources_hash
from tests.bench.scores import Key, parse_key

AUDIO_SUFFIXES = {".mp3", ".ogg", ".oga", ".opus", ".flac", ".wav", ".m4a", ".aac", ".aiff", ".aif"}


class LabelsError(Exception):
    """A sentence about labels that cannot be used."""


@dataclass(frozen=True)
class LabelledSong:
    """One file and what is known of it; times in seconds."""

    path: Path
    bpm: float | None = None
    key: Key | None = None
    group: str = ""
    choruses: tuple[tuple[float, float], ...] = ()


def from_csv(labels: Path) -> list[LabelledSong]:
    """Columns `path,bpm,key,group`; all but `path` may be empty; paths are relative to the CSV."""
    with labels.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if "path" not in (reader.fieldnames or ()):
            raise LabelsError(f"{labels} has no column 'path' in its first line.")
        return [_from_row(row, labels, reader.line_num) for row in reader]


def _from_row(row: dict[str, str], labels: Path, line: int) -> LabelledSong:
    given = {name: (row.get(name) or "").strip() for name in ("bpm", "key", "group")}
    path = labels.parent / row["path"]
    if not path.is_file():
        raise LabelsError(f"{labels}, line {line}: there is no file {path}.")
    try:
        bpm = _parse_bpm(given["bpm"]) if given["bpm"] else None
        key = parse_key(given["key"]) if given["key"] else None
    except ValueError as error:
        raise LabelsError(f"{labels}, line {line}: {error}") from error
    return LabelledSong(path, bpm, key, given["group"])


def _parse_bpm(text: str) -> float:
    bpm = float(text)
    if not 0 < bpm < 1000:
        raise ValueError(f"{text} is no tempo in beats per minute.")
    return bpm


def from_folders(music: Path) -> list[LabelledSong]:
    """Every song below the folders of a folder; its group is the name of the outermost folder."""
    if not music.is_dir():
        raise LabelsError(f"There is no folder {music}.")
    songs = [
        LabelledSong(path, group=folder.name)
        for folder in sorted(entry for entry in music.iterdir() if entry.is_dir())
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in AUDIO_SUFFIXES
    ]
    if not songs:
        raise LabelsError(f"There is no audio in folders of {music}.")
    return songs


def from_demo() -> list[LabelledSong]:
    """The demo catalogue with all that is known of it; the group is the style."""
    # Songs are rendered again where what composes them has changed.
    composed_by = sources_hash(Path(demo.__file__).parent)[:12]
    folder = RESULTS / "demo" / composed_by
    return [_from_truth(demo.write_song(song, folder)) for song in demo.SONGS]


def _from_truth(path: Path) -> LabelledSong:
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return LabelledSong(
        path,
        truth["bpm"],
        parse_key(f"{truth['key']} {truth['mode']}"),
        truth["style"],
        tuple((start_s, end_s) for start_s, end_s in truth["choruses"]),
    )
