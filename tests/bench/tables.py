"""What a part of the bench gives: tables, for the terminal and for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.table import Table as RichTable

Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """Rows of cells under a heading each; an empty cell is None; `drawn` columns become bars."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: tuple[str, ...] = ()

    @classmethod
    def of_figures(cls, title: str, figures: Mapping[str, Cell]) -> Table:
        return cls(title, ("what", "figure"), tuple(figures.items()))

    def as_json(self) -> dict[str, object]:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows}

    def as_rich(self) -> RichTable:
        table = RichTable(title=self.title, title_justify="left")
        for number, name in enumerate(self.columns):
            table.add_column(name, justify="right" if number else "left")
        for row in self.rows:
            table.add_row(*map(_shown, row))
        return table


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:,.3f}" if abs(cell) < 10 else f"{cell:,.1f}"
