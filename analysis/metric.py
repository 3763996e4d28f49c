"""A distance learned from the catalogue itself: what changes within songs counts for little.

A listener hears the segments of one song as one; so whatever varies among them is scaled down
(within-class covariance normalisation; Hatch, Kajarekar and Stolcke, 2006), the covariance shrunk
as far as the number of segments asks for (Ledoit and Wolf, 2004). Of what is left, the directions
in which songs differ most are kept. Points lie on the unit sphere about the middle of the
catalogue: there no song becomes the neighbour of everybody.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.covariance import LedoitWolf

# Standardised values beyond this are outliers that would rule every distance.
_CLIP = 4.0
_FLOOR = 1e-6
# A search takes as long as there are directions; more find no better neighbours.
_DIRECTIONS = 64
# Songs enough to know how songs vary.
_FITTED_SONGS = 4000


class SongMetric(TransformerMixin, BaseEstimator):
    """Takes embeddings to points whose Euclidean distance says how differently songs sound.

    After `fit`, for embeddings of D features: `mean_` and `scale_` (D) standardise,
    `middle_` (D) is the middle of the songs, `directions_` (D x K, K at most 64) leads to points.
    """

    def fit(self, segments: np.ndarray, songs: np.ndarray) -> Self:
        """From segments (S x D), at least one, and the song each belongs to (S, any numbers).

        Songs of which only one segment is known are fine; where no song has two, or none differs,
        features are standardised and nothing more.
        """
        segments, songs = _sample(np.asarray(segments, np.float32), np.asarray(songs))
        self.mean_ = segments.mean(axis=0)
        self.scale_ = np.maximum(segments.std(axis=0), _FLOOR)
        standardised = self._standardised(segments)
        _, song_of, counts = np.unique(songs, return_inverse=True, return_counts=True)
        means = np.zeros((len(counts), segments.shape[1]))
        np.add.at(means, song_of, standardised)
        means /= counts[:, None]
        self.middle_ = means.mean(axis=0)
        whitening = _whitening(standardised - means[song_of])
        self.directions_ = whitening @ _principal((means - self.middle_) @ whitening)
        return self

    def transform(self, embeddings: np.ndarray) -> np.ndarray:
        """Points (M x K float64, unit length) of embeddings (M x D)."""
        embeddings = np.asarray(embeddings, np.float32)
        points = (self._standardised(embeddings) - self.middle_) @ self.directions_
        lengths = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(lengths, _FLOOR), np.float64)

    def _standardised(self, vectors: np.ndarray) -> np.ndarray:
        return np.clip((vectors - self.mean_) / self.scale_, -_CLIP, _CLIP)


def _sample(segments: np.ndarray, songs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All segments of at most 4,000 of the songs, evenly chosen."""
    known = np.unique(songs)
    if len(known) <= _FITTED_SONGS:
        return segments, songs
    chosen = known[np.linspace(0, len(known) - 1, _FITTED_SONGS).astype(int)]
    kept = np.isin(songs, chosen)
    return segments[kept], songs[kept]


def _whitening(deviations: np.ndarray) -> np.ndarray:
    """D x D: makes what varies within songs vary alike in every direction."""
    if np.abs(deviations).max() < _FLOOR:
        return np.eye(deviations.shape[1])
    covariance = LedoitWolf(assume_centered=True).fit(deviations).covariance_
    variances, directions = np.linalg.eigh(covariance)
    return directions / np.sqrt(np.maximum(variances, _FLOOR))


def _principal(points: np.ndarray) -> np.ndarray:
    """D x K: the directions in which the songs differ most."""
    _, directions = np.linalg.eigh(points.T @ points)
    return directions[:, ::-1][:, :_DIRECTIONS]
