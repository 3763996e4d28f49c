"""Will they stay for it? Features of candidates, and a model over them.

Pure: arrays in, arrays out. The same function makes the features when cards are chosen and when
the model is fitted (`feed.learning`), so that both mean the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import numpy as np

from feed.fondness import Fondness, places_of
from feed.models import Play
from feed.repertoire import Repertoire
from feed.signals import Signals
from feed.taste import MOOD_CLIPS, MOOD_HALF_LIFE_CLIPS, TasteProfile
from feed.together import Together

Source = Play.Source
EXPLORING = frozenset({Source.RARE, Source.FRESH, Source.EXPLORE, Source.RANDOM})

# Before enough was played to learn from: a weight for each feature, on the scale of log odds.
FIXED_WEIGHTS = {
    "mood_similarity": 1.6,  # -1..1, to where the last clips point, by how fresh that is
    "taste_similarity": 1.6,  # -1..1, to the best of the centres, by their share
    "fondness": 1.0,  # log odds: what they did with the last songs that sound like it
    "colistening": 1.2,  # 0..1, the most for what the same people heard most
    "energy_distance": -0.8,  # 0..1, to the mood's
    "brightness_distance": -0.4,  # 0..1
    "tempo_distance": -0.3,  # 0..0.5 octaves, half and double tempo being the same
    "artist_affinity": 0.7,  # -1..1: songs of this artist kept or turned away
    "kept_rate": 2.0,  # -1..1, by everybody, against the average song, shrunken
    "exposure": -0.05,  # logarithm of 1 + how often it was shown
    "from_mood": 0.0,
    "from_taste": 0.0,
    "from_colistening": 0.2,
    "from_people": 0.8,
    "explored": 0.0,
    "energy_by_day": 0.0,  # energy around 0, by the cosine of the hour
    "energy_by_evening": 0.0,  # the same by its sine
}
FEATURES = tuple(FIXED_WEIGHTS)
_HALF_A_DAY = 12.0


@dataclass(frozen=True)
class Situation:
    """A listener at one moment, in numbers; None where nothing is known yet."""

    taste: TasteProfile = field(default_factory=TasteProfile)
    fondness: Fondness = field(default_factory=Fondness)
    energy: float | None = None
    brightness: float | None = None
    tempo_bpm: float | None = None
    artist_affinity: Mapping[int, float] = field(default_factory=dict)
    together: Together = field(default_factory=Together)
    hour: float = _HALF_A_DAY

    @classmethod
    def of(
        cls,
        taste: TasteProfile,
        signals: Signals,
        repertoire: Repertoire,
        now: datetime,
        together: Together,
    ) -> Self:
        kept = repertoire.index.rows_at(signals.song_ids[signals.weights > 0])
        mood = repertoire.facts[kept[kept >= 0][:MOOD_CLIPS]]
        decay = 0.5 ** (np.arange(len(mood)) / MOOD_HALF_LIFE_CLIPS)
        sure = mood["tempo_bpm"] > 0
        return cls(
            taste=taste,
            fondness=Fondness.of(signals, repertoire, now),
            energy=_mean(mood["energy"], decay),
            brightness=_mean(mood["brightness"], decay),
            tempo_bpm=float(mood["tempo_bpm"][sure][0]) if sure.any() else None,
            artist_affinity=_artists(taste, repertoire),
            together=together,
            hour=now.hour + now.minute / 60,
        )


def _mean(values: np.ndarray, weights: np.ndarray) -> float | None:
    return float(values @ weights / weights.sum()) if len(values) else None


def _artists(taste: TasteProfile, repertoire: Repertoire) -> dict[int, float]:
    """-1..1 by artist: everything kept and turned away of theirs, saturating."""
    weights = {**taste.kept, **{song: -weight for song, weight in taste.turned_away.items()}}
    rows = repertoire.rows_of(weights.keys())
    theirs = repertoire.facts["artist_id"][list(rows.values())].tolist()
    artists: dict[int, float] = {}
    for song_id, artist_id in zip(rows, theirs, strict=True):
        artists[artist_id] = artists.get(artist_id, 0.0) + weights[song_id]
    return {artist_id: float(np.tanh(weight / 2)) for artist_id, weight in artists.items()}


def features(
    situation: Situation,
    repertoire: Repertoire,
    rows: np.ndarray,
    sources: Sequence[Collection[str]],
) -> np.ndarray:
    """n x F float64, columns as FEATURES, of songs in `rows` (n) found by `sources`."""
    facts, points = repertoire.facts[rows], repertoire.index.points_at(rows)
    taste = situation.taste
    energy_off_middle = facts["energy"] - 0.5
    angle = 2 * np.pi * situation.hour / 24
    columns = {
        "mood_similarity": _to(taste.mood, points) * taste.mood_strength,
        "taste_similarity": _to_centres(taste, points),
        "fondness": situation.fondness.log_odds(places_of(points, facts)),
        "colistening": _colistening(situation.together, repertoire, rows),
        "energy_distance": _distance(facts["energy"], situation.energy),
        "brightness_distance": _distance(facts["brightness"], situation.brightness),
        "tempo_distance": tempo_distance(facts["tempo_bpm"], situation.tempo_bpm),
        "artist_affinity": _looked_up(situation.artist_affinity, facts["artist_id"]),
        "kept_rate": repertoire.rates(rows) - repertoire.kept_rate,
        "exposure": np.log1p(facts["shown"]),
        "from_mood": _from(sources, Source.MOOD),
        "from_taste": _from(sources, Source.TASTE),
        "from_colistening": _from(sources, Source.COLISTEN),
        "from_people": _from(sources, Source.PEOPLE),
        "explored": np.array([EXPLORING.issuperset(found) for found in sources], float),
        "energy_by_day": energy_off_middle * np.cos(angle),
        "energy_by_evening": energy_off_middle * np.sin(angle),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float64)


def _to(point: np.ndarray | None, points: np.ndarray) -> np.ndarray:
    return np.zeros(len(points)) if point is None else points @ point


def _to_centres(taste: TasteProfile, points: np.ndarray) -> np.ndarray:
    if not taste.centres:
        return np.zeros(len(points))
    centres = np.stack([centre.point for centre in taste.centres])
    shares = np.array([centre.share for centre in taste.centres])
    # A smaller interest counts for less, but far from in proportion: it is still an interest.
    return (points @ centres.T * (shares / shares.max()) ** 0.25).max(axis=1)


def _looked_up(values: Mapping[int, float], keys: np.ndarray) -> np.ndarray:
    return np.array([values.get(key, 0.0) for key in keys.tolist()])


def _colistening(together: Together, repertoire: Repertoire, rows: np.ndarray) -> np.ndarray:
    """Scores 0..1 (n); a song that nobody kept yet stands where its neighbours by sound are."""
    ids = repertoire.index.ids[rows]
    scores = _looked_up(together.scores, ids)
    cold = ~_among(together.known, ids)
    if together.scores and cold.any():
        scores[cold] = repertoire.index.around(rows[cold], together.scores)
    return scores


def _among(ascending: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which of `values` (n) are among many others (ascending); NumPy's own sorts these anew."""
    if not len(ascending):
        return np.zeros(len(values), bool)
    places = np.searchsorted(ascending, values)
    return np.asarray(ascending[np.minimum(places, len(ascending) - 1)] == values)


def _distance(values: np.ndarray, wanted: float | None) -> np.ndarray:
    return np.zeros(len(values)) if wanted is None else np.abs(values - wanted)


def tempo_distance(tempo_bpm: np.ndarray, wanted_bpm: float | None) -> np.ndarray:
    """0..0.5 octaves between tempi, half and double being the same; 0.25 where one is unknown."""
    known = tempo_bpm > 0
    if not wanted_bpm:
        return np.full(len(tempo_bpm), 0.25)
    octaves = np.log2(np.where(known, tempo_bpm, wanted_bpm) / wanted_bpm)
    return np.where(known, np.abs(octaves - np.round(octaves)), 0.25)


def _from(sources: Sequence[Collection[str]], source: str) -> np.ndarray:
    return np.array([source in found for found in sources], float)


@dataclass(frozen=True)
class Ranker:
    """Logistic: the log odds that a listener stays. `weights` (F) belong to FEATURES."""

    weights: np.ndarray = field(default_factory=lambda: np.array(list(FIXED_WEIGHTS.values())))
    bias: float = 0.0

    def log_odds(self, features: np.ndarray) -> np.ndarray:
        """n, of n x F."""
        return np.asarray(features @ self.weights + self.bias)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        weights = dict(zip(FEATURES, self.weights.tolist(), strict=True))
        text = json.dumps({"bias": self.bias, "weights": weights}, indent=1)
        (folder / "ranker.json").write_text(text)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises ValueError where it was fitted for other features than today's."""
        fitted = json.loads((folder / "ranker.json").read_text())
        if tuple(fitted["weights"]) != FEATURES:
            raise ValueError("it was fitted for other features")
        return cls(np.array(list(fitted["weights"].values())), float(fitted["bias"]))
