"""How much memory hearing takes: at its peak for songs of any length, and after many songs.

Every figure is that of a fresh process. `--songs N` sets how many follow each other in one.
"""

import json
import subprocess
import sys
import tempfile
from argparse import Namespace
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from tests.bench import charts, labelled
from tests.bench.contenders import CONTENDERS, OURS
from tests.bench.kept import RESULTS, ROOT
from tests.bench.long_songs import write_long_song
from tests.bench.tables import Table

# Three hours is the longest that is accepted; joined blocks may end a moment later.
_LENGTHS_S = {"3 min.mp3": 180.0, "30 min.mp3": 1800.0, "3 h.flac": 3 * 3600.0 - 5}
_COMPARED = "3 min.mp3"


def measure(options: Namespace) -> list[Table]:
    return [_peak_table(), _growth_table(options)]


def _peak_table() -> Table:
    rows = []
    # Beside the results, not in /tmp: that may itself be memory, and three hours are large.
    with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
        for name, duration_s in _LENGTHS_S.items():
            song = write_long_song(Path(folder) / name, duration_s)
            for contender in CONTENDERS if name == _COMPARED else (OURS,):
                (peak_mb,) = _in_fresh_process("peak", contender, song)
                rows.append((f"{contender}, {name}", peak_mb))
            song.unlink()
    columns = ("fresh process", "peak memory, MB")
    return Table("Memory: one song", columns, tuple(rows), drawn=columns[1:])


def _growth_table(options: Namespace) -> Table:
    songs = labelled.from_folders(options.music) if options.music else labelled.from_demo()
    paths = islice(cycle(song.path for song in songs), options.songs)
    used_mb = np.array(_in_fresh_process("growth", OURS, *paths))
    charts.draw_line(
        RESULTS / "memory_growth.png",
        used_mb,
        title="Memory of one process that hears song after song",
        x_label="songs heard",
        y_label="MB in use",
    )
    half = len(used_mb) // 2
    slope_mb = float(np.polyfit(np.arange(len(used_mb) - half), used_mb[half:], 1)[0])
    return Table.of_figures(
        f"Memory: {len(used_mb)} songs in one process",
        {
            "after the first song, MB": float(used_mb[0]),
            "highest of the first half, MB": float(used_mb[:half].max()),
            "highest of the second half, MB": float(used_mb[half:].max()),
            "growth over the second half, MB for 100 songs": 100 * slope_mb,
        },
    )


def _in_fresh_process(task: str, contender: str, *paths: Path) -> list[float]:
    command = [sys.executable, "-m", "tests.bench.fresh_process", task, contender, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
