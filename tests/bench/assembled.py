"""Songs with known choruses, put together from passages of real music: V C V C V C V.

The chorus comes three times, a little louder than the verses and a little different each time.
Where the verses are other passages of the chorus's own song they may repeat each other, as the song
does; where they are from other songs of the folder, only the chorus returns.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
import soxr
from scipy import signal

from tests.bench.kept import RESULTS, sources_hash
from tests.bench.labelled import LabelledSong

_RATE = 44_100
_VERSES = 4
_CHORUS_S, _VERSE_S = (18.0, 28.0), (16.0, 26.0)
# Where passages begin, as shares of their songs; those of one song must not overlap.
_PLACES = np.linspace(0.06, 0.76, _VERSES + 1)
_SHORTEST_S = _CHORUS_S[1] / (_PLACES[1] - _PLACES[0])
_RMS, _SILENT_RMS = 0.1, 1e-3
_CHORUS_DB, _LEVEL_DB, _TILT_DB, _LAYER_DB = 0.5, 1.5, 3.0, -18.0
_TILT_HZ = 1500
_FADE_S = 0.05


def from_own_passages(songs: Sequence[LabelledSong]) -> list[LabelledSong]:
    """One for each song that is long enough."""
    songs = [song for song in songs if _is_long_enough(song.path)]
    return _all_written("own", songs, lambda song: [song.path] * _VERSES)


def from_neighbours(songs: Sequence[LabelledSong]) -> list[LabelledSong]:
    """One for each song whose folder has enough others; all of them long enough."""
    songs = [song for song in songs if _is_long_enough(song.path)]

    def others(song: LabelledSong) -> list[Path]:
        folder = [other.path for other in songs if other.group == song.group]
        after = folder.index(song.path) + 1
        return (folder[after:] + folder[: after - 1])[:_VERSES]

    return _all_written("neighbours", songs, others)


def _all_written(
    name: str, songs: Sequence[LabelledSong], verses_of: Callable[[LabelledSong], list[Path]]
) -> list[LabelledSong]:
    """As FLAC under var/bench; the same songs give the same files."""
    folder = RESULTS / "assembled" / f"{name}-{sources_hash(Path(__file__))[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, song in enumerate(songs):
        parts = _parts([song.path, *verses_of(song)], np.random.default_rng(number))
        if parts:
            target = folder / f"{number:03}-{song.path.stem}.flac"
            samples, edges_s = joined(parts)
            soundfile.write(target, samples, _RATE)
            choruses = tuple(zip(edges_s[1:-1:2], edges_s[2::2], strict=True))
            written.append(LabelledSong(target, group=song.group, choruses=choruses))
    return written


def _parts(sources: list[Path], rng: np.random.Generator) -> list[np.ndarray]:
    """Verses and choruses in turns, from the chorus's song and the verses'; empty if too little."""
    if len(sources) <= _VERSES:
        return []
    lengths_s = [rng.uniform(*_CHORUS_S), *rng.uniform(*_VERSE_S, _VERSES)]
    places = rng.permutation(_PLACES)
    passages = [_passage(*where) for where in zip(sources, places, lengths_s, strict=True)]
    found = [passage for passage in passages if passage is not None]
    if len(found) <= _VERSES:
        return []
    chorus, *verses = found
    parts = [verses[0]]
    for before, after in pairwise(verses):
        parts += [_varied(chorus, before, rng), after]
    return parts


def _is_long_enough(path: Path) -> bool:
    """And readable without FFmpeg."""
    try:
        return soundfile.info(path).duration >= _SHORTEST_S
    except soundfile.LibsndfileError:
        return False


def _passage(path: Path, place: float, length_s: float) -> np.ndarray | None:
    """Mono at a common level; None where the song is silent."""
    with soundfile.SoundFile(path) as song:
        song.seek(int(place * song.frames))
        samples = song.read(int(length_s * song.samplerate), always_2d=True).mean(axis=1)
        samples = soxr.resample(samples, song.samplerate, _RATE)
    rms = float(np.sqrt(np.mean(samples**2)))
    return samples * (_RMS / rms) if rms > _SILENT_RMS else None


def _varied(chorus: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another level, another tone, and something of the verse before shining through."""
    low = signal.sosfilt(signal.butter(1, _TILT_HZ, fs=_RATE, output="sos"), chorus)
    toned = low + _gain(rng.uniform(-_TILT_DB, _TILT_DB)) * (chorus - low)
    layered = toned + _gain(_LAYER_DB) * np.resize(other, chorus.size)
    return layered * _gain(_CHORUS_DB + rng.uniform(-_LEVEL_DB, _LEVEL_DB))


def _gain(level_db: float) -> float:
    return 10 ** (level_db / 20)


def joined(parts: list[np.ndarray]) -> tuple[np.ndarray, list[float]]:
    """One after the other, faded into each other; and the seconds between which each is heard."""
    fade = int(_FADE_S * _RATE)
    rise = np.sin(np.linspace(0, np.pi / 2, fade))
    edges = np.cumsum([0, *(part.size - fade for part in parts)])
    song = np.zeros(edges[-1] + fade)
    for start, part in zip(edges, parts, strict=False):
        shaped = part.copy()
        shaped[:fade] *= rise
        shaped[-fade:] *= rise[::-1]
        song[start : start + part.size] += shaped
    return song / max(1.0, float(np.abs(song).max())), (edges / _RATE).tolist()
