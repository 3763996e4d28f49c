"""Songs of any length, made of demo songs one after the other and written block by block."""

from itertools import chain, cycle
from pathlib import Path

import soundfile

from catalog.demo import SAMPLE_RATE
from tests.bench.labelled import from_demo

_BLOCK_SAMPLES = 1 << 18
_JOINED = 12
"""How many demo songs follow each other before the first returns."""


def write_long_song(path: Path, duration_s: float) -> Path:
    """MP3 or FLAC by the suffix; never more than one block in memory."""
    left = round(duration_s * SAMPLE_RATE)
    songs = [song.path for song in from_demo()[:_JOINED]]
    blocks = chain.from_iterable(map(_blocks, cycle(songs)))
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 2) as target:
        while left > 0:
            block = next(blocks)[:left]
            target.write(block)
            left -= len(block)
    return path


def _blocks(song: Path):
    with soundfile.SoundFile(song) as source:
        yield from source.blocks(_BLOCK_SAMPLES, dtype="float32", always_2d=True)
