"""What a card shows of a song."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db.models import Count, Q

from catalog import drawing
from catalog.models import Clip, Song
from catalog.words import clock
from feed.impressions import sign_slip
from feed.taste import Signal
from feed.why import Reason, reason
from social.models import Like, Listener


def songs_for_cards(song_ids: Collection[int]) -> dict[int, Song]:
    """Playable songs by id, with all that a card shows of them."""
    return {s.pk: s for s in Song.objects.playable().with_card_facts().filter(pk__in=song_ids)}


@dataclass(frozen=True)
class Likes:
    """How many like a song, and whether this listener does."""

    count: int = 0
    mine: bool = False


def likes_of(listener: Listener, song_ids: Collection[int]) -> dict[int, Likes]:
    """By song id; songs that nobody likes are left out."""
    mine = Count("pk", filter=Q(listener=listener.pk))
    rows = Like.objects.filter(song__in=song_ids).order_by().values_list("song")
    return {
        song_id: Likes(count, bool(own))
        for song_id, count, own in rows.annotate(count=Count("pk"), mine=mine)
    }


@dataclass(frozen=True)
class Card:
    """One song in front of one listener."""

    song: Song
    source: str
    slip: str
    reason: Reason
    likes: Likes

    @classmethod
    def make(
        cls,
        song: Song,
        source: str,
        anchor: Signal | None,
        songs: Mapping[int, Song],
        likes: Mapping[int, Likes],
    ) -> Card:
        anchor_song = songs.get(anchor.song_id) if anchor else None
        why = reason(song, source, anchor_song, bool(anchor and anchor.liked))
        return cls(song, source, sign_slip(song.pk, source), why, likes.get(song.pk, Likes()))

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
