"""Files no encoder would write: real ones, damaged in ways drawn from a seed.

`mutated(name, seed)` is the same file every time; that pair is all a report needs.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.fuzz.originals import FORMATS, original

# Headers lie here; most fields that steer a decoder are near the beginning or the end.
_HEADER_BYTES = 600
_EXTREMES = (0x00, 0x01, 0x7F, 0x80, 0xFF)
_SUFFIXES = (*FORMATS, "txt", "jpg", "m3u", "zip", "")


@dataclass(frozen=True)
class Mutant:
    """A damaged file; `story` names what was done to it."""

    name: str
    seed: int
    content: bytes
    suffix: str
    story: tuple[str, ...]

    def write(self, folder: Path) -> Path:
        path = folder / (f"mutant.{self.suffix}" if self.suffix else "mutant")
        path.write_bytes(self.content)
        return path


def mutated(name: str, seed: int) -> Mutant:
    """The file of format `name`, damaged in one to three ways."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    content = bytearray(original(name))
    story = []
    for _ in range(rng.integers(1, 4)):
        mutation = MUTATIONS[rng.integers(len(MUTATIONS))]
        if content:
            content = bytearray(mutation(content, rng))
        story.append(mutation.__name__)
    suffix = name.split(".")[-1]
    if rng.random() < 0.15:
        suffix = str(rng.choice(_SUFFIXES))
        story.append(f"renamed to {suffix or 'nothing'}")
    return Mutant(name, seed, bytes(content), suffix, tuple(story))


def flip_bits(content: bytearray, rng: np.random.Generator) -> bytearray:
    """From one bit to one in a hundred bytes, anywhere."""
    share = 10 ** rng.uniform(-6, -2)
    for place in rng.integers(len(content), size=max(int(share * len(content)), 1)):
        content[place] ^= 1 << int(rng.integers(8))
    return content


def flip_header_bits(content: bytearray, rng: np.random.Generator) -> bytearray:
    for place in rng.integers(min(_HEADER_BYTES, len(content)), size=rng.integers(1, 9)):
        content[place] ^= 1 << int(rng.integers(8))
    return content


def set_header_field(content: bytearray, rng: np.random.Generator) -> bytearray:
    """One field of 1 to 8 bytes, near the beginning or the end, at its least or most."""
    size = 2 ** int(rng.integers(4))
    near = min(_HEADER_BYTES, len(content))
    place = int(rng.integers(near))
    if rng.random() < 0.3:
        place += len(content) - near
    first = int(rng.choice(_EXTREMES))
    rest = 0xFF if first in (0x7F, 0xFF) else 0x00
    field = bytes([first] + [rest] * (size - 1))
    if rng.random() < 0.5:
        field = field[::-1]
    content[place : place + size] = field[: len(content) - place]
    return content


def cut_end(content: bytearray, rng: np.random.Generator) -> bytearray:
    return content[: rng.integers(len(content))]


def cut_beginning(content: bytearray, rng: np.random.Generator) -> bytearray:
    return content[rng.integers(len(content)) :]


def cut_out(content: bytearray, rng: np.random.Generator) -> bytearray:
    start, end = _block(content, rng)
    return content[:start] + content[end:]


def repeat_block(content: bytearray, rng: np.random.Generator) -> bytearray:
    start, end = _block(content, rng)
    return content[:end] + content[start:end] * int(rng.integers(1, 4)) + content[end:]


def zero_block(content: bytearray, rng: np.random.Generator) -> bytearray:
    start, end = _block(content, rng)
    content[start:end] = bytes(end - start)
    return content


def fill_block(content: bytearray, rng: np.random.Generator) -> bytearray:
    start, end = _block(content, rng)
    content[start:end] = rng.bytes(end - start)
    return content


def swap_blocks(content: bytearray, rng: np.random.Generator) -> bytearray:
    size = int(rng.integers(1, max(len(content) // 4, 2)))
    here, there = (int(place) for place in rng.integers(max(len(content) - size, 1), size=2))
    first, second = content[here : here + size], content[there : there + size]
    content[here : here + len(second)] = second
    content[there : there + len(first)] = first
    return content


def splice_in(content: bytearray, rng: np.random.Generator) -> bytearray:
    """A piece of a file of another format in the middle."""
    other = original(str(rng.choice(list(FORMATS))))
    start, end = _block(other, rng)
    place = int(rng.integers(len(content)))
    return content[:place] + other[start:end] + content[place:]


def glue(content: bytearray, rng: np.random.Generator) -> bytearray:
    """Two whole files, one after the other."""
    other = original(str(rng.choice(list(FORMATS))))
    return content + other if rng.random() < 0.5 else bytearray(other) + content


def append_rubbish(content: bytearray, rng: np.random.Generator) -> bytearray:
    return content + rng.bytes(int(10 ** rng.uniform(0, 5)))


def prepend_rubbish(content: bytearray, rng: np.random.Generator) -> bytearray:
    return bytearray(rng.bytes(int(10 ** rng.uniform(0, 4)))) + content


def _block(content: bytes | bytearray, rng: np.random.Generator) -> tuple[int, int]:
    """Start and end of a part, from one byte to half of everything."""
    size = int(10 ** rng.uniform(0, np.log10(max(len(content) // 2, 2))))
    start = int(rng.integers(len(content)))
    return start, min(start + size, len(content))


MUTATIONS: tuple[Callable[[bytearray, np.random.Generator], bytearray], ...] = (
    flip_bits,
    flip_header_bits,
    flip_header_bits,
    set_header_field,
    set_header_field,
    cut_end,
    cut_beginning,
    cut_out,
    repeat_block,
    zero_block,
    fill_block,
    swap_blocks,
    splice_in,
    glue,
    append_rubbish,
    prepend_rubbish,
)
