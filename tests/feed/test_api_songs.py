import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.models import Clip, Song
from feed.api.cursor import Position

DATA = bytes(range(256)) * 40


def ids(songs):
    return [song["id"] for song in songs]


def test_the_library_comes_newest_first(api, catalogue):
    assert api.titles("/songs") == [f"Song {n}" for n in reversed(range(9))]


def test_a_song_is_known_by_its_public_id_alone(api, catalogue):
    song = api.songs("/songs")[-1]
    assert song["id"] == catalogue[0].public_id
    assert song["artist"] == {"id": catalogue[0].artist.public_id, "name": "Artist 0"}
    assert song["camelot"] == "8A"
    assert song["mood"] == "gentle, airy"
    assert song["links"]["page"] == catalogue[0].get_absolute_url()
    assert song["clip"]["audio"] == catalogue[0].clip.audio_url
    assert "pk" not in song


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"q": "song 4"}, [4]),
        ({"q": "ARTIST 1 song"}, [1, 4, 7]),
        ({"artist": " artist  2"}, [2, 5, 8]),
        ({"genre": "techno"}, [3, 4, 5]),
        ({"tempo_min": 95, "tempo_max": 120}, [2, 3, 4]),
        ({"tempo_max": 80}, [0]),
        ({"tempo_min": 120, "tempo_max": 95}, []),
        ({"key": "F#"}, [6, 7, 8]),
        ({"key": "Gb", "mode": "minor"}, [6, 7, 8]),
        ({"key": "C", "mode": "minor"}, []),
        ({"mixes_with": "8A"}, [0, 1, 2, 3, 4, 5]),
        ({"mixes_with": "12A"}, [6, 7, 8]),
        ({"energy_min": 0.65}, [6, 7, 8]),
        ({"energy_max": 0.25, "brightness_min": 0.85}, [0]),
        ({"mood": "airy"}, [0, 1]),
        ({"mood": "fierce"}, [7, 8]),
        ({"genre": "folk", "artist": "Artist 0"}, [6]),
    ],
)
def test_filters_narrow_the_library(api, catalogue, filters, numbers):
    assert sorted(api.titles("/songs", **filters)) == [f"Song {n}" for n in numbers]


def test_an_artist_is_also_known_by_id(api, catalogue):
    artist_id = catalogue[1].artist.public_id
    assert sorted(api.titles("/songs", artist=artist_id)) == ["Song 1", "Song 4", "Song 7"]


def test_a_tempo_that_is_not_sure_is_not_told_and_not_found(api, make_song):
    make_song(tempo_bpm=120.0, tempo_confidence=0.1)
    assert api.songs("/songs")[0]["tempo_bpm"] is None
    assert api.songs("/songs", tempo_min=100) == []


def test_pages_follow_each_other_to_the_end(api, catalogue):
    seen, address = [], "/songs?limit=4"
    while address:
        page = api.get(address).json()
        seen += [song["title"] for song in page["songs"]]
        address = page["next"] and page["next"].removeprefix("/api")
    assert seen == [f"Song {n}" for n in reversed(range(9))]


def test_songs_that_come_meanwhile_shift_nothing(api, catalogue, make_song):
    first = api.get("/songs", limit=4).json()
    make_song("A new one")
    rest = api.get(first["next"].removeprefix("/api")).json()
    assert [song["title"] for song in rest["songs"]] == ["Song 4", "Song 3", "Song 2", "Song 1"]


def test_a_page_goes_on_behind_a_song_that_went(api, catalogue):
    first = api.get("/songs", limit=4).json()
    Song.objects.filter(pk=catalogue[5].pk).delete()
    rest = api.get(first["next"].removeprefix("/api")).json()
    assert rest["songs"][0]["title"] == "Song 4"


def test_songs_added_at_the_same_instant_come_once_each(api, catalogue, now):
    Song.objects.update(added_at=now)
    seen, address = [], "/songs?limit=2"
    while address:
        page = api.get(address).json()
        seen += ids(page["songs"])
        address = page["next"] and page["next"].removeprefix("/api")
    assert sorted(seen) == sorted(song.public_id for song in catalogue)


def test_the_next_page_keeps_the_filters(api, catalogue):
    first = api.get("/songs", limit=2, genre="techno").json()
    rest = api.get(first["next"].removeprefix("/api")).json()
    assert [song["title"] for song in first["songs"] + rest["songs"]] == [
        "Song 5",
        "Song 4",
        "Song 3",
    ]
    assert rest["next"] is None


def test_a_cursor_names_no_row(now):
    cursor = Position(now, "abcdefghij")
    assert Position.read(cursor.sign()) == cursor
    with pytest.raises(ValueError, match="not a cursor"):
        Position.read(cursor.sign()[:-1])


def test_hidden_and_unfinished_songs_are_nowhere(api, catalogue, make_song):
    gone = [make_song("Gone", hidden=True), make_song("Gone", clip=False), catalogue[0]]
    Song.objects.filter(pk=catalogue[0].pk).update(hidden=True)
    gone_ids = {song.public_id for song in gone}
    assert not gone_ids & set(ids(api.songs("/songs")))
    assert not gone_ids & set(ids(api.songs("/random", count=50)))
    assert not gone_ids & set(ids(api.songs("/random", count=50, seed=1)))
    assert not gone_ids & set(ids(api.songs("/recommend", song=catalogue[1].public_id, count=50)))
    assert not gone_ids & set(ids(api.songs("/recommend", energy=0.1, count=50)))
    assert not gone_ids & set(ids(api.songs("/recommend", count=50)))
    for public_id in gone_ids:
        assert api.get(f"/songs/{public_id}").status_code == 404
        assert api.get(f"/songs/{public_id}/stream").status_code == 404
        assert api.get("/recommend", song=public_id).status_code == 404


def test_one_song_has_everything(api, catalogue):
    song = api.get(f"/songs/{catalogue[4].public_id}").json()
    assert song["title"] == "Song 4"
    assert len(song["waveform"]) == 400
    assert song["tempo_confidence"] == 0.9
    assert song["added_at"] == catalogue[4].added_at.isoformat()


def test_what_is_known_already_is_not_sent_again(api, catalogue):
    for path in ("/songs", f"/songs/{catalogue[0].public_id}", "/random?seed=4", "/openapi.json"):
        etag = api.get(path).headers["ETag"]
        again = api.get(path, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
    Song.objects.filter(pk=catalogue[0].pk).update(title="Another")
    assert api.get("/songs", headers={"if-none-match": etag}).status_code == 200


def test_a_new_clip_is_told_at_once(api, catalogue):
    before = api.get(f"/songs/{catalogue[0].public_id}").json()["clip"]["audio"]
    Clip.objects.filter(song=catalogue[0]).update(audio=f"clips/{99:024x}.m4a")
    assert api.get(f"/songs/{catalogue[0].public_id}").json()["clip"]["audio"] != before


@pytest.mark.parametrize("path", ["/songs", "/random", "/recommend?energy=0.5", "/recommend"])
def test_an_empty_catalogue_has_no_songs(api, path):
    assert api.songs(path) == []


def test_the_library_needs_one_query(api, catalogue, django_assert_num_queries):
    api.get("/songs")
    with django_assert_num_queries(1):
        api.get("/songs", tempo_min=90)


# --- Audio ---


@pytest.fixture
def audible(make_song):
    song = make_song()
    song.audio.name = default_storage.save("songs/one.mp3", ContentFile(DATA))
    song.save()
    return song


def body(response):
    return b"".join(response.streaming_content)


def test_the_whole_song_streams(api, audible):
    response = api.get(f"/songs/{audible.public_id}/stream")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "audio/mpeg"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert body(response) == DATA


def test_a_range_is_a_part(api, audible):
    response = api.get(f"/songs/{audible.public_id}/stream", headers={"range": "bytes=10-19"})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes 10-19/{len(DATA)}"
    assert body(response) == DATA[10:20]


def test_a_range_outside_is_a_problem(api, audible):
    response = api.get(f"/songs/{audible.public_id}/stream", headers={"range": "bytes=99999-"})
    assert response.status_code == 416
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Content-Range"] == f"bytes */{len(DATA)}"


def test_the_audio_is_not_sent_twice(api, audible):
    path = f"/songs/{audible.public_id}/stream"
    etag = api.get(path).headers["ETag"]
    assert api.get(path, headers={"if-none-match": etag}).status_code == 304
    headers = {"range": "bytes=5-9", "if-range": '"older"'}
    assert api.get(path, headers=headers).status_code == 200


def test_head_tells_how_long_it_is(api, audible):
    response = api.client.head(f"/api/songs/{audible.public_id}/stream")
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(DATA))
    assert response.content == b""


def test_a_lost_file_is_a_problem(api, audible):
    default_storage.delete(audible.audio.name)
    response = api.get(f"/songs/{audible.public_id}/stream")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
