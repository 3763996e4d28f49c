"""Figures in rows and columns, for terminals and pages."""

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table

RANDOM, POPULARITY, COSINE = "random", "popularity", "item cosine"
PROTOTYPE, OURS = "prototype", "ClipFeed"
CONTENDERS = (RANDOM, POPULARITY, COSINE, PROTOTYPE, OURS)
# Databases keep no order of names.
_ORDER = (
    *CONTENDERS,
    *("recall@20", "NDCG@20", "coverage", "Gini", "novelty, bits"),
    *("kept of the first 30", "kept of the first 10", "kept after 10", "± error"),
    *("times the prototype", "swipes to first like", "diversity", "entropy", "artists"),
    *("locked in", "never shown", "seconds"),
)

Figures = Mapping[str, Mapping[str, float]]


def in_order(names: Iterable[str]) -> list[str]:
    """Each once; those that nobody knows at the end, by name."""
    places = {name: place for place, name in enumerate(_ORDER)}
    return sorted(set(names), key=lambda name: (places.get(name, len(places)), name))


def rows_of(figures: Figures) -> list[tuple[str, Sequence[str]]]:
    """A row for each figure, a cell for each contender: they are fewer."""
    names = in_order(name for each in figures.values() for name in each)
    contenders = in_order(figures)
    return [(name, [shown(figures[each].get(name)) for each in contenders]) for name in names]


def shown(value: float | None) -> str:
    """Three digits that say something."""
    if value is None:
        return "–"
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"


def as_rich(title: str, figures: Figures) -> Table:
    table = Table("", title=title, title_justify="left")
    for contender in in_order(figures):
        table.add_column(contender, justify="right")
    for name, cells in rows_of(figures):
        table.add_row(name, *cells)
    return table
