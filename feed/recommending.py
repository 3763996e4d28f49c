"""Songs for somebody who says what they want: songs like these, or a mood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np

from feed.choosing import spaced
from feed.repertoire import Repertoire

_SHALLOW, _DEEP = 40, 200
# Neighbourhoods of so many songs take 7 MB, or 26 MB if all were deep.
_MOST_KEPT = 10_000
# Ids (k int64) and distances (k float32).
Neighbours = tuple[np.ndarray, np.ndarray]


class Pick(NamedTuple):
    """`anchor_id` is the named song that it sounds most like."""

    song_id: int
    artist_id: int
    anchor_id: int | None = None


@dataclass(frozen=True)
class MoodPoint:
    """0..1 each."""

    energy: float
    brightness: float

    def away(self, facts: np.ndarray) -> np.ndarray:
        """How far songs (N FACTS) are from it (N)."""
        return np.hypot(facts["energy"] - self.energy, facts["brightness"] - self.brightness)


def by_songs(
    repertoire: Repertoire, song_ids: Collection[int], count: int, mood: MoodPoint | None = None
) -> list[Pick]:
    """More songs than `count`, if there are, that sound like any of these; the likest first, or
    those that are both alike and near to the mood."""
    depth = max(_depth(count), _DEEP) if mood else _depth(count)
    found = _neighbourhoods.of(repertoire, song_ids, depth)
    nearest = {
        song_id: reached for song_id, reached in _nearest(found).items() if song_id not in song_ids
    }
    rows = repertoire.rows_of(nearest)
    facts = repertoire.facts[list(rows.values())]
    cost = np.array([nearest[song_id][0] for song_id in rows])
    if mood:
        cost = cost + mood.away(facts)
    found_ids, artist_ids = list(rows), facts["artist_id"].tolist()
    return [
        Pick(found_ids[place], artist_ids[place], nearest[found_ids[place]][1])
        for place in np.argsort(cost, kind="stable").tolist()
    ]


def by_mood(repertoire: Repertoire, mood: MoodPoint, count: int) -> list[Pick]:
    """More songs than `count`, if there are, about as energetic and bright; the nearest first."""
    rows = repertoire.plane.near(mood.energy, mood.brightness, _depth(count))
    nearest = np.argsort(mood.away(repertoire.facts[rows]), kind="stable")[: _depth(count)]
    ids, artists = repertoire.index.ids, repertoire.facts["artist_id"]
    return [Pick(int(ids[row]), int(artists[row])) for row in rows[nearest]]


def without_crowding(
    picks: Sequence[Pick], count: int, last_artist_id: int | None = None
) -> list[Pick]:
    """The first `count`, but never two by one artist in a row while there is another one."""
    by_id = {pick.song_id: pick for pick in picks}
    pairs = [(pick.song_id, pick.artist_id) for pick in picks]
    return [by_id[song_id] for song_id in spaced(pairs, last_artist_id, count)]


def _depth(count: int) -> int:
    """How many songs are looked at: some are gone, and some are by one artist."""
    return _SHALLOW if count * 3 <= _SHALLOW else _DEEP


def _nearest(found: Mapping[int, Neighbours]) -> dict[int, tuple[float, int]]:
    """For each song found its least distance, and the anchor it has that to."""
    nearest: dict[int, tuple[float, int]] = {}
    for anchor_id, (song_ids, distances) in found.items():
        for song_id, distance in zip(song_ids.tolist(), distances.tolist(), strict=True):
            if distance < nearest.get(song_id, (inf, 0))[0]:
                nearest[song_id] = (distance, anchor_id)
    return nearest


class Neighbourhoods:
    """What sounds like a song, searched for once as long as the repertoire is the same."""

    def __init__(self) -> None:
        self._of: tuple[Repertoire, dict[tuple[int, int], Neighbours]] | None = None

    def of(
        self, repertoire: Repertoire, song_ids: Collection[int], depth: int
    ) -> dict[int, Neighbours]:
        """By song; those that are not in the repertoire are left out."""
        known = self._known(repertoire)
        points = repertoire.points_of([song for song in song_ids if (song, depth) not in known])
        if points:
            searched = repertoire.index.near(np.stack(list(points.values())), depth + 1)
            for song_id, ids, distances in zip(points, *searched, strict=True):
                others = (ids >= 0) & (ids != song_id)
                known[song_id, depth] = (ids[others].astype(np.int64), distances[others])
        return {song: known[song, depth] for song in song_ids if (song, depth) in known}

    def _known(self, repertoire: Repertoire) -> dict[tuple[int, int], Neighbours]:
        kept = self._of
        if kept is None or kept[0] is not repertoire or len(kept[1]) > _MOST_KEPT:
            kept = self._of = (repertoire, {})
        return kept[1]


_neighbourhoods = Neighbourhoods()
