"""Windows that start and end with the music."""

import numpy as np

# A beat further away than this belongs to another part of the song.
_REACH_S = 1.0


def snap(start_s: float, end_s: float, beats_s: np.ndarray) -> tuple[float, float]:
    """`start_s`, `end_s` moved to the nearest beats (1-D, ascending), where beats are near."""
    return _nearest(start_s, beats_s), _nearest(end_s, beats_s)


def _nearest(time_s: float, beats_s: np.ndarray) -> float:
    if beats_s.size == 0:
        return float(time_s)
    place = int(np.searchsorted(beats_s, time_s))
    around = beats_s[max(place - 1, 0) : place + 1]
    best = float(around[np.argmin(np.abs(around - time_s))])
    return best if abs(best - time_s) <= _REACH_S else float(time_s)
