"""How much of the best highlight lies in a chorus, against simpler ideas.

On the demo catalogue, whose choruses are known, and with `--music DIR` on songs assembled from its
passages. Every idea places a window as long as the product's own.
"""

from argparse import Namespace
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

from analysis import SongAnalysis
from tests.bench import assembled, labelled, repetition
from tests.bench.kept import heard
from tests.bench.labelled import LabelledSong
from tests.bench.ours import analysed
from tests.bench.repetition import Structure, loudest_start_s, structure_hears
from tests.bench.scores import share_inside
from tests.bench.tables import Table

_RANDOM_WINDOWS = 200
_MOSTLY = 0.5


def measure(options: Namespace) -> list[Table]:
    sources = {"demo catalogue": labelled.from_demo()}
    if options.music:
        songs = labelled.from_folders(options.music)
        own = f"assembled from {options.music.name}, verses of the same song"
        others = f"assembled from {options.music.name}, verses of its neighbours"
        sources[own] = assembled.from_own_passages(songs)
        sources[others] = assembled.from_neighbours(songs)
    return [_overlap_table(name, songs) for name, songs in sources.items() if songs]


def _overlap_table(name: str, songs: list[LabelledSong]) -> Table:
    paths = [song.path for song in songs]
    structures = heard(
        structure_hears, paths, version=version("librosa"), sources=Path(repetition.__file__)
    )
    known = [
        found
        for found in zip(songs, analysed(paths), structures, strict=True)
        if found[1] and found[2] and found[0].choruses
    ]
    rows = tuple(_row(idea, known) for idea in _IDEAS)
    columns = ("window by", "share in a chorus", "mostly in a chorus", "songs")
    return Table(f"Highlights: {name}", columns, rows, drawn=columns[1:3])


def _row(
    idea: str, known: list[tuple[LabelledSong, SongAnalysis, Structure]]
) -> tuple[str, float, float, int]:
    """The mean over songs of what lies in a chorus, and of the windows that mostly do."""
    shares = [
        _shares_in_choruses(song, facts, np.atleast_1d(_IDEAS[idea](facts, structure)))
        for song, facts, structure in known
    ]
    mean = float(np.mean([share.mean() for share in shares]))
    mostly = float(np.mean([(share > _MOSTLY).mean() for share in shares]))
    return idea, mean, mostly, len(known)


def _shares_in_choruses(
    song: LabelledSong, facts: SongAnalysis, starts_s: np.ndarray
) -> np.ndarray:
    window_s, parts = _window_s(facts), list(song.choruses)
    starts_s = np.clip(starts_s, 0, facts.duration_s - window_s)
    return np.array([share_inside(start, start + window_s, parts) for start in starts_s])


def _window_s(facts: SongAnalysis) -> float:
    return facts.highlights[0].end_s - facts.highlights[0].start_s


def _random_starts_s(facts: SongAnalysis) -> np.ndarray:
    """Evenly spread: what chance gives, without its scatter."""
    return np.linspace(0, facts.duration_s - _window_s(facts), _RANDOM_WINDOWS)


_IDEAS: dict[str, Callable[[SongAnalysis, Structure], float | np.ndarray]] = {
    "ClipFeed": lambda facts, _: facts.highlights[0].start_s,
    "longest repeated line": lambda _, structure: structure.repeated_line_s,
    "loudest window": lambda facts, structure: loudest_start_s(structure.power, _window_s(facts)),
    "random": lambda facts, _: _random_starts_s(facts),
}
