"""Nearest points: exact for small catalogues, by a graph for large ones."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, Self

import numpy as np
from usearch.index import Index, MetricKind, ScalarKind

# Above this many songs the graph is faster by more than it misses (docs/figures.md).
EXACT_AT_MOST = 15_000
# Links of each song, and how widely the graph is searched while it is built and asked.
_LINKS, _BUILD_WIDTH, _SEARCH_WIDTH = 24, 128, 128
_FILE = "graph.usearch"
_MANY = 100


class Neighbours(Protocol):
    def search(self, points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows (M x k) and Euclidean distances (M x k) of the nearest, nearest first."""

    def save(self, folder: Path) -> None: ...


class Exact:
    """All distances, of N x K float32 points: a matrix product and a partial sort; scikit-learn's
    own search takes twice as long."""

    def __init__(self, points: np.ndarray) -> None:
        self._points = np.asarray(points, np.float32)
        self._squares = np.square(self._points).sum(axis=1)

    def search(self, points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        asked = np.asarray(points, np.float32)
        # For a few points the product is faster this way round, for many the sort is the other.
        few = len(asked) < _MANY
        squared = (self._points @ asked.T).T if few else asked @ self._points.T
        squared *= -2
        squared += self._squares
        k = min(k, len(self._points))
        rows = np.argpartition(squared, k - 1, axis=1)[:, :k]
        near = np.take_along_axis(squared, rows, axis=1)
        order = np.argsort(near, axis=1, kind="stable")
        near = np.take_along_axis(near, order, axis=1) + np.square(asked).sum(axis=1)[:, None]
        return np.take_along_axis(rows, order, axis=1), np.sqrt(np.maximum(near, 0))

    def save(self, folder: Path) -> None:
        """The points are kept by the index."""


class Graph:
    """Hierarchical navigable small worlds (Malkov and Yashunin, 2018), by usearch."""

    def __init__(self, graph: Index) -> None:
        self._graph = graph

    @classmethod
    def of(cls, points: np.ndarray) -> Self:
        graph = Index(
            ndim=points.shape[1],
            metric=MetricKind.L2sq,
            dtype=ScalarKind.F16,
            connectivity=_LINKS,
            expansion_add=_BUILD_WIDTH,
            expansion_search=_SEARCH_WIDTH,
        )
        # One thread: the same songs give the same graph.
        graph.add(np.arange(len(points)), np.asarray(points, np.float32), threads=1)
        return cls(graph)

    def search(self, points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        found = self._graph.search(np.asarray(points, np.float32), k, threads=1)
        rows = np.atleast_2d(found.keys).astype(np.int64)
        return rows, np.sqrt(np.maximum(np.atleast_2d(found.distances), 0))

    def save(self, folder: Path) -> None:
        self._graph.save(str(folder / _FILE))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Memory-mapped."""
        graph = Index.restore(str(folder / _FILE), view=True)
        if graph is None:
            raise ValueError(f"{folder / _FILE} holds no graph")
        return cls(graph)


def neighbours_of(points: np.ndarray) -> Neighbours:
    return Exact(points) if len(points) <= EXACT_AT_MOST else Graph.of(points)


def load_neighbours(folder: Path, points: np.ndarray) -> Neighbours:
    return Graph.load(folder) if (folder / _FILE).exists() else Exact(points)
