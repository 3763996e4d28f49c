"""One sound as a real file of each format, the same bytes every time."""

import base64
import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import mutagen
import numpy as np
import soundfile
from mutagen.flac import Picture
from mutagen.id3 import APIC
from mutagen.mp4 import MP4Cover
from PIL import Image

from tests.analysis.sounds import clicks, progression

RATE = 24_000
DURATION_S = 7.0
# Suffix: container, codec. Bit-exact muxers leave out the random numbers of Ogg and Matroska.
FORMATS = {
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "m4a": ("ipod", "aac"),
    "alac.m4a": ("ipod", "alac"),
    "aac": ("adts", "aac"),
    "ogg": ("ogg", "libvorbis"),
    "opus": ("ogg", "libopus"),
    "wav": ("wav", "pcm_s16le"),
    "float.wav": ("wav", "pcm_f32le"),
    "aiff": ("aiff", "pcm_s16be"),
    "wma": ("asf", "wmav2"),
    "mka": ("matroska", "libopus"),
    "mp4": ("mp4", "aac"),
    "tagged.mp3": ("mp3", "libmp3lame"),
    "tagged.flac": ("flac", "flac"),
    "tagged.m4a": ("ipod", "aac"),
    "tagged.opus": ("ogg", "libopus"),
}


@cache
def original(name: str) -> bytes:
    """The file of one of `FORMATS`."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"original.{name}")
        if name == "ogg":
            _write_vorbis(path)
        else:
            _encode(path, *FORMATS[name], with_picture=name == "mp4")
        if name.startswith("tagged."):
            _tag(path)
        return path.read_bytes()


def sound() -> np.ndarray:
    """A tune over a beat, 2 x n float32 at `RATE`."""
    tune = progression(3, "minor", DURATION_S + 1)
    beat = clicks(120, DURATION_S + 1)[: tune.size]
    mixed = (0.4 * tune + 0.3 * beat)[::2]
    left = mixed[: round(DURATION_S * RATE)]
    return np.stack([left, 0.8 * left]).astype(np.float32)


def _encode(path: Path, container: str, codec: str, *, with_picture: bool) -> None:
    with av.open(str(path), "w", format=container, options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream(codec, rate=RATE, layout="stereo")
        stream.codec_context.flags |= 1 << 23  # bit-exact: no version of the encoder inside
        stream.bit_rate = 64_000
        film = file.add_stream("mpeg4", rate=5) if with_picture else None
        if film is not None:
            film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
        frame = av.AudioFrame.from_ndarray(sound(), format="fltp", layout="stereo")
        frame.sample_rate = RATE
        to_codec = av.AudioResampler(stream.codec_context.format, "stereo", RATE)
        for part in [*to_codec.resample(frame), *to_codec.resample(None)]:
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
        for number in range(35 if film is not None else 0):
            picture = np.full((48, 64, 3), 7 * number, np.uint8)
            file.mux(film.encode(av.VideoFrame.from_ndarray(picture)))
        if film is not None:
            file.mux(film.encode(None))


def _write_vorbis(path: Path) -> None:
    """libsndfile encodes Vorbis, but puts a random number into each page: copy the packets."""
    draft = path.with_suffix(".draft")
    soundfile.write(draft, sound().T, RATE, format="OGG", subtype="VORBIS")
    options = {"fflags": "+bitexact"}
    with av.open(str(draft)) as source, av.open(str(path), "w", "ogg", options=options) as file:
        stream = file.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                file.mux(packet)


def _tag(path: Path) -> None:
    """Credits and a cover, as each format keeps them."""
    easy = mutagen.File(path, easy=True)
    for field in ("title", "artist", "album", "genre", "date", "tracknumber"):
        easy[field] = "1997" if field in ("date", "tracknumber") else f"The {field} – für Élise"
    easy.save()
    file = mutagen.File(path)
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/png", _cover()
    if path.suffix == ".mp3":
        file.tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=picture.data))
    elif path.suffix == ".m4a":
        file["covr"] = [MP4Cover(picture.data, MP4Cover.FORMAT_PNG)]
    elif path.suffix == ".flac":
        file.add_picture(picture)
    else:
        file["metadata_block_picture"] = [base64.b64encode(picture.write()).decode()]
    file.save()


def _cover() -> bytes:
    noise = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "PNG")
    return out.getvalue()
