import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

DATA = bytes(range(256)) * 40
SIZE = len(DATA)


@pytest.fixture
def song(make_song):
    song = make_song()
    song.audio.name = default_storage.save("songs/one.mp3", ContentFile(DATA))
    song.save()
    return song


@pytest.fixture
def get(client, song):
    def fetch(**headers):
        return client.get(song.stream_url, headers=headers)

    return fetch


def body(response):
    return b"".join(response.streaming_content)


def test_the_whole_song_says_that_ranges_are_welcome(get):
    response = get()
    assert response.status_code == 200
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Type"] == "audio/mpeg"
    assert body(response) == DATA


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10000, SIZE),
        ("bytes=-100", SIZE - 100, SIZE),
        ("bytes=-999999", 0, SIZE),
        ("bytes=0-999999", 0, SIZE),
    ],
)
def test_a_range_is_answered_with_206(get, asked, start, end):
    response = get(range=asked)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response.headers["Content-Length"] == str(end - start)
    assert body(response) == DATA[start:end]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999-", "bytes=-0", "bytes=5-2"])
def test_a_range_outside_the_file_is_answered_with_416(get, asked):
    response = get(range=asked)
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-9", "bytes"])
def test_what_is_no_single_byte_range_is_ignored(get, asked):
    response = get(range=asked)
    assert response.status_code == 200
    assert body(response) == DATA


def test_head_tells_the_size_without_a_body(client, song):
    response = client.head(song.stream_url)
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.content == b""


def test_a_known_version_is_not_sent_again(get):
    etag = get().headers["ETag"]
    assert get(if_none_match=etag).status_code == 304


def test_a_range_of_another_version_is_the_whole_file(get):
    etag = get().headers["ETag"]
    assert get(range="bytes=5-9", if_range=etag).status_code == 206
    assert get(range="bytes=5-9", if_range='"older"').status_code == 200


def test_hidden_songs_and_lost_files_are_not_found(client, song, make_song):
    assert client.get(make_song(hidden=True).stream_url).status_code == 404
    default_storage.delete(song.audio.name)
    assert client.get(song.stream_url).status_code == 404


def test_a_clip_may_be_kept_for_ever(client, db):
    name = f"{7:024x}.m4a"
    default_storage.save(f"clips/{name}", ContentFile(DATA))
    response = client.get(f"/clips/{name}")
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"] == "audio/mp4"
    assert body(response) == DATA


@pytest.mark.parametrize("name", ["..%2f..%2fsecret_key", "a.m4a", f"{7:024x}.mp3", "%00"])
def test_only_clips_are_served_as_clips(client, db, name):
    assert client.get(f"/clips/{name}").status_code == 404
    assert client.get(f"/covers/{name}").status_code == 404


def test_audio_is_never_compressed_on_the_way(client, song):
    response = client.get(song.stream_url, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    page = client.get("/songs/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
