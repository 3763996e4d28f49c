"""Lines over time as SVG path data. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feed.evaluation.tables import CONTENDERS, shown

WIDTH, HEIGHT = 320, 120
# Room for the marks at the edges.
_MARGIN = 6


@dataclass(frozen=True)
class Line:
    """One contender: its colour's `number`, the same in all charts, the path through its values,
    the dots on it, and the latest value in words."""

    name: str
    number: int
    path: str
    dots: tuple[tuple[float, float], ...]
    latest: str


@dataclass(frozen=True)
class Chart:
    """One figure of all contenders, from 0 to `top`, oldest left."""

    title: str
    top: str
    lines: tuple[Line, ...]

    @property
    def in_words(self) -> str:
        """What a screen reader says of the picture."""
        latest = ", ".join(f"{line.name} {line.latest}" for line in self.lines)
        return f"{self.title} over time; at last: {latest}"


def chart(title: str, series: Mapping[str, Sequence[float | None]]) -> Chart:
    """From values by contender, all equally many, None where there was none."""
    top = max((v for values in series.values() for v in values if v is not None), default=0.0)
    lines = tuple(_line(name, values, top) for name, values in series.items())
    return Chart(title, shown(top), lines)


def _line(name: str, values: Sequence[float | None], top: float) -> Line:
    """Values that are missing are bridged."""
    number = CONTENDERS.index(name) if name in CONTENDERS else len(CONTENDERS)
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    dots = tuple((_x(place, len(values)), _y(value, top)) for place, value in known)
    path = "L".join(f"{x:g} {y:g}" for x, y in dots)
    return Line(name, number, f"M{path}" if dots else "", dots, shown(values[-1]))


def _x(place: int, count: int) -> float:
    """A single value stands in the middle."""
    share = place / (count - 1) if count > 1 else 0.5
    return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)


def _y(value: float, top: float) -> float:
    share = value / top if top > 0 else 0.0
    return round(HEIGHT - _MARGIN - max(share, 0.0) * (HEIGHT - 2 * _MARGIN), 1)
