"""Turns layers into notes: who reads which kind of pattern, and how people really play it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from catalog.demo.melody import (
    Tone,
    belongs,
    harmony_below,
    nearest_chord_tone,
    parse_tune,
    settle,
)
from catalog.demo.score import Layer, Note, Score, Style
from catalog.demo.song import Section
from catalog.demo.theory import voicing

TOUCH = {"X": 1.0, "x": 0.8, "o": 0.5, "r": 0.6, "t": 0.6}
DYNAMICS = {"I": 0.80, "V": 0.84, "B": 0.82, "C": 1.0, "O": 0.78}
LOWEST_BASS = 28
Event = tuple[int, int, str]
"""First step, steps, character."""


def perform(layer: Layer, style: Style, score: Score, seed: int) -> list[Note]:
    """All notes of a layer, in time order, with swing and a human hand."""
    notes = PERFORMERS[layer.role](layer, score)
    rng = np.random.default_rng(seed)
    loose = layer.loose_ms / 1000 / score.song.step_s
    late = layer.late_ms / 1000 / score.song.step_s
    shifts = np.clip(rng.normal(0, 1, len(notes)), -2, 2) * loose + late
    touches = 1 + np.clip(rng.normal(0, 0.06, len(notes)), -0.15, 0.15)
    return [
        replace(
            note,
            start=max(note.start + swung(note.start, style) + shift, 0.0),
            velocity=float(np.clip(note.velocity * touch, 0.05, 1.0)),
        )
        for note, shift, touch in zip(notes, shifts, touches, strict=True)
    ]


def swung(start: float, style: Style) -> float:
    """How much later, in steps, a note on an off-beat is played."""
    off_beat = (start // style.swing_steps) % 2 == 1
    return style.swing * style.swing_steps if off_beat else 0.0


def split_entry(part: str) -> tuple[int, str]:
    """ "4>x..." is bar 4 and "x..."."""
    bar, mark, pattern = part.partition(">")
    return (int(bar), pattern) if mark else (0, part)


def section_events(layer: Layer, score: Score, section: Section) -> Iterator[tuple[int, Event]]:
    """Every event of a layer in a section with the bar it is in."""
    entry, pattern = split_entry(layer.part(section))
    bars = pattern.split()
    if not bars:
        return
    for index in range(entry, section.bars):
        bar = section.start_bar + index
        text = bars[index % len(bars)]
        if layer.fill and index == section.bars - 1 and score.before_chorus(section):
            text = layer.fill
        for event in bar_events(text, score, bar):
            yield bar, event


def bar_events(text: str, score: Score, bar: int) -> list[Event]:
    if len(text) != score.bar_steps:
        raise ValueError(f"{text!r} has {len(text)} steps, not {score.bar_steps}")
    events = []
    for step, mark in enumerate(text):
        if mark not in ".-":
            tail = text[step + 1 :]
            events.append((step, 1 + len(tail) - len(tail.lstrip("-")), mark))
    if bar == score.last_bar:
        return [(0, score.bar_steps, events[0][2])] if events else []
    return events


def pulse(step: int, score: Score) -> float:
    """Beats are played louder than what is between them."""
    if step == 0:
        return 1.0
    return 0.94 if step % score.song.measure.steps_per_beat == 0 else 0.86


def is_kick(layer: Layer) -> bool:
    return layer.instrument.startswith("kick")


def perform_drum(layer: Layer, score: Score) -> list[Note]:
    """Kicks are in tune with the song; other drums take turns with three takes of a hit."""
    notes = []
    for section in score.song.sections:
        dynamic = 0.5 + 0.5 * DYNAMICS[section.letter]
        for bar, (step, _, mark) in section_events(layer, score, section):
            start = bar * score.bar_steps + step
            hits = {"r": 2, "t": 3}.get(mark, 1)
            for hit in range(hits):
                take = 60 + (score.tonic if is_kick(layer) else (start * 7 + hit) % 3)
                velocity = TOUCH[mark] * dynamic * (1 - 0.12 * hit)
                notes.append(Note(start + hit / hits, 8, take, velocity))
    return notes


def bass_floor(layer: Layer, root: int) -> int:
    """The root's lowest MIDI note within an octave above the layer's register."""
    lowest = max(layer.register, LOWEST_BASS)
    return lowest + (root - lowest) % 12


def perform_bass(layer: Layer, score: Score) -> list[Note]:
    notes = []
    for section in score.song.sections:
        for bar, (step, steps, mark) in section_events(layer, score, section):
            start = bar * score.bar_steps + step
            chord = score.chord_at(start)
            if mark == "a":
                midi = bass_floor(layer, score.chord_at(start + steps).bass) - 1
            elif mark == "1":
                midi = bass_floor(layer, chord.bass)
            else:
                midi = bass_floor(layer, chord.root) + chord.tone(int(mark))
            velocity = DYNAMICS[section.letter] * pulse(step, score)
            notes.append(Note(start, steps * 0.94, midi, velocity))
    return notes


def voicings(layer: Layer, score: Score) -> Callable[[float], tuple[int, ...]]:
    """Voice-led chords for the whole song, looked up by step."""
    spans = score.chord_spans(0, len(score.bars))
    previous: tuple[int, ...] | None = None
    starts, led = [], []
    for start, _, chord in spans:
        previous = voicing(chord, previous, layer.register, layer.voices)
        starts.append(start)
        led.append(previous)

    def at(step: float) -> tuple[int, ...]:
        return led[int(np.searchsorted(starts, step, side="right")) - 1]

    return at


def perform_comp(layer: Layer, score: Score) -> list[Note]:
    chord_at = voicings(layer, score)
    notes: list[Note] = []
    for section in score.song.sections:
        for bar, (step, steps, mark) in section_events(layer, score, section):
            start = bar * score.bar_steps + step
            chord = chord_at(start)
            velocity = DYNAMICS[section.letter] * pulse(step, score) * TOUCH.get(mark, 0.8)
            if mark.isdigit():
                octave, voice = divmod(int(mark), len(chord))
                notes.append(Note(start, steps, chord[voice] + 12 * octave, velocity))
            else:
                notes.extend(strummed(chord, start, steps, velocity))
    return notes


def strummed(chord: tuple[int, ...], start: float, steps: float, velocity: float) -> list[Note]:
    """A chord whose notes are not struck at quite the same time; the top is a little louder."""
    return [
        Note(start + 0.05 * i, steps * 0.92, midi, velocity * (0.88 + 0.04 * i))
        for i, midi in enumerate(chord)
    ]


def perform_pad(layer: Layer, score: Score) -> list[Note]:
    chord_at = voicings(layer, score)
    notes: list[Note] = []
    for section in score.song.sections:
        part = layer.part(section)
        if part:
            first = section.start_bar + split_entry(part)[0]
            for start, length, _ in score.chord_spans(first, section.end_bar):
                velocity = DYNAMICS[section.letter] * 0.8
                notes.extend(Note(start, length, midi, velocity) for midi in chord_at(start))
    return notes


def perform_tune(layer: Layer, score: Score) -> list[Note]:
    """Options: `up`, `down` an octave; `third` a harmony below; `tease` two bars in four;
    `late` the second half of the section only."""
    notes: list[Note] = []
    for section in score.song.sections:
        entry, part = split_entry(layer.part(section))
        if part:
            name, *options = part.split(":")
            melody = parse_tune(getattr(score.song, name), score.song.mode, score.bar_steps)
            for index in range(entry, section.bars):
                if "tease" in options and index % 4 > 1:
                    continue
                if "late" in options and index < section.bars // 2:
                    continue
                bar = section.start_bar + index
                ending = index == section.bars - 1
                tones = melody[index % len(melody)]
                if bar == score.last_bar:
                    tones = (Tone(0, score.bar_steps, tones[0].semitones if tones else 0),)
                    ending = True
                notes.extend(sing(layer, score, bar, tones, options, ending=ending))
    return notes


def sing(
    layer: Layer,
    score: Score,
    bar: int,
    tones: tuple[Tone, ...],
    options: list[str],
    *,
    ending: bool,
) -> Iterator[Note]:
    """One bar of melody, fitted to the chords under it."""
    tonic = layer.register + (score.tonic - layer.register + 6) % 12 - 6
    octave = 12 * (("up" in options) - ("down" in options))
    letter = next(s.letter for s in score.song.sections if s.start_bar <= bar < s.end_bar)
    for index, tone in enumerate(tones):
        start = bar * score.bar_steps + tone.step
        chord = score.chord_at(start)
        midi = tonic + tone.semitones
        stray = tone.step == 0 and not belongs(midi, chord)
        if stray or (ending and index == len(tones) - 1):
            midi = nearest_chord_tone(midi, chord)
        elif tone.steps >= 3:
            midi = settle(midi, chord)
        if "third" in options:
            midi = harmony_below(midi, score.tonic, score.song.mode, chord)
        velocity = DYNAMICS[letter] * pulse(tone.step, score) * (0.9 + 0.1 * (tone.steps > 2))
        yield Note(start, tone.steps * 0.96, midi + octave, velocity)


def perform_effect(layer: Layer, score: Score) -> list[Note]:
    notes = []
    steps = score.bar_steps
    for section in score.song.sections:
        place = layer.part(section)
        if place == "start":
            notes.append(Note(section.start_bar * steps, 2 * steps, 60, 0.9))
        elif place == "all":
            notes.append(Note(section.start_bar * steps, section.bars * steps, 60, 0.8))
        elif place.startswith("end"):
            bars = min(int(place.removeprefix("end")), section.bars)
            notes.append(Note((section.end_bar - bars) * steps, bars * steps, 60, 0.9))
    return notes


PERFORMERS: dict[str, Callable[[Layer, Score], list[Note]]] = {
    "drum": perform_drum,
    "bass": perform_bass,
    "comp": perform_comp,
    "pad": perform_pad,
    "tune": perform_tune,
    "effect": perform_effect,
}
