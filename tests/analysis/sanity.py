"""What must hold of any facts, whatever the audio was."""

from dataclasses import asdict, is_dataclass

import numpy as np

from analysis import EMBEDDING_SIZE
from analysis.facts import PITCH_CLASSES, SEGMENTS, WAVEFORM_POINTS

_SHARES = ("tempo_confidence", "key_confidence", "energy", "brightness", "danceability")


def problems(facts):
    """A sentence for each fact that is not finite or outside its documented range."""
    found = [f"{name} is not finite" for name in _not_finite(asdict(facts))]
    found += [f"{name} is not in 0..1" for name in _SHARES if not 0 <= getattr(facts, name) <= 1]
    checks = {
        "duration_s": 5 <= facts.duration_s <= 3 * 3600 + 1,
        "tempo_bpm": facts.tempo_bpm == 0 or 30 <= facts.tempo_bpm <= 300,
        "key": facts.key in PITCH_CLASSES,
        "mode": facts.mode in ("major", "minor"),
        "loudness_lufs": -70 <= facts.loudness_lufs <= 15,
        "true_peak_dbtp": -120 <= facts.true_peak_dbtp <= 24,
        "downbeats_s": bool(np.isin(facts.downbeats_s, facts.beats_s).all()),
        "segments": 1 <= len(facts.segments) <= SEGMENTS
        and facts.segments.shape[1] == EMBEDDING_SIZE
        and facts.segments.dtype == np.float16,
        "embedding": facts.embedding.shape == (EMBEDDING_SIZE,)
        and facts.embedding.dtype == np.float32,
        "waveform": facts.waveform.shape == (WAVEFORM_POINTS,) and facts.waveform.dtype == np.uint8,
        "beats_s": facts.beats_s.ndim == 1 and bool((np.diff(facts.beats_s) > 0).all()),
        "highlights": _sound_highlights(facts),
        "warnings": all(is_sentence(warning) for warning in facts.warnings),
    }
    return found + [f"{name} is out of its range" for name, holds in checks.items() if not holds]


def is_sentence(text):
    """Whether a curator can read it: one line, no traceback, ends like a sentence."""
    return 10 < len(text) < 300 and text[0].isupper() and text.endswith(".") and "\n" not in text


def _sound_highlights(facts):
    scores = [highlight.score for highlight in facts.highlights]
    inside = all(0 <= h.start_s < h.end_s <= facts.duration_s + 0.1 for h in facts.highlights)
    return bool(scores) and inside and all(0 <= score <= 1 for score in scores)


def _not_finite(values, prefix=""):
    """The names of all numbers that are NaN or infinite, however deep they lie."""
    found = []
    for name, value in values.items():
        if is_dataclass(value):
            value = asdict(value)
        if isinstance(value, dict):
            found += _not_finite(value, f"{prefix}{name}.")
        elif isinstance(value, list | tuple):
            found += _not_finite(dict(enumerate(value)), f"{prefix}{name}.")
        elif isinstance(value, float | np.ndarray | np.generic) and not np.isfinite(value).all():
            found.append(f"{prefix}{name}")
    return found
