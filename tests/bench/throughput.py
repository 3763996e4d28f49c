"""How many songs an hour a machine hears, with one worker process a core, clips included."""

import os
import tempfile
import time
from argparse import Namespace
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import analysis
from tests.bench import labelled
from tests.bench.tables import Table

_SONGS = 40
_LIBRARY_SONGS, _LIBRARY_CORES, _LIBRARY_SONG_S = 20_000, 2, 180.0


def measure(options: Namespace) -> list[Table]:
    songs = labelled.from_folders(options.music) if options.music else labelled.from_demo()
    # Spread over the folders: songs of one folder may all be long.
    paths = [song.path for song in songs[:: max(len(songs) // _SONGS, 1)]][:_SONGS]
    cores = len(os.sched_getaffinity(0))
    heard_s, taken_s = _heard_by_workers(paths, cores)
    songs_per_s = len(paths) / taken_s
    real_time_per_core = heard_s / taken_s / cores
    library_s = _LIBRARY_SONGS * _LIBRARY_SONG_S / (real_time_per_core * _LIBRARY_CORES)
    return [
        Table.of_figures(
            f"Throughput: {cores} worker processes, analysis and clip",
            {
                "songs": len(paths),
                "mean length, s": heard_s / len(paths),
                "songs a second": songs_per_s,
                "x real time, each core": real_time_per_core,
                "20,000 songs of 3 min on 2 cores, hours": library_s / 3600,
            },
        )
    ]


def _heard_by_workers(paths: list[Path], cores: int) -> tuple[float, float]:
    """Seconds of music and seconds by the clock, once every worker has loaded what it needs."""
    context = get_context("spawn")
    barrier = context.Barrier(cores)
    with context.Pool(cores, _warm_up, (barrier, paths[0])) as pool:
        # Nobody answers before all are warm.
        pool.map(_nothing, range(cores), chunksize=1)
        started = time.perf_counter()
        lengths_s = pool.map(_hear, paths, chunksize=1)
        return sum(lengths_s), time.perf_counter() - started


def _warm_up(barrier: Barrier, path: Path) -> None:
    _hear(path)
    barrier.wait()


def _nothing(_: int) -> None:
    pass


def _hear(path: Path) -> float:
    """What the worker does for a new song; gives the song's length in seconds."""
    facts = analysis.analyse(path)
    best = facts.highlights[0]
    with tempfile.TemporaryDirectory() as folder:
        analysis.render_clip(path, Path(folder) / "clip.m4a", best.start_s, best.end_s)
    return facts.duration_s
