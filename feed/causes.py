"""What put a card there: the source that counted most, and the song of the listener's it leans on.

Pure; `feed.why` puts it into words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from feed.models import Play
from feed.ranking import FEATURES, Situation
from feed.signals import LIKED, Signals
from feed.taste import MOOD_CLIPS

Source = Play.Source
# The features by which these sources speak; of several, the one that adds most to the odds counts.
_SPEAKS = {
    Source.MOOD: FEATURES.index("mood_similarity"),
    Source.TASTE: FEATURES.index("taste_similarity"),
    Source.COLISTEN: FEATURES.index("colistening"),
}
# Of the others the first: what was asked for, then what was learned from others, then chance.
_ORDER = (Source.PEOPLE, Source.DIAL, *_SPEAKS, Source.LOVED, Source.FRESH, Source.RARE)
_ORDER = (*_ORDER, Source.EXPLORE, Source.RANDOM)
# A song counts as kept from here on.
_KEPT = 0.3


@dataclass(frozen=True)
class Cause:
    """`anchor_id` is a song the listener kept; `person` passed the card's song on, or liked it;
    `listed` says from which list it is: some words and the list's title."""

    source: str
    anchor_id: int | None = None
    anchor_liked: bool = False
    person: str = ""
    person_liked: bool = False
    listed: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Causes:
    """Everything that causes are found by, for one request."""

    situation: Situation
    signals: Signals
    points: Mapping[int, np.ndarray]
    weights: np.ndarray
    # Who reposted a song, and which kept song its co-listening score leans on most, by song.
    people: Mapping[int, str] = field(default_factory=dict)
    leans_on: Callable[[int], int | None] = lambda song_id: None

    def of(
        self, song_id: int, point: np.ndarray, sources: Sequence[Source], features: np.ndarray
    ) -> Cause:
        source = self._main(sources, features)
        if source == Source.PEOPLE:
            return Cause(source, person=self.people.get(song_id, ""))
        anchor_id = self._anchor(song_id, point, source)
        return Cause(source, anchor_id, anchor_id in self._liked)

    def _main(self, sources: Sequence[Source], features: np.ndarray) -> Source:
        first = min(sources, key=_ORDER.index)
        if first not in _SPEAKS:
            return first
        speaking = [source for source in sources if source in _SPEAKS]
        return max(speaking, key=lambda source: (self.weights * features)[_SPEAKS[source]])

    def _anchor(self, song_id: int, point: np.ndarray, source: Source) -> int | None:
        if source == Source.COLISTEN:
            return self.leans_on(song_id)
        kept = [song for song in self._leanable(point, source) if song in self.points]
        if not kept:
            return None
        alike = np.stack([self.points[song] for song in kept]) @ point
        return kept[int(np.argmax(alike))]

    def _leanable(self, point: np.ndarray, source: Source) -> Sequence[int]:
        """Songs by which the source found the card: the last ones, or those of a centre."""
        taste = self.situation.taste
        if source == Source.MOOD:
            done = zip(self.signals.song_ids.tolist(), self.signals.weights, strict=True)
            last = islice(
                ((song, weight) for song, weight in done if song in self.points), MOOD_CLIPS
            )
            return [song for song, weight in last if weight > _KEPT]
        if source == Source.TASTE and taste.centres:
            return max(taste.centres, key=lambda centre: float(centre.point @ point)).song_ids
        return ()

    @cached_property
    def _liked(self) -> set[int]:
        return set(self.signals.song_ids[self.signals.acts == LIKED].tolist())
