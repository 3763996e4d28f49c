"""Keys, Roman numerals, chords and voice leading."""

import re
from dataclasses import dataclass
from itertools import pairwise

KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")
SHIFTS = {"": 0, "b": -1, "#": 1}
NUMERAL = re.compile(r"([b#]?)([ivIV]+)([^/]*)(?:/([1-7]))?")

# Semitones above the root by suffix, for upper case (major) and lower case (minor) numerals.
QUALITIES = {
    "": ((0, 4, 7), (0, 3, 7)),
    "6": ((0, 4, 7, 9), (0, 3, 7, 9)),
    "7": ((0, 4, 7, 10), (0, 3, 7, 10)),
    "9": ((0, 4, 7, 10, 14), (0, 3, 7, 10, 14)),
    "13": ((0, 4, 10, 14, 21), (0, 3, 10, 14, 21)),
    "maj7": ((0, 4, 7, 11), (0, 3, 7, 11)),
    "maj9": ((0, 4, 7, 11, 14), (0, 3, 7, 11, 14)),
    "69": ((0, 4, 7, 9, 14), (0, 3, 7, 9, 14)),
    "add9": ((0, 4, 7, 14), (0, 3, 7, 14)),
    "7sus4": ((0, 5, 7, 10), (0, 5, 7, 10)),
    "7b9": ((0, 4, 7, 10, 13), (0, 3, 7, 10, 13)),
    "ø": ((0, 3, 6, 10), (0, 3, 6, 10)),
}


@dataclass(frozen=True)
class Chord:
    """Pitch classes: `root`, the `bass` under it, and all `tones` with the root first."""

    root: int
    bass: int
    tones: tuple[int, ...]

    def tone(self, degree: int) -> int:
        """Semitones above the root of the chord's 3rd, 5th, 7th; the 5th where it has none."""
        wanted = {1: (0,), 3: (3, 4, 5, 2), 5: (7, 6, 8), 7: (10, 11, 9), 8: (12,)}[degree]
        above = {(tone - self.root) % 12 for tone in self.tones}
        if degree == 8:
            return 12
        return next((semitones for semitones in wanted if semitones in above), 7)


def parse_chord(symbol: str, tonic: int, mode: str) -> Chord:
    """Reads "iv7", "bVIImaj7" or "V/7" (the last with the seventh scale degree in the bass)."""
    match = NUMERAL.fullmatch(symbol)
    if match is None:
        raise ValueError(f"{symbol!r} is no chord")
    shift, numeral, suffix, bass_degree = match.groups()
    scale = SCALES[mode]
    root = (tonic + scale[NUMERALS.index(numeral.upper())] + SHIFTS[shift]) % 12
    quality = QUALITIES[suffix][0 if numeral.isupper() else 1]
    tones = tuple((root + semitones) % 12 for semitones in quality)
    bass = root if bass_degree is None else (tonic + scale[int(bass_degree) - 1]) % 12
    return Chord(root, bass, tones)


def parse_bars(progression: str, tonic: int, mode: str) -> tuple[tuple[Chord, ...], ...]:
    """One tuple of chords a bar; commas part a bar evenly."""
    return tuple(
        tuple(parse_chord(symbol, tonic, mode) for symbol in bar.split(","))
        for bar in progression.split()
    )


def essential_tones(chord: Chord, voices: int) -> tuple[int, ...]:
    """The pitch classes that `voices` voices should sing: fifth, then root, go first."""
    tones = list(chord.tones)
    for dispensable in ((chord.root + 7) % 12, chord.root):
        if len(tones) > voices and dispensable in tones:
            tones.remove(dispensable)
    return tuple(tones[:voices])


def voicing(
    chord: Chord, previous: tuple[int, ...] | None, centre: int, voices: int
) -> tuple[int, ...]:
    """MIDI notes, low to high, near `centre`, moving as little as possible from `previous`."""
    target = previous or tuple(centre + 4 * (i - voices // 2) for i in range(voices))
    candidates = close_positions(essential_tones(chord, voices), centre, voices)
    return min(candidates, key=lambda notes: voicing_cost(notes, target, centre))


def close_positions(tones: tuple[int, ...], centre: int, voices: int) -> list[tuple[int, ...]]:
    found = []
    for lowest in range(centre - 12, centre + 6):
        if lowest % 12 not in tones:
            continue
        ladder = [note for note in range(lowest, lowest + 30) if note % 12 in tones]
        found.append(tuple(ladder[:voices]))
    return found


def voicing_cost(notes: tuple[int, ...], target: tuple[int, ...], centre: int) -> float:
    movement = sum(abs(a - b) for a, b in zip(notes, target, strict=False))
    drift = abs(sum(notes) / len(notes) - centre)
    clusters = sum(high - low == 1 for low, high in pairwise(notes))
    return movement + 0.7 * drift + 3 * clusters
