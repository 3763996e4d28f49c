"""Songs as simulated listeners hear them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

_MOST_CLUSTERS, _SONGS_PER_CLUSTER = 16, 6
_PAIRS = 4000


@dataclass(frozen=True)
class World:
    """N songs in rows, in the order of `song_ids` (ascending).

    `features` is N x D, standardised: the raw embedding, then facts from column `facts_from` on.
    `genres` are numbers, -1 for none. `appeal` (N, about -3..3) is what everybody likes a song for
    and no analysis hears. `prototype` is N x 3. `clusters` serve the figures alone.
    """

    song_ids: np.ndarray
    features: np.ndarray
    facts_from: int
    artists: np.ndarray
    genres: np.ndarray
    prototype: np.ndarray
    appeal: np.ndarray
    clusters: np.ndarray

    @classmethod
    def of(
        cls,
        song_ids: np.ndarray,
        embeddings: np.ndarray,
        facts: np.ndarray,
        *,
        artists: np.ndarray,
        genres: np.ndarray,
        prototype: np.ndarray,
        rng: np.random.Generator,
    ) -> World:
        """From raw embeddings (N x E) and raw facts (N x F)."""
        features = StandardScaler().fit_transform(np.hstack([embeddings, facts]))
        return cls(
            song_ids=song_ids,
            features=features.astype(np.float32),
            facts_from=embeddings.shape[1],
            artists=artists,
            genres=genres,
            prototype=prototype,
            appeal=rng.normal(size=len(song_ids)),
            clusters=_clusters(features),
        )

    def __len__(self) -> int:
        return len(self.song_ids)

    def typical_distance(self) -> float:
        """The mean distance of two songs at random."""
        rng = np.random.default_rng(0)
        one, other = rng.integers(len(self), size=(2, _PAIRS))
        differ = one != other
        apart = np.linalg.norm(self.features[one] - self.features[other], axis=1)
        return float(apart[differ].mean()) if differ.any() else 1.0


def _clusters(features: np.ndarray) -> np.ndarray:
    count = min(max(len(features) // _SONGS_PER_CLUSTER, 1), _MOST_CLUSTERS)
    return np.asarray(KMeans(count, n_init=3, random_state=0).fit_predict(features))
