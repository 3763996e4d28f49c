"""How a style is written down: layers of instruments, each with patterns by section.

A pattern has one character a step; bars are parted by blanks and repeat. `.` rests, `-` holds:

* drum: `X`, `x`, `o` from loud to soft, `r` and `t` for two and three hits in the step
* bass: `1`, `3`, `5`, `7`, `8` degrees of the chord, `a` a semitone below the next root
* comp: `X`, `x`, `o` the whole chord, `0`..`9` single voices of it from low to high
* pad: anything: chords are held for as long as they last
* tune: a melody's name and options (`hook:up:third`); see `performers`
* effect: `start`, `end1`, `end2`, `all`: where in the section it sounds

Sections are named by letter, or letter and turn ("C2" is the second chorus and any after it);
a leading `4>` lets the layer come in at the section's bar 4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from catalog.demo.song import DemoSong, Section
from catalog.demo.theory import KEYS, Chord, parse_bars, parse_chord


@dataclass(frozen=True)
class Layer:
    """One instrument's part. Drums are levelled by their peak, all else by mean power.

    `pan` is -1..1; `spread` pans notes by pitch; `reverb` and `echo` are sends, `duck` how far
    the kick pushes it down, all 0..1; `opening` sweeps a low-pass from and to (Hz) by section.
    """

    instrument: str
    role: str
    level_db: float
    parts: Mapping[str, str]
    fill: str = ""
    register: int = 60
    voices: int = 4
    pan: float = 0.0
    spread: float = 0.0
    reverb: float = 0.15
    echo: float = 0.0
    duck: float = 0.0
    late_ms: float = 0.0
    loose_ms: float = 4.0
    opening: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def part(self, section: Section) -> str:
        turn = f"{section.letter}{min(section.turn, 2)}"
        return self.parts.get(turn, self.parts.get(section.letter, ""))


@dataclass(frozen=True)
class Style:
    """`swing` delays every second step (or pair of steps) by that share of a step.

    `drive` is how hard the master saturates, `brightness_db` where its highs should lie.
    """

    layers: tuple[Layer, ...]
    swing: float = 0.0
    swing_steps: int = 1
    reverb_s: float = 1.6
    echo_steps: int = 3
    echo_feedback: float = 0.35
    duck_s: float = 0.22
    drive: float = 1.0
    brightness_db: float = 0.0
    tape: bool = False


class Picker:
    """A song's own choices among what its style allows."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def __call__(self, *options: str) -> str:
        return options[int(self.rng.integers(len(options)))]


StyleMaker = Callable[[Picker], Style]


@dataclass(frozen=True)
class Note:
    """`start` and `length` in steps from the first beat; velocity 0..1."""

    start: float
    length: float
    midi: int
    velocity: float


@dataclass(frozen=True)
class Score:
    """A song with a chord for every moment."""

    song: DemoSong

    @property
    def bar_steps(self) -> int:
        return self.song.measure.steps

    @property
    def tonic(self) -> int:
        return KEYS.index(self.song.key)

    @property
    def last_bar(self) -> int:
        return self.song.sections[-1].end_bar - 1

    @cached_property
    def bars(self) -> tuple[tuple[Chord, ...], ...]:
        """The chords of every bar of the song; the last bar comes home."""
        found: list[tuple[Chord, ...]] = []
        for section in self.song.sections:
            progression = parse_bars(self.song.progression(section), self.tonic, self.song.mode)
            found.extend(progression[bar % len(progression)] for bar in range(section.bars))
        home = parse_chord("I" if self.song.mode == "major" else "i", self.tonic, self.song.mode)
        first = parse_bars(self.song.verse, self.tonic, self.song.mode)[0][0]
        found[-1] = (first if first.root == home.root else home,)
        return tuple(found)

    def chord_at(self, step: float) -> Chord:
        bar, inside = divmod(step, self.bar_steps)
        chords = self.bars[min(int(bar), len(self.bars) - 1)]
        return chords[int(inside * len(chords) / self.bar_steps)]

    def chord_spans(self, first_bar: int, end_bar: int) -> list[tuple[float, float, Chord]]:
        """Start and length in steps of each chord in some bars."""
        spans: list[tuple[float, float, Chord]] = []
        for bar in range(first_bar, end_bar):
            length = self.bar_steps / len(self.bars[bar])
            spans.extend(
                (bar * self.bar_steps + i * length, length, chord)
                for i, chord in enumerate(self.bars[bar])
            )
        return spans

    def before_chorus(self, section: Section) -> bool:
        return any(
            other.letter == "C" and other.start_bar == section.end_bar
            for other in self.song.sections
        )
