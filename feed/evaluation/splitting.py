"""What a way to recommend may know, and what it is asked to find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

# More listeners than this are thinned out: every second, every third ...
MOST_ASKED = 4000


@dataclass(frozen=True)
class Split:
    """`known` is listeners x songs with weights above 0. For the listeners in `rows` (n), `held`
    (n x songs) is what was kept back, and `last` (n) the song they listened to last, -1 where
    nobody can tell."""

    known: csr_matrix
    rows: np.ndarray
    held: csr_matrix
    last: np.ndarray

    @classmethod
    def of(cls, known: csr_matrix, held: csr_matrix, last: np.ndarray | None = None) -> Split:
        """`held` and `last` with a row for every listener; those who have both sides are asked."""
        both = (np.diff(known.indptr) > 0) & (np.diff(held.indptr) > 0)
        rows = np.flatnonzero(both)
        rows = rows[:: max(-(-len(rows) // MOST_ASKED), 1)]
        last = np.full(known.shape[0], -1) if last is None else last
        return cls(known, rows, held[rows], last[rows])

    @property
    def asked(self) -> csr_matrix:
        """What is known of the listeners who are asked for (n x songs)."""
        return self.known[self.rows]


def at_random(interactions: csr_matrix, share: float, rng: np.random.Generator) -> Split:
    """Keep back a `share` of each listener's songs, one at least; a single song stays known."""
    interactions = interactions.tocsr()
    counts = np.diff(interactions.indptr)
    kept_back = np.where(counts > 1, np.maximum(np.rint(counts * share), 1), 0)
    listeners = np.repeat(np.arange(len(counts)), counts)
    # Shuffled within each listener: the first `kept_back` of them are held.
    order = np.lexsort((rng.random(interactions.nnz), listeners))
    places = np.arange(interactions.nnz) - np.repeat(interactions.indptr[:-1], counts)
    is_held = np.zeros(interactions.nnz, bool)
    is_held[order] = places < kept_back[listeners]
    return Split.of(_only(interactions, ~is_held), _only(interactions, is_held))


def _only(interactions: csr_matrix, picked: np.ndarray) -> csr_matrix:
    rows = np.repeat(np.arange(interactions.shape[0]), np.diff(interactions.indptr))[picked]
    values = interactions.data[picked], (rows, interactions.indices[picked])
    return csr_matrix(values, shape=interactions.shape)
