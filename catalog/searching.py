"""Finding songs by what they are called and how they sound: filters that can be chained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from analysis.facts import PITCH_CLASSES
from catalog.words import SURE_TEMPO, camelot, mood_words

if TYPE_CHECKING:
    from catalog.models import Song  # noqa: F401 - names the model below

FLATS = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}
MODES = ("major", "minor")
NEWEST = "newest"


class Order(NamedTuple):
    """How a list is sorted: by the first column, equals by the next; the last, an id, tells all
    songs apart, so that a list can go on behind any of them."""

    columns: tuple[str, ...]
    descending: bool = False


ORDERS = {
    NEWEST: Order(("added_at", "public_id"), descending=True),
    "title": Order(("title_key", "public_id")),
    "artist": Order(("artist__name_key", "title_key", "public_id")),
    "tempo": Order(("analysis__tempo_bpm", "public_id")),
    "energy": Order(("analysis__energy", "public_id"), descending=True),
}
# The plane of energy and brightness as `mood_words` cuts it.
_ROWS, _COLUMNS = 4, 3
KEY_OF = {camelot(key, mode): (key, mode) for key in PITCH_CLASSES for mode in MODES}
CAMELOT_CODES = tuple(sorted(KEY_OF, key=lambda code: (int(code[:-1]), code[-1])))


class SearchableSongs(models.QuerySet["Song"]):
    """An end of a range may be None: open."""

    def matching(self, text: str) -> Self:
        """Songs whose title, artist or album contain every word of `text`."""
        songs = self
        for word in text.casefold().split()[:8]:
            songs = songs.filter(search_text__contains=word)
        return songs

    def of_genre(self, genre: str) -> Self:
        return self.filter(genre__iexact=genre)

    def by_artist(self, name_key: str, public_id: str) -> Self:
        """The artist is known by either."""
        return self.filter(Q(artist__name_key=name_key) | Q(artist__public_id=public_id))

    def tempo_between(self, low_bpm: float | None, high_bpm: float | None) -> Self:
        """Songs that have a tempo for sure, in this range."""
        sure = self.filter(analysis__tempo_confidence__gte=SURE_TEMPO)
        return sure._between("analysis__tempo_bpm", low_bpm, high_bpm)

    def energy_between(self, low: float | None, high: float | None) -> Self:
        return self._between("analysis__energy", low, high)

    def brightness_between(self, low: float | None, high: float | None) -> Self:
        return self._between("analysis__brightness", low, high)

    def in_key(self, key: str) -> Self:
        """A pitch class, in sharps or flats."""
        return self.filter(analysis__key=FLATS.get(key, key))

    def in_mode(self, mode: str) -> Self:
        return self.filter(analysis__mode=mode)

    def mixing_with(self, code: str) -> Self:
        """Songs in this place on the Camelot wheel (`8A`) or next to it."""
        wanted = Q()
        for neighbour in mixing_codes(code):
            key, mode = KEY_OF[neighbour]
            wanted |= Q(analysis__key=key, analysis__mode=mode)
        return self.filter(wanted)

    def in_mood(self, word: str) -> Self:
        """Songs of whose two mood words this is one."""
        wanted = Q(pk__in=())
        for row, column in MOODS[word]:
            wanted |= _cell("energy", row, _ROWS) & _cell("brightness", column, _COLUMNS)
        return self.filter(wanted)

    def newest_first(self) -> Self:
        return self.sorted_by(NEWEST)

    def sorted_by(self, order: str) -> Self:
        """`order` is one of `ORDERS`; songs that lack what it sorts by are left out."""
        columns, descending = ORDERS[order]
        # Otherwise databases join what may be missing, and cannot walk along the index of it.
        songs = self._with_keys(columns).filter(**{f"{columns[0]}__isnull": False})
        return songs.order_by(*(f"{'-' if descending else ''}{name}" for name in columns))

    def following(self, order: str, place: Sequence[Any]) -> Self:
        """Those behind one song's `place` (its values of the order's columns), whether it is still
        there or not."""
        columns, descending = ORDERS[order]
        beyond = "lt" if descending else "gt"
        behind, equal = Q(), Q()
        for name, value in zip(columns, place, strict=True):
            behind |= equal & Q(**{f"{name}__{beyond}": value})
            equal &= Q(**{name: value})
        # Said once more of the first column alone: databases find their way by that.
        start = Q(**{f"{columns[0]}__{beyond}e": place[0]})
        return self._with_keys(columns).filter(start & behind)

    def _with_keys(self, columns: Sequence[str]) -> Self:
        return self.annotate(title_key=Lower("title")) if "title_key" in columns else self

    def _between(self, field: str, low: float | None, high: float | None) -> Self:
        ends = {f"{field}__gte": low, f"{field}__lte": high}
        return self.filter(**{name: end for name, end in ends.items() if end is not None})


def mixing_codes(code: str) -> list[str]:
    """The place itself, its neighbours on the wheel and its relative: `8A`, `7A`, `9A`, `8B`."""
    place, letter = int(code[:-1]), code[-1]
    around = [f"{(place - 1 + step) % 12 + 1}{letter}" for step in (0, -1, 1)]
    return [*around, f"{place}{'B' if letter == 'A' else 'A'}"]


def _mood_cells() -> dict[str, list[tuple[int, int]]]:
    """Every mood word, with the cells of the plane that it names."""
    cells: dict[str, list[tuple[int, int]]] = {}
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            words = mood_words((row + 0.5) / _ROWS, (column + 0.5) / _COLUMNS)
            for word in words.split(", "):
                cells.setdefault(word, []).append((row, column))
    return cells


MOODS = _mood_cells()


def _cell(fact: str, number: int, count: int) -> Q:
    """From `number` / `count` of the range to where the next cell begins; the last holds 1 too."""
    inside = Q(**{f"analysis__{fact}__gte": number / count})
    if number < count - 1:
        inside &= Q(**{f"analysis__{fact}__lt": (number + 1) / count})
    return inside
