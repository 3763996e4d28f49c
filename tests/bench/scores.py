"""How right an answer is: pure functions from answers and truth to shares between 0 and 1."""

import re
from itertools import pairwise

import numpy as np

NEIGHBOURS = 10
TEMPO_TOLERANCE = 0.04
"""Within 4 %, as in Gouyon et al. (2006), "An experimental comparison of audio tempo induction"."""
OCTAVES_AND_TRIPLES = (1, 2, 3, 1 / 2, 1 / 3)

Key = tuple[int, str]
"""A pitch class (0 is C) and "major" or "minor"."""

_NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"#": 1, "♯": 1, "b": -1, "♭": -1, "": 0}
_KEY = re.compile(r"([A-G])([#b♯♭]?)[\s:_-]*(major|maj|minor|min|m|)", re.ASCII)


def tempo_is_right(tempo_bpm: float, truth_bpm: float, multiples: tuple[float, ...] = (1,)) -> bool:
    """Whether a tempo lies within the tolerance of the true one, or of a multiple of it."""
    ratio = tempo_bpm / truth_bpm
    return any(abs(ratio / multiple - 1) <= TEMPO_TOLERANCE for multiple in multiples)


def parse_key(text: str) -> Key:
    """`F# minor`, `F#m`, `Gb:min`, `Bb`; raises ValueError where that is no key."""
    found = _KEY.fullmatch(text.strip()[:1].upper() + text.strip()[1:])
    if found is None:
        raise ValueError(f"{text!r} is no key; write for example 'F# minor', 'Bbm' or 'C'.")
    letter, accidental, mode = found.groups()
    pitch = (_NATURALS[letter] + _ACCIDENTALS[accidental]) % 12
    return pitch, "minor" if mode in ("minor", "min", "m") else "major"


def mirex_key_score(key: Key, truth: Key) -> float:
    """1 the same, 0.5 a perfect fifth away, 0.3 the relative, 0.2 the parallel key, else 0.

    MIREX's audio key detection; as in `mir_eval.key`, a fifth counts upwards only: G for C.
    """
    if key == truth:
        return 1.0
    (pitch, mode), (true_pitch, true_mode) = key, truth
    interval = (pitch - true_pitch) % 12
    if mode == true_mode:
        return 0.5 if interval == 7 else 0.0
    if interval == (9 if true_mode == "major" else 3):
        return 0.3
    return 0.2 if interval == 0 else 0.0


def standardised(vectors: np.ndarray) -> np.ndarray:
    """Every feature (column of N x D) with mean 0 and deviation 1 over the songs."""
    spread = vectors.std(axis=0)
    return (vectors - vectors.mean(axis=0)) / np.where(spread > 1e-9, spread, 1)


def mutual_proximity(distances: np.ndarray) -> np.ndarray:
    """1 less the share of songs that are farther from both ends of a pair than its ends are apart.

    From distances N x N to N x N in 0..1; near 0 where each is among the nearest of the other. The
    empirical form of Schnitzer et al. (2012), "Local and global scaling reduce hubs in space"
    (JMLR 13); its time grows with the cube of N.
    """
    count = len(distances)
    proximity = np.zeros_like(distances, dtype=float)
    for row, own in enumerate(distances):
        apart = own[:, None]
        both_farther = (own[None, :] > apart) & (distances > apart)
        proximity[row] = both_farther.sum(axis=1) / max(count - 2, 1)
    return 1 - proximity


def nearest(distances: np.ndarray, k: int = NEIGHBOURS) -> np.ndarray:
    """The rows (N x k, nearest first) of each song's neighbours, itself left out."""
    others = distances.astype(float)
    np.fill_diagonal(others, np.inf)
    return np.argsort(others, axis=1, kind="stable")[:, : min(k, len(others) - 1)]


def precision(neighbours: np.ndarray, groups: np.ndarray) -> float:
    """The share of neighbours (rows, N x k) that are of the song's own group."""
    return float((groups[neighbours] == groups[:, None]).mean())


def chance_precision(groups: np.ndarray) -> float:
    """The precision of neighbours drawn at random."""
    return float((_companions(groups) / (len(groups) - 1)).mean())


def best_precision(groups: np.ndarray, k: int = NEIGHBOURS) -> float:
    """The precision of a perfect search: a small group cannot fill all `k` places."""
    k = min(k, len(groups) - 1)
    return float((np.minimum(_companions(groups), k) / k).mean())


def unreached_share(neighbours: np.ndarray) -> float:
    """The share of songs that are nobody's neighbour: what hubs leave behind."""
    return 1 - len(np.unique(neighbours)) / len(neighbours)


def share_inside(start_s: float, end_s: float, parts: list[tuple[float, float]]) -> float:
    """The share of a window that lies inside any of some parts; the parts may touch or overlap."""
    edges = sorted({start_s, end_s, *(t for part in parts for t in part if start_s < t < end_s)})
    covered = sum(
        right - left
        for left, right in pairwise(edges)
        if any(start <= left and right <= end for start, end in parts)
    )
    return covered / (end_s - start_s)


def _companions(groups: np.ndarray) -> np.ndarray:
    """How many other songs each song's group has."""
    _, member_of, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    return sizes[member_of] - 1
