"""Simulated listeners in the database: accounts, plays, likes, reposts, whom they follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from feed.models import Play
from feed.simulation import bulk, marks
from feed.simulation.catalogue import CLIP_S
from feed.simulation.listening import DAYS, Listening, Plays, play_counts
from feed.simulation.sounds import Sounds
from social.models import Follow, Like, Listener, Repost, User

Advance = Callable[[int], object]

_BATCH_PLAYS = 20_000
_CLIP_MS = round(CLIP_S * 1000)
_FOLLOWED = 3
_USER = ("id", "username", "password", "date_joined")
_LISTENER = ("id", "public_id", "key", "user_id", "created_at")
_PLAY = (
    *("impression_id", "listener_id", "song_id", "source", "listened_ms", "clip_ms"),
    *("seeks_back", "opened_song", "started_at"),
)
_ACT = ("listener_id", "song_id", "created_at")


def write(
    sounds: Sounds,
    first_song: int,
    listeners: int,
    plays: int,
    now: datetime,
    rng: np.random.Generator,
    advance: Advance,
) -> int:
    """How many plays were written; fewer where listeners would run out of songs."""
    now = now.astimezone(UTC).replace(tzinfo=None)
    first = _write_listeners(listeners, now - timedelta(days=DAYS), rng)
    counts = play_counts(listeners, plays, len(sounds), rng)
    listening, waiting, size = Listening(sounds), [], 0
    for number, count in enumerate(counts.tolist()):
        waiting.append((first + number, listening.draw(count, rng)))
        size += count
        if size >= _BATCH_PLAYS or number == listeners - 1:
            _write_plays(waiting, first_song, now, rng)
            advance(size)
            waiting, size = [], 0
    bulk.insert(
        Follow, ("follower_id", "followed_id", "created_at"), _follows(first, listeners, now, rng)
    )
    return int(counts.sum())


def _write_listeners(count: int, since: datetime, rng: np.random.Generator) -> int:
    """The id of the first; the others follow it."""
    first_user, first = bulk.next_id(User), bulk.next_id(Listener)
    keys = _hex(count, rng)
    users = (
        (first_user + n, f"simulated-{first + n}", UNUSABLE_PASSWORD_PREFIX, since)
        for n in range(count)
    )
    bulk.insert(User, _USER, users)
    listeners = (
        (first + n, marks.public_id(first + n), keys[n], first_user + n, since)
        for n in range(count)
    )
    bulk.insert(Listener, _LISTENER, listeners)
    bulk.follow_ids(User, Listener)
    return first


def _write_plays(
    heard: list[tuple[int, Plays]], first_song: int, now: datetime, rng: np.random.Generator
) -> None:
    played: list[tuple[Any, ...]] = []
    likes: list[tuple[int, int, datetime]] = []
    reposts: list[tuple[int, int, datetime]] = []
    for listener_id, plays in heard:
        songs = (first_song + plays.song).tolist()
        times = [now - timedelta(seconds=ago_s) for ago_s in plays.ago_s.tolist()]
        played += _rows(listener_id, songs, times, plays, rng)
        likes += _acts(listener_id, songs, times, plays.liked)
        reposts += _acts(listener_id, songs, times, plays.reposted)
    bulk.insert(Play, _PLAY, played)
    bulk.insert(Like, _ACT, likes)
    bulk.insert(Repost, _ACT, reposts)


def _rows(
    listener_id: int,
    songs: list[int],
    times: list[datetime],
    plays: Plays,
    rng: np.random.Generator,
) -> Iterator[tuple[Any, ...]]:
    stayed = plays.share >= 1
    seeks_back = (stayed & (rng.random(len(songs)) < 0.05)).astype(int).tolist()
    opened = (plays.liked & (rng.random(len(songs)) < 0.3)).tolist()
    columns = zip(
        _hex(len(songs), rng),
        songs,
        plays.source.tolist(),
        np.rint(plays.share * _CLIP_MS).astype(int).tolist(),
        seeks_back,
        opened,
        times,
        strict=True,
    )
    for impression_id, song_id, source, listened_ms, seeks, was_opened, at in columns:
        yield (
            *(impression_id, listener_id, song_id, source, listened_ms, _CLIP_MS),
            *(seeks, was_opened, at),
        )


def _acts(
    listener_id: int, songs: list[int], times: list[datetime], did: np.ndarray
) -> list[tuple[int, int, datetime]]:
    return [(listener_id, songs[n], times[n]) for n in np.flatnonzero(did).tolist()]


def _follows(
    first: int, listeners: int, now: datetime, rng: np.random.Generator
) -> Iterator[tuple[int, int, datetime]]:
    for follower in range(listeners):
        followed = set(rng.integers(listeners, size=int(rng.poisson(_FOLLOWED))).tolist())
        for other in followed - {follower}:
            yield first + follower, first + other, now


def _hex(count: int, rng: np.random.Generator) -> list[str]:
    """So many UUIDs of version 4."""
    drawn = np.frombuffer(rng.bytes(16 * count), np.uint8).reshape(count, 16).copy()
    drawn[:, 6] = drawn[:, 6] & 0x0F | 0x40
    drawn[:, 8] = drawn[:, 8] & 0x3F | 0x80
    return [row.tobytes().hex() for row in drawn]
