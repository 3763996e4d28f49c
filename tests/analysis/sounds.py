"""Sounds whose every fact is known."""

from pathlib import Path

import numpy as np
import soundfile

RATE = 44_100
MAJOR_CHORD, MINOR_CHORD = (0, 4, 7), (0, 3, 7)


def clicks(bpm: float, duration_s: float, seed: int = 0) -> np.ndarray:
    """A kick on each beat and a quieter hat between, (n,) float32."""
    rng = np.random.default_rng(seed)
    samples = rng.normal(0, 0.001, round(duration_s * RATE))
    decay = np.exp(-np.arange(RATE // 5) / (RATE * 0.03))
    noise = rng.normal(0, 1, RATE // 5 + 2)
    kick = (0.7 * np.sin(2 * np.pi * 70 * np.arange(RATE // 5) / RATE) + 0.05 * noise[2:]) * decay
    hat = 0.05 * np.diff(noise, 2) * decay**3
    for number, start in enumerate(np.arange(0, duration_s - 0.25, 30 / bpm)):
        place = round(start * RATE)
        samples[place : place + RATE // 5] += hat if number % 2 else kick
    return samples.astype(np.float32)


def chord(semitones_from_a4: tuple[float, ...], duration_s: float) -> np.ndarray:
    """Tones with four harmonics each, (n,) float32."""
    time = np.arange(round(duration_s * RATE)) / RATE
    total = np.zeros_like(time)
    for semitone in semitones_from_a4:
        frequency = 440 * 2 ** (semitone / 12)
        total += sum(np.sin(2 * np.pi * frequency * n * time) / n**1.5 for n in range(1, 5))
    return (0.1 * total).astype(np.float32)


def progression(tonic: int, mode: str, duration_s: float, tuning: float = 0.0) -> np.ndarray:
    """I-IV-V-I (or i-iv-v-i) above A3 + `tonic` semitones, two seconds each."""
    third = MAJOR_CHORD if mode == "major" else MINOR_CHORD
    bars = []
    for number in range(int(duration_s // 2)):
        root = tonic - 12 + (0, 5, 7, 0)[number % 4]
        bars.append(chord(tuple(root + step + tuning for step in third), 2.0))
    return np.concatenate(bars)


def write(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    """`samples` (n,) or (n x 2) as the format its name says."""
    soundfile.write(path, samples, rate)
    return path
