"""How well songs are heard, against known facts and, if wanted, against other tools.

`--labels FILE.csv` (`path,bpm,key,group`) or `--music DIR` (folders of songs that belong together);
without labels the demo catalogue's truth serves. `--baselines` asks librosa and Essentia too.
"""

from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist

from analysis import SongAnalysis
from feed.index import SongIndex
from tests.bench import baselines, labelled
from tests.bench.baselines import Heard
from tests.bench.kept import heard
from tests.bench.labelled import LabelledSong
from tests.bench.ours import analysed
from tests.bench.scores import (
    NEIGHBOURS,
    OCTAVES_AND_TRIPLES,
    best_precision,
    chance_precision,
    mirex_key_score,
    mutual_proximity,
    nearest,
    parse_key,
    precision,
    standardised,
    tempo_is_right,
    unreached_share,
)
from tests.bench.tables import Table

OURS = "ClipFeed"
Hearing = tuple[str, list[Heard | None]]
"""The name of a tool, and what it says of each song."""

_LIBROSA, _ESSENTIA, _EXTRACTOR = "librosa", "Essentia", "Essentia MusicExtractor"


def measure(options: Namespace) -> list[Table]:
    tables = []
    for name, songs in _sources(options):
        hearings = _hearings([song.path for song in songs], options.baselines)
        tables += [
            _tempo_table(name, songs, hearings),
            _key_table(name, songs, hearings),
            _neighbour_table(name, songs, hearings),
        ]
    return [table for table in tables if table.rows]


def _sources(options: Namespace) -> list[tuple[str, list[LabelledSong]]]:
    sources = []
    if options.labels:
        sources.append((options.labels.name, labelled.from_csv(options.labels)))
    else:
        sources.append(("demo catalogue", labelled.from_demo()))
    if options.music:
        sources.append((options.music.name, labelled.from_folders(options.music)))
    return sources


def _hearings(paths: list[Path], wanted: Sequence[str]) -> list[Hearing]:
    hearings: list[Hearing] = [(OURS, [_our_answer(facts) for facts in analysed(paths)])]
    if "librosa" in wanted:
        hearings.append((_LIBROSA, _baseline(baselines.librosa_hears, paths, "librosa")))
    if baselines.ESSENTIA_IS_HERE and "essentia" in wanted:
        hearings.append((_ESSENTIA, _baseline(baselines.essentia_hears, paths, "essentia")))
    if baselines.ESSENTIA_IS_HERE and "extractor" in wanted:
        said = _baseline(baselines.music_extractor_hears, paths, "essentia")
        hearings.append((_EXTRACTOR, said))
    return hearings


def _baseline(
    listen: Callable[[Path], Heard], paths: list[Path], package: str
) -> list[Heard | None]:
    return heard(listen, paths, version=version(package), sources=Path(baselines.__file__))


def _our_answer(facts: SongAnalysis | None) -> Heard | None:
    if facts is None:
        return None
    key = parse_key(f"{facts.key} {facts.mode}")
    return Heard({OURS: facts.tempo_bpm}, key, facts.embedding, facts.segments)


def _tempo_table(name: str, songs: list[LabelledSong], hearings: list[Hearing]) -> Table:
    """A row for each estimator; a song that a tool refuses counts as wrong."""
    known = [row for row, song in enumerate(songs) if song.bpm]
    rows = []
    for _, said in hearings if known else []:
        for estimator in _estimators(said):
            pairs = [
                (said[row].tempos_bpm[estimator] if said[row] else 0.0, songs[row].bpm)
                for row in known
            ]
            exact = np.mean([tempo_is_right(tempo, truth) for tempo, truth in pairs])
            related = np.mean([tempo_is_right(*pair, OCTAVES_AND_TRIPLES) for pair in pairs])
            rows.append((estimator, float(exact), float(related), len(known)))
    columns = ("tempo by", "accuracy 1", "accuracy 2", "songs")
    return Table(f"Tempo: {name}", columns, tuple(rows), drawn=columns[1:3])


def _estimators(said: list[Heard | None]) -> list[str]:
    return next((list(answer.tempos_bpm) for answer in said if answer), [])


def _key_table(name: str, songs: list[LabelledSong], hearings: list[Hearing]) -> Table:
    """A row for each tool; a song that a tool refuses counts as wrong."""
    known = [row for row, song in enumerate(songs) if song.key]
    rows = []
    for tool, said in hearings if known else []:
        if not any(answer and answer.key for answer in said):
            continue
        scores = np.array(
            [mirex_key_score(said[row].key, songs[row].key) if said[row] else 0.0 for row in known]
        )
        rows.append((tool, float(scores.mean()), float((scores == 1).mean()), len(known)))
    columns = ("key by", "MIREX score", "exactly right", "songs")
    return Table(f"Key: {name}", columns, tuple(rows), drawn=columns[1:3])


def _neighbour_table(name: str, songs: list[LabelledSong], hearings: list[Hearing]) -> Table:
    """Precision by group of each tool's vectors under each search, and the share never found."""
    rows: list[tuple] = []
    for tool, said in hearings:
        members = [row for row, song in enumerate(songs) if song.group and _has_vector(said[row])]
        if len(members) <= NEIGHBOURS:
            continue
        groups = np.array([songs[row].group for row in members])
        if not rows:
            rows = [
                ("chance", chance_precision(groups), None, len(groups)),
                ("a perfect search", best_precision(groups), None, len(groups)),
            ]
        for search, neighbours in _searches([said[row] for row in members]):
            found = precision(neighbours, groups), unreached_share(neighbours)
            rows.append((f"{tool}: {search}", *found, len(groups)))
    columns = ("neighbours by", "precision at 10", "nobody's neighbour", "songs")
    return Table(f"Neighbours by group: {name}", columns, tuple(rows), drawn=columns[1:3])


def _has_vector(answer: Heard | None) -> bool:
    return answer is not None and answer.vector is not None


def _searches(said: list[Heard]) -> list[tuple[str, np.ndarray]]:
    """The rows of each song's neighbours (N x 10) by several ways of searching."""
    points = standardised(np.array([answer.vector for answer in said], np.float64))
    searches = []
    for name, metric in (("city-block", "cityblock"), ("Euclidean", "euclidean")):
        distances = cdist(points, points, metric)
        searches.append((name, nearest(distances)))
        searches.append((f"{name}, mutual proximity", nearest(mutual_proximity(distances))))
    searches.append(("by the index, songs alone", _product_search(said, False)))
    if all(answer.segments is not None for answer in said):
        searches.append(("as the product searches", _product_search(said, True)))
    return searches


def _product_search(said: list[Heard], with_segments: bool) -> np.ndarray:
    """As `feed.refit` fits and `feed.index` finds."""
    rows = np.arange(len(said))
    vectors = np.array([answer.vector for answer in said], np.float32)
    learned = {}
    if with_segments:
        segments = [np.asarray(answer.segments, np.float32) for answer in said]
        learned["segments"] = np.concatenate(segments)
        learned["segment_ids"] = np.repeat(rows, [len(parts) for parts in segments])
    found, _ = SongIndex.build(rows, vectors, **learned).search(vectors, NEIGHBOURS + 1)
    others = [ids[ids != row][:NEIGHBOURS] for row, ids in zip(rows, found, strict=True)]
    return np.array(others)
