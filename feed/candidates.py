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
    found, _ = index.search_points(np.stack(list(points.values())), NEAR, heard)
    return [
        Candidate(int(song_id), source, rank)
        for source, song_ids in zip(points, found, strict=True)
        for rank, song_id in enumerate(song_ids)
        if song_id >= 0
    ]


def explore(index: SongIndex, rng: np.random.Generator) -> list[Candidate]:
    """Any songs of the index, each as likely as the next."""
    count = min(EXPLORE, len(index))
    picked = rng.choice(len(index), count, replace=False)
    return [
        Candidate(int(index.ids[row]), Play.Source.EXPLORE, rank) for rank, row in enumerate(picked)
    ]


def fresh(index: SongIndex | None, rng: np.random.Generator) -> list[Candidate]:
    """The newest songs that became playable after the index was built, in any order."""
    ids = _newest_ids()
    indexed = index.points_of(ids) if index else {}
    new_ids = [song_id for song_id in ids if song_id not in indexed]
    rng.shuffle(new_ids)
    return [Candidate(song_id, Play.Source.FRESH, rank) for rank, song_id in enumerate(new_ids)]


@Remembered
def _newest_ids() -> list[int]:
    newest = Analysis.objects.of_playable_songs().order_by("-analysed_at")
    return list(newest.values_list("song_id", flat=True)[:FRESH])
