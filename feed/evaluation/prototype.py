"""What ClipFeed is measured against: the prototype that it follows.

It asked scikit-learn for the plain nearest neighbours of the last song, by tempo, tonality and
energy. To its favour they are scaled here: left as they are, tempo would be all that counts.
"""

from __future__ import annotations

import numpy as np
from sklearn.preprocessing import StandardScaler

from catalog.models import Analysis
from catalog.words import camelot

_BATCH = 5000


def features_of(song_ids: np.ndarray) -> np.ndarray:
    """N x 3, scaled, in the order of `song_ids` (ascending); NaN where a song has no facts."""
    features = np.full((len(song_ids), 3), np.nan)
    columns = ("song_id", "tempo_bpm", "key", "mode", "energy")
    analysed = Analysis.objects.of_playable_songs().order_by().values_list(*columns)
    for song_id, tempo_bpm, key, mode, energy in analysed.iterator(_BATCH):
        row = int(np.searchsorted(song_ids, song_id))
        if row < len(song_ids) and song_ids[row] == song_id:
            features[row] = numbers_of(tempo_bpm, key, mode, energy)
    if not np.isfinite(features).all(axis=1).any():
        return features
    return np.asarray(StandardScaler().fit_transform(features))


def numbers_of(
    tempo_bpm: float | None, key: str, mode: str, energy: float | None
) -> tuple[float, float, float]:
    """Tempo, the key's place on the circle of fifths (1 to 12), energy; NaN for what is unknown."""
    code = camelot(key, mode)
    return tempo_bpm or np.nan, float(code[:-1]) if code else np.nan, _number(energy)


def _number(value: float | None) -> float:
    return np.nan if value is None else value
