"""What a card shows of a song."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import CharField, Count, Q, QuerySet, Value

from catalog import drawing
from catalog.models import Clip, Song
from catalog.statements import Statement
from catalog.words import clock
from feed.causes import Cause
from feed.impressions import sign_slip
from feed.models import Play
from feed.why import Reason, reason
from social.models import Comment, Like, Listener, Repost


def songs_for_cards(song_ids: Collection[int]) -> dict[int, Song]:
    """Playable songs by id, with all that a card shows of them; one query."""
    if not song_ids:
        return {}
    return {song.pk: song for song in _CARD_SONGS.rows(list(song_ids))}


@dataclass(frozen=True)
class Tally:
    """How many did something with a song, and whether this listener did."""

    count: int = 0
    mine: bool = False


@dataclass(frozen=True)
class Reception:
    """What listeners did with a song."""

    likes: Tally = Tally()
    reposts: Tally = Tally()
    comments: Tally = Tally()


def receptions_of(listener: Listener, song_ids: Collection[int]) -> dict[int, Reception]:
    """By song id, one query; songs with which nobody did anything are left out."""
    if not song_ids:
        return {}
    receptions: dict[int, Reception] = {}
    for song_id, act, count, mine in _RECEPTIONS.rows(list(song_ids), listener.pk or _NOBODY):
        known = receptions.get(song_id, Reception())
        receptions[song_id] = replace(known, **{act: Tally(count, bool(mine))})
    return receptions


def _tallied(acts: QuerySet[Any], name: str, listener_id: int) -> QuerySet[Any, Any]:
    tallied = acts.order_by().values("song").annotate(act=Value(name, CharField()))
    return tallied.annotate(
        count=Count("pk"), mine=Count("pk", filter=Q(listener=listener_id))
    ).values_list("song", "act", "count", "mine")


def _received(song_ids: Sequence[int], listener_id: int) -> QuerySet[Any, Any]:
    likes = _tallied(Like.objects.filter(song__in=song_ids), "likes", listener_id)
    reposts = _tallied(Repost.objects.filter(song__in=song_ids), "reposts", listener_id)
    shown = Comment.objects.shown().filter(song__in=song_ids)
    return likes.union(reposts, _tallied(shown, "comments", listener_id), all=True)


_NOBODY = -1
_CARD_SONGS = Statement(
    lambda song_ids: Song.objects.playable().with_card_facts().filter(pk__in=song_ids)
)
_RECEPTIONS = Statement(_received)


@dataclass(frozen=True)
class Card:
    """One song in front of one listener."""

    song: Song
    source: str
    slip: str
    reason: Reason
    likes: Tally
    reposts: Tally
    comments: Tally

    @classmethod
    def make(cls, song: Song, cause: Cause, anchor: Song | None, reception: Reception) -> Card:
        slip = sign_slip(song.pk, cause.source)
        why = reason(song, cause, anchor)
        told = (reception.likes, reception.reposts, reception.comments)
        return cls(song, cause.source, slip, why, *told)

    @property
    def art(self) -> WaveformArt:
        return waveform_art(self.song)

    @property
    def clip_start(self) -> str:
        """Seconds, for the page's scripts."""
        return f"{self.song.clip.start_s:.3f}"

    @property
    def clip_end(self) -> str:
        return f"{self.song.clip.end_s:.3f}"

    @property
    def clip_seconds(self) -> str:
        return f"{self.song.clip.duration_s:.0f}"

    @property
    def tempo_text(self) -> str:
        """`120 BPM`; nothing where no tempo is sure."""
        tempo_bpm = self.song.analysis.sure_tempo_bpm
        return f"{tempo_bpm:.0f} BPM" if tempo_bpm else ""

    @property
    def start_text(self) -> str:
        return clock(self.song.clip.start_s)

    @property
    def duration_text(self) -> str:
        return clock(self.song.duration_s)


def cards_of(listener: Listener, chosen: Sequence[tuple[int, Cause]]) -> list[Card]:
    """Cards of songs with what put them there, in order, but for songs that cannot be played."""
    wanted = [song_id for song_id, _ in chosen]
    anchors = [cause.anchor_id for _, cause in chosen if cause.anchor_id is not None]
    songs = songs_for_cards({*wanted, *anchors})
    receptions = receptions_of(listener, wanted)
    return [
        Card.make(
            songs[song_id],
            cause,
            songs.get(cause.anchor_id or 0),
            receptions.get(song_id, Reception()),
        )
        for song_id, cause in chosen
        if song_id in songs
    ]


def direct_card(listener: Listener, song_id: int) -> Card:
    """The card of a song somebody asked for by its address."""
    return cards_of(listener, [(song_id, Cause(Play.Source.DIRECT))])[0]


def card_of(listener: Listener, song: Song) -> Card:
    """The card of a song that is at hand already, with all that a card shows of it."""
    reception = receptions_of(listener, [song.pk]).get(song.pk, Reception())
    return Card.make(song, Cause(Play.Source.DIRECT), None, reception)


@dataclass(frozen=True)
class WaveformArt:
    """SVG path data of a song's waveform; the lit parts are the clip's window.

    `window_x` and `window_width` are in the strip's units (0..120).
    """

    strip: str
    ring: str
    ring_lit: str
    window_x: float
    window_width: float


def waveform_art(song: Song) -> WaveformArt:
    clip: Clip = song.clip
    return _drawn(bytes(song.analysis.waveform or b""), song.duration_s, clip.start_s, clip.end_s)


@lru_cache(maxsize=2000)
def _drawn(waveform: bytes, duration_s: float, start_s: float, end_s: float) -> WaveformArt:
    points = np.frombuffer(waveform, np.uint8)
    start = min(start_s / max(duration_s, 1e-3), 1.0)
    end = min(end_s / max(duration_s, 1e-3), 1.0)
    return WaveformArt(
        strip=drawing.strip_path(points),
        ring=drawing.ring_path(points, 0, start) + drawing.ring_path(points, end, 1),
        ring_lit=drawing.ring_path(points, start, end),
        window_x=round(start * drawing.STRIP_BARS, 2),
        window_width=round((end - start) * drawing.STRIP_BARS, 2),
    )
