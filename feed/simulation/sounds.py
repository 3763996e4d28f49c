"""What simulated songs sound like: clusters in a space of few dimensions that nobody measures, of
which embeddings and facts are seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import EMBEDDING_SIZE
from analysis.facts import PITCH_CLASSES, SEGMENTS

_LATENT, _MOST_CLUSTERS, _SONGS_PER_CLUSTER = 16, 60, 25
_CLUSTERS_APART, _ARTISTS_APART, _SONGS_APART = 1.0, 0.4, 0.5
_NOISE, _SEGMENT_NOISE = 0.4, 0.5
_SONGS_PER_ARTIST, _ARTIST_SKEW, _AT_HOME = 6, 0.9, 0.85
_SONG_SKEW = 0.7


@dataclass(frozen=True)
class Sounds:
    """N songs: their `cluster`, `artist` (0 upwards, songs of one side by side), place (N x L
    `latent`) and `weight`, how often they are come across, which sums to 1. `to_embedding` and
    `to_facts` (L x anything) turn places into what is measured of a song."""

    cluster: np.ndarray
    artist: np.ndarray
    latent: np.ndarray
    weight: np.ndarray
    centres: np.ndarray
    to_embedding: np.ndarray
    to_facts: np.ndarray

    @classmethod
    def draw(cls, songs: int, rng: np.random.Generator) -> Sounds:
        clusters = int(np.clip(songs // _SONGS_PER_CLUSTER, 1, _MOST_CLUSTERS))
        artists = max(songs // _SONGS_PER_ARTIST, 1)
        centres = rng.normal(0, _CLUSTERS_APART, (clusters, _LATENT)).astype(np.float32)
        artist = np.sort(rng.choice(artists, songs, p=_skewed(artists, _ARTIST_SKEW)))
        home = rng.integers(clusters, size=artists)
        at_home = rng.random(songs) < _AT_HOME
        cluster = np.where(at_home, home[artist], rng.integers(clusters, size=songs))
        manner = rng.normal(0, _ARTISTS_APART, (artists, _LATENT)).astype(np.float32)
        own = rng.normal(0, _SONGS_APART, (songs, _LATENT)).astype(np.float32)
        return cls(
            cluster=cluster,
            artist=artist,
            latent=centres[cluster] + manner[artist] + own,
            weight=rng.permutation(_skewed(songs, _SONG_SKEW)),
            centres=centres,
            to_embedding=rng.normal(0, 0.5, (_LATENT, EMBEDDING_SIZE)).astype(np.float32),
            to_facts=rng.normal(0, 0.3, (_LATENT, 6)).astype(np.float32),
        )

    def __len__(self) -> int:
        return len(self.cluster)

    def embeddings(
        self, rows: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """n x EMBEDDING_SIZE float32, and n x SEGMENTS x EMBEDDING_SIZE float16 around them."""
        noise = rng.normal(0, _NOISE, (len(rows), EMBEDDING_SIZE))
        embeddings = (self.latent[rows] @ self.to_embedding + noise).astype(np.float32)
        spread = rng.standard_normal((len(rows), SEGMENTS, EMBEDDING_SIZE), np.float32)
        return embeddings, (embeddings[:, None] + _SEGMENT_NOISE * spread).astype(np.float16)

    def facts(self, rows: np.ndarray, rng: np.random.Generator) -> Facts:
        seen = self.latent[rows] @ self.to_facts + rng.normal(0, 0.3, (len(rows), 6))
        shares = 1 / (1 + np.exp(-seen[:, :3]))
        # A cluster keeps to its keys, more or less.
        fifths = (self.cluster[rows] * 5 + np.rint(rng.normal(0, 2, len(rows)))).astype(int)
        return Facts(
            energy=shares[:, 0],
            brightness=shares[:, 1],
            danceability=shares[:, 2],
            tempo_bpm=np.clip(115 * 2 ** (0.35 * seen[:, 3]), 50, 210),
            key=[PITCH_CLASSES[fifth * 7 % 12] for fifth in fifths.tolist()],
            is_minor=seen[:, 4] > 0,
            duration_s=np.clip(210 * 2 ** (0.4 * seen[:, 5]), 60, 900),
        )


@dataclass(frozen=True)
class Facts:
    """Columns of n songs; shares 0..1."""

    energy: np.ndarray
    brightness: np.ndarray
    danceability: np.ndarray
    tempo_bpm: np.ndarray
    key: list[str]
    is_minor: np.ndarray
    duration_s: np.ndarray


def _skewed(count: int, exponent: float) -> np.ndarray:
    """Shares by rank, a power law with its head cut off."""
    weights = (np.arange(count) + 5.0) ** -exponent
    return weights / weights.sum()
