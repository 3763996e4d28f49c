"""Key and mode from pitches."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.ndimage

from analysis.facts import PITCH_CLASSES
from analysis.spectrum import BINS_PER_SEMITONE

# How often each degree occurs in major and minor, from the tonic: Albrecht and Shanahan, "The Use
# of Large Corpora to Train a New Type of Key-Finding Algorithm" (2013).
_MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
_MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)
# Written music has no overtones; beside those a plain profile: triad, scale, little else.
_PLAIN_MAJOR = (1, 0, 0.5, 0, 0.75, 0.4, 0, 0.8, 0, 0.45, 0.1, 0.3)
_PLAIN_MINOR = (1, 0, 0.45, 0.75, 0, 0.45, 0, 0.8, 0.35, 0.05, 0.35, 0.15)
_FIRST_PITCH_CLASS = PITCH_CLASSES.index("A")
# A note lasts for several frames, a drum for one or two; a note stands out among its neighbours,
# noise does not; a loud note is not as much more telling as it is louder.
_NOTE_FRAMES, _NEIGHBOURS, _COMPRESSION = 5, 7, 0.7
_BLOCK = 4096  # frames, so that a song of hours needs no more room than one of minutes


@dataclass(frozen=True)
class Tonality:
    """`key` is one of `PITCH_CLASSES`, `mode` "major" or "minor"; confidence 0..1."""

    key: str
    mode: str
    confidence: float


def chroma(pitches: np.ndarray) -> np.ndarray:
    """Pitch classes from C (T x 12, each frame's greatest 1) of log-frequency magnitudes
    (T x 180, three bins a semitone from A1), the recording's tuning taken into account."""
    tuning = _tuning(pitches)
    starts = range(0, len(pitches), _BLOCK)
    return np.concatenate([_folded(pitches, tuning, start) for start in starts])


def _folded(pitches: np.ndarray, tuning: float, start: int) -> np.ndarray:
    """Chroma of one block of frames; a few frames around it are heard with it."""
    first, end = max(start - _NOTE_FRAMES, 0), start + _BLOCK + _NOTE_FRAMES
    semitones = _notes(_tuned(pitches[first:end], tuning))[start - first :][:_BLOCK]
    octaves = semitones.reshape(len(semitones), -1, 12)
    folded = np.roll(octaves.sum(axis=1), _FIRST_PITCH_CLASS, axis=1)
    return folded / np.maximum(folded.max(axis=1, keepdims=True), 1e-9)


def find_tonality(frames: np.ndarray, weights: np.ndarray) -> Tonality:
    """The key that fits chroma frames (T x 12) best; `weights` (T) say how much each counts."""
    profile = np.average(frames, axis=0, weights=np.maximum(weights, 1e-9))
    spread = profile.std()
    if spread < 1e-3:
        return Tonality("", "", 0.0)
    fits = _templates() @ ((profile - profile.mean()) / spread) / 12
    order = np.argsort(fits)[::-1]
    mode, key = divmod(int(order[0]), 12)
    margin = fits[order[0]] - fits[order[1]]
    confidence = float(np.clip(fits[order[0]], 0, 1) * np.clip(0.4 + 4 * margin, 0, 1))
    return Tonality(PITCH_CLASSES[key], ("major", "minor")[mode], confidence)


def _tuning(pitches: np.ndarray) -> float:
    """By how many semitones the recording is off concert pitch, -0.5..0.5."""
    phase = np.exp(2j * np.pi * np.arange(BINS_PER_SEMITONE) / BINS_PER_SEMITONE)
    power = np.einsum("tb,tb->b", pitches, pitches, dtype=np.float64)
    return float(np.angle(power.reshape(-1, BINS_PER_SEMITONE).sum(axis=0) @ phase)) / (2 * np.pi)


def _tuned(pitches: np.ndarray, tuning: float) -> np.ndarray:
    """One magnitude for each semitone (T x 60), taken where this recording's semitones lie."""
    places = (np.arange(pitches.shape[1] // BINS_PER_SEMITONE) + tuning) * BINS_PER_SEMITONE
    places = np.clip(places, 0, pitches.shape[1] - 1)
    below = np.floor(places).astype(int)
    above = np.minimum(below + 1, pitches.shape[1] - 1)
    share = (places - below).astype(np.float32)
    return pitches[:, below] * (1 - share) + pitches[:, above] * share


def _notes(semitones: np.ndarray) -> np.ndarray:
    """Magnitudes (T x 60) without drums and noise."""
    lasting = scipy.ndimage.median_filter(semitones, (_NOTE_FRAMES, 1))
    lasting = np.minimum(semitones, lasting)
    around = scipy.ndimage.uniform_filter1d(lasting, _NEIGHBOURS, axis=1)
    return np.maximum(lasting - around, 0) ** _COMPRESSION


@lru_cache(maxsize=1)
def _templates() -> np.ndarray:
    """24 x 12, standardised: twelve major keys from C, then twelve minor ones."""
    corpus, plain = _rotated(_MAJOR, _MINOR), _rotated(_PLAIN_MAJOR, _PLAIN_MINOR)
    return _standardised(_standardised(corpus) + _standardised(plain))


def _rotated(*profiles: tuple[float, ...]) -> np.ndarray:
    return np.array([np.roll(profile, key) for profile in profiles for key in range(12)], float)


def _standardised(profiles: np.ndarray) -> np.ndarray:
    centred = profiles - profiles.mean(axis=1, keepdims=True)
    return centred / centred.std(axis=1, keepdims=True)
