"""How fond a listener is of each kind of sound, by what they did with songs near to it.

Pure. Gaussian process classification (Rasmussen and Williams, 2006, chapter 3.4): what they did
with a song tells much of songs that sound the same and little of others, and what surprises tells
more than what anybody would have done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import numpy as np
from scipy.special import expit, logit

from feed.repertoire import Repertoire
from feed.signals import GONE_WEIGHT, STAYED_WEIGHT, Signals

# The last songs with which something was done; what is older lives on in the centres of taste.
_SONGS = 100
# How far fondness spreads in log odds, and how near songs are that share it: points of songs that
# have nothing in common are 1.4 apart.
_SPREAD, _REACH = 2.5, 0.8
# Energy and brightness over their whole range, and opposite tempi, are so far apart.
_FACTS_APART, _TEMPI_APART = 1.6, 0.6
# It has settled by then.
_STEPS = 20


@dataclass(frozen=True)
class Fondness:
    """`places` (n x P) of songs, and how much each `pulls` (n): above 0 near, below away."""

    places: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    pulls: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def of(cls, signals: Signals, repertoire: Repertoire, now: datetime) -> Self:
        """From what was done with the last hundred songs, as far as they are in the repertoire."""
        song_ids, newest, which = np.unique(
            signals.song_ids, return_index=True, return_inverse=True
        )
        last = np.argsort(newest)[:_SONGS]
        rows = repertoire.index.rows_at(song_ids[last])
        last, rows = last[rows >= 0], rows[rows >= 0]
        if not len(rows):
            return cls()
        weights = np.bincount(which, signals.weights, len(song_ids))[last]
        stayed = np.interp(weights, (GONE_WEIGHT, STAYED_WEIGHT), (0, 1))
        places = places_of(repertoire.index.points_at(rows), repertoire.facts[rows])
        pulls = _pulls(
            _kernel(places, places),
            expected=logit(repertoire.rates(rows)),
            stayed=stayed,
            counts=signals.left(now)[newest[last]],
        )
        return cls(places, pulls)

    def log_odds(self, places: np.ndarray) -> np.ndarray:
        """What they add, for or against, at `places` (m x P); 0 where nothing is known."""
        if not len(self.pulls):
            return np.zeros(len(places))
        return np.asarray(_kernel(places, self.places) @ self.pulls)


def places_of(points: np.ndarray, facts: np.ndarray) -> np.ndarray:
    """Where songs (n x K points, n FACTS) lie by sound, mood and tempo (n x K + 4).

    Tempo goes around in a circle, half and double being the same; in its middle none is sure.
    """
    tempo_bpm = facts["tempo_bpm"]
    sure = tempo_bpm > 0
    angle = 2 * np.pi * np.log2(np.where(sure, tempo_bpm, 1))
    places = np.empty((len(points), points.shape[1] + 4), np.float32)
    places[:, :-4] = points
    places[:, -4] = _FACTS_APART * facts["energy"]
    places[:, -3] = _FACTS_APART * facts["brightness"]
    places[:, -2] = _TEMPI_APART / 2 * sure * np.cos(angle)
    places[:, -1] = _TEMPI_APART / 2 * sure * np.sin(angle)
    return places


def _kernel(places: np.ndarray, others: np.ndarray) -> np.ndarray:
    """m x n: how much the log odds of songs at `places` (m x P) vary with those of `others`
    (n x P)."""
    lengths = np.square(places).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    return np.asarray(_SPREAD**2 * np.exp((2 * places @ others.T - lengths) / (2 * _REACH**2)))


def _pulls(
    kernel: np.ndarray, *, expected: np.ndarray, stayed: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """How much each of n songs pulls, where anybody would stay for it with log odds `expected` (n),
    and the listener `stayed` (n, 0..1), which `counts` (n, 0..1) the less the longer ago it was.

    Newton's method goes astray where much surprises; with a bound for the curvature (Böhning and
    Lindsay, 1988) each step comes nearer, and one matrix serves all of them.
    """
    curvature = counts / 4
    covariance = np.linalg.solve(np.eye(len(kernel)) + kernel * curvature, kernel)
    fond = np.zeros(len(kernel))
    for _ in range(_STEPS):
        fond = covariance @ (curvature * fond + counts * (stayed - expit(fond + expected)))
    return np.asarray(counts * (stayed - expit(fond + expected)))
