"""Windows that start and end with the music."""

from collections.abc import Sequence

import numpy as np

# A beat further away than this belongs to another part of the song.
_REACH_S = 1.0


def snap(start_s: float, end_s: float, *grids_s: np.ndarray) -> tuple[float, float]:
    """`start_s`, `end_s` moved to the nearest time of the first grid (1-D, ascending: down-beats,
    then beats) that has one near; left alone where none has."""
    return _snapped(start_s, grids_s), _snapped(end_s, grids_s)


def _snapped(time_s: float, grids_s: Sequence[np.ndarray]) -> float:
    for grid_s in grids_s:
        place = int(np.searchsorted(grid_s, time_s))
        around = grid_s[max(place - 1, 0) : place + 1]
        if around.size and np.abs(around - time_s).min() <= _REACH_S:
            return float(around[np.argmin(np.abs(around - time_s))])
    return float(time_s)
