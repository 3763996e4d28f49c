"""Any audio file as a stream of samples; nothing is trusted before it is bounded.

libsndfile decodes what it knows (WAV, AIFF, FLAC, Ogg, MP3): it is twice as fast and forgives
headers that FFmpeg does not. PyAV decodes everything else: AAC, ALAC, WMA, films, more than two
channels, and files whose length libsndfile would have to guess.
"""

import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from analysis.errors import AudioError
from analysis.facts import Probe

MIN_DURATION_S, MAX_DURATION_S = 5.0, 3 * 3600.0
MAX_STREAMS, MAX_CHANNELS = 32, 16
MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 4000, 768_000
_BLOCK_S = 5.0
# In any long file some bytes look like a frame of MP3.
_HARDLY_ANYTHING_S = 0.3
# Samples beyond this, or no numbers at all, are damage.
_LARGEST = 4.0
# So many packets in a row without a sound are the end of it: a crafted index can hold billions.
_MAX_SILENT_PACKETS = 10_000
# libsndfile also guesses at headerless formats, FFmpeg at texts, pictures and playlists.
_SOUND_FILE_FORMATS = {"WAV", "WAVEX", "RF64", "W64", "AIFF", "FLAC", "OGG", "MP3", "CAF", "AU"}
_FFMPEG_FORMATS = (
    "mp3,flac,ogg,wav,w64,aiff,caf,au,aac,mov,matroska,asf,avi,mpegts,mpeg,flv,"
    "ac3,eac3,dts,amr,ape,wv,tta,tak,dsf,mpc,mpc8"
)
# Streams that do not say how long they are: FFmpeg guesses from the first packets.
_WITHOUT_LENGTH = {"mp3", "aac", "ac3", "eac3", "dts", "amr"}
_UNKNOWN_FRAMES = 2**62


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


def probe(path: Path) -> Probe:
    """What the headers of `path` say; raises `AudioError` for what cannot become a song."""
    with opened(path) as source:
        check_claim(source)
        _check_beginning(source)
        return Probe(
            duration_s=source.duration_s,
            codec=source.codec,
            container=source.container,
            sample_rate=source.rate,
            channels=source.channels,
        )


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


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """`path` ready to be decoded; raises `AudioError`."""
    check_file(path)
    sound_file = _sound_file(path)
    if sound_file is not None:
        with sound_file:
            yield _SoundFileSource(sound_file, path)
        return
    with opened_by_ffmpeg(path) as container:
        yield _AVSource(container)


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


def resampled(blocks: Iterator[np.ndarray], rate: int, wanted: int) -> Iterator[np.ndarray]:
    """Blocks (2 x n) at another sample rate."""
    stream = soxr.ResampleStream(rate, wanted, 2, dtype="float32")
    for block in blocks:
        yield stream.resample_chunk(block.T).T
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True).T


def _check_beginning(source: Source) -> None:
    """Headers lie: hear the shortest song there may be before the file is let in."""
    heard_s = 0.0
    for block in source.blocks():
        heard_s += block.shape[1] / source.rate
        if heard_s >= MIN_DURATION_S:
            return
    check_heard(source, heard_s)


def _finite(block: np.ndarray) -> np.ndarray:
    """A NaN is no sample; where there is one, or an infinity, the block is cleaned."""
    if block.min() >= -_LARGEST and block.max() <= _LARGEST:
        return block
    return np.nan_to_num(np.clip(block, -_LARGEST, _LARGEST))


def _check(rate: int, channels: int) -> None:
    if not 0 < channels <= MAX_CHANNELS:
        raise AudioError(f"The audio has {channels} channels; 1 to 16 can be used.")
    if not MIN_SAMPLE_RATE <= rate <= MAX_SAMPLE_RATE:
        raise AudioError(f"The audio has a sample rate of {rate} Hz.")


# --- libsndfile ---

# Where damage leads beyond the end that was claimed, soundfile asks for less than no room.
_UNREADABLE = (soundfile.LibsndfileError, ValueError)


def _sound_file(path: Path) -> soundfile.SoundFile | None:
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
    known = file.format in _SOUND_FILE_FORMATS and file.channels <= 2 and file.seekable()
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


class _SoundFileSource(Source):
    says_length = True

    def __init__(self, file: soundfile.SoundFile, path: Path) -> None:
        _check(file.samplerate, file.channels)
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
                block = self._file.read(
                    round(_BLOCK_S * self.rate), dtype="float32", always_2d=True
                )
                if not len(block):
                    return
                yield np.broadcast_to(block.T, (2, len(block)))
        except _UNREADABLE:
            return

    def _beyond_damage(self, start_s: float) -> Iterator[np.ndarray]:
        """libsndfile gives up at a damaged packet; FFmpeg goes on after it."""
        try:
            with opened_by_ffmpeg(self._path) as container:
                source = _AVSource(container)
                if source.rate == self.rate:
                    yield from source.blocks(start_s)
        except AudioError:
            return


# --- FFmpeg ---


@contextmanager
def opened_by_ffmpeg(path: Path) -> Iterator[InputContainer]:
    """`path` as a container with at least one audio stream; raises `AudioError`."""
    check_file(path)
    # A playlist or a script is never followed to other files or addresses.
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _FFMPEG_FORMATS,
        "max_streams": str(MAX_STREAMS),
    }
    try:
        # With its protocol in front, no colon in a name is taken for one.
        container = av.open(f"file:{path}", options=options, metadata_errors="ignore")
    except (av.FFmpegError, ValueError, MemoryError) as error:
        raise AudioError("The file is not audio, or its beginning or end is damaged.") from error
    with container:
        if not container.streams.audio:
            raise AudioError("The file holds no audio.")
        yield container


class _AVSource(Source):
    def __init__(self, container: InputContainer) -> None:
        stream = container.streams.audio[0]
        context = stream.codec_context
        if context is None or not context.name:
            raise AudioError("The audio is in a format that cannot be decoded, or it is protected.")
        _check(stream.sample_rate, context.channels)
        self._container, self._stream = container, stream
        self.rate = stream.sample_rate
        self.duration_s = _claimed_duration_s(container, stream)
        self.says_length = container.format.name not in _WITHOUT_LENGTH
        self.codec = context.name
        self.container = container.format.name
        self.channels = context.channels

    def _blocks(self, start_s: float) -> Iterator[np.ndarray]:
        waiting: list[np.ndarray] = []
        count = 0
        for part in self._stereo(start_s):
            waiting.append(part)
            count += part.shape[1]
            if count >= _BLOCK_S * self.rate:
                yield np.concatenate(waiting, axis=1)
                waiting, count = [], 0
        if waiting:
            yield np.concatenate(waiting, axis=1)

    def _stereo(self, start_s: float) -> Iterator[np.ndarray]:
        """Samples from `start_s` on, each 2 x n."""
        # FFmpeg would turn mono down by 3 dB on its way to two channels.
        converter = _Converter(self.rate, "mono" if self.channels == 1 else "stereo")
        self._seek(start_s)
        skip: int | None = None
        for frame in self._frames():
            if skip is None:
                skip = max(round((start_s - self._time_s(frame)) * self.rate), 0)
            for part in converter.converted(frame):
                block = part[:, skip:]
                skip = max(skip - part.shape[1], 0)
                if block.shape[1]:
                    yield np.broadcast_to(block, (2, block.shape[1]))

    def _seek(self, start_s: float) -> None:
        """Go a little before `start_s`; frames' own times tell how much to leave out."""
        place = 0
        if start_s > 5.0 and self._stream.time_base is not None:
            place = int((start_s - 2.0) / self._stream.time_base)
        try:
            first = self._stream.start_time or 0
            self._container.seek(first + place, stream=self._stream, backward=True)
        except (av.FFmpegError, ValueError, OverflowError):
            with suppress(av.FFmpegError):
                self._container.seek(0)

    def _time_s(self, frame: AudioFrame) -> float:
        first_s = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        return (frame.time or 0.0) - first_s

    def _frames(self) -> Iterator[AudioFrame]:
        """Decoded frames; packets that do not decode are passed over."""
        silent = 0
        for packet in self._packets():
            try:
                frames = packet.decode()
            except (av.FFmpegError, MemoryError, ValueError):
                frames = []
            silent = 0 if frames else silent + 1
            if silent > _MAX_SILENT_PACKETS:
                return
            yield from frames

    def _packets(self) -> "Iterator[Packet[AudioStream]]":
        try:
            yield from self._container.demux(self._stream)
        except (av.FFmpegError, MemoryError, ValueError):
            return


class _Converter:
    """Frames as arrays (channels x n) of one rate and layout, whatever a stream changes to."""

    def __init__(self, rate: int, layout: str) -> None:
        self._rate, self._layout = rate, layout
        self._shape: tuple[object, ...] = ()

    def converted(self, frame: AudioFrame) -> list[np.ndarray]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            self._resampler = AudioResampler(format="fltp", layout=self._layout, rate=self._rate)
            self._shape = shape
        frame.pts = None  # time stamps of damaged files confuse the resampler
        try:
            return [part.to_ndarray() for part in self._resampler.resample(frame)]
        except (av.FFmpegError, ValueError):
            return []


def _claimed_duration_s(container: InputContainer, stream: AudioStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0
