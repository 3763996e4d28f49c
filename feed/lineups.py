"""What plays in the feed: songs chosen for this listener, or a list they asked to hear.

A choice (For you, Following, Explore) holds nothing that was heard. A list has an order of its own
and holds what was heard too: the listener asked for these. What they sent away comes in neither,
unless they ask for the very artist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np
from django.db.models import QuerySet

from catalog.models import Song
from feed.asked import asked_by, dial_of
from feed.cards import cards_of, direct_card
from feed.causes import Cause
from feed.choosing import spaced
from feed.heard import open_songs
from feed.impressions import CURSOR_SONGS, Cursor
from feed.models import Play
from feed.page import CARDS, Page, next_clips
from feed.people import PassedOn, passed_on_to
from social.models import Follow, Listener

# A list is played in its own order, whatever is skipped: more of it can be fetched at a time.
LISTED_CARDS = 5
# So far into a list a song is looked for, to go on behind it.
_LOOKED_THROUGH = 2000


class Visit(NamedTuple):
    """Who asks, and when."""

    listener: Listener
    now: datetime
    rng: np.random.Generator


class Lineup(Protocol):
    """`key` names it, `query` is its address behind the `?`. Whether the mood dial `bends` it."""

    @property
    def key(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def bends(self) -> bool: ...

    def first(self, visit: Visit, asked: Song | None) -> Page:
        """The first cards; a song asked for by its address comes before all others."""
        ...

    def next(self, visit: Visit, cursor: Cursor) -> Page:
        """The cards behind those of `cursor`."""
        ...


@dataclass(frozen=True)
class ForYou:
    """What they may stay for; or, where they want to explore, what they could not know."""

    exploring: bool = False
    bends: bool = True

    @property
    def key(self) -> str:
        return "explore" if self.exploring else "foryou"

    @property
    def query(self) -> str:
        return "list=explore" if self.exploring else ""

    def first(self, visit: Visit, asked: Song | None) -> Page:
        if asked is None:
            return self.next(visit, Cursor())
        card = direct_card(visit.listener, asked.pk)
        rest = self._clips(visit, Cursor((asked.pk,), asked.artist_id), CARDS - 1)
        return replace(rest, cards=[card, *rest.cards])

    def next(self, visit: Visit, cursor: Cursor) -> Page:
        return self._clips(visit, cursor, CARDS)

    def _clips(self, visit: Visit, cursor: Cursor, count: int) -> Page:
        return next_clips(*visit, cursor=cursor, count=count, exploring=self.exploring)


@dataclass(frozen=True)
class Following:
    """What people they follow passed on, the latest first, nothing that was heard."""

    key: str = "following"
    query: str = "list=following"
    bends: bool = False

    def first(self, visit: Visit, asked: Song | None) -> Page:
        if asked is None:
            return with_dial(self.next(visit, Cursor()), visit)
        songs = Song.objects.filter(pk=asked.pk)
        passed_on = passed_on_to(visit.listener, songs)
        card = _cards(visit, passed_on) or [direct_card(visit.listener, asked.pk)]
        rest = self.next(visit, Cursor((asked.pk,), asked.artist_id))
        return with_dial(replace(rest, cards=[*card, *rest.cards]), visit)

    def next(self, visit: Visit, cursor: Cursor) -> Page:
        open_to_them = open_songs(visit.listener, asked_by(visit.listener))
        passed_on = {
            song.song_id: song
            for song in passed_on_to(visit.listener, open_to_them)
            if song.song_id not in cursor.song_ids
        }
        pairs = [(song.song_id, song.artist_id) for song in passed_on.values()]
        chosen = spaced(pairs, cursor.last_artist_id, CARDS)
        cards = _cards(visit, [passed_on[song_id] for song_id in chosen])
        last = passed_on[chosen[-1]].artist_id if chosen else cursor.last_artist_id
        return Page(cards, Cursor((*cursor.song_ids, *chosen), last))


def _cards(visit: Visit, passed_on: Sequence[PassedOn]) -> list:
    return cards_of(
        visit.listener,
        [
            (song.song_id, Cause(Play.Source.PEOPLE, person=song.person, person_liked=song.liked))
            for song in passed_on
        ],
    )


@dataclass(frozen=True)
class Listed:
    """Songs in an order that somebody gave them: a playlist, an artist's, the library's.

    `kind` and `title` say what plays, `home` is its page, `why` stands on its cards before the
    title.
    """

    key: str
    query: str
    kind: str
    title: str
    home: str
    why: str
    songs: QuerySet[Song] = field(compare=False)
    bends: bool = False

    def first(self, visit: Visit, asked: Song | None) -> Page:
        if asked is None:
            return with_dial(self.next(visit, Cursor()), visit)
        place = place_of(asked.pk, self._ids(0, _LOOKED_THROUGH))
        if place is not None:
            return with_dial(self.next(visit, Cursor(position=place)), visit)
        page = self.next(visit, Cursor())
        card = direct_card(visit.listener, asked.pk)
        return with_dial(replace(page, cards=[card, *page.cards]), visit)

    def next(self, visit: Visit, cursor: Cursor) -> Page:
        start = max(cursor.position - CURSOR_SONGS, 0)
        ids = self._ids(start, cursor.position + CURSOR_SONGS + LISTED_CARDS)
        place = place_after(cursor.song_ids, ids, cursor.position - start)
        chosen = ids[place : place + LISTED_CARDS]
        cause = Cause(Play.Source.LISTED, listed=(self.why, self.title))
        cards = cards_of(visit.listener, [(song_id, cause) for song_id in chosen])
        handed_out = (*cursor.song_ids, *chosen)
        return Page(cards, Cursor(handed_out, position=start + place + len(chosen)))

    def _ids(self, start: int, end: int) -> list[int]:
        return list(self.songs.values_list("pk", flat=True)[start:end])


def place_of(song_id: int, ids: Sequence[int]) -> int | None:
    return ids.index(song_id) if song_id in ids else None


def place_after(handed_out: Sequence[int], ids: Sequence[int], otherwise: int) -> int:
    """Where a list goes on: behind the last song handed out that is still in it.

    What was taken out of the list or put into it meanwhile then shifts nothing.
    """
    for song_id in reversed(handed_out):
        if song_id in ids:
            return ids.index(song_id) + 1
    return min(otherwise, len(ids))


def with_dial(page: Page, visit: Visit) -> Page:
    """The dial is shown wherever it points, whether it bends these songs or not."""
    return replace(page, dial=dial_of(asked_by(visit.listener), visit.now))


def follows_anybody(listener: Listener) -> bool:
    return Follow.objects.filter(follower=listener.pk).exists()
