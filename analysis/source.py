"""An opened audio file, and what may become a song: nothing is trusted before it is bounded."""

import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analysis.errors import AudioError

MIN_DURATION_S, MAX_DURATION_S = 5.0, 3 * 3600.0
MAX_CHANNELS = 16
MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 4000, 768_000
BLOCK_S = 5.0
# In any long file some bytes look like a frame of MP3.
_HARDLY_ANYTHING_S = 0.3
# Samples beyond this, or no numbers at all, are damage.
_LARGEST = 4.0


class Source(ABC):
    """An opened file. `duration_s` is what its headers claim, 0 where they say nothing; it is a
    guess unless `says_length`."""

    rate: int
    duration_s: float
    says_length: bool
    codec: str
    container: str
    channels: int

    def blocks(self, start_s: float = 0.0) -> Iterator[np.ndarray]:
        """Blocks (2 x n float32, finite, about -1..1, mono on both channels) at `rate` from
        `start_s` on.

        Damaged parts are passed over; a file that ends early simply ends.
        """
        return map(_finite, self._blocks(start_s))

    @abstractmethod
    def _blocks(self, start_s: float) -> Iterator[np.ndarray]:
        """`blocks` as they are decoded."""


def check_file(path: Path) -> None:
    """Refuse what cannot be read, and what is no file: opening a pipe would wait for ever."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise AudioError("This is a folder or a device, not a file.")
        if status.st_size == 0:
            raise AudioError("The file is empty.")
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AudioError(f"The file cannot be read: {reason}.") from error


def check_format(rate: int, channels: int) -> None:
    if not 0 < channels <= MAX_CHANNELS:
        raise AudioError(f"The audio has {channels} channels; 1 to 16 can be used.")
    if not MIN_SAMPLE_RATE <= rate <= MAX_SAMPLE_RATE:
        raise AudioError(f"The audio has a sample rate of {rate} Hz.")


def check_duration(duration_s: float) -> None:
    if duration_s < MIN_DURATION_S:
        raise AudioError(f"The audio is only {duration_s:.1f} s long; a song has at least 5 s.")
    if duration_s > MAX_DURATION_S:
        raise AudioError(f"The audio is {duration_s / 3600:.1f} hours long; 3 hours is the most.")


def check_claim(source: Source) -> None:
    """Refuse at once what says that it is too short or too long."""
    if source.says_length and source.duration_s:
        check_duration(source.duration_s)


def check_heard(source: Source, heard_s: float) -> tuple[str, ...]:
    """Warnings about a file of which only `heard_s` were decoded; refuses less than half."""
    if heard_s < _HARDLY_ANYTHING_S:
        raise AudioError("The file is not audio, or it is damaged or protected.")
    claimed_s = source.duration_s if source.says_length else 0.0
    if heard_s < 0.5 * claimed_s:
        raise AudioError(
            f"Only {heard_s:.0f} of {claimed_s:.0f} s can be decoded;"
            " the rest is missing or damaged."
        )
    check_duration(heard_s)
    if heard_s < 0.95 * claimed_s - 1:
        return (
            f"The file says {claimed_s:.0f} s but only {heard_s:.0f} s could be decoded; "
            "it may be cut off or damaged.",
        )
    return ()


def _finite(block: np.ndarray) -> np.ndarray:
    """A NaN is no sample; where there is one, or an infinity, the block is cleaned."""
    if block.min() >= -_LARGEST and block.max() <= _LARGEST:
        return block
    return np.nan_to_num(np.clip(block, -_LARGEST, _LARGEST))
