"""Where next songs come from: a few named sources, one search or query each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from catalog.models import Analysis
from feed.index import SongIndex
from feed.models import Play
from feed.remembering import Remembered

NEAR, FRESH, EXPLORE = 40, 12, 12


@dataclass(frozen=True)
class Candidate:
    """One song that a source put forward; `rank` counts from 0, best first."""

    song_id: int
    artist_id: int
    source: str
    rank: int


def near(
    index: SongIndex, points: Mapping[Play.Source, np.ndarray], heard: Collection[int]
) -> list[Candidate]:
    """The songs that sound nearest to each point (K) of the index, by source; one search.

    `heard` are those known already: around a mood they are the nearest of all.
    """
    if not points:
        return []
    found, _ = index.search(np.stack(list(points.values())), NEAR, heard)
    artists = index.artists_of(found.ravel())
    return [
        Candidate(song_id, artists[song_id], source, rank)
        for source, song_ids in zip(points, found.tolist(), strict=True)
        for rank, song_id in enumerate(song_ids)
        if song_id >= 0
    ]


def explore(index: SongIndex, rng: np.random.Generator) -> list[Candidate]:
    """Any songs of the index, each as likely as the next."""
    count = min(EXPLORE, len(index))
    picked = rng.choice(len(index), count, replace=False)
    songs = zip(index.ids[picked].tolist(), index.artist_ids[picked].tolist(), strict=True)
    return [
        Candidate(song_id, artist_id, Play.Source.EXPLORE, rank)
        for rank, (song_id, artist_id) in enumerate(songs)
    ]


def fresh(index: SongIndex | None, rng: np.random.Generator) -> list[Candidate]:
    """The newest songs that became playable after the index was built, in any order."""
    newest = _newest()
    indexed = index.artists_of([song_id for song_id, _ in newest]) if index else {}
    new = [(song_id, artist_id) for song_id, artist_id in newest if song_id not in indexed]
    rng.shuffle(new)
    return [
        Candidate(song_id, artist_id, Play.Source.FRESH, rank)
        for rank, (song_id, artist_id) in enumerate(new)
    ]


@Remembered
def _newest() -> list[tuple[int, int]]:
    """Ids of songs and of their artists."""
    newest = Analysis.objects.of_playable_songs().order_by("-analysed_at")
    return list(newest.values_list("song_id", "song__artist_id")[:FRESH])
