"""How the tools people use now hear a song: librosa and Essentia, each by its own defaults."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tests.bench.scores import Key, parse_key

ESSENTIA_IS_HERE = find_spec("essentia") is not None
"""Its wheels are not built for every platform; without it its rows are left out."""

# Krumhansl and Kessler (1982): how well each degree of the scale fits a key.
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


@dataclass(frozen=True)
class Heard:
    """What one tool says of a song: tempos by the name of the estimator, a key, a vector (D).

    `segments` (S x D) are such vectors of its parts, where the tool gives them.
    """

    tempos_bpm: dict[str, float]
    key: Key | None = None
    vector: np.ndarray | None = None
    segments: np.ndarray | None = None


def librosa_hears(path: Path) -> Heard:
    """Tempo, key, and 101 statistics of the usual features as a vector."""
    import librosa

    y, rate = librosa.load(path)
    onsets = librosa.onset.onset_strength(y=y, sr=rate)
    beat_tempo, _ = librosa.beat.beat_track(onset_envelope=onsets, sr=rate)
    tempo = librosa.feature.tempo(onset_envelope=onsets, sr=rate)
    tempos = {
        "librosa beat_track": float(np.ravel(beat_tempo)[0]),
        "librosa tempo": float(np.ravel(tempo)[0]),
    }
    chroma = librosa.feature.chroma_cqt(y=y, sr=rate)
    vector = _librosa_statistics(y, rate, chroma, tempos["librosa beat_track"])
    return Heard(tempos, krumhansl_key(chroma.mean(axis=1)), vector)


def krumhansl_key(chroma: np.ndarray) -> Key:
    """The key whose profile correlates best with 12 pitch class weights."""
    fits = {
        (pitch, mode): np.corrcoef(np.roll(profile, pitch), chroma)[0, 1]
        for mode, profile in (("major", _MAJOR), ("minor", _MINOR))
        for pitch in range(12)
    }
    return max(fits, key=lambda key: fits[key])


def _librosa_statistics(
    y: np.ndarray, rate: float, chroma: np.ndarray, tempo_bpm: float
) -> np.ndarray:
    """Mean and deviation over the whole song of 50 features, and the tempo."""
    from librosa import feature

    features = (
        feature.mfcc(y=y, sr=rate, n_mfcc=20),
        feature.spectral_contrast(y=y, sr=rate),
        chroma,
        feature.tonnetz(chroma=chroma),
        feature.spectral_centroid(y=y, sr=rate),
        feature.spectral_bandwidth(y=y, sr=rate),
        feature.spectral_rolloff(y=y, sr=rate),
        feature.zero_crossing_rate(y),
        feature.rms(y=y),
    )
    means_and_spreads = [statistic(axis=1) for f in features for statistic in (f.mean, f.std)]
    return np.concatenate([*means_and_spreads, [tempo_bpm]]).astype(np.float32)


def essentia_hears(path: Path) -> Heard:
    """Tempo by two estimators, and the key."""
    standard = _quiet_essentia()
    y = standard.MonoLoader(filename=str(path))()
    tempos = {
        "Essentia RhythmExtractor2013": float(standard.RhythmExtractor2013()(y)[0]),
        "Essentia PercivalBpmEstimator": float(standard.PercivalBpmEstimator()(y)),
    }
    key, mode, _ = standard.KeyExtractor()(y)
    return Heard(tempos, parse_key(f"{key} {mode}"))


def music_extractor_hears(path: Path) -> Heard:
    """All numbers of Essentia's `MusicExtractor` as a vector; many seconds a song."""
    standard = _quiet_essentia()
    pool, _ = standard.MusicExtractor()(str(path))
    names = sorted(n for n in pool.descriptorNames() if not n.startswith("metadata."))
    numbers = [np.ravel(pool[name]) for name in names if not _is_text(pool[name])]
    return Heard({}, vector=np.concatenate(numbers).astype(np.float32))


def _is_text(value: object) -> bool:
    return np.asarray(value).dtype.kind not in "fiu"


def _quiet_essentia():
    """`essentia.standard`, silenced first: it speaks while it loads."""
    import essentia

    essentia.log.infoActive = False
    essentia.log.warningActive = False
    from essentia import standard

    return standard
