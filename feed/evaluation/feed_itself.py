"""The real feed as a recommender for simulated listeners; for use within a scratch instance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from catalog.models import Clip
from feed.evaluation.tastes import Swipe
from feed.evaluation.worlds import World
from feed.impressions import Cursor
from feed.models import Play
from feed.page import next_clips
from feed.refit import refit
from social.models import Like, Listener

_PAUSE, _BETWEEN_CARDS = timedelta(minutes=30), timedelta(seconds=1)


class FeedItself:
    """Asks for pages as a browser does, and keeps what was heard as plays and likes."""

    def __init__(self, world: World, now: datetime, rng: np.random.Generator) -> None:
        self._world, self._now, self._rng = world, now, rng
        self._clip_ms = {
            song_id: round(duration_s * 1000)
            for song_id, duration_s in Clip.objects.values_list("song_id", "duration_s")
        }
        self._listeners: dict[int, Listener] = {}
        self._cursor = Cursor()
        self._sources: dict[int, str] = {}

    def next_songs(self, listener: int, count: int) -> Sequence[int]:
        if listener not in self._listeners:
            self._welcome(listener)
        page = next_clips(
            self._listeners[listener], self._now, self._rng, cursor=self._cursor, count=count
        )
        self._cursor = page.cursor
        self._sources = {card.song.pk: card.source for card in page.cards}
        ids = [card.song.pk for card in page.cards]
        return np.searchsorted(self._world.song_ids, ids).tolist()

    def heard(self, listener: int, swipe: Swipe) -> None:
        song_id = int(self._world.song_ids[swipe.row])
        clip_ms = self._clip_ms[song_id]
        listened_ms = round(clip_ms * swipe.share)
        person = self._listeners[listener]
        Play.objects.create(
            listener=person,
            song_id=song_id,
            source=self._sources[song_id],
            listened_ms=listened_ms,
            clip_ms=clip_ms,
            started_at=self._now,
        )
        self._now += timedelta(milliseconds=listened_ms) + _BETWEEN_CARDS
        if swipe.liked:
            like = Like.objects.create(listener=person, song_id=song_id)
            Like.objects.filter(pk=like.pk).update(created_at=self._now)

    def _welcome(self, listener: int) -> None:
        refit()  # as the scheduler would have in the meantime
        self._listeners[listener] = Listener.objects.create()
        self._cursor = Cursor()
        self._now += _PAUSE
