"""A distance learned from the catalogue itself: what changes within songs counts for little.

A listener hears the segments of one song as one; so whatever varies among them is scaled down
(within-class covariance normalisation; Hatch, Kajarekar and Stolcke, 2006), the covariance shrunk
as far as the number of segments asks for (Ledoit and Wolf, 2004). Of what is left, the directions
in which songs differ most are kept. Points lie on the unit sphere about the middle of the
catalogue: there no song becomes the neighbour of everybody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.covariance import LedoitWolf
from sklearn.preprocessing import QuantileTransformer

# Standardised values beyond this are outliers that would rule every distance.
_CLIP = 4.0
_FLOOR = 1e-6
# Ranks: steps that are told apart, and how far out the first and the last lie.
_QUANTILES, _TAIL = 500, 3.0
# A search takes as long as there are directions; more find no better neighbours.
_DIRECTIONS = 64
_FITTED = ("mean_", "scale_", "middle_", "directions_")
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
        return _on_sphere((self._standardised(embeddings) - self.middle_) @ self.directions_)

    def save(self, folder: Path) -> None:
        """As arrays in a file of their own."""
        np.savez(folder / "metric.npz", **{name: getattr(self, name) for name in _FITTED})

    @classmethod
    def load(cls, folder: Path) -> Self:
        metric = cls()
        with np.load(folder / "metric.npz", allow_pickle=False) as fitted:
            for name in _FITTED:
                setattr(metric, name, fitted[name])
        return metric

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


class TableMetric(TransformerMixin, BaseEstimator):
    """The same for features of any kind, of which one row a song is all there is.

    Each feature is turned into the normal distribution by its rank, so that no heavy tail rules;
    principal directions are whitened by half (divided by the square root of how much they vary):
    what many features tell counts for more than what one does, but not many times over.
    """

    def fit(self, vectors: np.ndarray, y: object = None) -> Self:
        """From N x D, at least one."""
        vectors = np.asarray(vectors, np.float64)
        self.ranks_ = QuantileTransformer(
            n_quantiles=min(len(vectors), _QUANTILES), output_distribution="normal", random_state=0
        ).fit(vectors)
        ranked = self._ranked(vectors)
        self.middle_ = ranked.mean(axis=0)
        _, scales, directions = np.linalg.svd(_thinned(ranked - self.middle_), full_matrices=False)
        told = (scales > _FLOOR)[:_DIRECTIONS]
        told[0] = True  # where all songs are alike, any direction serves
        kept = np.maximum(scales[:_DIRECTIONS][told], _FLOOR)
        self.directions_ = directions[:_DIRECTIONS][told].T / np.sqrt(kept)
        return self

    def transform(self, vectors: np.ndarray) -> np.ndarray:
        """Points (M x K float64, unit length) of vectors (M x D)."""
        return _on_sphere((self._ranked(vectors) - self.middle_) @ self.directions_)

    def _ranked(self, vectors: np.ndarray) -> np.ndarray:
        return np.clip(self.ranks_.transform(np.asarray(vectors, np.float64)), -_TAIL, _TAIL)

    def save(self, folder: Path) -> None:
        np.savez(
            folder / "table.npz",
            quantiles=self.ranks_.quantiles_,
            references=self.ranks_.references_,
            middle=self.middle_,
            directions=self.directions_,
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        metric = cls()
        with np.load(folder / "table.npz", allow_pickle=False) as fitted:
            ranks = QuantileTransformer(output_distribution="normal")
            ranks.quantiles_, ranks.references_ = fitted["quantiles"], fitted["references"]
            ranks.n_quantiles_, ranks.n_features_in_ = ranks.quantiles_.shape
            metric.ranks_ = ranks
            metric.middle_, metric.directions_ = fitted["middle"], fitted["directions"]
        return metric


def _thinned(rows: np.ndarray) -> np.ndarray:
    """At most 4,000 of the rows, evenly chosen."""
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), _FITTED_SONGS)).astype(int)]


def _on_sphere(points: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, _FLOOR), np.float64)


def load_metric(folder: Path) -> SongMetric | TableMetric:
    """Whichever was saved there."""
    return (TableMetric if (folder / "table.npz").exists() else SongMetric).load(folder)
