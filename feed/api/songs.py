"""The library, single songs, and songs at random."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Query, Router

from catalog.models import Song, SongQuerySet
from catalog.searching import NEWEST
from catalog.views import whole_song
from feed.api import answers, documents, entries, rows
from feed.api.cursor import Position
from feed.api.problems import NotHere, RefusedError
from feed.api.rows import Row
from feed.api.schemas import Draw, Listing, RandomSongs, SongDetails, Songs
from feed.chance import shuffled

router = Router(tags=["Songs"])

# Out of so many songs at random those are picked that fit; where they are rare, out of all.
_LOOKED_AT = 500


@router.get(
    "/songs",
    url_name="songs",
    summary="Songs",
    response=Songs,
    openapi_extra=documents.route("/api/songs?tempo_min=118&tempo_max=124&mixes_with=8A", 304, 422),
)
def songs(request: HttpRequest, listing: Query[Listing]) -> HttpResponse:
    """The library, newest first, page by page. Songs that are added meanwhile shift nothing."""
    found = listing.of(Song.objects.playable()).newest_first()
    if listing.cursor is not None:
        position = _position(listing.cursor)
        found = found.following(NEWEST, (position.added_at, position.public_id))
    page = rows.listed(found[: listing.limit + 1])
    shown = page[: listing.limit]
    rest = _rest(request, *shown[-1]) if len(page) > len(shown) else None
    content = {"songs": [entries.entry(row) for row, _ in shown], "next": rest}
    return answers.kept(request, content)


@router.get(
    "/songs/{slug:song_id}",
    url_name="song",
    summary="One song",
    response=SongDetails,
    openapi_extra=documents.route("/api/songs/{song_id}", 304, 404),
)
def song(request: HttpRequest, song_id: str) -> HttpResponse:
    """Everything that is known of one song."""
    song = _one(song_id).select_related("analysis").first()
    row = rows.playable_by_public_id([song_id]).get(song_id)
    if song is None or row is None:
        raise _unknown(song_id)
    return answers.kept(request, entries.details(row, song))


@router.api_operation(
    ["GET", "HEAD"],
    "/songs/{slug:song_id}/stream",
    url_name="stream",
    summary="Audio",
    openapi_extra=documents.audio_route("/api/songs/{song_id}/stream", 304, 404, 416),
)
def stream(request: HttpRequest, song_id: str) -> HttpResponseBase:
    """The whole song as audio, or the part that `Range` asks for."""
    song = _one(song_id).first()
    if song is None:
        raise _unknown(song_id)
    return whole_song(request, song)


@router.get(
    "/random",
    url_name="random",
    summary="Random songs",
    response=RandomSongs,
    openapi_extra=documents.route("/api/random?count=3&mood=calm", 304, 422),
)
def random(request: HttpRequest, draw: Query[Draw]) -> HttpResponse:
    """Songs at random, each as likely."""
    content = drawn(draw)
    return answers.once(content) if draw.seed is None else answers.kept(request, content)


def drawn(draw: Draw) -> dict[str, Any]:
    """`RandomSongs`."""
    return {"songs": [entries.entry(row) for row in _drawn(draw)]}


def _one(public_id: str) -> SongQuerySet:
    return Song.objects.playable().filter(public_id=public_id)


def _unknown(public_id: str) -> NotHere:
    return NotHere(f"There is no song {public_id[:50]}. /api/songs lists all that there are.")


def _position(cursor: str) -> Position:
    try:
        return Position.read(cursor)
    except ValueError as error:
        raise RefusedError("cursor", "Take it from the page before, as it is.") from error


def _rest(request: HttpRequest, last: Row, added_at: datetime) -> str:
    """The same request, from behind the last song."""
    cursor = Position(added_at, last.public_id).sign()
    return f"{request.path}?{urlencode(request.GET.dict() | {'cursor': cursor})}"


def _drawn(draw: Draw) -> list[Row]:
    repertoire = rows.repertoire()
    if repertoire is not None:
        drawn = _fitting(draw, repertoire.index.ids)
        if len(drawn) == draw.count:
            return drawn
    fitting = draw.of(Song.objects.playable()).order_by().values_list("pk", flat=True)
    song_ids = shuffled(np.fromiter(fitting, np.int64), draw.count, draw.seed)
    return _in_order(song_ids)


def _fitting(draw: Draw, song_ids: np.ndarray) -> list[Row]:
    """Of songs drawn blindly, those that fit: all, where there are no filters."""
    if not draw.narrow:
        return _in_order(shuffled(song_ids, draw.count, draw.seed))
    drawn = shuffled(song_ids, _LOOKED_AT, draw.seed)
    fitting = draw.of(Song.objects.playable()).filter(pk__in=drawn).order_by()
    fit = set(fitting.values_list("pk", flat=True))
    return _in_order([song_id for song_id in drawn if song_id in fit][: draw.count])


def _in_order(song_ids: list[int]) -> list[Row]:
    playable = rows.playable_by_pk(song_ids)
    return [playable[song_id] for song_id in song_ids if song_id in playable]
