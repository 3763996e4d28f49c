"""What the page of figures shows: each dataset's figures over time, and the latest in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feed.evaluation import tables
from feed.evaluation.charts import Chart, chart
from feed.models import Evaluation

_MOST = 50
_NOT_DRAWN = frozenset({"± error", "seconds"})


@dataclass(frozen=True)
class Section:
    """One dataset: `rows` are the latest figures under `contenders`."""

    dataset: str
    count: int
    first_at: datetime
    last_at: datetime
    contenders: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    charts: Sequence[Chart]


def sections() -> list[Section]:
    """The dataset that was measured last comes first."""
    by_dataset: dict[str, list[Evaluation]] = {}
    for evaluation in Evaluation.objects.order_by("-created_at", "-pk"):
        by_dataset.setdefault(evaluation.dataset, []).append(evaluation)
    return [_section(dataset, newest[:_MOST][::-1]) for dataset, newest in by_dataset.items()]


def _section(dataset: str, evaluations: Sequence[Evaluation]) -> Section:
    latest = evaluations[-1]
    contenders = tables.in_order(name for e in evaluations for name in e.figures)
    drawn = tables.in_order(
        name for e in evaluations for each in e.figures.values() for name in each
    )
    return Section(
        dataset=dataset,
        count=len(evaluations),
        first_at=evaluations[0].created_at,
        last_at=latest.created_at,
        contenders=tables.in_order(latest.figures),
        rows=tables.rows_of(latest.figures),
        charts=[
            chart(name, {each: _over_time(evaluations, each, name) for each in contenders})
            for name in drawn
            if name not in _NOT_DRAWN
        ],
    )


def _over_time(evaluations: Sequence[Evaluation], contender: str, name: str) -> list[float | None]:
    return [evaluation.figures.get(contender, {}).get(name) for evaluation in evaluations]
