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
    # All columns at once: one by one, by name, they take an eighth of the time an entry takes.
    # fmt: off
    (
        _, public_id, title, _, artist_id, artist_name, album, genre, year, licence, duration_s,
        cover, _, _, key, mode, energy, brightness, danceability, loudness_lufs,
        start_s, end_s, clip_duration_s, clip_audio, chosen_by, confidence,
    ) = row
    # fmt: on
    return {
        "id": public_id,
        "title": title,
        "artist": {"id": artist_id, "name": artist_name},
        "album": album,
        "genre": genre,
        "year": year,
        "licence": licence,
        "duration_s": duration_s,
        "tempo_bpm": row.sure_tempo_bpm,
        "key": key,
        "mode": mode,
        "camelot": _camelot(key, mode),
        "energy": energy,
        "brightness": brightness,
        "danceability": danceability,
        "loudness_lufs": loudness_lufs,
        "mood": mood_words(energy, brightness),
        "clip": {
            "start_s": start_s,
            "end_s": end_s,
            "duration_s": clip_duration_s,
            "chosen_by": chosen_by,
            "confidence": confidence,
            "audio": address("clip-audio", clip_audio.removeprefix("clips/")),
        },
        "links": {
            "details": address("api:song", public_id),
            "page": address("song", public_id),
            "stream": address("api:stream", public_id),
            "cover": address("cover", cover.removeprefix("covers/")) if cover else None,
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
