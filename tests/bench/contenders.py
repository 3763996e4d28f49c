"""What speed and memory are compared with, each a function of a path that gives nothing."""

from collections.abc import Callable
from pathlib import Path

from tests.bench.baselines import ESSENTIA_IS_HERE, music_extractor_hears

FLOOR, OURS, LIBROSA, EXTRACTOR = (
    "floor: decode and resample",
    "ClipFeed: analyse",
    "the usual librosa script",
    "Essentia MusicExtractor",
)
_RATE = 22_050


def floor(path: Path) -> None:
    """libsndfile and soxr to mono at 22,050 Hz: nothing that hears can take less."""
    import soundfile
    import soxr

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    soxr.resample(samples.mean(axis=1), rate, _RATE)


def analyse(path: Path) -> None:
    import analysis

    analysis.analyse(path)


def usual_librosa_script(path: Path) -> None:
    """What tutorials write: each feature asked of the samples."""
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


def music_extractor(path: Path) -> None:
    music_extractor_hears(path)


CONTENDERS: dict[str, Callable[[Path], None]] = {
    FLOOR: floor,
    OURS: analyse,
    LIBROSA: usual_librosa_script,
}
if ESSENTIA_IS_HERE:
    CONTENDERS[EXTRACTOR] = music_extractor
