"""Where next songs come from: named sources, one search or query each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from feed.models import Play
from feed.repertoire import PRIOR_PLAYS, Repertoire
from feed.taste import Centre, TasteProfile

Source = Play.Source
NEAR, FRESH, BANDIT, EXPLORE, RANDOM, DIAL = 40, 12, 16, 12, 6, 40
# So many centres are asked at a time; which ones changes from request to request.
_CENTRES = 2
# Out of so many that everybody keeps most, and are new to the listener, the bandit chooses.
_BEST = 40
# Out of so many songs at random the search for the hardly shown and the far away chooses.
_DRAWN = 1500


@dataclass
class Found:
    """Songs that sources put forward: rows of the repertoire, each with all that found it."""

    sources: dict[int, list[Source]] = field(default_factory=dict)

    def add(self, source: Source, rows: Iterable[int]) -> None:
        for row in rows:
            found_by = self.sources.setdefault(int(row), [])
            if source not in found_by:
                found_by.append(source)

    def without(self, rows: Collection[int]) -> Found:
        return Found({row: by for row, by in self.sources.items() if row not in rows})

    def __len__(self) -> int:
        return len(self.sources)


def by_sound(
    repertoire: Repertoire,
    taste: TasteProfile,
    known: Collection[int],
    rng: np.random.Generator,
    depth: int = NEAR,
) -> Found:
    """Near the mood and near some centres of taste, by one search; `known` songs left out."""
    centres = _drawn(taste.centres, rng)
    points = [centre.point for centre in centres]
    sources = [Source.TASTE] * len(centres)
    if taste.mood is not None:
        points.append(taste.mood)
        sources.append(Source.MOOD)
    found = Found()
    if not points:
        return found
    song_ids, _ = repertoire.index.near(np.stack(points), depth, known)
    for source, near in zip(sources, song_ids, strict=True):
        found.add(source, repertoire.rows_of(near[near >= 0].tolist()).values())
    return found


def _drawn(centres: Sequence[Centre], rng: np.random.Generator) -> list[Centre]:
    """Up to two, heavier ones more often."""
    if len(centres) <= _CENTRES:
        return list(centres)
    shares = np.array([centre.share for centre in centres])
    picked = rng.choice(len(centres), _CENTRES, replace=False, p=shares / shares.sum())
    return [centres[place] for place in picked]


def dialled(
    repertoire: Repertoire, energy: float, brightness: float, rng: np.random.Generator
) -> np.ndarray:
    """Rows of songs about as energetic and bright as the dial says, any of them."""
    rows = repertoire.plane.near(energy, brightness, DIAL)
    return rng.choice(rows, min(DIAL, len(rows)), replace=False)


def colistened(repertoire: Repertoire, scores: Mapping[int, float]) -> list[int]:
    """Rows of what was heard by those who heard what this listener kept, the most so first."""
    rows = repertoire.rows_of(scores.keys())
    return sorted(rows.values(), key=lambda row: -scores[int(repertoire.index.ids[row])])[:NEAR]


def fresh(repertoire: Repertoire, rng: np.random.Generator) -> np.ndarray:
    """Rows of songs that came after the index was fitted."""
    new = np.arange(len(repertoire) - repertoire.additions, len(repertoire))
    return rng.choice(new, min(FRESH, len(new)), replace=False)


def loved(repertoire: Repertoire, known: Collection[int], rng: np.random.Generator) -> np.ndarray:
    """Rows of songs that most of those who met them kept; `known` songs left out."""
    best = repertoire.most_kept
    new = [id_ not in known for id_ in repertoire.index.ids[best].tolist()]
    rows = best[new][:_BEST]
    return rows[np.argsort(-_drawn_rates(repertoire, rows, rng))[:BANDIT]]


def rare(repertoire: Repertoire, rng: np.random.Generator) -> np.ndarray:
    """Rows of hardly shown songs: of many at random, those that may be kept."""
    rows = _any(repertoire, rng)
    rows = rows[repertoire.facts["shown"][rows] < PRIOR_PLAYS]
    return rows[np.argsort(-_drawn_rates(repertoire, rows, rng))[:BANDIT]]


def _drawn_rates(repertoire: Repertoire, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How often each song may be kept, for a bandit (Thompson sampling): the less a song was shown,
    the wider its rate is drawn, so that every song gets its chance."""
    shown, kept = repertoire.facts["shown"][rows], repertoire.facts["kept"][rows]
    prior = PRIOR_PLAYS * repertoire.kept_rate
    return rng.beta(kept + prior, np.maximum(shown - kept, 0) + PRIOR_PLAYS - prior)


def unfamiliar(repertoire: Repertoire, taste: TasteProfile, rng: np.random.Generator) -> Found:
    """What nothing known about the listener leads to: the far away, the new, the hardly shown."""
    found = Found()
    found.add(Source.EXPLORE, far_away(repertoire, taste, rng))
    found.add(Source.FRESH, fresh(repertoire, rng))
    found.add(Source.RARE, rare(repertoire, rng))
    return found


def far_away(repertoire: Repertoire, taste: TasteProfile, rng: np.random.Generator) -> np.ndarray:
    """Rows of songs that are like nothing the listener is known for."""
    known = [centre.point for centre in taste.centres]
    known += [taste.mood] if taste.mood is not None else []
    if not known:
        return np.zeros(0, int)
    rows = _any(repertoire, rng)
    nearest = (repertoire.index.points_at(rows) @ np.stack(known).T).max(axis=1)
    quarter = max(len(rows) // 4, 1)
    farthest = rows[np.argpartition(nearest, quarter - 1)[:quarter]]
    return rng.choice(farthest, min(EXPLORE, len(farthest)), replace=False)


def at_random(repertoire: Repertoire, rng: np.random.Generator) -> np.ndarray:
    return rng.choice(len(repertoire), min(RANDOM, len(repertoire)), replace=False)


def _any(repertoire: Repertoire, rng: np.random.Generator) -> np.ndarray:
    """Rows of 1,500 songs at random, or of all."""
    if len(repertoire) <= _DRAWN:
        return rng.permutation(len(repertoire))
    # Drawn with replacement, each song once: a permutation of millions takes long, and so does
    # NumPy's own unique.
    drawn = np.sort(rng.integers(len(repertoire), size=_DRAWN))
    return drawn[np.diff(drawn, prepend=-1) > 0]
