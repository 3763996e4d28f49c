"""Melodies written in scale degrees.

A word is `degree:steps`; `'` and `,` raise and lower the octave, `b` and `#` alter, `-` rests:
"5:4 6:2 1':2 | -:4 b7,:4". Bars are parted by `|`; the steps of a bar must fill it.
"""

import re
from dataclasses import dataclass

from catalog.demo.theory import SCALES, SHIFTS, Chord

WORD = re.compile(r"(?:-|([b#]?)([1-9])('*|,*)):(\d+)")


@dataclass(frozen=True)
class Tone:
    """`step` counts from the start of the melody; `semitones` from the tonic."""

    step: int
    steps: int
    semitones: int


def parse_tune(text: str, mode: str, bar_steps: int) -> tuple[tuple[Tone, ...], ...]:
    """One tuple of tones a bar; steps count from the start of the bar."""
    return tuple(parse_bar(bar, mode, bar_steps) for bar in text.split("|"))


def parse_bar(text: str, mode: str, bar_steps: int) -> tuple[Tone, ...]:
    tones = []
    step = 0
    for word in text.split():
        match = WORD.fullmatch(word)
        if match is None:
            raise ValueError(f"{word!r} is no note")
        shift, degree, octave, steps = match.groups()
        if degree is not None:
            semitones = degree_semitones(int(degree), mode) + SHIFTS[shift]
            semitones += 12 * (octave.count("'") - octave.count(","))
            tones.append(Tone(step, int(steps), semitones))
        step += int(steps)
    if step != bar_steps:
        raise ValueError(f"{text!r} has {step} steps, not {bar_steps}")
    return tuple(tones)


def degree_semitones(degree: int, mode: str) -> int:
    """Semitones above the tonic of scale degree 1, 2, ... (8 is the octave)."""
    octave, index = divmod(degree - 1, 7)
    return 12 * octave + SCALES[mode][index]


def harmony_below(midi: int, tonic: int, mode: str, chord: Chord) -> int:
    """The nearest chord tone at least a minor third below, at most an octave."""
    for below in (3, 4, 5, 6, 7, 8, 9, 12):
        if (midi - below) % 12 in chord.tones:
            return midi - below
    return next(midi - below for below in (3, 4) if (midi - below - tonic) % 12 in SCALES[mode])


def settle(midi: int, chord: Chord) -> int:
    """Moves a long note off a semitone clash to the nearest chord tone."""
    pitch_class = midi % 12
    clash = any((pitch_class - tone) % 12 in (1, 11) for tone in chord.tones)
    if pitch_class in chord.tones or not clash:
        return midi
    return nearest_chord_tone(midi, chord)


def belongs(midi: int, chord: Chord) -> bool:
    """Whether a note is in the chord, or the ninth or sixth above its root, which colour it."""
    return midi % 12 in chord.tones or (midi - chord.root) % 12 in (2, 9)


def nearest_chord_tone(midi: int, chord: Chord) -> int:
    return next(
        midi + shift
        for shift in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, 6)
        if (midi + shift) % 12 in chord.tones
    )
