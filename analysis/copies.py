"""A copy of a whole song for browsers, where they cannot play the original."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analysis import decode, ffmpeg
from analysis.encoding import RATE, AacWriter
from analysis.errors import AudioError
from analysis.source import MAX_DURATION_S

# What all browsers play, as FFmpeg names it; Chromium and Firefox read files with it themselves.
_FORMATS = {"mp3", "flac", "ogg", "wav", "aac", "matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2"}
_CODECS = {"mp3", "mp3float", "aac", "flac", "vorbis", "opus"}
_PCM_CODECS = {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le"}


def browsers_play(path: Path) -> bool:
    """Whether browsers play the file as it is."""
    try:
        with ffmpeg.opened(path) as container:
            codec = container.streams.audio[0].codec_context
            codecs = _PCM_CODECS if container.format.name == "wav" else _CODECS
            # Without a decoder there is no context: the format is unknown, or protected.
            known = codec is not None and codec.name in codecs
            return container.format.name in _FORMATS and known
    except AudioError:
        return False


def write_listening_copy(path: Path, target: Path) -> None:
    """Write the whole song as M4A to `target`, which appears whole or not at all."""
    part = target.with_name(target.name + ".part")
    written = 0
    try:
        with decode.opened(path) as source, AacWriter(part) as writer:
            for block in _bounded(decode.resampled(source.blocks(), source.rate, RATE)):
                writer.write(block)
                written += block.shape[1]
        if not written:
            raise AudioError("The audio cannot be decoded; the file is damaged or protected.")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _bounded(blocks: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    left = round((MAX_DURATION_S + 60) * RATE)
    for block in blocks:
        left -= block.shape[1]
        if left < 0:
            return
        yield np.clip(block, -1, 1)
