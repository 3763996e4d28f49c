"""What the API says of a song, as plain JSON."""

from __future__ import annotations

from functools import cache
from typing import Any

from catalog.addresses import address
from catalog.models import Song
from catalog.words import camelot, mood_words
from feed.api.rows import Row

_camelot = cache(camelot)


def entry(row: Row) -> dict[str, Any]:
    """A `SongEntry`."""
    public_id = row.public_id
    return {
        "id": public_id,
        "title": row.title,
        "artist": {"id": row.artist_id, "name": row.artist_name},
        "album": row.album,
        "genre": row.genre,
        "year": row.year,
        "licence": row.licence,
        "duration_s": row.duration_s,
        "tempo_bpm": row.sure_tempo_bpm,
        "key": row.key,
        "mode": row.mode,
        "camelot": _camelot(row.key, row.mode),
        "energy": row.energy,
        "brightness": row.brightness,
        "danceability": row.danceability,
        "loudness_lufs": row.loudness_lufs,
        "mood": mood_words(row.energy, row.brightness),
        "clip": {
            "start_s": row.clip_start_s,
            "end_s": row.clip_end_s,
            "duration_s": row.clip_duration_s,
            "chosen_by": row.clip_provenance,
            "confidence": row.clip_confidence,
            "audio": address("clip-audio", row.clip_audio.removeprefix("clips/")),
        },
        "links": {
            "details": address("api:song", public_id),
            "page": address("song", public_id),
            "stream": address("api:stream", public_id),
            "cover": address("cover", row.cover.removeprefix("covers/")) if row.cover else None,
            "picture": address("share-picture", public_id),
        },
    }


def details(row: Row, song: Song) -> dict[str, Any]:
    """A `SongDetails`."""
    analysis = song.analysis
    return entry(row) | {
        "added_at": song.added_at,
        "track_number": song.track_number,
        "tempo_confidence": analysis.tempo_confidence,
        "key_confidence": analysis.key_confidence,
        "true_peak_dbtp": analysis.true_peak_dbtp,
        "highlights": analysis.highlights,
        "waveform": analysis.waveform_points.tolist(),
    }
