"""Rooms, echoes, pumping, tape. Stereo is (2, n)."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import signal

from catalog.demo.filters import bandpass, butterworth, filtered
from catalog.demo.oscillators import SAMPLE_RATE, Samples, noise

PRE_DELAY_S = 0.018
TAPE_BLOCK = 1 << 15
INAUDIBLE = 1e-9
"""Softer samples become zero: filter tails fade into denormals, which slow transforms greatly."""


@lru_cache(maxsize=8)
def room(decay_s: float) -> Samples:
    """A room's stereo response at half the sample rate: noise whose highs die first.

    `decay_s` is the time to -60 dB of the low frequencies.
    """
    half_rate = SAMPLE_RATE // 2
    n_samples = int(half_rate * decay_s)
    time_s = np.arange(n_samples) / half_rate
    response = np.zeros((2, n_samples), np.float32)
    for seed, (low_hz, high_hz, share) in enumerate(
        ((180, 900, 1.0), (900, 3_000, 0.75), (3_000, 7_500, 0.45))
    ):
        sos = signal.butter(2, (low_hz, high_hz), "band", fs=half_rate, output="sos")
        band = signal.sosfilt(sos, noise(n_samples, 300 + seed, 2), axis=1)
        response += (band * np.exp(-6.9 * time_s / (decay_s * share))).astype(np.float32)
    response *= np.minimum(time_s / 0.012, 1).astype(np.float32)
    response /= np.sqrt((response**2).sum(axis=1, keepdims=True))
    return np.pad(response, ((0, 0), (int(PRE_DELAY_S * half_rate), 0)))


def reverberated(send: Samples, decay_s: float) -> Samples:
    """The room's answer to a mono send. Rooms are dark: half the sample rate is enough."""
    n_samples = send.size // 2 * 2
    halved = 0.5 * (send[:n_samples:2] + send[1:n_samples:2])
    halved[np.abs(halved) < INAUDIBLE] = 0
    wet = signal.oaconvolve(halved[None, :], room(decay_s), axes=1)[:, : n_samples // 2]
    full = np.zeros((2, send.size), np.float32)
    full[:, :n_samples:2] = wet
    full[:, 1 : n_samples - 1 : 2] = 0.5 * (wet[:, :-1] + wet[:, 1:])
    return full


def echoed(send: Samples, delay: int, feedback: float) -> Samples:
    """Echoes of a mono send every `delay` samples, from side to side, softer each time."""
    dull = bandpass(send, 250, 3_800)
    wet = np.zeros((2, send.size), np.float32)
    level, repeat = 1.0, 1
    while level > 0.03 and repeat * delay < send.size:
        start = repeat * delay
        wet[repeat % 2, start:] += np.float32(level) * dull[:-start]
        wet[1 - repeat % 2, start:] += np.float32(0.35 * level) * dull[:-start]
        level *= feedback
        repeat += 1
    return wet


def pump(n_samples: int, kicks: npt.NDArray[np.int64], depth_s: float) -> Samples:
    """How far everything gives way after each kick: 1 is fully down."""
    shape = (1 - np.linspace(0, 1, int(depth_s * SAMPLE_RATE), dtype=np.float32)) ** 1.5
    n_attack = 128
    shape = np.concatenate([np.linspace(0, 1, n_attack, dtype=np.float32), shape])
    amount = np.zeros(n_samples, np.float32)
    for kick in kicks:
        start = max(int(kick) - n_attack, 0)
        span = amount[start : start + shape.size]
        np.maximum(span, shape[: span.size], out=span)
    return amount


def taped(stereo: Samples) -> Samples:
    """A worn cassette: a little slow wow, fast flutter and dull highs."""
    worn = np.empty_like(stereo)
    for start in range(0, stereo.shape[1], TAPE_BLOCK):
        worn[:, start : start + TAPE_BLOCK] = wandering(stereo, start)
    return filtered(worn, butterworth("low", 9_000.0, 1))


def wandering(stereo: Samples, start: int) -> Samples:
    """A block of the tape as an uneven motor plays it, up to 60 samples late."""
    places = np.arange(start, min(start + TAPE_BLOCK, stereo.shape[1]))
    time_s = places / SAMPLE_RATE
    wow = 26 * np.sin(2 * np.pi * 0.43 * time_s)
    late = 30 - wow - 3.5 * np.sin(2 * np.pi * 6.1 * time_s)
    position = np.clip(places - late, 0, stereo.shape[1] - 2)
    index = position.astype(np.int32)
    fraction = (position - index).astype(np.float32)
    low = stereo[:, index]
    return low + (stereo[:, index + 1] - low) * fraction
