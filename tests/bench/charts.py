"""Pictures of tables: quiet bars and lines, in one style."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.bench.tables import Cell, Table

_OURS, _OTHERS, _INK = "#d6336c", "#adb5bd", "#343a40"
_BAR_IN, _HEADING_IN, _PANEL_IN = 0.3, 1.0, 4.2

mpl.rcParams.update(
    {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.color": _INK,
        "axes.edgecolor": _OTHERS,
        "axes.labelcolor": _INK,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": _INK,
        "ytick.color": _INK,
    }
)


def draw_tables(path: Path, tables: Sequence[Table]) -> None:
    """A row of panels for each table that names columns to draw, a panel for each column."""
    drawn = [table for table in tables if table.drawn]
    if not drawn:
        return
    heights = [_HEADING_IN + _BAR_IN * len(table.rows) for table in drawn]
    width = 2 + _PANEL_IN * max(len(table.drawn) for table in drawn)
    figure = Figure(figsize=(width, sum(heights)), layout="constrained")
    bands = figure.subfigures(len(drawn), 1, height_ratios=heights, squeeze=False)
    for band, table in zip(bands[:, 0], drawn, strict=True):
        band.suptitle(table.title, x=0.01, ha="left", fontweight="bold")
        panels = band.subplots(1, len(table.drawn), sharey=True, squeeze=False)[0]
        for axes, column in zip(panels, table.drawn, strict=True):
            _draw_bars(axes, table, column)
        panels[0].invert_yaxis()  # the others share it
    figure.savefig(path, dpi=120)


def _draw_bars(axes: Axes, table: Table, column: str) -> None:
    place = table.columns.index(column)
    names = [str(row[0]) for row in table.rows]
    values = [_length(row[place]) for row in table.rows]
    colours = [_OURS if name.startswith("ClipFeed") else _OTHERS for name in names]
    bars = axes.barh(names, values, color=colours, height=0.7)
    axes.bar_label(bars, [_label(row[place]) for row in table.rows], padding=3)
    axes.set_title(column, fontweight="normal")
    axes.margins(x=0.12)
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _length(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _label(cell: Cell) -> str:
    if not isinstance(cell, int | float):
        return ""
    return f"{cell:,.0f}" if abs(cell) >= 10 else f"{cell:.2f}"


def draw_line(path: Path, values: np.ndarray, *, title: str, x_label: str, y_label: str) -> None:
    """One curve over 1, 2, 3 ..., from zero upwards: growth is not made to look like more."""
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.plot(np.arange(1, len(values) + 1), values, color=_OURS, linewidth=1.5)
    axes.set(title=title, xlabel=x_label, ylabel=y_label, ylim=(0, 1.1 * values.max()))
    axes.margins(x=0.01)
    figure.savefig(path, dpi=120)
