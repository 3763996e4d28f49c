"""Recommendations: by songs, by a mood, or by the caller's own taste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from catalog.words import mood_words
from feed.api import answers, documents, entries, rows
from feed.api.problems import NotHere
from feed.api.rows import Row
from feed.api.schemas import Recommendations, Wish
from feed.page import next_clips
from feed.recommending import MoodPoint, Pick, by_mood, by_songs, without_crowding
from feed.why import Reason, differences
from social.models import Listener

router = Router(tags=["Songs"])


@router.get(
    "/recommend",
    url_name="recommend",
    summary="Recommendations",
    response=Recommendations,
    openapi_extra=documents.route("/api/recommend?song={song_id}", 304, 404, 422),
)
def recommend(request: HttpRequest, wish: Query[Wish]) -> HttpResponse:
    """Songs that sound like those named, that have the mood asked for, or both. Without either:
    what the feed would play next to whoever asks, known by the browser's cookies."""
    if wish.song:
        picked = _like(_named(wish.song), wish.mood, wish.count)
    elif wish.mood:
        picked = _in_mood(wish.mood, wish.count)
    else:
        return answers.once({"songs": _for_listener(request, wish.count)})
    return answers.kept(request, {"songs": picked})


def _like(named: Mapping[int, Row], mood: MoodPoint | None, count: int) -> list[dict[str, Any]]:
    repertoire = rows.repertoire()
    if repertoire is None:
        return []
    picks = by_songs(repertoire, named.keys(), count, mood)
    last_artist_id = list(named.values())[-1].artist_pk
    return [
        _recommendation(row, _sounds_like(row, named[pick.anchor_id]))
        for pick, row in _playable(picks, count, last_artist_id)
        if pick.anchor_id is not None
    ]


def _in_mood(mood: MoodPoint, count: int) -> list[dict[str, Any]]:
    repertoire = rows.repertoire()
    if repertoire is None:
        return []
    picked = _playable(by_mood(repertoire, mood, count), count)
    return [_recommendation(row, _has_mood(row)) for _, row in picked]


def _for_listener(request: HttpRequest, count: int) -> list[dict[str, Any]]:
    listener = getattr(request, "listener", None) or Listener()  # who sends no cookies is unknown
    page = next_clips(listener, timezone.now(), np.random.default_rng(), count=count)
    playable = rows.playable_by_pk([card.song.pk for card in page.cards])
    cards = [card for card in page.cards if card.song.pk in playable]
    return [_recommendation(playable[card.song.pk], str(card.reason)) for card in cards]


def _named(public_ids: Sequence[str]) -> dict[int, Row]:
    """By id, in the order they were named."""
    found = rows.playable_by_public_id(public_ids)
    for public_id in public_ids:
        if public_id not in found:
            raise NotHere(f"There is no song {public_id}. /api/songs lists all that there are.")
    return {found[public_id].pk: found[public_id] for public_id in public_ids}


def _playable(
    picks: Sequence[Pick], count: int, last_artist_id: int | None = None
) -> list[tuple[Pick, Row]]:
    """The first `count` picks with their rows; where one is gone, those behind it move up."""
    playable: dict[int, Row] = {}
    while True:
        chosen = without_crowding(picks, count, last_artist_id)
        unseen = [pick.song_id for pick in chosen if pick.song_id not in playable]
        playable |= rows.playable_by_pk(unseen)
        gone = {pick.song_id for pick in chosen} - playable.keys()
        if not gone:
            return [(pick, playable[pick.song_id]) for pick in chosen]
        picks = [pick for pick in picks if pick.song_id not in gone]


def _sounds_like(row: Row, anchor: Row) -> str:
    words = differences(row, anchor)
    return str(Reason("Sounds like ", anchor.title, f": {words}"))


def _has_mood(row: Row) -> str:
    return f"Near the mood you asked for: {mood_words(row.energy, row.brightness)}"


def _recommendation(row: Row, reason: str) -> dict[str, Any]:
    return entries.entry(row) | {"reason": reason}
