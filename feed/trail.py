"""Where a listener's mood has been: the clips they stayed for, on the plane of the mood dial."""

from datetime import datetime, timedelta

from feed.signals import STAYED_SHARE
from social.models import Listener

# What is longer ago is no mood any more.
_TRAIL_AGE = timedelta(hours=3)
_POINTS = 8


def mood_trail(listener: Listener, now: datetime) -> list[tuple[float, float]]:
    """Energy and brightness (0..1 each) of the last clips they stayed for, oldest first."""
    if listener.pk is None:
        return []
    stayed = listener.plays.listened_to(STAYED_SHARE).heard_since(now - _TRAIL_AGE).remembered()
    latest = stayed.exclude(song__analysis__energy=None).recent(_POINTS)
    points = latest.values_list("song__analysis__energy", "song__analysis__brightness")
    return [(energy or 0.0, brightness or 0.0) for energy, brightness in points][::-1]


def written(trail: list[tuple[float, float]]) -> str:
    """For the page's scripts."""
    return " ".join(f"{energy:.3f},{brightness:.3f}" for energy, brightness in trail)
