"""What analysis says of a song."""

from dataclasses import dataclass

import numpy as np

# Raised whenever a fact is found differently: facts of different versions are not compared.
VERSION = 3
EMBEDDING_SIZE = 114
SEGMENTS = 16
WAVEFORM_POINTS = 400

PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@dataclass(frozen=True)
class Probe:
    """What a file's headers say; `duration_s` is exact only after decoding."""

    duration_s: float
    codec: str
    container: str
    sample_rate: int
    channels: int


@dataclass(frozen=True)
class Highlight:
    """A window worth hearing first, 15 to 30 s; `score` 0..1."""

    start_s: float
    end_s: float
    score: float


@dataclass(frozen=True)
class RenderedClip:
    duration_s: float
    loudness_lufs: float
    true_peak_dbtp: float
    size_bytes: int


@dataclass(frozen=True, eq=False)
class SongAnalysis:
    """All facts about one song; confidences and moods lie in 0..1.

    `beats_s` is 1-D float32, seconds, `downbeats_s` those of them that begin a bar; `waveform` 400
    uint8 over the whole song; `embedding` 1-D float32 of `EMBEDDING_SIZE`, `segments` up to 16 such
    rows, of parts of the song, float16; `highlights` best first; `warnings` are sentences for
    curators.
    """

    duration_s: float
    tempo_bpm: float
    tempo_confidence: float
    key: str
    mode: str
    key_confidence: float
    energy: float
    brightness: float
    danceability: float
    loudness_lufs: float
    true_peak_dbtp: float
    beats_s: np.ndarray
    downbeats_s: np.ndarray
    waveform: np.ndarray
    embedding: np.ndarray
    segments: np.ndarray
    highlights: tuple[Highlight, ...]
    warnings: tuple[str, ...] = ()
