import base64
import io

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.flac import Picture
from mutagen.id3 import APIC
from mutagen.mp4 import MP4Cover
from PIL import Image

from catalog.tags import COVER_SIZE, cover_jpeg, read_tags
from catalog.words import UNKNOWN_ARTIST

FORMATS = {"mp3": "MP3", "flac": "FLAC", "ogg": "OGG", "wav": "WAV", "aiff": "AIFF"}


def picture(width=300, height=200, kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 40)).save(out, kind)
    return out.getvalue()


@pytest.fixture
def make_file(tmp_path):
    def make(suffix, name="file"):
        path = tmp_path / f"{name}.{suffix}"
        soundfile.write(path, np.zeros(8000, np.float32), 8000, format=FORMATS[suffix])
        return path

    return make


@pytest.mark.parametrize("suffix", ["mp3", "flac", "ogg"])
def test_titles_and_credits_are_read(make_file, suffix):
    path = make_file(suffix)
    file = mutagen.File(path, easy=True)
    file.update(
        {
            "title": ["Kite Weather"],
            "artist": ["Dunes"],
            "album": ["Low"],
            "genre": ["Ambient"],
            "date": ["2019-04-01"],
            "tracknumber": ["3/12"],
        }
    )
    file.save()
    tags = read_tags(path)
    assert (tags.title, tags.artist, tags.album, tags.genre) == (
        "Kite Weather",
        "Dunes",
        "Low",
        "Ambient",
    )
    assert (tags.year, tags.track_number) == (2019, 3)


@pytest.mark.parametrize("suffix", ["wav", "aiff"])
def test_the_id3_frames_of_wav_and_aiff_are_read(make_file, suffix):
    from mutagen.id3 import TIT2, TPE1

    path = make_file(suffix)
    file = mutagen.File(path)
    file.add_tags()
    file.tags.add(TIT2(3, ["Glass Season"]))
    file.tags.add(TPE1(3, ["Far Signal"]))
    file.save()
    tags = read_tags(path)
    assert (tags.title, tags.artist) == ("Glass Season", "Far Signal")


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Dunes - Kite Weather.mp3", "Dunes", "Kite Weather"),
        ("03 - Dunes - Kite Weather.mp3", "Dunes", "Kite Weather"),
        ("07. kite_weather.mp3", UNKNOWN_ARTIST, "Kite weather"),
        ("1999.mp3", UNKNOWN_ARTIST, "1999"),
        ("   .mp3", UNKNOWN_ARTIST, "   "),
    ],
)
def test_without_tags_the_file_name_speaks(make_file, name, artist, title):
    tags = read_tags(make_file("wav"), name)
    assert (tags.artist, tags.title) == (artist, title)


def test_hostile_tags_become_one_clean_line(make_file):
    path = make_file("mp3")
    file = mutagen.File(path, easy=True)
    file["title"] = ["<b>Bold</b>\n\x07 🎷 " + "x" * 10_000]
    file["artist"] = ["   "]
    file.save()
    tags = read_tags(path)
    assert tags.title.startswith("<b>Bold</b> 🎷 xxx")
    assert len(tags.title) == 300
    assert tags.artist == UNKNOWN_ARTIST


@pytest.mark.parametrize("suffix", ["mp3", "flac", "ogg"])
def test_embedded_covers_become_square_jpegs(make_file, suffix):
    path = make_file(suffix)
    file = mutagen.File(path)
    if suffix == "mp3":
        file.add_tags()
        file.tags.add(APIC(3, "image/png", 3, "", picture()))
    else:
        block = Picture()
        block.data, block.mime, block.type = picture(), "image/png", 3
        if suffix == "flac":
            file.add_picture(block)
        else:
            file["metadata_block_picture"] = [base64.b64encode(block.write()).decode()]
    file.save()
    with Image.open(io.BytesIO(read_tags(path).cover)) as cover:
        assert (cover.format, cover.size) == ("JPEG", (200, 200))


def test_large_covers_are_made_small():
    with Image.open(io.BytesIO(cover_jpeg(picture(3000, 2000)))) as cover:
        assert cover.size == (COVER_SIZE, COVER_SIZE)


@pytest.mark.parametrize("data", [b"", b"not a picture", picture()[:200], b"\x89PNG\r\n\x1a\n"])
def test_a_broken_cover_counts_as_none(data):
    assert cover_jpeg(data) is None


def test_broken_tags_count_as_missing(tmp_path):
    path = tmp_path / "Dunes - Broken.mp3"
    path.write_bytes(b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + b"\xff" * 500)
    tags = read_tags(path)
    assert (tags.artist, tags.title) == ("Dunes", "Broken")


def test_mp4_covers_are_read(tmp_path):
    import av

    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    file = mutagen.File(path)
    file["covr"] = [MP4Cover(picture(kind="JPEG"))]
    file["\xa9nam"] = ["Undertow"]
    file.save()
    tags = read_tags(path)
    assert tags.title == "Undertow"
    assert tags.cover is not None
