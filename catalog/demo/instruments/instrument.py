"""The contract of an instrument."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.demo.oscillators import Samples

Voice = Callable[[int, int, float], Samples]


@dataclass(frozen=True)
class Instrument:
    """`voice(midi, n_samples, brightness)` gives a sound, mono (n,) or stereo (2, n).

    With `ring_s` the voice is asked for a whole natural decay, once a pitch, and the player damps
    it within `release_s` at the end of each note. Without, `n_samples` is how long the key is
    held, and the voice adds its own release. `brightness` is 0..1, from how hard it is played.
    """

    voice: Voice
    ring_s: float | None = None
    release_s: float = 0.08
