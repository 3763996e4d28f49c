"""The song index: what building, searching and memory cost exactly and by graph, what the graph
misses, and whether songs stay unfound. Every size and way of searching is a fresh process.

Songs are drawn: kinds of songs, within each of which they vary in many directions, in some much
more than in others, as embeddings do.
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

import numpy as np

from feed import neighbours
from feed.index import SongIndex
from tests.bench.kept import RESULTS, ROOT
from tests.bench.scores import NEIGHBOURS, nearest, standardised, unreached_share
from tests.bench.tables import Table

# Exact up to where a page would wait for it; by graph from where that could be worth it.
_TRIALS = (
    ("exact", 1_000),
    ("exact", 20_000),
    ("graph", 20_000),
    ("exact", 50_000),
    ("graph", 50_000),
    ("graph", 200_000),
    ("graph", 1_000_000),
)
_FEATURES, _SONGS_PER_KIND, _ROUNDS, _ASKED = 114, 100, 100, 200
# As the feed asks: so many points at a time, so many songs for each; some have heard much.
_POINTS, _WANTED, _HEARD = 6, 40, 5_000
_HUB_SONGS = 2_000


def measure(_options: Namespace) -> list[Table]:
    trials = [_in_fresh_process(way, songs) for way, songs in _TRIALS]
    columns = ("songs", *trials[0])
    rows = tuple(
        (f"{songs:,} {way}", *trial.values())
        for (way, songs), trial in zip(_TRIALS, trials, strict=True)
    )
    return [Table("Song index", columns, rows, drawn=columns[2:4]), _hub_table()]


def _in_fresh_process(way: str, songs: int) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.index", way, str(songs)],
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(answer.stdout)


def tried(way: str, songs: int) -> dict[str, float]:
    """Seconds, milliseconds of the processor, MB and shares of one index, asked after being saved
    and loaded."""
    neighbours.EXACT_AT_MOST = songs if way == "exact" else 0
    vectors, ids = drawn(songs), np.arange(songs)
    started = time.perf_counter()
    index = SongIndex.build(ids, vectors)
    build_s = time.perf_counter() - started
    build_mb = _status_mb("VmHWM")
    # Beside the results, not in /tmp: that may itself be memory.
    with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
        index.save(Path(folder))
        disk_mb = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        index = SongIndex.load(Path(folder))
        rng = np.random.default_rng(1)
        # Not songs themselves but near some: a mood, or the centre of a taste.
        points = index.points_at(rng.integers(songs, size=_ASKED)).astype(np.float32)
        points += rng.normal(0, 0.03, points.shape).astype(np.float32)
        heard = rng.choice(songs, min(_HEARD, songs // 2), replace=False).tolist()
        return {
            "built, s": build_s,
            f"{_POINTS} points, ms": _mean_ms(index, points, _POINTS),
            "one point, ms": _mean_ms(index, points, 1),
            f"{_POINTS} points, much heard, ms": _mean_ms(index, points, _POINTS, heard),
            f"found of the nearest {NEIGHBOURS}": _recall(index, points),
            "peak while building, MB": build_mb,
            "on disk, MB": disk_mb,
        }


def drawn(songs: int) -> np.ndarray:
    """Raw vectors (songs x 114 float32), features of very different scales."""
    rng = np.random.default_rng(0)
    importance = (np.arange(1, _FEATURES + 1) ** -0.5).astype(np.float32)
    kinds = rng.normal(size=(max(songs // _SONGS_PER_KIND, 20), _FEATURES)).astype(np.float32)
    vectors = rng.standard_normal((songs, _FEATURES), np.float32)
    vectors += kinds[rng.integers(len(kinds), size=songs)]
    vectors *= importance
    mixed, _ = np.linalg.qr(rng.normal(size=(_FEATURES, _FEATURES)))
    units = 10.0 ** rng.integers(-3, 4, _FEATURES)
    return vectors @ (mixed * units).astype(np.float32)


def _mean_ms(
    index: SongIndex, points: np.ndarray, at_a_time: int, heard: list[int] | None = None
) -> float:
    """Of many, for the processor's clock is coarse."""
    index.near(points[:at_a_time], _WANTED, heard or ())
    started = time.thread_time()
    for number in range(_ROUNDS):
        asked = points[number * at_a_time % (_ASKED - at_a_time) :][:at_a_time]
        index.near(asked, _WANTED, heard or ())
    return (time.thread_time() - started) * 1000 / _ROUNDS


def _recall(index: SongIndex, points: np.ndarray) -> float:
    """Before distances are made mutual: the share of the truly nearest that the search found."""
    found, _ = index.neighbours.search(points, NEIGHBOURS)
    alike = points @ np.asarray(index.base, np.float32).T
    truly = np.argpartition(-alike, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    shares = [len(set(a) & set(b)) for a, b in zip(found.tolist(), truly.tolist(), strict=True)]
    return float(np.mean(shares)) / NEIGHBOURS


def _hub_table() -> Table:
    """Songs drawn in sixty directions alike: where plain distance makes hubs."""
    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(_HUB_SONGS, 60)) * rng.lognormal(0, 0.5, (_HUB_SONGS, 1))
    scaled = standardised(vectors)
    squares = np.square(scaled).sum(axis=1)
    plain = nearest(squares[:, None] + squares - 2 * scaled @ scaled.T)
    found, _ = SongIndex.build(np.arange(_HUB_SONGS), vectors).search(vectors, NEIGHBOURS + 1)
    ours = [row[row != song][:NEIGHBOURS] for song, row in enumerate(found)]
    rows = tuple(
        (way, unreached_share(rows), int(np.bincount(rows.ravel()).max()))
        for way, rows in (("Euclidean, standardised", plain), ("ClipFeed", np.array(ours)))
    )
    columns = ("neighbours by", "nobody's neighbour", "the most found, times")
    return Table(f"Hubs among {_HUB_SONGS:,} songs", columns, rows)


def _status_mb(name: str) -> float:
    """From Linux's /proc: `getrusage` would count the parent's peak before `exec` too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tried(sys.argv[1], int(sys.argv[2]))))
