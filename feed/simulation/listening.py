"""What simulated listeners meet and do: a few tastes each, sessions, skips, likes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from feed.models import Play
from feed.simulation.sounds import Sounds

Source = Play.Source
_WANTED = (Source.MOOD, Source.TASTE, Source.COLISTEN, Source.PEOPLE)
_EXPLORED = (Source.EXPLORE, Source.RANDOM, Source.RARE, Source.FRESH)
_SOURCES = np.array([*_WANTED, *_EXPLORED])
_WANTED_SHARES = np.cumsum([0.5, 0.25, 0.15, 0.1])
_AT_TASTE, _TASTES = 0.75, (2, 6)
_UNEVEN, _MOST_OF_ALL = 0.8, 0.8
_SESSION_PLAYS, _SESSION_STEP_S, DAYS = 30, 18.0, 180
_REACH, _BASE_ODDS, _NEAR_ODDS, _APPEAL_ODDS = 3.0, -2.0, 4.0, 0.6


@dataclass(frozen=True)
class Plays:
    """One listener's n plays, in the order of time; songs are rows, `ago_s` is seconds before now,
    `share` 0..1 and above."""

    song: np.ndarray
    source: np.ndarray
    share: np.ndarray
    ago_s: np.ndarray
    liked: np.ndarray
    reposted: np.ndarray


def play_counts(listeners: int, plays: int, songs: int, rng: np.random.Generator) -> np.ndarray:
    """How many plays each listener has: unevenly shared out, none with most of the catalogue."""
    cap = max(int(_MOST_OF_ALL * songs), 1)
    weights = rng.lognormal(0, _UNEVEN, listeners)
    counts = np.zeros(listeners, int)
    while (left := min(plays, cap * listeners) - int(counts.sum())) > 0:
        has_room = counts < cap
        shares = weights * has_room / (weights @ has_room)
        counts = np.minimum(counts + rng.multinomial(left, shares), cap)
    return counts


class Listening:
    """Draws listeners who come across what is popular, and mostly in what they like."""

    def __init__(self, sounds: Sounds) -> None:
        self._sounds = sounds
        self._order = np.argsort(sounds.cluster, kind="stable")
        ends = np.searchsorted(sounds.cluster[self._order], np.arange(len(sounds.centres) + 1))
        self._cumulated = np.concatenate([[0.0], np.cumsum(sounds.weight[self._order])])
        self._from, self._until = self._cumulated[ends[:-1]], self._cumulated[ends[1:]]
        self._appeal = _standardised(np.log(sounds.weight))

    def draw(self, count: int, rng: np.random.Generator) -> Plays:
        """One listener with `count` plays of as many songs."""
        sounds = self._sounds
        tastes = rng.integers(len(sounds.centres), size=int(rng.integers(*_TASTES)))
        points = sounds.centres[tastes] + rng.normal(0, 0.5, (len(tastes), sounds.latent.shape[1]))
        song, wanted = self._come_across(tastes, count, rng)
        log_odds = self._log_odds(song, points) + rng.logistic(0, 0.5, count)
        stayed = log_odds > 0
        kept_share = np.where(rng.random(count) < 0.1, 1.4, rng.uniform(0.5, 1.05, count))
        loved = stayed & (log_odds > 1)
        return Plays(
            song=song,
            source=_sources(wanted, rng),
            share=np.where(stayed, kept_share, rng.beta(1, 5, count) * 0.45),
            ago_s=_session_times(count, rng),
            liked=loved & (rng.random(count) < 0.12),
            reposted=loved & (rng.random(count) < 0.02),
        )

    def _come_across(
        self, tastes: np.ndarray, count: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Different songs in the order they are met, and whether each was looked for."""
        met, wanted = np.zeros(0, int), np.zeros(0, bool)
        for _ in range(6):
            if len(met) >= count:
                break
            size = 2 * (count - len(met)) + 10
            looked_for = rng.random(size) < _AT_TASTE
            cluster = rng.choice(tastes, size)
            low = np.where(looked_for, self._from[cluster], 0.0)
            high = np.where(looked_for, self._until[cluster], 1.0)
            places = np.searchsorted(self._cumulated, rng.uniform(low, high), "right") - 1
            found = self._order[np.minimum(places, len(self._order) - 1)]
            met, wanted = _first_times([*met, *found], [*wanted, *looked_for])
        if len(met) < count:  # the likely ones are all met: now the others
            others = rng.permutation(np.setdiff1d(np.arange(len(self._order)), met))
            wanted = np.concatenate([wanted, np.zeros(len(others), bool)])
            met = np.concatenate([met, others])
        return met[:count], wanted[:count]

    def _log_odds(self, songs: np.ndarray, points: np.ndarray) -> np.ndarray:
        places = self._sounds.latent[songs]
        squares = ((places[:, None] - points[None]) ** 2).sum(axis=2).min(axis=1)
        nearness = np.exp(-squares / (2 * _REACH**2))
        return _BASE_ODDS + _NEAR_ODDS * nearness + _APPEAL_ODDS * self._appeal[songs]


def _first_times(songs: list[int], wanted: list[bool]) -> tuple[np.ndarray, np.ndarray]:
    _, first = np.unique(songs, return_index=True)
    first.sort()
    return np.array(songs)[first], np.array(wanted, bool)[first]


def _sources(wanted: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    drawn = rng.random(len(wanted))
    at_taste = np.searchsorted(_WANTED_SHARES[:-1], drawn)
    explored = len(_WANTED) + (drawn * len(_EXPLORED)).astype(int)
    return np.asarray(_SOURCES[np.where(wanted, at_taste, explored)])


def _session_times(count: int, rng: np.random.Generator) -> np.ndarray:
    """Seconds before now, descending: some evenings, one clip after the other."""
    sessions = -(-count // _SESSION_PLAYS)
    starts = np.sort(rng.uniform(3600, DAYS * 86400, sessions))[::-1]
    session = np.arange(count) // _SESSION_PLAYS
    place = np.arange(count) % _SESSION_PLAYS
    return np.asarray(starts[session] - place * _SESSION_STEP_S)


def _standardised(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / max(float(values.std()), 1e-9)
