"""The analysed catalogue as a world for simulated listeners."""

import numpy as np

from catalog.models import Analysis
from catalog.words import camelot
from feed.evaluation.prototype import features_of
from feed.evaluation.worlds import World
from feed.facts import artists_apart

LEAST_SONGS, MOST_SONGS = 20, 5000
_BATCH = 500
_COLUMNS = (
    *("song_id", "song__artist_id", "song__genre", "embedding", "tempo_bpm", "key", "mode"),
    *("energy", "brightness", "danceability", "loudness_lufs"),
)
_ANGLE = 2 * np.pi / 12


class TooFewSongsError(Exception):
    """There is no catalogue to listen to; says so in a sentence."""


def analysed_world(rng: np.random.Generator) -> World:
    """All playable songs that are analysed, some of them where they are very many.

    Raises TooFewSongsError.
    """
    analyses = _analyses(rng)
    # A song analysed by another version waits until it is analysed anew.
    size = max((len(a.embedding_vector) for a in analyses), default=0)
    analyses = [a for a in analyses if len(a.embedding_vector) == size]
    if len(analyses) < LEAST_SONGS:
        raise TooFewSongsError(
            f"Simulated listeners need {LEAST_SONGS} analysed songs; there are {len(analyses)}:"
            " `manage.py demo` or `manage.py import_music` brings some."
        )
    song_ids = np.array([a.song_id for a in analyses])
    artists = artists_apart(song_ids, np.array([a.song.artist_id for a in analyses]))
    genres = [a.song.genre for a in analyses]
    numbers = {genre: n for n, genre in enumerate(sorted(set(genres) - {""}))}
    return World.of(
        song_ids,
        np.stack([a.embedding_vector for a in analyses]),
        np.array([_facts(a) for a in analyses]),
        artists=artists,
        genres=np.array([numbers.get(genre, -1) for genre in genres]),
        prototype=features_of(song_ids),
        rng=rng,
    )


def _analyses(rng: np.random.Generator) -> list[Analysis]:
    """In the order of songs, with what a world needs of them."""
    playable = Analysis.objects.of_playable_songs().exclude(embedding=None).order_by("song_id")
    ids = np.fromiter(playable.values_list("pk", flat=True), np.int64)
    if len(ids) > MOST_SONGS:
        ids = np.sort(rng.choice(ids, MOST_SONGS, replace=False))
    found: list[Analysis] = []
    for start in range(0, len(ids), _BATCH):
        batch = playable.filter(pk__in=ids[start : start + _BATCH].tolist())
        found += batch.select_related("song").only(*_COLUMNS)
    return found


def _facts(analysis: Analysis) -> tuple[float, ...]:
    """Octaves of tempo, place on the wheel of keys, energy, brightness, danceability, loudness."""
    code = camelot(analysis.key, analysis.mode)
    angle = int(code[:-1]) * _ANGLE if code else 0.0
    return (
        np.log2(analysis.tempo_bpm or 120),
        np.sin(angle) if code else 0.0,
        np.cos(angle) if code else 0.0,
        _or_half(analysis.energy),
        _or_half(analysis.brightness),
        _or_half(analysis.danceability),
        -14.0 if analysis.loudness_lufs is None else analysis.loudness_lufs,
    )


def _or_half(value: float | None) -> float:
    return 0.5 if value is None else value
