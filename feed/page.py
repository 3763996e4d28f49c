"""The next cards of one listener: candidates, ranking, choice, reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from catalog.models import Song
from feed import candidates, choosing, serving
from feed.asked import asked_by, dial_of
from feed.candidates import Found, Source
from feed.cards import Card, cards_of
from feed.causes import Cause, Causes
from feed.choosing import Dial, Pool
from feed.heard import left_out, open_songs
from feed.impressions import Cursor
from feed.models import Taste
from feed.people import reposted_to
from feed.ranking import Ranker, Situation, features
from feed.repertoire import Repertoire
from feed.signals import Signals, signals_of
from feed.taste import taste_of
from feed.together import Together, heard_together
from social.models import Listener

CARDS = 3
# Where hardly anything near is left unheard, the search goes this far.
_DEEP, _ENOUGH = 800, 12


@dataclass(frozen=True)
class Page:
    """Cards in order, and what the request for the next ones brings along."""

    cards: list[Card]
    cursor: Cursor
    dial: Dial | None = None

    @property
    def everything_heard(self) -> bool:
        return not self.cards


@dataclass(frozen=True)
class Moment:
    """A listener, what they asked and did, and the models: all that one request looks at."""

    listener: Listener
    now: datetime
    rng: np.random.Generator
    asked: Taste
    dial: Dial | None
    signals: Signals
    repertoire: Repertoire
    points: Mapping[int, np.ndarray]
    situation: Situation
    together: Together
    people: Mapping[int, str]
    ranker: Ranker
    # Only what nothing known about them leads to.
    exploring: bool = False

    @property
    def known(self) -> set[int]:
        """Songs that lie nearest to mood and taste because they made them."""
        return set(self.signals.song_ids.tolist())

    @cached_property
    def reposts(self) -> np.ndarray:
        """Rows of what people they follow reposted."""
        return np.array(list(self.repertoire.rows_of(self.people.keys()).values()), int)


def next_clips(
    listener: Listener,
    now: datetime,
    rng: np.random.Generator,
    *,
    cursor: Cursor = Cursor(),  # noqa: B008 - frozen
    count: int = CARDS,
    exploring: bool = False,
) -> Page:
    """Up to `count` songs this listener has not heard and was not just handed; where they want to
    explore, only such as nothing known about them leads to."""
    repertoire = serving.repertoire()
    asked = asked_by(listener)
    if repertoire is None or not len(repertoire):
        chosen = _remaining(listener, asked, cursor, [], count, rng)
        return _page(listener, chosen, cursor, dial_of(asked, now))
    moment = _moment(listener, now, rng, asked, repertoire, exploring)
    pool = _pool(moment, cursor)
    chosen = _chosen(moment, pool, cursor, count)
    page = _page(listener, chosen, cursor, moment.dial)
    if len(page.cards) < len(chosen):  # some were hidden since the index was fitted
        pool = _playable(pool)
        page = _page(listener, _chosen(moment, pool, cursor, count), cursor, moment.dial)
    return page


def _moment(
    listener: Listener,
    now: datetime,
    rng: np.random.Generator,
    asked: Taste,
    repertoire: Repertoire,
    exploring: bool,
) -> Moment:
    signals = signals_of(listener, asked)
    points = repertoire.points_of(set(signals.song_ids.tolist()))
    taste = taste_of(signals, points, now)
    together = heard_together(serving.colistening(), taste.kept)
    return Moment(
        listener=listener,
        now=now,
        rng=rng,
        asked=asked,
        dial=dial_of(asked, now),
        signals=signals,
        repertoire=repertoire,
        points=points,
        situation=Situation.of(taste, signals, repertoire, now, together),
        together=together,
        people=reposted_to(listener),
        ranker=serving.ranker(),
        exploring=exploring,
    )


# --- Candidates ---


def _pool(moment: Moment, cursor: Cursor) -> Pool:
    found = _open(moment, _near(moment, candidates.NEAR), cursor)
    if len(found) < _ENOUGH < len(moment.repertoire):
        found = _open(moment, _near(moment, _DEEP), cursor)
    rows = np.array(list(found.sources), int)
    sources = list(found.sources.values())
    table = features(moment.situation, moment.repertoire, rows, sources)
    log_odds = moment.ranker.log_odds(table)
    if moment.dial:
        log_odds = moment.dial.bend(log_odds, moment.repertoire.facts[rows])
    return Pool(moment.repertoire, rows, sources, table, log_odds, moment.reposts)


def _near(moment: Moment, depth: int) -> Found:
    """All sources together."""
    repertoire, taste, rng = moment.repertoire, moment.situation.taste, moment.rng
    if moment.exploring:
        return candidates.unfamiliar(repertoire, taste, rng)
    found = candidates.by_sound(repertoire, taste, moment.known, rng, depth)
    found.add(Source.PEOPLE, moment.reposts)
    found.add(Source.COLISTEN, candidates.colistened(repertoire, moment.together.scores))
    dial = moment.dial
    if dial and dial.held:  # let go, it only bends what others find
        found.add(Source.DIAL, candidates.dialled(repertoire, dial.energy, dial.brightness, rng))
    found.add(Source.LOVED, candidates.loved(repertoire, moment.known, rng))
    found.add(Source.FRESH, candidates.fresh(repertoire, rng))
    found.add(Source.RARE, candidates.rare(repertoire, rng))
    found.add(Source.EXPLORE, candidates.far_away(repertoire, taste, rng))
    found.add(Source.RANDOM, candidates.at_random(repertoire, rng))
    return found


def _open(moment: Moment, found: Found, cursor: Cursor) -> Found:
    """What was neither heard, sent away nor handed out to this page."""
    ids = moment.repertoire.index.ids
    by_id = {int(ids[row]): row for row in found.sources}
    over = left_out(moment.listener, moment.asked, by_id.keys()) | set(cursor.song_ids)
    return found.without({by_id[song_id] for song_id in over if song_id in by_id})


def _playable(pool: Pool) -> Pool:
    ids = pool.repertoire.index.ids[pool.rows]
    songs = Song.objects.playable().filter(pk__in=ids.tolist()).order_by()
    return pool.only(np.isin(ids, list(songs.values_list("pk", flat=True))))


# --- Choice ---


def _chosen(moment: Moment, pool: Pool, cursor: Cursor, count: int) -> list[tuple[int, Cause]]:
    """Songs in order, with what put them there."""
    repertoire = moment.repertoire
    causes = Causes(
        situation=moment.situation,
        signals=moment.signals,
        points=moment.points,
        weights=moment.ranker.weights,
        people=moment.people,
        leans_on=moment.together.leans_on,
    )
    chosen = []
    for place in _places(moment, pool, cursor, count):
        row = int(pool.rows[place])
        song_id = int(repertoire.index.ids[row])
        point = repertoire.index.points_at(np.array([row]))[0]
        cause = causes.of(song_id, point, pool.sources[place], pool.features[place])
        chosen.append((song_id, cause))
    missing = count - len(chosen)
    if missing:
        taken = [song_id for song_id, _ in chosen]
        chosen += _remaining(moment.listener, moment.asked, cursor, taken, missing, moment.rng)
    return chosen


def _places(moment: Moment, pool: Pool, cursor: Cursor, count: int) -> list[int]:
    """Of cards in the pool, in order; fewer where it holds no other artist, but the catalogue."""
    handed_out = moment.repertoire.rows_of(cursor.song_ids)
    before = [handed_out[song_id] for song_id in cursor.song_ids if song_id in handed_out]
    explore = choosing.exploration_share(moment.signals)
    if moment.dial:  # who points somewhere wants to go there
        explore *= 1 - moment.dial.strength
    unshown = choosing.worth_of_unshown(moment.signals)
    asked = (pool, before, cursor.last_artist_id, count, explore, moment.rng, unshown)
    places = choosing.choose(*asked)
    if len(places) < min(count, len(pool.rows)) and not _others_left(moment, pool, cursor, places):
        places = choosing.choose(*asked, only_artist=True)
    return places


def _others_left(moment: Moment, pool: Pool, cursor: Cursor, places: Sequence[int]) -> bool:
    """Whether there is a song by another artist than of the last of these places."""
    facts, ids = moment.repertoire.facts[pool.rows], moment.repertoire.index.ids[pool.rows]
    last = int(facts["artist_id"][places[-1]]) if places else cursor.last_artist_id or 0
    gone = {*cursor.song_ids, *ids[places].tolist()}
    others = open_songs(moment.listener, moment.asked).exclude(artist_id=last)
    return others.exclude(pk__in=gone).exists()


def _remaining(
    listener: Listener,
    asked: Taste,
    cursor: Cursor,
    taken: Sequence[int],
    count: int,
    rng: np.random.Generator,
) -> list[tuple[int, Cause]]:
    """When the sources run dry: whatever is left, other artists than the last one first."""
    left = open_songs(listener, asked).exclude(pk__in={*cursor.song_ids, *taken}).order_by("pk")
    rows = list(left.values_list("pk", "artist_id")[: 20 * count])
    last = Song.objects.filter(pk__in=taken[-1:]).values_list("artist_id", flat=True).first()
    rng.shuffle(rows)
    songs = choosing.spaced(rows, last or cursor.last_artist_id, count)
    return [(song_id, Cause(Source.RANDOM)) for song_id in songs]


def _page(
    listener: Listener, chosen: Sequence[tuple[int, Cause]], cursor: Cursor, dial: Dial | None
) -> Page:
    cards = cards_of(listener, chosen)
    handed_out = cursor.song_ids + tuple(card.song.pk for card in cards)
    last_artist_id = cards[-1].song.artist_id if cards else cursor.last_artist_id
    return Page(cards, Cursor(handed_out, last_artist_id), dial)
