"""What ranking needs to know of every song, in columns."""

from __future__ import annotations

import zlib
from datetime import datetime

import numpy as np
from django.db.models import Count, F, Q

from catalog.models import Artist, Song
from catalog.words import SURE_TEMPO, camelot
from feed.models import Play
from feed.signals import STAYED_SHARE

FACTS = np.dtype(
    [
        ("artist_id", np.int64),  # below 0: nobody knows; each such song has its own
        ("album", np.int64),  # 0: none; songs of one album share a number
        ("tempo_bpm", np.float32),  # 0: none that is sure
        ("wheel", np.int8),  # place on the Camelot wheel, 0 to 11; -1: no key
        ("minor", np.int8),
        ("energy", np.float32),
        ("brightness", np.float32),
        ("added_at", np.float64),  # seconds since 1970
        ("shown", np.int32),  # plays of its clip
        ("kept", np.int32),  # those that were heard for half of it or more
    ]
)
_COLUMNS = (
    *("pk", "artist_id", "album", "added_at", "analysis__tempo_bpm"),
    *("analysis__tempo_confidence", "analysis__key", "analysis__mode"),
    *("analysis__energy", "analysis__brightness"),
)
_BATCH = 2000


def facts_of(song_ids: np.ndarray, *, with_plays: bool = True) -> np.ndarray:
    """N FACTS of songs (N int64), in their order; zero where a song is gone."""
    facts = np.zeros(len(song_ids), FACTS)
    facts["wheel"] = -1
    rows = {song_id: row for row, song_id in enumerate(song_ids.tolist())}
    few = {"pk__in": list(rows)} if len(rows) <= _BATCH else {}
    songs = Song.objects.playable().filter(**few).order_by().values_list(*_COLUMNS)
    for song_id, *columns in songs.iterator(_BATCH):
        if song_id in rows:
            facts[rows[song_id]] = _fact(*columns)
    facts["artist_id"] = artists_apart(song_ids, facts["artist_id"])
    if with_plays:
        facts["shown"], facts["kept"] = plays_of(song_ids)
    return facts


def artists_apart(song_ids: np.ndarray, artist_ids: np.ndarray) -> np.ndarray:
    """Artists (N) of songs (N), one of its own for each song whose artist is not known: all that a
    folder of untagged files has in common is that nobody wrote down who made it."""
    unknown = Artist.objects.unknown().first()
    return np.where(artist_ids == unknown.pk, -song_ids, artist_ids) if unknown else artist_ids


def _fact(
    artist_id: int,
    album: str,
    added_at: datetime,
    tempo_bpm: float | None,
    tempo_confidence: float | None,
    key: str,
    mode: str,
    energy: float | None,
    brightness: float | None,
) -> tuple[object, ...]:
    code = camelot(key, mode)
    return (
        artist_id,
        zlib.crc32(f"{artist_id}/{album}".encode()) if album else 0,
        tempo_bpm if tempo_bpm and (tempo_confidence or 0) >= SURE_TEMPO else 0.0,
        int(code[:-1]) - 1 if code else -1,
        code.endswith("A"),
        0.5 if energy is None else energy,
        0.5 if brightness is None else brightness,
        added_at.timestamp(),
        0,
        0,
    )


def plays_of(
    song_ids: np.ndarray, *, until: datetime | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """How often each song (N) was shown, and how often kept (N int32 each), before `until`."""
    rows = {song_id: row for row, song_id in enumerate(song_ids.tolist())}
    shown, kept = np.zeros((2, len(rows)), np.int32)
    stayed = Count("pk", filter=Q(listened_ms__gte=F("clip_ms") * STAYED_SHARE))
    plays = Play.objects.chosen_by_feed()
    if until is not None:
        plays = plays.filter(started_at__lt=until)
    # Added to, the column has no index: SQLite would look up each play by it, all over the disk.
    by_song = plays.order_by().annotate(of=F("song_id") + 0).values_list("of")
    counts = by_song.annotate(shown=Count("pk"), kept=stayed)
    for song_id, shown_count, kept_count in counts.iterator(_BATCH):
        if song_id in rows:
            shown[rows[song_id]], kept[rows[song_id]] = shown_count, kept_count
    return shown, kept
