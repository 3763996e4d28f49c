"""Which candidates become cards. Pure: candidates with their log odds in, rows out.

Greedy, one card after another (maximal marginal relevance; Carbonell and Goldstein, 1998): the odds
that the listener stays, less for what resembles the cards around it, a little more for what follows
well on the card before, and now and then a song only to learn from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from feed.candidates import Source
from feed.ranking import EXPLORING, tempo_distance
from feed.repertoire import Repertoire
from feed.signals import PLAYED, Signals

# Songs more alike than this bore when they come close together. On the scale of log odds.
_ALIKE, _CLOSE, _ALIKE_COSTS = 0.5, 6, 3.0
# What is more alike than this to so many of the last cards, on average, locks in.
_CROWDED, _LATELY, _CROWD_COSTS = 0.15, 20, 10.0
_SAME_ARTIST_COSTS, _SAME_ALBUM_COSTS = 1.0, 0.4
# For one who reposts much not to be all there is: where all of the last cards were reposts.
_REPOSTED_COSTS = 3.0
# Tempo and key that follow: enough to decide among equally good ones, no more.
_TEMPO_FITS, _KEY_FITS = 0.2, 0.2
_TEMPO_WIDTH_OCTAVES = 0.06
# The same odds should not always give the same order.
_NOISE = 0.1
# The dial rules while it is held: what is a whole side of it away has no chance, and what else is
# known counts for so much less.
_DIAL_COSTS, _DIAL_RULES = 6.0, 0.7
# Exploration: its least and its most share of the cards, and what is assumed before it was tried.
LEAST_EXPLORED, MOST_EXPLORED = 0.06, 0.25
_ASSUMED_KEPT, _ASSUMED_PLAYS = 0.3, 6.0
# Where cards explore, a song that was never shown is worth so much more; to who is new, by how many
# signals there are, less.
_NEVER_SHOWN, _NEW_SIGNALS = 2.0, 10


@dataclass(frozen=True)
class Dial:
    """Where the mood dial points, 0..1 each, and how much it still counts, 0..1: less and less from
    when it was let go."""

    energy: float
    brightness: float
    strength: float
    held: bool = True

    def bend(self, log_odds: np.ndarray, facts: np.ndarray) -> np.ndarray:
        """Log odds that fall with the distance from the dial; what was known so far decides among
        the songs around it."""
        away = np.hypot(facts["energy"] - self.energy, facts["brightness"] - self.brightness)
        kept = 1 - _DIAL_RULES * self.strength
        return np.asarray(kept * log_odds - _DIAL_COSTS * self.strength * away)


@dataclass(frozen=True)
class Pool:
    """n candidates: rows of the repertoire, what found each, features (n x F), log odds (n).

    `reposts` are rows of what people they follow reposted, heard or not.
    """

    repertoire: Repertoire
    rows: np.ndarray
    sources: Sequence[Sequence[Source]]
    features: np.ndarray
    log_odds: np.ndarray
    reposts: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def only(self, wanted: np.ndarray) -> Pool:
        """Those candidates that are marked (n bool)."""
        sources = [found for found, keep in zip(self.sources, wanted, strict=True) if keep]
        rows, table, log_odds = self.rows[wanted], self.features[wanted], self.log_odds[wanted]
        return replace(self, rows=rows, sources=sources, features=table, log_odds=log_odds)

    @cached_property
    def reposted(self) -> np.ndarray:
        """Those that people they follow reposted (n bool)."""
        return _among(self.rows, self.reposts)

    @property
    def explored(self) -> np.ndarray:
        """Those that only sources of exploration found."""
        return np.array([EXPLORING.issuperset(found) for found in self.sources], bool)


def exploration_share(signals: Signals) -> float:
    """How many cards should explore: as well as this listener takes it, against the others."""
    played = signals.acts == PLAYED
    explored = np.array([source in EXPLORING for source in signals.sources], bool)
    tried = _kept_rate(signals.weights[played & explored])
    others = _kept_rate(signals.weights[played & ~explored])
    return LEAST_EXPLORED + (MOST_EXPLORED - LEAST_EXPLORED) * tried / (tried + others)


def worth_of_unshown(signals: Signals) -> float:
    """What a song that nobody was shown yet counts for in log odds more than others that explore.

    Even what suits hardly anybody is met by somebody so; who is new gets what most people keep.
    """
    return _NEVER_SHOWN * min(len(signals) / _NEW_SIGNALS, 1.0)


def _kept_rate(weights: np.ndarray) -> float:
    kept = np.count_nonzero(weights > 0)
    return (kept + _ASSUMED_KEPT * _ASSUMED_PLAYS) / (len(weights) + _ASSUMED_PLAYS)


def choose(
    pool: Pool,
    before: Sequence[int],
    last_artist_id: int | None,
    count: int,
    explore: float,
    rng: np.random.Generator,
    unshown: float = 0.0,
    only_artist: bool = False,
) -> list[int]:
    """Places in the pool of up to `count` cards, in order.

    `before` are rows of the cards just before, oldest first. Never two songs by one artist follow
    each other, fewer cards rather than that, unless it is the `only_artist` left. A share of the
    cards is meant to `explore`: what sources of exploration found competes for these alone, and
    with all others for the rest. `unshown` is what a song that was never shown is worth more where
    a card explores, in log odds.
    """
    log_odds = pool.log_odds + rng.gumbel(0, _NOISE, len(pool.rows))
    explored, facts = pool.explored, pool.repertoire.facts[pool.rows]
    artist_ids = facts["artist_id"]
    worth_exploring = unshown / (1 + facts["shown"])
    points = pool.repertoire.index.points_at(pool.rows)
    taken = np.zeros(len(pool.rows), bool)
    around = list(before)
    chosen: list[int] = []
    while len(chosen) < count:
        allowed = ~taken & (artist_ids != last_artist_id)
        if only_artist and not allowed.any():
            allowed = ~taken
        if not allowed.any():
            break
        value = log_odds + _fit(pool, points, around)
        if rng.random() < explore and (allowed & explored).any():
            allowed &= explored
            value += worth_exploring
        place = int(np.argmax(np.where(allowed, value, -np.inf)))
        taken[place] = True
        chosen.append(place)
        around.append(int(pool.rows[place]))
        last_artist_id = int(artist_ids[place])
    return chosen


def _fit(pool: Pool, points: np.ndarray, around: Sequence[int]) -> np.ndarray:
    """What the cards before make of the log odds of each candidate, which are at `points`."""
    if not around:
        return np.zeros(len(pool.rows))
    facts, index = pool.repertoire.facts, pool.repertoire.index
    lately, mine = np.asarray(around[-_LATELY:]), facts[pool.rows]
    near = lately[-_CLOSE:]
    likeness = points @ index.points_at(lately).T
    alike = likeness[:, -_CLOSE:].max(axis=1)
    crowded = np.maximum(likeness, 0).sum(axis=1) / _LATELY
    same_artist = _among(mine["artist_id"], facts["artist_id"][near])
    same_album = (mine["album"] > 0) & _among(mine["album"], facts["album"][near])
    reposts = np.count_nonzero(_among(near, pool.reposts)) / _CLOSE
    return np.asarray(
        follows(mine, facts[around[-1]])
        - _ALIKE_COSTS * np.maximum(alike - _ALIKE, 0)
        - _CROWD_COSTS * np.maximum(crowded - _CROWDED, 0)
        - _SAME_ARTIST_COSTS * same_artist
        - _SAME_ALBUM_COSTS * same_album
        - _REPOSTED_COSTS * reposts * pool.reposted
    )


def _among(values: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Which of the values are one of a few; NumPy's own takes longer to begin than this takes."""
    return np.asarray((values[:, None] == few).any(axis=1))


def follows(facts: np.ndarray, last: np.void) -> np.ndarray:
    """0..0.4: how well songs would be mixed after the last one, by tempo and Camelot wheel."""
    octaves = tempo_distance(facts["tempo_bpm"], float(last["tempo_bpm"]))
    tempo = np.exp(-np.square(octaves / _TEMPO_WIDTH_OCTAVES))
    steps = np.abs(facts["wheel"].astype(int) - int(last["wheel"]))
    steps = np.minimum(steps, 12 - steps) + (facts["minor"] != last["minor"])
    known = (facts["wheel"] >= 0) & (last["wheel"] >= 0)
    return _TEMPO_FITS * tempo + _KEY_FITS * (known & (steps <= 1))


def spaced(songs: Sequence[tuple[int, int]], last_artist_id: int | None, count: int) -> list[int]:
    """The first `count` of songs with their artists, reordered so that artists alternate as long as
    there is another one."""
    left = list(songs)
    chosen: list[int] = []
    while left and len(chosen) < count:
        pick = next((song for song in left if song[1] != last_artist_id), left[0])
        left.remove(pick)
        chosen.append(pick[0])
        last_artist_id = pick[1]
    return chosen
