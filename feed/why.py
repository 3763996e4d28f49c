"""One honest sentence on each card: what put it there, and how it differs."""

from dataclasses import dataclass
from typing import Protocol

from catalog.models import Song
from feed.causes import Cause
from feed.models import Play

Source = Play.Source


@dataclass(frozen=True)
class Reason:
    """`before`, then the named song's title in bold (it may be empty), then `after`."""

    before: str
    title: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.title}{self.after}"


_PLAIN = {
    Source.MOOD: "Close to what you have been playing",
    Source.TASTE: "Close to what you like",
    Source.COLISTEN: "Kept by listeners who kept what you did",
    Source.PEOPLE: "Reposted by somebody you follow",
    Source.LOVED: "Many listeners here stayed for it",
    Source.FRESH: "New in this library",
    Source.RARE: "Hardly anybody here has heard it yet",
    Source.EXPLORE: "Far from what you have been playing, to see what else you like",
    Source.RANDOM: "Picked at random",
    Source.DIRECT: "Opened from a link",
    Source.LISTED: "In the list you are playing",
}


def reason(song: Song, cause: Cause, anchor: Song | None) -> Reason:
    """Why `song` came; `anchor` is the song that its cause names, where that can be shown."""
    if cause.source == Source.DIAL:
        return Reason(f"Where your mood dial points: {song.analysis.mood_words}")
    if cause.source == Source.PEOPLE and cause.person:
        return Reason("Liked by " if cause.person_liked else "Reposted by ", cause.person)
    if cause.source == Source.LISTED and any(cause.listed):
        return Reason(*cause.listed)
    if anchor is None:
        return Reason(_PLAIN.get(Source(cause.source), _PLAIN[Source.RANDOM]))
    if cause.source == Source.COLISTEN:
        who = "liked" if cause.anchor_liked else "stayed for"
        return Reason(f"Kept by the same people as a song you {who}, ", anchor.title)
    before = "Because you liked " if cause.anchor_liked else "Because you stayed for "
    return Reason(before, anchor.title, f": {differences(song.analysis, anchor.analysis)}")


class Sound(Protocol):
    """What of a song's facts differences are told of."""

    @property
    def key(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def energy(self) -> float | None: ...
    @property
    def brightness(self) -> float | None: ...
    @property
    def sure_tempo_bpm(self) -> float | None: ...


def differences(this: Sound, other: Sound) -> str:
    """`same key, 4 BPM slower, calmer`; "much alike" where nothing differs."""
    words = [
        "same key" if this.key and (this.key, this.mode) == (other.key, other.mode) else "",
        _tempo(this.sure_tempo_bpm, other.sure_tempo_bpm),
        _step(this.energy, other.energy, "calmer", "more energy"),
        _step(this.brightness, other.brightness, "darker", "brighter"),
    ]
    return ", ".join([word for word in words if word][:3]) or "much alike"


def _tempo(this: float | None, other: float | None) -> str:
    if not this or not other:
        return ""
    change = round(this) - round(other)
    if abs(change) <= 1:
        return "same tempo"
    return f"{abs(change)} BPM {'faster' if change > 0 else 'slower'}"


def _step(this: float | None, other: float | None, less: str, more: str) -> str:
    """A word for a difference that can be heard; "a little" below a quarter of the range."""
    if this is None or other is None or abs(this - other) < 0.08:
        return ""
    word = more if this > other else less
    return f"a little {word}" if abs(this - other) < 0.25 else word
