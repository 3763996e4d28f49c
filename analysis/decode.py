"""Any audio file as a stream of samples; nothing is trusted before it is bounded.

libsndfile decodes what it knows (WAV, AIFF, FLAC, Ogg, MP3): it is twice as fast and forgives
headers that FFmpeg does not. PyAV decodes everything else (AAC, ALAC, WMA, more than two channels).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from analysis.errors import AudioError
from analysis.facts import Probe

MIN_DURATION_S, MAX_DURATION_S = 5.0, 3 * 3600.0
MAX_STREAMS, MAX_CHANNELS = 32, 16
MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 4000, 768_000
_BLOCK_S = 5.0


class Source(ABC):
    """An opened file. `duration_s` is what its headers claim, 0 where they say nothing."""

    rate: int
    duration_s: float
    codec: str
    container: str
    channels: int

    @abstractmethod
    def blocks(self, start_s: float = 0.0) -> Iterator[np.ndarray]:
        """Blocks (2 x n float32, about -1..1, mono on both channels) at `rate` from `start_s` on.

        Damaged parts are passed over; a file that ends early simply ends.
        """


def probe(path: Path) -> Probe:
    """What the headers of `path` say; raises `AudioError` for what cannot become a song."""
    with opened(path) as source:
        if source.duration_s:
            check_duration(source.duration_s)
        if next(source.blocks(), None) is None:
            raise AudioError("The audio cannot be decoded; the file is damaged or protected.")
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


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """`path` ready to be decoded; raises `AudioError`."""
    try:
        if path.stat().st_size == 0:
            raise AudioError("The file is empty.")
    except OSError as error:
        raise AudioError(f"The file cannot be read: {error.strerror or error}.") from error
    sound_file = _sound_file(path)
    if sound_file is not None:
        with sound_file:
            yield _SoundFileSource(sound_file, path)
        return
    with _container(path) as container:
        yield _AVSource(container)


def resampled(blocks: Iterator[np.ndarray], rate: int, wanted: int) -> Iterator[np.ndarray]:
    """Blocks (2 x n) at another sample rate."""
    stream = soxr.ResampleStream(rate, wanted, 2, dtype="float32")
    for block in blocks:
        yield stream.resample_chunk(block.T).T
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True).T


def _check(rate: int, channels: int) -> None:
    if not 0 < channels <= MAX_CHANNELS:
        raise AudioError(f"The audio has {channels} channels; 1 to 16 can be used.")
    if not MIN_SAMPLE_RATE <= rate <= MAX_SAMPLE_RATE:
        raise AudioError(f"The audio has a sample rate of {rate} Hz.")


# --- libsndfile ---


def _sound_file(path: Path) -> soundfile.SoundFile | None:
    """The file as libsndfile opens it; None where PyAV should try."""
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, ValueError, TypeError):
        return None
    if file.channels <= 2 and file.seekable() and _reads(file):
        return file
    file.close()
    return None


def _reads(file: soundfile.SoundFile) -> bool:
    try:
        found = len(file.read(1)) > 0
        file.seek(0)
    except soundfile.LibsndfileError:
        return False
    return found


class _SoundFileSource(Source):
    def __init__(self, file: soundfile.SoundFile, path: Path) -> None:
        _check(file.samplerate, file.channels)
        self._file, self._path = file, path
        self.rate = file.samplerate
        self.duration_s = file.frames / file.samplerate
        self.codec = file.subtype.lower()
        self.container = file.format.lower()
        self.channels = file.channels

    def blocks(self, start_s: float = 0.0) -> Iterator[np.ndarray]:
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
        except soundfile.LibsndfileError:
            return

    def _beyond_damage(self, start_s: float) -> Iterator[np.ndarray]:
        """libsndfile gives up at a damaged packet; FFmpeg goes on after it."""
        try:
            with _container(self._path) as container:
                source = _AVSource(container)
                if source.rate == self.rate:
                    yield from source.blocks(start_s)
        except AudioError:
            return


# --- FFmpeg ---


@contextmanager
def _container(path: Path) -> Iterator[InputContainer]:
    # A playlist or a script is never followed to other files or addresses.
    options = {"protocol_whitelist": "file", "max_streams": str(MAX_STREAMS)}
    try:
        container = av.open(str(path), options=options, metadata_errors="ignore")
    except (av.FFmpegError, ValueError) as error:
        raise AudioError("The file is not audio, or it is damaged at its beginning.") from error
    with container:
        yield container


class _AVSource(Source):
    def __init__(self, container: InputContainer) -> None:
        if not container.streams.audio:
            raise AudioError("The file holds no audio.")
        stream = container.streams.audio[0]
        context = stream.codec_context
        if context is None or not context.name:
            raise AudioError("The audio is in a format that cannot be decoded, or it is protected.")
        _check(stream.sample_rate, context.channels)
        self._container, self._stream = container, stream
        self.rate = stream.sample_rate
        self.duration_s = _claimed_duration_s(container, stream)
        self.codec = context.name
        self.container = container.format.name
        self.channels = context.channels

    def blocks(self, start_s: float = 0.0) -> Iterator[np.ndarray]:
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
        layout = "mono" if self.channels == 1 else "stereo"
        to_layout = AudioResampler(format="fltp", layout=layout, rate=self.rate)
        self._seek(start_s)
        skip: int | None = None
        for frame in self._frames():
            if skip is None:
                skip = max(round((start_s - self._time_s(frame)) * self.rate), 0)
            frame.pts = None  # time stamps of damaged files confuse the resampler
            try:
                parts = to_layout.resample(frame)
            except (av.FFmpegError, ValueError):
                continue  # the stream changed its layout in the middle
            for part in parts:
                block = part.to_ndarray()[:, skip:]
                skip = max(skip - part.samples, 0)
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
        except av.FFmpegError:
            self._container.seek(0)

    def _time_s(self, frame: AudioFrame) -> float:
        first_s = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        return (frame.time or 0.0) - first_s

    def _frames(self) -> Iterator[AudioFrame]:
        """Decoded frames; packets that do not decode are passed over."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except (av.FFmpegError, MemoryError):
                continue


def _claimed_duration_s(container: InputContainer, stream: AudioStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0
