"""The next cards of one listener: candidates, choice, reasons. Query first, compute second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import Song
from feed import candidates, choosing, taste
from feed.candidates import Candidate
from feed.cards import Card, likes_of, songs_for_cards
from feed.impressions import Cursor
from feed.index import SongIndex
from feed.models import Play
from feed.serving import song_index
from feed.taste import Signal
from social.models import Listener

CARDS = 3
_SIGNALS = 40


@dataclass(frozen=True)
class Page:
    """Cards in order, and what the request for the next ones brings along."""

    cards: list[Card]
    cursor: Cursor

    @property
    def everything_heard(self) -> bool:
        return not self.cards


def next_clips(
    listener: Listener,
    now: datetime,
    rng: np.random.Generator,
    *,
    cursor: Cursor = Cursor(),  # noqa: B008 - frozen
    count: int = CARDS,
) -> Page:
    """Up to `count` songs this listener has not heard and was not just handed."""
    signals = recent_signals(listener)
    index = song_index()
    points = index.points_of({signal.song_id for signal in signals}) if index else {}
    found = _candidates(index, signals, points, now, rng)
    found = _unheard(listener, found, cursor)
    chosen = _choose(listener, found, cursor, count, rng)
    page = _page(listener, chosen, index, signals, points, cursor)
    if len(page.cards) < len(chosen):  # some were hidden since the index was fitted
        chosen = _choose(listener, _playable(found), cursor, count, rng)
        page = _page(listener, chosen, index, signals, points, cursor)
    return page


def recent_signals(listener: Listener) -> list[Signal]:
    """What this listener did last, newest first."""
    if listener.pk is None:
        return []
    plays = listener.plays.recent(_SIGNALS)
    likes = listener.likes.recent(_SIGNALS)
    signals = [
        Signal(song_id, taste.play_weight(listened_ms / max(clip_ms, 1)), at)
        for song_id, listened_ms, clip_ms, at in plays.values_list(
            "song_id", "listened_ms", "clip_ms", "started_at"
        )
    ]
    signals += [
        Signal(song_id, taste.LIKE_WEIGHT, at, liked=True)
        for song_id, at in likes.values_list("song_id", "created_at")
    ]
    return sorted(signals, key=lambda signal: signal.at, reverse=True)


def _candidates(
    index: SongIndex | None,
    signals: Sequence[Signal],
    points: Mapping[int, np.ndarray],
    now: datetime,
    rng: np.random.Generator,
) -> list[Candidate]:
    """All sources together, each song once, from the most telling source that found it."""
    found = candidates.fresh(index, rng)
    if index is not None:
        wanted = {
            Play.Source.MOOD: taste.mood_point(signals, points),
            Play.Source.TASTE: taste.taste_point(signals, points, now),
        }
        known = {source: point for source, point in wanted.items() if point is not None}
        found += candidates.near(index, known, {signal.song_id for signal in signals})
        found += candidates.explore(index, rng)
    once: dict[int, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.song_id, candidate)
    return list(once.values())


def unheard_songs(listener: Listener) -> QuerySet[Song]:
    """Every playable song this listener has not heard since they last started again."""
    songs = Song.objects.playable()
    if listener.pk is None:
        return songs
    heard = listener.plays.heard_since(listener.heard_since).filter(song=OuterRef("pk"))
    return songs.exclude(Exists(heard))


def _unheard(listener: Listener, found: Sequence[Candidate], cursor: Cursor) -> list[Candidate]:
    """Those candidates that were neither heard nor handed out to this page."""
    known = set(cursor.song_ids)
    if listener.pk is not None:
        heard = listener.plays.heard_since(listener.heard_since).order_by()
        heard = heard.filter(song__in=[candidate.song_id for candidate in found])
        known.update(heard.values_list("song_id", flat=True))
    return [candidate for candidate in found if candidate.song_id not in known]


def _playable(found: Sequence[Candidate]) -> list[Candidate]:
    songs = Song.objects.playable().filter(pk__in=[c.song_id for c in found]).order_by()
    playable = set(songs.values_list("pk", flat=True))
    return [candidate for candidate in found if candidate.song_id in playable]


def _choose(
    listener: Listener,
    found: Sequence[Candidate],
    cursor: Cursor,
    count: int,
    rng: np.random.Generator,
) -> list[Candidate]:
    chosen = choosing.choose(found, cursor.last_artist_id, count, rng)
    if len(chosen) < count:
        chosen += _any_unheard(listener, cursor, chosen, count - len(chosen))
    return chosen


def _any_unheard(
    listener: Listener, cursor: Cursor, chosen: Sequence[Candidate], count: int
) -> list[Candidate]:
    """When the sources run dry: whatever is left, other artists than the last one first."""
    taken = {candidate.song_id for candidate in chosen}
    left = unheard_songs(listener).exclude(pk__in={*cursor.song_ids, *taken}).order_by("pk")
    rows = left.values_list("pk", "artist_id")[: 20 * count]
    last_artist_id = chosen[-1].artist_id if chosen else cursor.last_artist_id
    remaining = [
        Candidate(song_id, artist_id, Play.Source.EXPLORE, rank)
        for rank, (song_id, artist_id) in enumerate(rows)
    ]
    return choosing.spaced(remaining, last_artist_id, count)


def _page(
    listener: Listener,
    chosen: Sequence[Candidate],
    index: SongIndex | None,
    signals: Sequence[Signal],
    points: Mapping[int, np.ndarray],
    cursor: Cursor,
) -> Page:
    chosen_points = index.points_of({c.song_id for c in chosen}) if index else {}
    anchors = {
        song_id: taste.anchor_of(point, signals, points) for song_id, point in chosen_points.items()
    }
    anchor_ids = {anchor.song_id for anchor in anchors.values() if anchor}
    songs = songs_for_cards({c.song_id for c in chosen} | anchor_ids)
    likes = likes_of(listener, {c.song_id for c in chosen})
    cards = [
        Card.make(songs[c.song_id], c.source, anchors.get(c.song_id), songs, likes)
        for c in chosen
        if c.song_id in songs
    ]
    handed_out = cursor.song_ids + tuple(card.song.pk for card in cards)
    last_artist_id = cards[-1].song.artist_id if cards else cursor.last_artist_id
    return Page(cards, Cursor(handed_out, last_artist_id))


def direct_card(listener: Listener, song_id: int) -> Card:
    """The card of a song somebody asked for by its address."""
    songs = songs_for_cards({song_id})
    likes = likes_of(listener, {song_id})
    return Card.make(songs[song_id], Play.Source.DIRECT, None, songs, likes)
