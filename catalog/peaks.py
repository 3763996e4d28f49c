"""Which seconds of a song become its clip."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import analysis
from catalog.models import Clip

MIN_CLIP_S, MAX_CLIP_S = 15.0, 30.0


@dataclass(frozen=True)
class Window:
    """`start_s`..`end_s` of the song, who says so, and how sure they are (0..1)."""

    start_s: float
    end_s: float
    provenance: Clip.Provenance
    confidence: float


def choose_window(
    highlights: Sequence["analysis.Highlight"], beats_s: np.ndarray, duration_s: float
) -> Window:
    """The detector's best highlight on beats; the opening where nothing stood out."""
    if not highlights:
        return Window(0.0, min(duration_s, MAX_CLIP_S), Clip.Provenance.DETECTOR, 0.0)
    best = highlights[0]
    start_s, end_s = analysis.snap(best.start_s, best.end_s, beats_s)
    end_s = min(end_s, start_s + MAX_CLIP_S, duration_s)
    confidence = float(np.clip(best.score, 0, 1))
    return Window(start_s, end_s, Clip.Provenance.DETECTOR, confidence)
