"""How good lists of recommendations are. Pure: arrays in, numbers out.

Recommended songs are n x k column numbers, the best first, -1 where there are fewer; held-back
songs are n x songs, a sparse row for each listener with at least one song in it.
"""

import numpy as np
from scipy.sparse import csr_matrix


def hits(recommended: np.ndarray, held: csr_matrix) -> np.ndarray:
    """n x k bool: whether each recommended song is one that was held back."""
    found = np.zeros(recommended.shape, bool)
    for row, songs in enumerate(recommended):
        relevant = held.indices[held.indptr[row] : held.indptr[row + 1]]
        found[row] = np.isin(songs, relevant) & (songs >= 0)
    return found


def recall(recommended: np.ndarray, held: csr_matrix) -> float:
    """Mean of |recommended and held back| / |held back|, 0..1.

    Undivided by k: a listener with more than k songs held back cannot reach 1.
    """
    counts = np.diff(held.indptr)
    return float(np.mean(hits(recommended, held).sum(axis=1) / counts))


def ndcg(recommended: np.ndarray, held: csr_matrix) -> float:
    """Mean normalised discounted cumulative gain, 0..1: hits count 1 / log2(1 + place), against
    the best order possible (Järvelin and Kekäläinen, 2002)."""
    discounts = 1 / np.log2(np.arange(2, recommended.shape[1] + 2))
    gains = hits(recommended, held) @ discounts
    best = np.cumsum(discounts)[np.minimum(np.diff(held.indptr), len(discounts)) - 1]
    return float(np.mean(gains / best))


def exposure(recommended: np.ndarray, song_count: int) -> np.ndarray:
    """How often each song was recommended (song_count)."""
    return np.bincount(recommended[recommended >= 0], minlength=song_count)


def coverage(counts: np.ndarray) -> float:
    """Share of the songs that were recommended to anybody, 0..1."""
    return float(np.mean(counts > 0))


def gini(counts: np.ndarray) -> float:
    """0 where every song is recommended equally often, near 1 where one gets everything.

    G = sum((2 i - n - 1) x_i) / (n sum(x)) over the x_i in ascending order (Gini, 1912).
    """
    total, n = counts.sum(), len(counts)
    if total == 0:
        return 0.0
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ np.sort(counts) / (n * total))


def novelty(recommended: np.ndarray, listened: csr_matrix) -> float:
    """Mean self-information of what is recommended, in bits: -log2 of the share of listeners who
    know the song (Zhou et al., 2010). `listened` is all listeners x songs; a song that nobody
    knows counts as if one listener did."""
    known = np.bincount(listened.indices, minlength=listened.shape[1])
    shares = np.maximum(known, 1) / max(listened.shape[0], 1)
    return float(np.mean(-np.log2(shares[recommended[recommended >= 0]]), dtype=float))
