"""A song's facts for people: what each says, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.models import Analysis

_ROUNDED_BPM = 4


@dataclass(frozen=True)
class Fact:
    """`share` (0..1) is drawn as a bar, where there is a scale; `query` finds songs alike in it."""

    slug: str
    name: str
    value: str
    about: str
    share: float | None = None
    query: str = ""
    alike: str = ""

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


def facts_of(analysis: Analysis) -> list[Fact]:
    """Those that are known, the most telling ones first."""
    facts = [
        _tempo(analysis),
        _key(analysis),
        _camelot(analysis),
        _mood(analysis),
        _scale("energy", "Energy", analysis.energy, _ENERGY),
        _scale("brightness", "Brightness", analysis.brightness, _BRIGHTNESS),
        _scale("danceability", "Danceability", analysis.danceability, _DANCEABILITY),
        _loudness(analysis),
    ]
    return [fact for fact in facts if fact]


_ENERGY = (
    "How hard the sound moves: how loud and dense it is, how many notes begin. 50 % is the middle"
    " of all kinds of music."
)
_BRIGHTNESS = (
    "How high the sound lies. Bass and warm tones are dark; cymbals, strings and breath are bright."
    " 50 % is the middle of all kinds of music."
)
_DANCEABILITY = (
    "How strong and even the beat is, and how near to the tempo that most people dance to."
)


def _tempo(analysis: Analysis) -> Fact | None:
    sure = f"{100 * (analysis.tempo_confidence or 0):.0f} %"
    tempo_bpm = analysis.sure_tempo_bpm
    if not tempo_bpm:
        about = (
            "The music drifts, breathes or has no beat: no tempo was found that holds for the song"
            f" (tempo confidence {sure})."
        )
        return Fact("tempo", "Tempo", "free", about)
    about = (
        "Beats in a minute, as a foot would tap them. 60 is slow, 120 is brisk, 170 runs. Tempo"
        f" confidence {sure}: how clearly the whole song keeps to these beats."
    )
    low, high = round(tempo_bpm) - _ROUNDED_BPM, round(tempo_bpm) + _ROUNDED_BPM
    query = urlencode({"tempo_min": max(low, 0), "tempo_max": high})
    alike = f"Songs from {max(low, 0)} to {high} BPM"
    return Fact("tempo", "Tempo", f"{tempo_bpm:.0f} BPM", about, query=query, alike=alike)


def _key(analysis: Analysis) -> Fact | None:
    if not analysis.key_name:
        return None
    about = (
        "The note that the song comes home to, and its colour: minor sounds darker, major lighter."
        f" Key confidence {100 * (analysis.key_confidence or 0):.0f} %."
    )
    query = urlencode({"key": analysis.key, "mode": analysis.mode})
    return Fact(
        "key", "Key", analysis.key_name, about, query=query, alike=f"Songs in {analysis.key_name}"
    )


def _camelot(analysis: Analysis) -> Fact | None:
    if not analysis.camelot:
        return None
    about = (
        "The key's place on a wheel that disc jockeys mix by. Songs in the same place, one step"
        " around or with the other letter share nearly all their notes, so they blend."
    )
    query = urlencode({"mixes_with": analysis.camelot})
    alike = f"Songs that mix with {analysis.camelot}"
    return Fact("camelot", "Camelot", analysis.camelot, about, query=query, alike=alike)


def _mood(analysis: Analysis) -> Fact | None:
    words = analysis.mood_words
    if not words:
        return None
    first = words.partition(", ")[0]
    about = "Two words for where the song lies between calm and energetic, dark and bright."
    query = urlencode({"mood": first})
    return Fact("mood", "Mood", words, about, query=query, alike=f"{first.capitalize()} songs")


def _scale(slug: str, name: str, share: float | None, about: str) -> Fact | None:
    return None if share is None else Fact(slug, name, f"{100 * share:.0f} %", about, share)


def _loudness(analysis: Analysis) -> Fact | None:
    loudness_lufs = analysis.loudness_lufs
    if loudness_lufs is None:
        return None
    about = (
        "How loud the recording is as a whole, in LUFS: −14 is usual, −8 is very loud, −20 is"
        " quiet. The feed plays all its clips equally loud."
    )
    return Fact("loudness", "Loudness", f"{loudness_lufs:.0f} LUFS".replace("-", "−"), about)
