"""Simulated songs in the database: artists, albums, analyses, clips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

import analysis
from catalog.models import Analysis, Artist, Clip, Song
from feed.simulation import bulk, marks
from feed.simulation.sounds import Facts, Sounds

Advance = Callable[[int], object]

CLIP_S = 25.0
_BATCH, _SONGS_PER_ALBUM, _DAYS, _WAVEFORMS = 2000, 10, 720, 200
_ARTIST = ("id", "public_id", "name", "name_key")
_SONG = (
    *("id", "public_id", "artist_id", "title", "album", "genre", "year", "licence", "audio"),
    *("audio_sha256", "audio_bytes", "audio_type", "duration_s", "added_at", "search_text"),
)
_ANALYSIS = (
    *("song_id", "state", "not_before", "version", "analysed_at", "tempo_bpm"),
    *("tempo_confidence", "key", "mode", "key_confidence", "energy", "brightness"),
    *("danceability", "loudness_lufs", "embedding", "segments", "waveform", "highlights"),
    "warnings",
)
_CLIP = (
    *("song_id", "start_s", "end_s", "audio", "small_audio", "duration_s", "loudness_lufs"),
    *("provenance", "confidence", "rendered_at"),
)


def write(sounds: Sounds, now: datetime, rng: np.random.Generator, advance: Advance) -> int:
    """The id of the first song; the others follow it. `advance` is told of songs written."""
    now = now.astimezone(UTC).replace(tzinfo=None)
    first_artist, first_song = bulk.next_id(Artist), bulk.next_id(Song)
    count = int(sounds.artist.max()) + 1
    bulk.insert(Artist, _ARTIST, (_artist(first_artist + number) for number in range(count)))
    albums = _albums(sounds.artist)
    waveforms = [bytes(w) for w in rng.integers(20, 255, (_WAVEFORMS, 400), np.uint8)]
    for rows in _batches(len(sounds)):
        facts = sounds.facts(rows, rng)
        days = rng.uniform(0, _DAYS, len(rows)).tolist()
        added = [now - timedelta(days=age) for age in days]
        songs = (
            _song(first_song + row, first_artist + artist, album, cluster, duration_s, at)
            for row, artist, album, cluster, duration_s, at in zip(
                rows.tolist(),
                sounds.artist[rows].tolist(),
                albums[rows].tolist(),
                sounds.cluster[rows].tolist(),
                facts.duration_s.tolist(),
                added,
                strict=True,
            )
        )
        bulk.insert(Song, _SONG, songs)
        heard = _analyses(first_song + rows, sounds.embeddings(rows, rng), facts, waveforms, added)
        bulk.insert(Analysis, _ANALYSIS, heard)
        bulk.insert(Clip, _CLIP, _clips(first_song + rows, facts, added))
        advance(len(rows))
    bulk.follow_ids(Artist, Song)
    return first_song


def _batches(count: int) -> Iterator[np.ndarray]:
    for start in range(0, count, _BATCH):
        yield np.arange(start, min(start + _BATCH, count))


def _albums(artist: np.ndarray) -> np.ndarray:
    """1 upwards for each artist: songs of one lie side by side."""
    starts = np.searchsorted(artist, artist)
    return (np.arange(len(artist)) - starts) // _SONGS_PER_ALBUM + 1


def _artist(artist_id: int) -> tuple[Any, ...]:
    name = f"Simulated artist {artist_id}"
    return artist_id, marks.public_id(artist_id), name, Artist.key_of(name)


def _song(
    song_id: int, artist_id: int, album: int, cluster: int, duration_s: float, added_at: datetime
) -> tuple[Any, ...]:
    title = f"Simulated song {song_id}"
    album_title = f"Simulated album {artist_id}.{album}"
    return (
        song_id,
        marks.public_id(song_id),
        artist_id,
        title,
        album_title,
        f"Simulated genre {cluster + 1}",
        added_at.year,
        marks.LICENCE,
        f"songs/simulated-{song_id}.mp3",
        f"simulated-{song_id}",
        0,
        "audio/mpeg",
        duration_s,
        added_at,
        f"{title}\nSimulated artist {artist_id}\n{album_title}".casefold(),
    )


def _analyses(
    song_ids: np.ndarray,
    embeddings: tuple[np.ndarray, np.ndarray],
    facts: Facts,
    waveforms: list[bytes],
    analysed: list[datetime],
) -> Iterator[tuple[Any, ...]]:
    for row, song_id in enumerate(song_ids.tolist()):
        yield (
            *(song_id, Analysis.State.DONE.value, analysed[row], analysis.VERSION, analysed[row]),
            *(float(facts.tempo_bpm[row]), 0.9, facts.key[row]),
            *("minor" if facts.is_minor[row] else "major", 0.8, float(facts.energy[row])),
            *(float(facts.brightness[row]), float(facts.danceability[row]), -14.0),
            *(embeddings[0][row].tobytes(), embeddings[1][row].tobytes()),
            *(waveforms[song_id % len(waveforms)], "[]", "[]"),
        )


def _clips(
    song_ids: np.ndarray, facts: Facts, rendered: list[datetime]
) -> Iterator[tuple[Any, ...]]:
    for row, song_id in enumerate(song_ids.tolist()):
        start_s = float(facts.duration_s[row]) * 0.4
        audio = f"clips/simulated-{song_id}.m4a"
        yield (
            *(song_id, start_s, start_s + CLIP_S, audio, audio, CLIP_S),
            *(-14.0, Clip.Provenance.DETECTOR.value, 0.7, rendered[row]),
        )
