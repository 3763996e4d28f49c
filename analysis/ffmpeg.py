"""Audio as PyAV decodes it, by FFmpeg."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from analysis.errors import AudioError
from analysis.source import BLOCK_S, Source, check_file, check_format

_MAX_STREAMS = 32
# So many packets in a row without a sound are the end of it: a crafted index can hold billions.
_MAX_SILENT_PACKETS = 10_000
# FFmpeg also guesses at texts, pictures and playlists.
_FORMATS = (
    "mp3,flac,ogg,wav,w64,aiff,caf,au,aac,mov,matroska,asf,avi,mpegts,mpeg,flv,"
    "ac3,eac3,dts,amr,ape,wv,tta,tak,dsf,mpc,mpc8"
)
# Streams that do not say how long they are: FFmpeg guesses from the first packets.
_WITHOUT_LENGTH = {"mp3", "aac", "ac3", "eac3", "dts", "amr"}


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """`path` as a container with at least one audio stream; raises `AudioError`."""
    check_file(path)
    # A playlist or a script is never followed to other files or addresses.
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _FORMATS,
        "max_streams": str(_MAX_STREAMS),
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


class FFmpegSource(Source):
    def __init__(self, container: InputContainer) -> None:
        stream = container.streams.audio[0]
        context = stream.codec_context
        if context is None or not context.name:
            raise AudioError("The audio is in a format that cannot be decoded, or it is protected.")
        check_format(stream.sample_rate, context.channels)
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
            if count >= BLOCK_S * self.rate:
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
