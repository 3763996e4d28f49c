"""Any audio file as a stream of samples.

libsndfile decodes what it knows (WAV, AIFF, FLAC, Ogg, MP3): it is twice as fast and forgives
headers that FFmpeg does not. PyAV decodes everything else: AAC, ALAC, WMA, films, more than two
channels, and files whose length libsndfile would have to guess.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soxr

from analysis import ffmpeg, sound_file
from analysis.facts import Probe
from analysis.source import MIN_DURATION_S, Source, check_claim, check_file, check_heard


def probe(path: Path) -> Probe:
    """What the headers of `path` say; raises `AudioError` for what cannot become a song."""
    with opened(path) as source:
        check_claim(source)
        _check_beginning(source)
        return Probe(
            duration_s=source.duration_s,
            codec=source.codec,
            container=source.container,
            sample_rate=source.rate,
            channels=source.channels,
        )


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """`path` ready to be decoded; raises `AudioError`."""
    check_file(path)
    file = sound_file.opened(path)
    if file is not None:
        with file:
            yield sound_file.SoundFileSource(file, path)
        return
    with ffmpeg.opened(path) as container:
        yield ffmpeg.FFmpegSource(container)


def resampled(blocks: Iterator[np.ndarray], rate: int, wanted: int) -> Iterator[np.ndarray]:
    """Blocks (2 x n) at another sample rate."""
    stream = soxr.ResampleStream(rate, wanted, 2, dtype="float32")
    for block in blocks:
        yield stream.resample_chunk(block.T).T
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True).T


def _check_beginning(source: Source) -> None:
    """Headers lie: hear the shortest song there may be before the file is let in."""
    heard_s = 0.0
    for block in source.blocks():
        heard_s += block.shape[1] / source.rate
        if heard_s >= MIN_DURATION_S:
            return
    check_heard(source, heard_s)
