"""Songs' columns, read by statements that are compiled once.

Columns are those that come out of every database as they are: numbers and texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from catalog.models import Song, SongQuerySet
from catalog.statements import Statement
from catalog.words import SURE_TEMPO
from feed import serving
from feed.remembering import Remembered

# The songs that can be recommended or drawn; whether they can be played is asked each time.
repertoire = Remembered(serving.repertoire)


class Row(NamedTuple):
    """One song's columns, in the order of `COLUMNS`."""

    pk: int
    public_id: str
    title: str
    artist_pk: int
    artist_id: str
    artist_name: str
    album: str
    genre: str
    year: int | None
    licence: str
    duration_s: float
    cover: str
    tempo_bpm: float | None
    tempo_confidence: float | None
    key: str
    mode: str
    energy: float | None
    brightness: float | None
    danceability: float | None
    loudness_lufs: float | None
    clip_start_s: float
    clip_end_s: float
    clip_duration_s: float
    clip_audio: str
    clip_provenance: str
    clip_confidence: float

    @property
    def sure_tempo_bpm(self) -> float | None:
        """The tempo, where the music has one."""
        return self.tempo_bpm if (self.tempo_confidence or 0) >= SURE_TEMPO else None


COLUMNS = (
    *("pk", "public_id", "title", "artist_id", "artist__public_id", "artist__name"),
    *("album", "genre", "year", "licence", "duration_s", "cover"),
    *("analysis__tempo_bpm", "analysis__tempo_confidence", "analysis__key", "analysis__mode"),
    *("analysis__energy", "analysis__brightness", "analysis__danceability"),
    *("analysis__loudness_lufs", "clip__start_s", "clip__end_s", "clip__duration_s"),
    *("clip__audio", "clip__provenance", "clip__confidence"),
)


def listed(songs: SongQuerySet) -> list[tuple[Row, datetime]]:
    """In the order of the query, with when each was added."""
    found = songs.values_list(*COLUMNS, "added_at")
    return [(Row(*columns), added_at) for *columns, added_at in found]


def playable_by_pk(song_pks: Sequence[int]) -> dict[int, Row]:
    """Those of the songs that can be played at this moment."""
    return {row.pk: row for row in _playable("pk", song_pks)}


def playable_by_public_id(public_ids: Sequence[str]) -> dict[str, Row]:
    return {row.public_id: row for row in _playable("public_id", public_ids)}


def _playable(column: str, values: Sequence[int] | Sequence[str]) -> Iterable[Row]:
    if not values:
        return []
    return map(Row._make, _PLAYABLE[column].rows(values))


def _statement(column: str) -> Statement:
    return Statement(
        lambda values: (
            Song.objects.playable()
            .filter(**{f"{column}__in": values})
            .order_by()
            .values_list(*COLUMNS)
        )
    )


_PLAYABLE = {column: _statement(column) for column in ("pk", "public_id")}
