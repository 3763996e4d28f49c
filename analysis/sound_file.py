"""Audio as libsndfile decodes it, of the formats that it knows."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from analysis import ffmpeg
from analysis.errors import AudioError
from analysis.source import BLOCK_S, Source, check_format

# libsndfile also guesses at headerless formats.
_FORMATS = {"WAV", "WAVEX", "RF64", "W64", "AIFF", "FLAC", "OGG", "MP3", "CAF", "AU"}
_UNKNOWN_FRAMES = 2**62
# Where damage leads beyond the end that was claimed, soundfile asks for less than no room.
_UNREADABLE = (soundfile.LibsndfileError, ValueError)


def opened(path: Path) -> soundfile.SoundFile | None:
    """The file as libsndfile opens it; None where PyAV should try."""
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, ValueError, TypeError):
        return None
    if _suits(file, path) and _reads(file):
        return file
    file.close()
    return None


def _suits(file: soundfile.SoundFile, path: Path) -> bool:
    known = file.format in _FORMATS and file.channels <= 2 and file.seekable()
    # Joined and streamed files do not say their length; libsndfile would stop too early.
    if not known or file.frames >= _UNKNOWN_FRAMES:
        return False
    return file.format != "MP3" or _mp3_says_length(path)


def _mp3_says_length(path: Path) -> bool:
    """Whether the first frame of an MP3 counts its bytes, and they are there or were cut off."""
    with path.open("rb") as file:
        tag = file.read(10)
        start = 0
        if tag[:3] == b"ID3":
            start = 10 + sum((size & 127) << (7 * (3 - n)) for n, size in enumerate(tag[6:]))
        file.seek(start)
        head = file.read(4096)
    found = re.search(rb"(?:Xing|Info)\0{3}(.)", head, re.DOTALL)
    if not found or found[1][0] & 3 != 3:
        return False
    counted = int.from_bytes(head[found.end() + 4 : found.end() + 8])
    return path.stat().st_size - start <= 1.01 * counted + 4096


def _reads(file: soundfile.SoundFile) -> bool:
    try:
        found = len(file.read(1)) > 0
        file.seek(0)
    except _UNREADABLE:
        return False
    return found


def _claimed_frames(file: soundfile.SoundFile) -> int:
    """How many frames the headers of a file speak of; libsndfile counts those that are there."""
    notes = file.extra_info
    if found := re.search(r"^data : (\d+) \(should be (\d+)\)", notes, re.MULTILINE):
        claimed, there = int(found[1]), int(found[2])
        # Whoever wrote into a pipe could not know the length, and put in the largest.
        if there and claimed < 2**31 - 2**16:
            return max(round(file.frames * claimed / there), file.frames)
    if file.format == "AIFF" and (found := re.search(r"^ +Frames +: (\d+)", notes, re.MULTILINE)):
        return max(int(found[1]), file.frames)
    return int(file.frames)


class SoundFileSource(Source):
    says_length = True

    def __init__(self, file: soundfile.SoundFile, path: Path) -> None:
        check_format(file.samplerate, file.channels)
        self._file, self._path = file, path
        self.rate = file.samplerate
        self.duration_s = _claimed_frames(file) / file.samplerate
        self.codec = file.subtype.lower()
        self.container = file.format.lower()
        self.channels = file.channels

    def _blocks(self, start_s: float) -> Iterator[np.ndarray]:
        place = min(round(start_s * self.rate), self._file.frames)
        for block in self._readable(place):
            place += block.shape[1]
            yield block
        if place < self._file.frames - self.rate:
            yield from self._beyond_damage(place / self.rate)

    def _readable(self, place: int) -> Iterator[np.ndarray]:
        try:
            self._file.seek(place)
            while True:
                block = self._file.read(round(BLOCK_S * self.rate), dtype="float32", always_2d=True)
                if not len(block):
                    return
                yield np.broadcast_to(block.T, (2, len(block)))
        except _UNREADABLE:
            return

    def _beyond_damage(self, start_s: float) -> Iterator[np.ndarray]:
        """libsndfile gives up at a damaged packet; FFmpeg goes on after it."""
        try:
            with ffmpeg.opened(self._path) as container:
                source = ffmpeg.FFmpegSource(container)
                if source.rate == self.rate:
                    yield from source.blocks(start_s)
        except AudioError:
            return
