"""Figures of what simulated listeners went through. Pure."""

from collections.abc import Sequence

import numpy as np

from feed.evaluation.tastes import Swipe
from feed.evaluation.worlds import World

FIRST, COLD = 30, 10
# A listener is locked in who after the first ten meets one cluster in so many cards.
_LOCKED_SHARE = 0.8
Figures = dict[str, float]


def figures_of(world: World, histories: Sequence[Sequence[Swipe]]) -> Figures:
    """Means over listeners; the error is that of the mean of what was kept after ten swipes."""
    rows = [np.array([swipe.row for swipe in shown], int) for shown in histories]
    after = np.array([_kept(shown[COLD:FIRST]) for shown in histories])
    met = np.unique(np.concatenate(rows)) if rows else np.zeros(0, int)
    typical = world.typical_distance()
    return {
        f"kept of the first {FIRST}": float(np.mean([_kept(s[:FIRST]) for s in histories])),
        f"kept of the first {COLD}": float(np.mean([_kept(s[:COLD]) for s in histories])),
        f"kept after {COLD}": float(after.mean()),
        "± error": float(after.std() / np.sqrt(max(len(after), 1))),
        "swipes to first like": float(np.median([_first_like(shown) for shown in histories])),
        "diversity": float(np.mean([_spread(world, each) for each in rows])) / typical,
        "entropy": float(np.mean([_entropy(world.clusters[each], world) for each in rows])),
        "artists": float(np.mean([_artists(world, each[:FIRST]) for each in rows])),
        "locked in": float(np.mean([_locked_in(world, each) for each in rows])),
        "never shown": 1 - len(met) / len(world),
    }


def _kept(shown: Sequence[Swipe]) -> float:
    return sum(swipe.kept for swipe in shown) / max(len(shown), 1)


def _first_like(shown: Sequence[Swipe]) -> int:
    """1 for the first card; one more than there were for none."""
    return next((n for n, swipe in enumerate(shown, start=1) if swipe.liked), len(shown) + 1)


def _spread(world: World, rows: np.ndarray) -> float:
    """The mean distance of all pairs."""
    if len(rows) < 2:
        return 0.0
    points = world.features[rows]
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    return float(apart.sum() / (len(rows) * (len(rows) - 1)))


def _entropy(clusters: np.ndarray, world: World) -> float:
    """Shannon's, 0 for one cluster only, 1 for all of them equally often."""
    shares = np.bincount(clusters) / max(len(clusters), 1)
    shares = shares[shares > 0]
    most = np.log(max(int(world.clusters.max(initial=0)) + 1, 2))
    return float(-(shares * np.log(shares)).sum() / most)


def _artists(world: World, rows: np.ndarray) -> int:
    return len(np.unique(world.artists[rows]))


def _locked_in(world: World, rows: np.ndarray) -> bool:
    later = world.clusters[rows[COLD:]]
    return bool(len(later) > COLD and np.bincount(later).max() / len(later) >= _LOCKED_SHARE)
