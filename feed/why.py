"""One honest sentence on each card: what put it there, and how it differs."""

from dataclasses import dataclass

from catalog.models import Analysis, Song
from feed.models import Play


@dataclass(frozen=True)
class Reason:
    """`before`, then the named song's title in bold (it may be empty), then `after`."""

    before: str
    title: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.title}{self.after}"


def reason(song: Song, source: str, anchor: Song | None, anchor_liked: bool) -> Reason:
    """Why `song` came from `source`; `anchor` is the kept song it lies nearest to."""
    if source == Play.Source.FRESH:
        return Reason("New in this library")
    if source == Play.Source.DIRECT:
        return Reason("Opened from a link")
    if source == Play.Source.EXPLORE:
        if anchor is None:
            return Reason("Picked at random, to learn what you like")
        return Reason("A step away from what you have been playing")
    if anchor is None:
        return Reason("Close to what you have been playing")
    before = "Because you liked " if anchor_liked else "Because you stayed for "
    return Reason(before, anchor.title, f": {differences(song.analysis, anchor.analysis)}")


def differences(this: Analysis, other: Analysis) -> str:
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
