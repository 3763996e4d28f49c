"""How fast and how well songs are heard: against the floor, the usual script, and the demo's truth.

All on one core, on the same files. Speed is measured on a song of about three minutes, made by
joining demo songs; quality on every song of the demo catalogue.
"""

import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
import soxr

import analysis
from catalog.demo import SONGS, render, write_song

_SPEED_SONG_S = 180
_ROUNDS = 3


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return _speed(Path(folder)) | _quality(Path(folder))


def _speed(folder: Path) -> dict[str, float]:
    path = folder / "speed.mp3"
    samples = np.concatenate([render(song) for song in SONGS[:3]])[: _SPEED_SONG_S * 44_100]
    soundfile.write(path, samples, 44_100)
    clip = folder / "clip.m4a"
    analysis.analyse(path)  # loads and compiles what later calls only use
    floor_s = _seconds(lambda: _floor(path))
    analyse_s = _seconds(lambda: analysis.analyse(path))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    usual_s = _seconds(lambda: _usual_script(path), rounds=1)
    clip_s = _seconds(lambda: analysis.render_clip(path, clip, 60, 82))
    return {
        "song, s": len(samples) / 44_100,
        "floor: decode and resample, s": floor_s,
        "analyse, s": analyse_s,
        "analyse against the floor": analyse_s / floor_s,
        "the usual librosa script, s": usual_s,
        "the usual script against analyse": usual_s / analyse_s,
        "x real time": len(samples) / 44_100 / analyse_s,
        "clip of 22 s, s": clip_s,
        "peak memory, MB": peak_mb,
    }


def _seconds(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median of a few rounds, in seconds of this process's own processor time."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def _floor(path: Path) -> None:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    soxr.resample(samples.mean(axis=1), rate, 22_050)


def _usual_script(path: Path) -> None:
    import librosa

    y, rate = librosa.load(path)
    librosa.beat.beat_track(y=y, sr=rate)
    librosa.feature.chroma_cqt(y=y, sr=rate)
    librosa.feature.mfcc(y=y, sr=rate)
    librosa.feature.spectral_centroid(y=y, sr=rate)
    librosa.feature.spectral_bandwidth(y=y, sr=rate)
    librosa.feature.spectral_rolloff(y=y, sr=rate)
    librosa.feature.zero_crossing_rate(y)
    librosa.feature.tonnetz(y=y, sr=rate)


def _quality(folder: Path) -> dict[str, float]:
    tempo, tempo_up_to_octave, key, chorus = [], [], [], []
    for song in SONGS:
        path = write_song(song, folder)
        truth = json.loads(path.with_suffix(".json").read_text())
        facts = analysis.analyse(path)
        ratio = facts.tempo_bpm / truth["bpm"]
        tempo.append(_near(ratio, (1,)))
        tempo_up_to_octave.append(_near(ratio, (1, 2, 3, 1 / 2, 1 / 3)))
        key.append((facts.key, facts.mode) == (truth["key"], truth["mode"]))
        chorus.append(_share_inside(facts.highlights[0], truth["choruses"]) > 0.5)
    return {
        "tempo within 4 %": float(np.mean(tempo)),
        "tempo up to octaves and triples": float(np.mean(tempo_up_to_octave)),
        "key and mode": float(np.mean(key)),
        "best highlight mostly in a chorus": float(np.mean(chorus)),
    }


def _near(ratio: float, multiples: tuple[float, ...]) -> bool:
    return any(abs(ratio / multiple - 1) < 0.04 for multiple in multiples)


def _share_inside(window: analysis.Highlight, parts: list[tuple[float, float]]) -> float:
    length = window.end_s - window.start_s
    return max(min(window.end_s, end) - max(window.start_s, start) for start, end in parts) / length
