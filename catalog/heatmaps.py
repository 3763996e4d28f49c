"""Curves come in: which song a yt-dlp `.info.json` tells of, and what becomes of its curve."""

import csv
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from catalog import info_json, peaks, windows
from catalog.info_json import InfoError, Recording
from catalog.ingest import AUDIO_SUFFIXES, sha256_of, stem_of
from catalog.models import Artist, Heatmap, Song
from catalog.words import clock

INFO_SUFFIX = ".info.json"
_CSV_COLUMNS = ("audio_file", "info_json")


class Outcome(StrEnum):
    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What became of one file; `reason` says why it was refused."""

    path: str
    outcome: Outcome
    reason: str = ""
    song_id: int | None = None


@dataclass(frozen=True)
class Source:
    """One file to import, and the audio it is said to belong to; `problem` where it cannot be."""

    path: Path
    audio: Path | None = None
    problem: str = ""


@dataclass(frozen=True)
class Match:
    """A file's song; of two files for one song, the lower `rank` fits better."""

    path: Path
    song_id: int
    recording: Recording
    rank: tuple[bool, bool, float, str]


@dataclass
class Batch:
    """The best file of each song and source; `refused` are the others, with their reasons."""

    best: dict[tuple[int, str], Match] = field(default_factory=dict)
    refused: list[Result] = field(default_factory=list)

    def add(self, source: Source) -> None:
        """Read one file and find its song."""
        try:
            match = _match(source)
        except InfoError as error:
            self._refuse(source.path, str(error))
            return
        key = match.song_id, match.recording.source
        rival: Match | None = self.best.get(key)
        worse: Match | None = match
        if rival is None or match.rank < rival.rank:
            self.best[key], worse = match, rival
        if worse is not None:
            self._refuse(worse.path, f"{self.best[key].path} tells of the same song, and better.")

    def _refuse(self, path: Path, reason: str) -> None:
        self.refused.append(Result(str(path), Outcome.REFUSED, reason))


def sources(paths: list[Path]) -> Iterator[Source]:
    """The files named, those in the folders named, and the rows of the CSV files named."""
    seen: set[Path] = set()
    for source in _all_sources(paths):
        place = source.path.resolve()
        if source.audio or source.problem or place not in seen:
            seen.add(place)
            yield source


def _all_sources(paths: list[Path]) -> Iterator[Source]:
    # What a CSV says of a file holds wherever else the file is found.
    for path in sorted(paths, key=lambda path: path.suffix.lower() != ".csv"):
        if path.is_dir():
            yield from (Source(found) for found in _in_folder(path))
        elif path.suffix.lower() == ".csv":
            yield from _listed(path)
        else:
            yield Source(path)


def _in_folder(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(INFO_SUFFIX) and not name.startswith("."):
                yield Path(place, name)


def _listed(path: Path) -> Iterator[Source]:
    """The rows of a CSV file `audio_file,info_json`; paths are relative to it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not set(_CSV_COLUMNS) <= set(rows.fieldnames or ()):
                yield Source(path, problem=f"The first line is not {','.join(_CSV_COLUMNS)}.")
                return
            for row in rows:
                audio, info = ((row[column] or "").strip() for column in _CSV_COLUMNS)
                if audio and info:
                    yield Source(path.parent / info, path.parent / audio)
                else:
                    yield Source(path, problem=f"Line {rows.line_num} does not name two files.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Source(path, problem=f"The file cannot be read: {error}.")


def save(match: Match) -> tuple[Result, bool]:
    """Keep a match's curve in place of what its source said before; whether the clip moves."""
    recording = match.recording
    values = {
        "bins": recording.bins.tolist(),
        "recording_s": recording.duration_s,
        "origin": recording.origin,
    }
    with transaction.atomic():
        known = Heatmap.objects.filter(song_id=match.song_id, source=recording.source).first()
        is_new = known is None or any(getattr(known, name) != values[name] for name in values)
        if is_new:
            Heatmap.objects.update_or_create(
                song_id=match.song_id, source=recording.source, defaults=values
            )
        moves = windows.reconsider(match.song_id)
    outcome = Outcome.IMPORTED if is_new else Outcome.UNCHANGED
    return Result(str(match.path), outcome, song_id=match.song_id), moves


def _match(source: Source) -> Match:
    if source.problem:
        raise InfoError(source.problem)
    recording = info_json.read(source.path)
    named = _song_of_file(source)
    song = named or (None if source.audio else _song_by_credits(recording))
    if song is None:
        raise InfoError(_no_match(source, recording))
    apart_s = abs(song.duration_s - recording.duration_s)
    rank = source.audio is None, named is None, apart_s, str(source.path)
    return Match(source.path, song.pk, recording, rank)


def _no_match(source: Source, recording: Recording) -> str:
    if source.audio is not None:
        return f"There is no song of the file {source.audio}."
    names = " or ".join(f"{title} by {artist}" for artist, title in recording.credits[:2])
    tried = f", nor {names} of about {clock(recording.duration_s)}" if names else ""
    return f"There is no song of this file's name{tried}."


def _song_of_file(source: Source) -> Song | None:
    """The song that the audio file named, or lying beside the info file, became."""
    audio = source.audio or _audio_beside(source.path)
    named = Song.objects.filter(file_stem=stem_of((audio or source.path.with_suffix("")).name))
    same = named
    if audio is not None and audio.is_file():
        same = named.filter(audio_bytes=audio.stat().st_size)
    if len(found := same[:2]) == 1:
        return found[0]
    # Files of one name are told apart by their content, if they are here to be read.
    if audio is None or not audio.is_file():
        return None
    return Song.objects.filter(audio_sha256=sha256_of(audio)).first()


def _audio_beside(info: Path) -> Path | None:
    name = info.name.removesuffix(INFO_SUFFIX)
    beside = (info.with_name(name + suffix) for suffix in sorted(AUDIO_SUFFIXES))
    return next((path for path in beside if path.is_file()), None)


def _song_by_credits(recording: Recording) -> Song | None:
    """The song of one of the recording's artists and titles that comes nearest to its length."""
    for artist, title in recording.credits:
        songs = Song.objects.filter(artist__name_key=Artist.key_of(artist))
        same = [song for song in songs if _title_key(song.title) == _title_key(title)]
        song = min(same, key=lambda song: _apart_s(song, recording), default=None)
        if song is not None and _apart_s(song, recording) <= _allowed_s(song):
            return song
    return None


def _apart_s(song: Song, recording: Recording) -> float:
    return abs(song.duration_s - recording.duration_s)


def _allowed_s(song: Song) -> float:
    return min(peaks.OTHER_S, peaks.OTHER_SHARE * song.duration_s)


def _title_key(title: str) -> str:
    """Letters and digits, whatever their case and accents: `Café (Official Video)` is `cafe`."""
    plain = unicodedata.normalize("NFKD", info_json.clean_title(title)).casefold()
    return "".join(character for character in plain if character.isalnum()) or plain
