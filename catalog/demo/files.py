"""Writes a song as a tagged MP3 with its truth beside it."""

import json
from pathlib import Path

import av
import numpy as np
from mutagen.id3 import APIC, ID3, TALB, TBPM, TCON, TCOP, TDRC, TIT2, TKEY, TPE1, TRCK

from catalog.demo.cover import draw_cover
from catalog.demo.mix import render
from catalog.demo.oscillators import SAMPLE_RATE, Samples
from catalog.demo.song import DemoSong, truth
from catalog.demo.songs import SONGS

LICENCE = "CC0 1.0"
BIT_RATE = 192_000
ENCODER_OPTIONS = {"compression_level": "7", "joint_stereo": "0"}
"""LAME's fast settings, twice the speed of its default. At this bit rate, and for mixes as wide
as these, plain stereo costs nothing."""
FRAME_SAMPLES = 1152 * 64
COVER_EVERY = 3


def write_song(song: DemoSong, folder: Path) -> Path:
    """Makes `<slug>.mp3` and `<slug>.json` in `folder`, unless both are there; gives the MP3.

    Both are written under another name first, the truth before the audio: a song that is there
    is whole, and its truth is there too.
    """
    audio, facts = folder / f"{song.slug}.mp3", folder / f"{song.slug}.json"
    if audio.exists() and facts.exists():
        return audio
    folder.mkdir(parents=True, exist_ok=True)
    half_audio, half_facts = audio.with_suffix(".mp3.part"), facts.with_suffix(".json.part")
    encode_mp3(render(song), half_audio)
    tag(song, half_audio)
    half_facts.write_text(json.dumps(truth(song), indent=2, ensure_ascii=False) + "\n", "utf-8")
    half_facts.replace(facts)
    half_audio.replace(audio)
    return audio


def encode_mp3(stereo: Samples, path: Path) -> None:
    """Encodes (n, 2) samples at 192 kb/s."""
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream(
            "libmp3lame", rate=SAMPLE_RATE, layout="stereo", options=ENCODER_OPTIONS
        )
        stream.bit_rate = BIT_RATE
        for start in range(0, len(stereo), FRAME_SAMPLES):
            planes = np.ascontiguousarray(stereo[start : start + FRAME_SAMPLES].T)
            frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
            frame.sample_rate = SAMPLE_RATE
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def tag(song: DemoSong, path: Path) -> None:
    tags = ID3()
    for frame, text in (
        (TIT2, song.title),
        (TPE1, song.artist),
        (TALB, song.album),
        (TCON, song.genre),
        (TDRC, str(song.year)),
        (TRCK, str(song.track_number)),
        (TBPM, str(round(song.bpm))),
        (TKEY, f"{song.key}m" if song.mode == "minor" else song.key),
        (TCOP, LICENCE),
    ):
        tags.add(frame(encoding=3, text=text))
    if has_cover(song):
        cover = draw_cover(song)
        tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="Cover", data=cover))
    tags.save(path)


def has_cover(song: DemoSong) -> bool:
    """One song in three carries artwork; ClipFeed draws its own for the others."""
    return SONGS.index(song) % COVER_EVERY == 0
