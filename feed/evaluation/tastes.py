"""Simulated listeners: hidden tastes that drift, get bored, and want one thing at a time. Pure.

No listener hears songs as the feed does: each weighs half of the raw features in a way of their
own, is loyal to genres and artists, and shares with everybody a liking for songs that appeal. All
that is random about a listener is drawn beforehand, by song and by swipe: whoever recommends, they
meet the same listener.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feed.evaluation.worlds import World

# A listener is in two minds about songs as near to an interest as this share of all songs.
_LIKED_SHARE = 0.08
_STEEPNESS, _OTHER_INTEREST = 2.0, 1.5
_GENRE, _ARTIST, _APPEAL = 1.0, 1.0, 0.5
_SWITCH, _DRIFT_SWIPES = 1 / 12, 100
_RECENT, _FADING, _BORED = 8, 0.8, 1.2
_SAME_SHARE = 0.005
_LIKE_ODDS, _LIKE_SHARE = 0.5, 0.4
_FACT_WEIGHT = 3.0


@dataclass(frozen=True)
class Swipe:
    """A card that a listener met: the song's row, how much of the clip was heard, and a like."""

    row: int
    share: float
    liked: bool

    @property
    def kept(self) -> bool:
        return self.share >= 0.5


@dataclass(frozen=True)
class HiddenTaste:
    """`heard` is N x d: the songs as this listener hears them. `origins` and `goals` (I x d) are
    where each interest lies and drifts to; `active` (swipes) says which one it is about.
    `chances` is N x 3, uniform: for staying, for how long, for liking."""

    heard: np.ndarray
    origins: np.ndarray
    goals: np.ndarray
    active: np.ndarray
    near: np.ndarray
    scale: np.ndarray
    same: float
    loyalty: np.ndarray
    artists: np.ndarray
    chances: np.ndarray

    @classmethod
    def draw(cls, world: World, swipes: int, rng: np.random.Generator) -> HiddenTaste:
        heard = _as_heard(world, rng)
        anchors = rng.choice(len(world), min(int(rng.integers(2, 5)), len(world)), replace=False)
        distances = np.stack([np.linalg.norm(heard - heard[row], axis=1) for row in anchors])
        close = np.quantile(distances, [_SAME_SHARE, _LIKED_SHARE, 0.5], axis=1)
        return cls(
            heard=heard,
            origins=heard[anchors],
            goals=heard[[rng.choice(np.flatnonzero(d <= np.quantile(d, 0.1))) for d in distances]],
            active=_moods(len(anchors), swipes, rng),
            near=close[1],
            scale=np.maximum(close[2] - close[1], 1e-6) / 3,
            same=float(np.quantile(distances, _SAME_SHARE)),
            loyalty=_loyalty(world, anchors, rng),
            artists=world.artists,
            chances=rng.random((len(world), 3)),
        )

    def meet(self, row: int, shown: Sequence[Swipe]) -> Swipe:
        """What this listener does with a song after those shown before."""
        log_odds = self.log_odds(row, shown)
        odds = 1 / (1 + np.exp(-log_odds))
        stay, length, like = self.chances[row].tolist()
        if stay >= odds:
            return Swipe(row, 0.03 + 0.4 * length * float(odds) ** 0.5, False)
        liked = log_odds > _LIKE_ODDS and like < _LIKE_SHARE
        # One of seven who stay hears it again.
        share = 0.55 + 0.45 * length if length < 6 / 7 else 1 + 0.6 * length
        return Swipe(row, share, bool(liked))

    def log_odds(self, row: int, shown: Sequence[Swipe]) -> float:
        """Of staying for a song; 0 where they are in two minds."""
        now = len(shown)
        moved = min(now / _DRIFT_SWIPES, 1.0)
        interests = self.origins + moved * (self.goals - self.origins)
        nearness = (self.near - np.linalg.norm(interests - self.heard[row], axis=1)) / self.scale
        nearness[np.arange(len(nearness)) != self.active[now]] -= _OTHER_INTEREST
        wanted = _STEEPNESS * float(nearness.max()) + float(self.loyalty[row])
        return wanted - self._boredom(row, shown)

    def _boredom(self, row: int, shown: Sequence[Swipe]) -> float:
        """More for each recent song by the same artist or of almost the same sound."""
        recent = [swipe.row for swipe in shown[-_RECENT:]][::-1]
        if not recent:
            return 0.0
        same_artist = self.artists[recent] == self.artists[row]
        apart = np.linalg.norm(self.heard[recent] - self.heard[row], axis=1)
        repeated = same_artist.astype(float) + (apart < self.same)
        return float(_BORED * repeated @ _FADING ** np.arange(len(recent)))


def _as_heard(world: World, rng: np.random.Generator) -> np.ndarray:
    """Half of the features, weighed at random; facts weigh more than what embeddings hold."""
    size = world.features.shape[1]
    weights = np.where(rng.random(size) < 0.5, rng.lognormal(0, 0.7, size), 0.0)
    weights[world.facts_from :] *= _FACT_WEIGHT
    weights[int(rng.integers(size))] += 1.0  # never deaf
    picked = weights > 0
    scaled = weights[picked] / np.linalg.norm(weights)
    return np.asarray(world.features[:, picked] * scaled, np.float32)


def _moods(interests: int, swipes: int, rng: np.random.Generator) -> np.ndarray:
    """Which interest each swipe is about: for a dozen swipes mostly, then another."""
    switches = np.cumsum(rng.random(swipes) < _SWITCH)
    order = rng.integers(1, max(interests, 2), swipes + 1).cumsum()
    return np.asarray(order[switches] % interests)


def _loyalty(world: World, anchors: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """N: what speaks for each song besides its sound."""
    genres = world.genres[anchors]
    of_genre = np.isin(world.genres, genres[genres >= 0])
    of_artist = np.isin(world.artists, world.artists[anchors])
    fondness = rng.random(2) * 2
    loved = fondness[0] * _GENRE * of_genre + fondness[1] * _ARTIST * of_artist
    return np.asarray(loved + _APPEAL * world.appeal)
