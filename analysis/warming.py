"""What the first analysis of a process loads and compiles, done ahead of any song."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

from analysis import analyse, browsers_play, render_clip

_RATE, _DURATION_S = 22_050, 6


def warm_up() -> None:
    """Take a few seconds of ticking noise through everything that happens to a song."""
    samples = np.random.default_rng(0).normal(0, 0.1, _RATE * _DURATION_S)
    samples *= np.arange(samples.size) % (_RATE // 2) < _RATE // 10
    with TemporaryDirectory() as folder:
        path, clip = Path(folder, "song.wav"), Path(folder, "clip.m4a")
        soundfile.write(path, samples, _RATE)
        analyse(path)
        render_clip(path, clip, 0.0, _DURATION_S)
        browsers_play(clip)
