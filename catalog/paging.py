"""Lists of songs, a page at a time and without counting them.

A page ends with the place of its last song; the next one begins behind it, however far that is and
whatever was added or taken away in the meantime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from catalog.models import Song, SongQuerySet
from catalog.searching import NEWEST, ORDERS

_signer = signing.Signer(salt="songs-page")


@dataclass(frozen=True)
class SongPage:
    """`rest` tells where the list goes on; it is empty at its end."""

    songs: list[Song]
    rest: str


def page_of(songs: SongQuerySet, order: str, size: int, after: str = "") -> SongPage:
    """The first `size` songs behind the place that `after` tells; two queries. What is no place of
    this order is the beginning."""
    place = _read(after, order)
    songs = songs.sorted_by(order)
    if place is not None:
        songs = songs.following(order, place)
    # Sorting ids is cheaper than sorting all that is shown of songs.
    rows = list(songs.values_list("pk", *ORDERS[order].columns)[: size + 1])
    shown = [song_id for song_id, *_ in rows[:size]]
    facts = Song.objects.with_card_facts().in_bulk(shown)
    rest = _written(rows[size - 1][1:], order) if len(rows) > size else ""
    return SongPage([facts[song_id] for song_id in shown if song_id in facts], rest)


def _written(place: Sequence[Any], order: str) -> str:
    values = [v.isoformat() if isinstance(v, datetime) else v for v in place]
    return _signer.sign_object([order, *values])


def _read(after: str, order: str) -> list[Any] | None:
    """The place, or None where `_written` did not make it for this order."""
    try:
        for_order, first, *others = _signer.unsign_object(after)
    except (signing.BadSignature, ValueError):
        return None
    if for_order != order:
        return None
    return [datetime.fromisoformat(first) if order == NEWEST else first, *others]
