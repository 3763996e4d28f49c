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

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from feed.instants import FAR_AHEAD, LONG_AGO, as_read, as_stored
from feed.models import Taste
from social.models import Listener

# Enough to know somebody by; what is older counts for little anyway.
PLAYS, ACTIONS = 200, 300
# Below this share of the clip a song counts as skipped, above the other as stayed for.
SKIPPED_SHARE, STAYED_SHARE = 0.2, 0.5
_SKIPPED, _STAYED = -0.6, 1.0
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


class Signal(NamedTuple):
    """One thing a listener did with a song; weight above 0 draws near, below pushes away."""

    song_id: int
    weight: float
    at: datetime
    act: str = PLAYED
    source: str = ""

    def decayed(self, now: datetime) -> float:
        """The weight left of it at `now`."""
        half_life = ACTS[self.act].half_life if self.act in ACTS else _PLAYED_HALF_LIFE
        age = max(now - self.at, timedelta())
        return self.weight * float(0.5 ** (age / half_life))


def play_weight(listened_share: float, seeks_back: int = 0, opened_song: bool = False) -> float:
    """From -0.6 (gone at once) over 0 to 3 (heard again, and opened); monotone in each."""
    # Straight lines: -0.6 at 0, half of that where it counts as skipped, 1 where as stayed for.
    if listened_share <= SKIPPED_SHARE:
        stayed = _SKIPPED * (1 - max(listened_share, 0.0) / (2 * SKIPPED_SHARE))
    elif listened_share < STAYED_SHARE:
        done = (listened_share - SKIPPED_SHARE) / (STAYED_SHARE - SKIPPED_SHARE)
        stayed = _SKIPPED / 2 + (_STAYED - _SKIPPED / 2) * done
    else:
        stayed = _STAYED
    replays = max(listened_share - 1, 0.0)
    again = min(_REPLAY * replays + _SEEK_BACK * seeks_back, _MOST_AGAIN)
    return stayed + again + _OPENED * opened_song


_STATEMENT = (Path(__file__).parent / "sql" / "signals.sql").read_text()


def signals_of(listener: Listener, asked: Taste, *, until: datetime | None = None) -> list[Signal]:
    """What this listener did last (before `until`), newest first, but for what is forgotten; one
    query."""
    if listener.pk is None:
        return []
    values = {
        "who": listener.pk,
        "since": as_stored(asked.forgotten_before or LONG_AGO),
        "until": as_stored(until or FAR_AHEAD),
        "plays": PLAYS,
        "acts": ACTIONS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        signals = [_signal(*row) for row in cursor.fetchall()]
    return sorted(signals, key=attrgetter("at"), reverse=True)


def _signal(
    song_id: int,
    at: datetime | str,
    act: str,
    source: str,
    listened_ms: int,
    clip_ms: int,
    seeks_back: int,
    opened_song: bool,
) -> Signal:
    when = as_read(at)
    if act in ACTS:
        return Signal(song_id, ACTS[act].weight, when, act)
    weight = play_weight(listened_ms / max(clip_ms, 1), seeks_back, bool(opened_song))
    return Signal(song_id, weight, when, PLAYED, source)
