"""An artist as their songs sound: drawn in the songs' colours, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from catalog.drawing import petal_path
from catalog.models import Analysis, SongQuerySet
from catalog.words import mood_words

_PETALS, _FEWEST_PETALS, _HEARD = 24, 9, 300
# A key or a mood is an artist's own where it is that of so many of their songs.
_MOSTLY = 0.4


@dataclass(frozen=True)
class Petal:
    """A song's sound colour (classes) and energy (length), as SVG path data around (0, 0)."""

    classes: str
    path: str


@dataclass(frozen=True)
class Portrait:
    """`classes` are the sound colour of the song of middling energy."""

    petals: list[Petal]
    classes: str
    words: str


def portrait_of(songs: SongQuerySet) -> Portrait:
    """Of the latest `songs` of one artist, one query; there must be some."""
    facts = _facts(songs)
    shown = _by_colour(facts[:_PETALS]) * ceil(_FEWEST_PETALS / len(facts))
    petals = [
        Petal(fact.sound_colour.classes, petal_path(place, len(shown), fact.energy or 0))
        for place, fact in enumerate(shown)
    ]
    middle = sorted(facts, key=lambda fact: fact.energy or 0)[len(facts) // 2]
    return Portrait(petals, middle.sound_colour.classes, _words(facts))


def _facts(songs: SongQuerySet) -> list[Analysis]:
    """Analyses with what is heard in them, and nothing else."""
    columns = ("tempo_bpm", "tempo_confidence", "key", "mode", "energy", "brightness")
    rows = songs.newest_first().values_list(*(f"analysis__{name}" for name in columns))[:_HEARD]
    return [Analysis(**dict(zip(columns, row, strict=True))) for row in rows]


def _by_colour(facts: Sequence[Analysis]) -> list[Analysis]:
    """Neighbours on the circle of fifths side by side."""
    return sorted(facts, key=lambda fact: (fact.sound_colour.fifth, fact.energy or 0))


def _words(facts: Sequence[Analysis]) -> str:
    """`12 songs, mostly in A minor, 92–128 BPM, lively and full`."""
    many = "1 song" if len(facts) == 1 else f"{len(facts)} songs"
    said = [f"The latest {many}" if len(facts) == _HEARD else many]
    key, share = _commonest([fact.key_name for fact in facts])
    if share >= _MOSTLY:
        said.append(f"{'' if share == 1 else 'mostly '}in {key}")
    if tempo := _tempo([fact.sure_tempo_bpm for fact in facts if fact.sure_tempo_bpm]):
        said.append(tempo)
    energy = median(fact.energy or 0 for fact in facts)
    brightness = median(fact.brightness or 0 for fact in facts)
    said.append(mood_words(energy, brightness).replace(", ", " and "))
    return ", ".join(said)


def _commonest(names: Sequence[str]) -> tuple[str, float]:
    """A name and its share; songs without one count too, against it."""
    named = Counter(name for name in names if name).most_common(1)
    return (named[0][0], named[0][1] / len(names)) if named else ("", 0.0)


def _tempo(tempos_bpm: Sequence[float]) -> str:
    if not tempos_bpm:
        return ""
    low, high = round(min(tempos_bpm)), round(max(tempos_bpm))
    return f"{low} BPM" if low == high else f"{low}–{high} BPM"
