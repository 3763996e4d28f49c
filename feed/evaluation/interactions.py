"""Reading who listened to what from files: CSV, or one listener per line."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scipy.sparse import csr_matrix

_COLUMNS = ("listener", "song", "weight")


class UnreadableError(Exception):
    """Nothing can be read from a file; says why in a sentence."""


@dataclass
class Interactions:
    """Listeners and songs by name, in the order they came, and how much each listened to what."""

    listeners: dict[str, int] = field(default_factory=dict)
    songs: dict[str, int] = field(default_factory=dict)
    weights: dict[tuple[int, int], float] = field(default_factory=dict)
    # A sentence for each line that could not be read.
    refused: list[str] = field(default_factory=list)

    def add(self, listener: str, song: str, weight: float = 1.0) -> None:
        """What is told twice adds up."""
        row = self.listeners.setdefault(listener, len(self.listeners))
        column = self.songs.setdefault(song, len(self.songs))
        self.weights[row, column] = self.weights.get((row, column), 0.0) + weight

    @property
    def matrix(self) -> csr_matrix:
        """Listeners x songs."""
        rows, columns = zip(*self.weights, strict=True) if self.weights else ((), ())
        shape = (len(self.listeners), len(self.songs))
        return csr_matrix((list(self.weights.values()), (rows, columns)), shape=shape, dtype=float)


def read(path: Path) -> Interactions:
    """From `listener,song,weight` with that heading (weight may be missing: 1), or from lines of
    numbers: a listener's, then those of the songs they listened to. Either may be gzipped.

    Lines that make no sense are refused one by one. Raises UnreadableError for a whole file.
    """
    try:
        with _opened(path) as file:
            first = file.readline()
            file.seek(0)
            if _is_plain(first):
                return _read_plain(file)
            return _read_csv(file)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}.") from error
    except EOFError as error:
        raise UnreadableError(f"{path} cannot be read: {error}.") from error


def _opened(path: Path) -> IO[str]:
    # What is no UTF-8 comes as surrogates, and is refused line by line.
    encoding = {"encoding": "utf-8-sig", "errors": "surrogateescape", "newline": ""}
    if path.suffix == ".gz":
        return gzip.open(path, "rt", **encoding)  # type: ignore[call-overload]
    return path.open(**encoding)  # type: ignore[call-overload]


def _is_plain(line: str) -> bool:
    return bool(line.split()) and all(word.isdecimal() for word in line.split())


def _read_plain(file: IO[str]) -> Interactions:
    interactions = Interactions()
    for number, line in enumerate(file, start=1):
        words = line.split()
        if bad := [word for word in words if not word.isdecimal()]:
            interactions.refused.append(f"Line {number}: “{_shown(bad[0])}” is no number.")
        elif len(words) == 1:
            interactions.refused.append(f"Line {number}: listener {words[0]} has no songs.")
        elif words:
            for song in words[1:]:
                interactions.add(words[0], song)
    return interactions


def _read_csv(file: IO[str]) -> Interactions:
    interactions = Interactions()
    rows = csv.reader(file)
    heading = [name.strip().casefold() for name in next(rows, [])]
    if not set(heading).issuperset(_COLUMNS[:2]):
        raise UnreadableError(
            "The first line has to name the columns: listener,song or listener,song,weight."
        )
    for number, row in _rows(rows, interactions.refused):
        cells = dict(zip(heading, (cell.strip() for cell in row), strict=False))
        if why_not := _fault(heading, row, cells):
            interactions.refused.append(f"Line {number}: {why_not}.")
        else:
            weight = float(cells.get("weight") or 1)
            interactions.add(cells["listener"], cells["song"], weight)
    return interactions


def _rows(rows: Iterator[list[str]], refused: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line they end in; empty lines are none."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            refused.append(f"Line {rows.line_num}: {error}.")  # type: ignore[attr-defined]
            continue
        if row:
            yield rows.line_num, row  # type: ignore[attr-defined]


def _fault(heading: list[str], row: list[str], cells: dict[str, str]) -> str:
    if any(not cell.isprintable() for cell in row):
        return f"“{_shown(','.join(row))}” is no UTF-8 text"
    if len(row) > len(heading):
        return f"there are {len(row)} cells under {len(heading)} headings"
    for name in _COLUMNS[:2]:
        if not cells.get(name):
            return f"the {name} is missing"
    return _weight_fault(cells.get("weight") or "1")


def _weight_fault(text: str) -> str:
    try:
        weight = float(text)
    except ValueError:
        return f"the weight “{_shown(text)}” is no number"
    if not math.isfinite(weight) or weight <= 0:
        return f"the weight “{_shown(text)}” is not above 0"
    return ""


def _shown(text: str) -> str:
    cleaned = text.encode("utf-8", "replace").decode()
    return cleaned if len(cleaned) <= 40 else f"{cleaned[:40]}…"
