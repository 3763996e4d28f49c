"""How long hearing one song takes, against the floor and against the tools people use.

All on one core, on the same MP3 of three minutes, in turns, in seconds of this process's own
processor time: what else the machine does counts little.
"""

import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import analysis
from tests.bench.contenders import CONTENDERS, FLOOR, OURS
from tests.bench.long_songs import write_long_song
from tests.bench.tables import Table

_SONG_S = 180.0
_CLIP_S = (60.0, 82.0)
_ROUNDS = 3
_CLIP = "ClipFeed: render a clip of 22 s"


def measure(options: Namespace) -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        song = write_long_song(Path(folder) / "song.mp3", _SONG_S)
        clip = Path(folder) / "clip.m4a"
        work = {name: _listening(listen, song) for name, listen in CONTENDERS.items()}
        work[_CLIP] = lambda: analysis.render_clip(song, clip, *_CLIP_S)
        rounds = _rounds(work)
    rows = tuple(_row(name, rounds) for name in work)
    columns = ("one core", "processor s", "x real time", "against the floor", "against ClipFeed")
    return [Table(f"Speed: MP3 of {_SONG_S:.0f} s", columns, rows, drawn=("processor s",))]


def _listening(listen: Callable[[Path], None], song: Path) -> Callable[[], None]:
    return lambda: listen(song)


def _rounds(work: dict[str, Callable[[], object]]) -> list[dict[str, float]]:
    """Seconds by name, of each round; a first one, not counted, loads and compiles."""
    rounds = [{name: _seconds(task) for name, task in work.items()} for _ in range(_ROUNDS + 1)]
    return rounds[1:]


def _seconds(task: Callable[[], object]) -> float:
    started = time.process_time()
    task()
    return time.process_time() - started


def _row(name: str, rounds: list[dict[str, float]]) -> tuple:
    """Medians; a ratio is that of its own round, for a machine's pace drifts."""
    taken_s = statistics.median(seconds[name] for seconds in rounds)
    real_time = None if name == _CLIP else _SONG_S / taken_s
    against = (
        statistics.median(seconds[name] / seconds[other] for seconds in rounds)
        for other in (FLOOR, OURS)
    )
    return name, taken_s, real_time, *against
