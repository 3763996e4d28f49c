"""What a listener did, as signals: each with a weight and a half-life.

| done                     | weight                                             | half-life |
|--------------------------|----------------------------------------------------|-----------|
| clip heard               | -0.6 (gone at once) to 1 (half of it or more)      | 30 days   |
| heard again, gone back   | 0.5 and 0.3 more for each time, 1 at most          | 30 days   |
| whole song opened        | 1 more                                             | 30 days   |
| liked                    | 2                                                  | 180 days  |
| shared                   | 2                                                  | 180 days  |
| reposted                 | 2.5                                                | 180 days  |
| added to a playlist      | 2.5                                                | 360 days  |
| commented on             | 1.5, however often                                 | 180 days  |
| not interested           | -2                                                 | 180 days  |

Signals are read from what happened, on every request: reports that come late, twice or out of order
cannot make them drift, and the very next request feels them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, Self, overload

import numpy as np
import numpy.typing as npt
from django.db import connection

from feed.instants import FAR_AHEAD, LONG_AGO, as_stored, handed_out, seconds_of
from feed.models import Taste
from social.models import Listener

# Enough to know somebody by; what is older counts for little anyway.
PLAYS, ACTIONS = 200, 300
# Below this share of the clip a song counts as skipped, above the other as stayed for.
SKIPPED_SHARE, STAYED_SHARE = 0.2, 0.5
GONE_WEIGHT, STAYED_WEIGHT = -0.6, 1.0
_REPLAY, _SEEK_BACK, _MOST_AGAIN, _OPENED = 0.5, 0.3, 1.0, 1.0
_PLAYED_HALF_LIFE = timedelta(days=30)


PLAYED = "played"
LIKED, SHARED, REPOSTED, COLLECTED, DISMISSED = "like", "share", "repost", "playlist", "dismissal"
COMMENTED = "comment"


@dataclass(frozen=True)
class Action:
    """What one deliberate act says."""

    weight: float
    half_life: timedelta


ACTS = {
    LIKED: Action(2.0, timedelta(days=180)),
    SHARED: Action(2.0, timedelta(days=180)),
    REPOSTED: Action(2.5, timedelta(days=180)),
    COLLECTED: Action(2.5, timedelta(days=360)),
    COMMENTED: Action(1.5, timedelta(days=180)),
    DISMISSED: Action(-2.0, timedelta(days=180)),
}


_HALF_LIVES_S = {
    PLAYED: _PLAYED_HALF_LIFE.total_seconds(),
    **{act: done.half_life.total_seconds() for act, done in ACTS.items()},
}


class Signal(NamedTuple):
    """One thing a listener did with a song; weight above 0 draws near, below pushes away."""

    song_id: int
    weight: float
    at: datetime
    act: str = PLAYED
    source: str = ""


@dataclass(frozen=True, eq=False)
class Signals(Sequence[Signal]):
    """What a listener did, newest first; in columns (n each), for all of them are looked at with
    every swipe. `at_s` are seconds since 1970, `acts` and `sources` texts."""

    song_ids: np.ndarray
    weights: np.ndarray
    at_s: np.ndarray
    acts: np.ndarray
    sources: np.ndarray

    @classmethod
    def of(cls, signals: Iterable[Signal] = ()) -> Self:
        """In any order."""
        newest_first = sorted(signals, key=attrgetter("at"), reverse=True)
        return cls(
            np.array([signal.song_id for signal in newest_first], np.int64),
            np.array([signal.weight for signal in newest_first], float),
            np.array([signal.at.timestamp() for signal in newest_first], float),
            np.array([signal.act for signal in newest_first], object),
            np.array([signal.source for signal in newest_first], object),
        )

    def __len__(self) -> int:
        return len(self.song_ids)

    @overload
    def __getitem__(self, place: int) -> Signal: ...
    @overload
    def __getitem__(self, place: slice) -> Signals: ...
    def __getitem__(self, place: int | slice) -> Signal | Signals:
        if isinstance(place, slice):
            return self.only(place)
        at = datetime.fromtimestamp(float(self.at_s[place]), UTC)
        weight, act, source = self.weights[place], self.acts[place], self.sources[place]
        return Signal(int(self.song_ids[place]), float(weight), at, act, source)

    def only(self, which: np.ndarray | slice) -> Signals:
        """Those that are marked (n bool) or named by their places."""
        columns = (self.song_ids, self.weights, self.at_s, self.acts, self.sources)
        return Signals(*(column[which] for column in columns))

    def decayed(self, now: datetime) -> np.ndarray:
        """What is left of each weight (n) at `now`."""
        return self.weights * self.left(now)

    def left(self, now: datetime) -> np.ndarray:
        """How much each signal (n) still counts at `now`, 0..1."""
        half_lives_s = np.array([_HALF_LIVES_S[act] for act in self.acts], float)
        return np.asarray(0.5 ** (self.ages_s(now) / half_lives_s))

    def ages_s(self, now: datetime) -> np.ndarray:
        return np.maximum(now.timestamp() - self.at_s, 0.0)


def play_weight(
    listened_share: npt.ArrayLike, seeks_back: npt.ArrayLike = 0, opened_song: npt.ArrayLike = False
) -> np.ndarray:
    """From -0.6 (gone at once) over 0 to 3 (heard again, and opened); monotone in each. Numbers or
    arrays of one shape."""
    # Straight lines: -0.6 at 0, half of that where it counts as skipped, 1 where as stayed for.
    knots = (0.0, SKIPPED_SHARE, STAYED_SHARE)
    shares = np.asarray(listened_share, float)
    stayed = np.interp(shares, knots, (GONE_WEIGHT, GONE_WEIGHT / 2, STAYED_WEIGHT))
    replays = np.maximum(shares - 1, 0.0)
    again = np.minimum(_REPLAY * replays + _SEEK_BACK * np.asarray(seeks_back), _MOST_AGAIN)
    return np.asarray(stayed + again + _OPENED * np.asarray(opened_song))


_STATEMENT = (Path(__file__).parent / "sql" / "signals.sql").read_text()


def signals_of(listener: Listener, asked: Taste, *, until: datetime | None = None) -> Signals:
    """What this listener did last (before `until`), but for what is forgotten; one query."""
    if listener.pk is None:
        return Signals.of()
    values = {
        "who": listener.pk,
        "since": as_stored(asked.forgotten_before or LONG_AGO),
        "until": as_stored(until or FAR_AHEAD),
        "plays": PLAYS,
        "acts": ACTIONS,
    }
    asked_for = {name: handed_out(name) for name in ("started_at", "at")}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(**asked_for), values)
        rows = cursor.fetchall()
    return _in_columns(rows) if rows else Signals.of()


def _in_columns(rows: Sequence[Sequence[Any]]) -> Signals:
    """As the statement gives them, in any order."""
    song_ids, times, acts, sources, listened_ms, clip_ms, seeks_back, opened = zip(
        *rows, strict=True
    )
    shares = np.array(listened_ms) / np.maximum(clip_ms, 1)
    plays = play_weight(shares, seeks_back, opened)
    known = [ACTS[act].weight if act in ACTS else np.nan for act in acts]
    weights = np.where(np.isnan(known), plays, known)
    at_s = seconds_of(times)
    ids, act_names = np.array(song_ids, np.int64), np.array(acts, object)
    signals = Signals(ids, weights, at_s, act_names, np.array(sources, object))
    return signals.only(np.argsort(-at_s, kind="stable"))
