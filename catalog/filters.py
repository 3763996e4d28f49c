"""Which songs somebody wants to see: the filters in an address, checked, applied and in words.

Whatever is wrong in an address is told beside its field and left out; the rest still works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms

from analysis.facts import PITCH_CLASSES
from catalog import filter_words
from catalog.models import Artist, Song, SongQuerySet
from catalog.searching import CAMELOT_CODES, FLATS, KEY_OF, MODES, MOODS, NEWEST
from catalog.words import key_name

_NARROWED: dict[str, Callable[[SongQuerySet, str], SongQuerySet]] = {
    "q": SongQuerySet.matching,
    "artist": lambda songs, name: songs.by_artist(Artist.key_of(name), name),
    "genre": SongQuerySet.of_genre,
    "key": SongQuerySet.in_key,
    "mode": SongQuerySet.in_mode,
    "mixes_with": SongQuerySet.mixing_with,
    "mood": SongQuerySet.in_mood,
}
_RANGES: dict[str, Callable[[SongQuerySet, float | None, float | None], SongQuerySet]] = {
    "tempo": SongQuerySet.tempo_between,
    "energy": SongQuerySet.energy_between,
    "brightness": SongQuerySet.brightness_between,
}
_ENERGIES = ("Calm", "Easy", "Lively", "Intense")
# Parts of each range to pick with one tap: their names, and where one ends and the next begins.
_PICKS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "tempo": (("Slow", "Walking", "Dancing", "Fast"), (90, 110, 130)),
    "energy": (_ENERGIES, (0.25, 0.5, 0.75)),
    "brightness": (("Dark", "Warm", "Bright"), (0.33, 0.67)),
}
# A filter that no control shows: links set it.
_CARRIED = ("artist",)
# Filters that one chip stands for.
_TOGETHER = {"key": ("key", "mode")} | {name: (f"{name}_min", f"{name}_max") for name in _RANGES}


def narrowed(songs: SongQuerySet, wanted: Mapping[str, Any]) -> SongQuerySet:
    """Those of `songs` that fit; what `wanted` has not, or has as None, narrows nothing."""
    for name, narrow in _NARROWED.items():
        if (value := wanted.get(name)) is not None:
            songs = narrow(songs, value)
    for name, between in _RANGES.items():
        low, high = wanted.get(f"{name}_min"), wanted.get(f"{name}_max")
        if low is not None or high is not None:
            songs = between(songs, low, high)
    return songs


def _text(label: str, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        required=False,
        widget=forms.TextInput(attributes),
        error_messages={"max_length": f"{label}: 200 characters at most."},
    )


def _chosen(label: str, choices: list[Any]) -> forms.ChoiceField:
    messages = {"invalid_choice": "There is no such choice here: take one from the list."}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=messages)


def _choices(names: tuple[str, ...], anything: str, words: Callable[[str], str]) -> list[Any]:
    return [("", anything), *((name, words(name)) for name in names)]


def _moods() -> list[Any]:
    """Calm ones first, in groups."""
    groups: list[list[tuple[str, str]]] = [[] for _ in _ENERGIES]
    for word, cells in MOODS.items():
        groups[cells[0][0]].append((word, word))
    return [("", "Any mood"), *zip(_ENERGIES, groups, strict=True)]


def _number(label: str, most: int, unit: str = "", **attributes: str) -> forms.FloatField:
    wrong = f"A number from 0 to {most}{unit}, please."
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=most,
        required=False,
        # A number field would forget what is no number.
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", **attributes}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _place_on_wheel(code: str) -> str:
    key, mode = KEY_OF[code]
    return f"{code} ({key_name(key, mode)})"


class KeyField(forms.ChoiceField):
    """A pitch class; a flat is taken for its sharp, in the list of choices too."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return FLATS.get(text, text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return FLATS.get(data, data)


class Chip(NamedTuple):
    """One filter that is on: what it says, its fields, and the query of all others."""

    words: str
    fields: tuple[str, ...]
    query_without: str


class Pick(NamedTuple):
    """A part of a range with a name; either end may be open (""). The query of one that is on takes
    it away."""

    words: str
    low: str
    high: str
    extent: str
    query: str
    is_on: bool


class SongFilter(forms.Form):
    """Filters and an order for playable songs, read from the parameters of an address."""

    q = _text(
        "Words in the title, artist or album",
        type="search",
        placeholder="Title, artist or album",
        enterkeyhint="search",
        autocomplete="off",
        spellcheck="false",
    )
    artist = _text("Artist")
    genre = _text("Genre")
    tempo_min = _number("From BPM", 1000, " BPM", placeholder="60")
    tempo_max = _number("To BPM", 1000, " BPM", placeholder="180")
    key = KeyField(
        label="Key",
        choices=_choices(PITCH_CLASSES, "Any", lambda key: key_name(key, "").strip()),
        required=False,
        error_messages={"invalid_choice": "There is no such key: take one from the list."},
    )
    mode = _chosen("Mode", _choices(MODES, "Any", str.capitalize))
    mixes_with = _chosen("Mixes with", _choices(CAMELOT_CODES, "Anything", _place_on_wheel))
    mood = _chosen("Mood", _moods())
    energy_min = _number("Least energy", 1)
    energy_max = _number("Most energy", 1)
    brightness_min = _number("Least brightness", 1)
    brightness_max = _number("Most brightness", 1)
    sort = _chosen(
        "Order",
        [
            (NEWEST, "Newest first"),
            ("title", "Title"),
            ("artist", "Artist"),
            ("tempo", "Slowest first"),
            ("energy", "Most energy first"),
        ],
    )

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__(parameters)

    def offer_genres(self, genres: list[str]) -> None:
        """A list to choose from; what is asked for stays in it."""
        wanted = self["genre"].value() or ""
        known = {genre.casefold(): genre for genre in genres}
        choices = [
            (wanted if genre.casefold() == wanted.casefold() else genre, genre) for genre in genres
        ]
        if wanted and wanted.casefold() not in known:
            choices.insert(0, (wanted, wanted))
        self.fields["genre"].widget = forms.Select(choices=[("", "Any genre"), *choices])

    @property
    def shown(self) -> list[forms.BoundField]:
        """What a page has controls for."""
        return [field for field in self if field.name not in _CARRIED]

    @property
    def carried(self) -> list[forms.BoundField]:
        """What is set and has no control."""
        return [field for field in self if field.name in _CARRIED and field.value()]

    def clean(self) -> dict[str, Any]:
        for name in _RANGES:
            low = self.cleaned_data.get(f"{name}_min")
            high = self.cleaned_data.get(f"{name}_max")
            if low is not None and high is not None and low > high:
                self.add_error(f"{name}_max", "The range ends before it begins.")
        return self.cleaned_data

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """What is set and makes sense, by field and in the fields' order; not the songs' order."""
        return {
            name: self._cleaned[name]
            for name in self.fields
            if name != "sort" and self._cleaned.get(name) not in (None, "")
        }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.wanted)

    @property
    def order(self) -> str:
        return self._cleaned.get("sort") or NEWEST

    @cached_property
    def _cleaned(self) -> dict[str, Any]:
        """The fields that make sense."""
        self.full_clean()
        return self.cleaned_data

    def songs(self) -> SongQuerySet:
        """The playable songs that fit, in order."""
        return narrowed(Song.objects.playable(), self.wanted).sorted_by(self.order)

    @property
    def query(self) -> str:
        """The canonical query string: only what is set and makes sense, in the fields' order."""
        return self._query(self.wanted)

    @property
    def words(self) -> str:
        """`lively songs in A minor, 90–120 BPM`; `all songs` where nothing narrows."""
        return filter_words.sentence(self._said)

    @property
    def chips(self) -> list[Chip]:
        """The filters that are on, one by one."""
        return [
            Chip(said[0].upper() + said[1:], fields, self._query(_without(self.wanted, fields)))
            for name, said in self._said.items()
            for fields in [_TOGETHER.get(name, (name,))]
        ]

    @property
    def panel_count(self) -> int:
        """How many filters other than typed words are on."""
        return len(self._said.keys() - {"q"})

    @property
    def energy_ends(self) -> list[forms.BoundField]:
        return [self["energy_min"], self["energy_max"]]

    @property
    def brightness_ends(self) -> list[forms.BoundField]:
        return [self["brightness_min"], self["brightness_max"]]

    @property
    def picks(self) -> dict[str, list[Pick]]:
        """Parts of ranges to pick with one tap, the other filters kept, by the range's name."""
        return {name: self._picks(name, *parts) for name, parts in _PICKS.items()}

    def _picks(self, name: str, words: tuple[str, ...], edges: tuple[float, ...]) -> list[Pick]:
        others = _without(self.wanted, _TOGETHER[name])
        now = tuple(self.wanted.get(end) for end in _TOGETHER[name])
        picks = []
        for said, low, high in zip(words, (None, *edges), (*edges, None), strict=True):
            is_on = (low, high) == now
            wanted = others if is_on else others | _range(name, low, high)
            first, last = ("" if end is None else _written(end) for end in (low, high))
            extent = filter_words.extent(low, high, 1 if name == "tempo" else 100)
            picks.append(Pick(said, first, last, extent, self._query(wanted), is_on))
        return picks

    @cached_property
    def _said(self) -> dict[str, str]:
        return filter_words.parts(self.wanted, self._artist_name())

    def _artist_name(self) -> str:
        """How the artist in the address, a name or an id, is called here."""
        wanted = self.wanted.get("artist")
        if wanted is None:
            return ""
        found = Artist.objects.known_as(wanted).values_list("name", flat=True).first()
        return found or wanted

    def _query(self, wanted: dict[str, Any]) -> str:
        order = {} if self.order == NEWEST else {"sort": self.order}
        said = {name: (wanted | order).get(name) for name in self.fields}
        return urlencode({name: _written(v) for name, v in said.items() if v is not None})


def _without(wanted: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: value for field, value in wanted.items() if field not in fields}


def _range(name: str, low: float | None, high: float | None) -> dict[str, Any]:
    return {f"{name}_min": low, f"{name}_max": high}


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else filter_words.plain(value)
