"""What the feed believes about a listener, in words and as a picture; each belief can be removed.

Every belief rests on songs; removing it means that what was done with those songs counts no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.models import Song
from catalog.words import mood_words
from feed.signals import PLAYED, Signal
from feed.taste import MOOD_CLIPS, Centre, TasteProfile

_ARTISTS, _KEYS, _AWAY = 8, 3, 20
# A key that less than this share of the weight is in says nothing.
_LEAST_KEY_SHARE = 0.15
# The middle of the kept songs' tempi that is told.
_TEMPO_FROM, _TEMPO_TO = 20, 80
_LEAST_TEMPI = 4
# The picture's plane: its side, and how large songs are drawn.
SIDE = 100.0
_SMALLEST, _LARGEST = 1.1, 3.2


@dataclass(frozen=True)
class Belief:
    """`words` say it, `detail` says more; `share` 0..1 of all that is known, where that is told."""

    words: str
    detail: str
    songs: Sequence[Song]
    share: float | None = None


@dataclass(frozen=True)
class Beliefs:
    sounds: Sequence[Belief]
    artists: Sequence[Belief]
    tempi: Sequence[Belief]
    keys: Sequence[Belief]
    away: Sequence[Belief]

    def __bool__(self) -> bool:
        return any((self.sounds, self.artists, self.tempi, self.keys, self.away))


def beliefs_of(taste: TasteProfile, songs: Mapping[int, Song]) -> Beliefs:
    """`songs` are those of the taste that can still be played, with their card facts."""
    kept = {song_id: weight for song_id, weight in taste.kept.items() if song_id in songs}
    return Beliefs(
        sounds=[
            belief for centre in taste.centres if (belief := _sound(centre, songs)) is not None
        ],
        artists=_artists(kept, songs),
        tempi=_tempi(kept, songs),
        keys=_keys(kept, songs),
        away=_away(taste, songs),
    )


def _sound(centre: Centre, songs: Mapping[int, Song]) -> Belief | None:
    inside = [songs[song_id] for song_id in centre.song_ids if song_id in songs]
    if not inside:
        return None
    energy = float(np.mean([_or_middle(song.analysis.energy) for song in inside]))
    brightness = float(np.mean([_or_middle(song.analysis.brightness) for song in inside]))
    words = mood_words(energy, brightness)
    named = ", ".join(song.title for song in inside[:3])
    return Belief(words[:1].upper() + words[1:], f"like {named}", inside, centre.share)


def _or_middle(value: float | None) -> float:
    return 0.5 if value is None else value


def _artists(kept: Mapping[int, float], songs: Mapping[int, Song]) -> list[Belief]:
    by_artist: dict[str, list[Song]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    for song_id, weight in kept.items():
        artist = songs[song_id].artist
        if not artist.is_unknown:
            by_artist[artist.name].append(songs[song_id])
            weights[artist.name] += weight
    best = sorted(weights, key=lambda name: -weights[name])[:_ARTISTS]
    return [Belief(name, _count(by_artist[name]), by_artist[name]) for name in best]


def _count(songs: Sequence[Song]) -> str:
    return f"{len(songs)} song{'s' if len(songs) > 1 else ''}"


def _tempi(kept: Mapping[int, float], songs: Mapping[int, Song]) -> list[Belief]:
    known = [(songs[song].analysis.sure_tempo_bpm, songs[song]) for song in kept]
    tempi = [(tempo_bpm, song) for tempo_bpm, song in known if tempo_bpm]
    if len(tempi) < _LEAST_TEMPI:
        return []
    low, high = np.percentile([tempo_bpm for tempo_bpm, _ in tempi], [_TEMPO_FROM, _TEMPO_TO])
    inside = [song for tempo_bpm, song in tempi if low <= tempo_bpm <= high]
    return [Belief(f"{low:.0f} to {high:.0f} BPM", f"{_count(inside)} in between", inside)]


def _keys(kept: Mapping[int, float], songs: Mapping[int, Song]) -> list[Belief]:
    by_key: dict[str, list[Song]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    for song_id, weight in kept.items():
        if key_name := songs[song_id].analysis.key_name:
            by_key[key_name].append(songs[song_id])
            weights[key_name] += weight
    total = sum(weights.values())
    best = sorted(weights, key=lambda key_name: -weights[key_name])[:_KEYS]
    shares = {key_name: weights[key_name] / total for key_name in best}
    return [
        Belief(key_name, _count(by_key[key_name]), by_key[key_name], share)
        for key_name, share in shares.items()
        if share >= _LEAST_KEY_SHARE and len(by_key[key_name]) > 1
    ]


def _away(taste: TasteProfile, songs: Mapping[int, Song]) -> list[Belief]:
    away = [songs[song_id] for song_id in taste.turned_away if song_id in songs][:_AWAY]
    return [Belief(_count(away), "skipped or sent away", away)] if away else []


# --- The picture ---


@dataclass(frozen=True)
class Dot:
    """A song on the plane: x from dark to bright, y from energetic down to calm, 0..100."""

    song: Song
    x: float
    y: float
    radius: float
    kept: bool


@dataclass(frozen=True)
class Trail:
    """Songs on the plane of energy and brightness, and the way the last of them took."""

    dots: Sequence[Dot]
    path: str


def trail_of(signals: Sequence[Signal], taste: TasteProfile, songs: Mapping[int, Song]) -> Trail:
    """`signals` newest first."""
    weights = {**{song: -w for song, w in taste.turned_away.items()}, **taste.kept}
    dots = {
        song_id: _dot(songs[song_id], weights[song_id]) for song_id in weights if song_id in songs
    }
    last = [s.song_id for s in signals if s.act == PLAYED and s.weight > 0 and s.song_id in dots]
    way = [dots[song_id] for song_id in reversed(list(_once(last))[: MOOD_CLIPS // 2])]
    path = "L".join(f"{dot.x:.1f} {dot.y:.1f}" for dot in way)
    return Trail(list(dots.values()), f"M{path}" if len(way) > 1 else "")


def _dot(song: Song, weight: float) -> Dot:
    facts = song.analysis
    radius = min(_SMALLEST + abs(weight) * 0.7, _LARGEST)
    x, y = _or_middle(facts.brightness) * SIDE, (1 - _or_middle(facts.energy)) * SIDE
    return Dot(song, round(x, 1), round(y, 1), round(radius, 2), weight > 0)


def _once(song_ids: Iterable[int]) -> Iterable[int]:
    return dict.fromkeys(song_ids)
