"""Plays notes into buses, sends them through the room, and masters the song."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.effects import echoed, pump, reverberated, taped
from catalog.demo.filters import released, swept_lowpass
from catalog.demo.instruments import INSTRUMENTS
from catalog.demo.mastering import mastered
from catalog.demo.oscillators import SAMPLE_RATE, Samples
from catalog.demo.performers import is_kick, perform
from catalog.demo.score import Layer, Note, Picker, Score, Style
from catalog.demo.song import FIRST_BEAT_S, DemoSong
from catalog.demo.styles import STYLES

FADE_OUT_S = 1.2
TOUCHES = ((0.55, 0.3), (0.8, 0.6), (1.01, 0.9))
"""Velocity below which a note has this brightness."""


class Player:
    """Makes each sound of one song once."""

    def __init__(self) -> None:
        self.sounds: dict[tuple[str, int, int, float], Samples] = {}

    def sound(self, name: str, midi: int, hold: int, velocity: float) -> Samples:
        """A note's samples before its loudness, (n,) or (2, n). Do not change them."""
        brightness = next(bright for below, bright in TOUCHES if velocity < below)
        key = (name, midi, hold, brightness)
        if key not in self.sounds:
            self.sounds[key] = self.make(name, midi, hold, brightness)
        return self.sounds[key]

    def make(self, name: str, midi: int, hold: int, brightness: float) -> Samples:
        instrument = INSTRUMENTS[name]
        if instrument.ring_s is None:
            return instrument.voice(midi, hold, brightness).astype(np.float32, copy=False)
        n_ring = int(instrument.ring_s * SAMPLE_RATE)
        key = (name, midi, n_ring, brightness)
        if key not in self.sounds:
            ring = instrument.voice(midi, n_ring, brightness)
            self.sounds[key] = released(ring.astype(np.float32), int(n_ring * 0.8))
        ring = self.sounds[key]
        n_damped = hold + int(instrument.release_s * SAMPLE_RATE)
        if n_damped >= n_ring:
            return ring
        return released(ring[..., :n_damped].copy(), hold)


@dataclass
class Buses:
    """`dry` and `wet` sums; `ducked` is dry sound weighted by how far kicks push it down."""

    dry: Samples
    ducked: Samples
    reverb: Samples
    echo: Samples

    @classmethod
    def silent(cls, n_samples: int) -> "Buses":
        return cls(
            np.zeros((2, n_samples), np.float32),
            np.zeros((2, n_samples), np.float32),
            np.zeros(n_samples, np.float32),
            np.zeros(n_samples, np.float32),
        )

    def add(self, layer: Layer, sound: Samples, start: int, left: float, right: float) -> None:
        """Mixes one sound in from sample `start`, whatever of it fits."""
        length = min(sound.shape[-1], self.reverb.size - start)
        span = slice(start, start + length)
        sides = [side[:length] for side in (sound if sound.ndim == 2 else (sound, sound))]
        for channel, gain in enumerate((left, right)):
            side = sides[channel] * np.float32(gain)
            self.dry[channel, span] += side
            if layer.duck:
                self.ducked[channel, span] += side * np.float32(layer.duck)
        if layer.reverb or layer.echo:
            both = sides[0] if sound.ndim == 1 else 0.5 * (sides[0] + sides[1])
            middle = both * np.float32(0.5 * (left + right))
            self.reverb[span] += middle * np.float32(layer.reverb)
            if layer.echo:
                self.echo[span] += middle * np.float32(layer.echo)


@dataclass(frozen=True)
class Performance:
    """A layer's notes with their sounds and loudness."""

    layer: Layer
    notes: list[Note]
    sounds: list[Samples]
    gains: list[float]

    def level(self, step_s: float) -> float:
        """Peak of a full hit for drums, else root mean square while anything sounds."""
        if self.layer.role == "drum":
            return max(float(np.abs(sound).max()) for sound in self.sounds)
        energies = {id(sound): float(np.vdot(sound, sound)) / sound.ndim for sound in self.sounds}
        energy = sum(
            energies[id(sound)] * gain**2
            for sound, gain in zip(self.sounds, self.gains, strict=True)
        )
        last = max(int(note.start + note.length) + 2 for note in self.notes)
        active = np.zeros(last, bool)
        for note in self.notes:
            active[int(note.start) : int(np.ceil(note.start + note.length))] = True
        return float(np.sqrt(energy / (active.sum() * step_s * SAMPLE_RATE)))


def play(layer: Layer, notes: list[Note], player: Player, step_s: float) -> Performance:
    sounds = [
        player.sound(
            layer.instrument,
            note.midi,
            int(round(note.length * 2) / 2 * step_s * SAMPLE_RATE),
            note.velocity,
        )
        for note in notes
    ]
    return Performance(layer, notes, sounds, [note.velocity**1.5 for note in notes])


def sample_at(note: Note, step_s: float) -> int:
    return round((FIRST_BEAT_S + note.start * step_s) * SAMPLE_RATE)


def mix_in(performance: Performance, buses: Buses, step_s: float) -> None:
    layer = performance.layer
    level = 10 ** (layer.level_db / 20) / max(performance.level(step_s), 1e-9)
    for note, sound, gain in zip(
        performance.notes, performance.sounds, performance.gains, strict=True
    ):
        pan = np.clip(layer.pan + layer.spread * (note.midi - layer.register) / 24, -1, 1)
        angle = (pan + 1) * np.pi / 4
        left, right = np.sqrt(2) * np.cos(angle), np.sqrt(2) * np.sin(angle)
        buses.add(
            layer,
            sound,
            sample_at(note, step_s),
            float(left * level * gain),
            float(right * level * gain),
        )


def swept(performance: Performance, buses: Buses, song: DemoSong) -> None:
    """Mixes a layer in by way of its own buses, whose filter opens over some sections."""
    own = Buses.silent(buses.reverb.size)
    mix_in(performance, own, song.step_s)
    for section in song.sections:
        cutoffs = performance.layer.opening.get(section.letter)
        if cutoffs:
            low, high = cutoffs
            start, end = (
                int(song.bar_time_s(bar) * SAMPLE_RATE)
                for bar in (section.start_bar, section.end_bar)
            )
            sweep_hz = low * (high / low) ** np.linspace(0, 1, 256)
            for bus in (own.dry, own.ducked):
                bus[:, start:end] = swept_lowpass(bus[:, start:end], sweep_hz, 1.1)
    for name in ("dry", "ducked", "reverb", "echo"):
        getattr(buses, name)[...] += getattr(own, name)


def mixed(song: DemoSong, style: Style) -> Samples:
    """The unmastered song, (2, n)."""
    score, player = Score(song), Player()
    buses = Buses.silent(round(song.duration_s * SAMPLE_RATE))
    kicks: list[int] = []
    for index, layer in enumerate(style.layers):
        notes = perform(layer, style, score, song.seed * 100 + index)
        if not notes:
            continue
        performance = play(layer, notes, player, song.step_s)
        if layer.opening:
            swept(performance, buses, song)
        else:
            mix_in(performance, buses, song.step_s)
        if is_kick(layer):
            kicks += [sample_at(note, song.step_s) for note in notes]
    return summed(buses, style, kicks, song.step_s)


def summed(buses: Buses, style: Style, kicks: list[int], step_s: float) -> Samples:
    total = buses.dry
    if kicks and buses.ducked.any():
        total -= buses.ducked * pump(total.shape[1], np.array(kicks), style.duck_s)
    delay = round(style.echo_steps * step_s * SAMPLE_RATE)
    if buses.echo.any():
        echoes = echoed(buses.echo, delay, style.echo_feedback)
        total += echoes
        buses.reverb += 0.12 * echoes.sum(axis=0)
    total += reverberated(buses.reverb, style.reverb_s)
    return taped(total) if style.tape else total


def render(song: DemoSong) -> Samples:
    """The finished song: (n_samples, 2), float32, at SAMPLE_RATE."""
    style = STYLES[song.style](Picker(song.seed))
    stereo = mastered(mixed(song, style), style.drive, style.brightness_db)
    n_fade = int(FADE_OUT_S * SAMPLE_RATE)
    stereo[:, -n_fade:] *= np.linspace(1, 0, n_fade, dtype=np.float32) ** 2
    return np.ascontiguousarray(stereo.T)
