"""Filters in an address: what they find, what they say, and what a broken one does."""

import pytest
from django.db import connection
from django.http import QueryDict

from catalog.filters import SongFilter
from catalog.models import Song


def asked(query):
    return SongFilter(QueryDict(query))


def found(query):
    return [song.title for song in asked(query).songs()]


@pytest.fixture
def three_songs(make_song):
    sounds = [
        {"artist": "Low Tide", "genre": "Jazz", "tempo_bpm": 90.0, "energy": 0.6},
        {"artist": "Björk", "genre": "Rock", "tempo_bpm": 120.0, "key": "D#", "mode": "major"},
        {"artist": "Low Tide", "tempo_bpm": 150.0, "tempo_confidence": 0.1, "energy": 0.9},
    ]
    return [make_song(f"Song {number}", **sound) for number, sound in enumerate(sounds)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Song 2", "Song 1", "Song 0"]),
        ("q=low+song", ["Song 2", "Song 0"]),
        ("artist=+bj%C3%B6rk", ["Song 1"]),
        ("genre=jazz", ["Song 0"]),
        ("tempo_min=80&tempo_max=160", ["Song 1", "Song 0"]),
        ("key=Eb", ["Song 1"]),
        ("key=D%23&mode=major", ["Song 1"]),
        ("mixes_with=8A", ["Song 2", "Song 0"]),
        ("mood=lively", ["Song 0", "Song 1"]),
        ("energy_min=0.55&energy_max=0.7", ["Song 0"]),
        ("brightness_max=0.4", []),
        ("sort=title", ["Song 0", "Song 1", "Song 2"]),
        ("sort=artist", ["Song 1", "Song 0", "Song 2"]),
        ("sort=energy", ["Song 2", "Song 0", "Song 1"]),
    ],
)
def test_filters_find_and_order_songs(three_songs, query, titles):
    if "sort" in query:
        assert found(query) == titles
    else:
        assert set(found(query)) == set(titles)


def test_parts_of_a_range_are_picked_and_taken_away_again():
    picks = asked("genre=Jazz&energy_min=0.5&energy_max=0.75").picks
    assert [(pick.words, pick.extent, pick.is_on) for pick in picks["energy"]] == [
        ("Calm", "to 25", False),
        ("Easy", "25–50", False),
        ("Lively", "50–75", True),
        ("Intense", "75+", False),
    ]
    assert picks["energy"][0].query == "genre=Jazz&energy_max=0.25"
    assert picks["energy"][2].query == "genre=Jazz"
    kept = "energy_min=0.5&energy_max=0.75"
    assert picks["brightness"][2].query == f"genre=Jazz&{kept}&brightness_min=0.67"
    assert [pick.extent for pick in picks["tempo"]] == ["to 90", "90–110", "110–130", "130+"]


def test_an_artist_is_known_by_their_id_too(three_songs):
    by_id = asked(f"artist={three_songs[0].artist.public_id}")
    assert {song.title for song in by_id.songs()} == {"Song 0", "Song 2"}
    assert by_id.words == "songs by Low Tide"


def test_hidden_and_unfinished_songs_are_never_found(make_song):
    make_song(hidden=True)
    make_song(clip=False)
    assert found("") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "all songs"),
        ("sort=title", "all songs"),
        (
            "mood=lively&key=A&mode=minor&tempo_min=90&tempo_max=120",
            "lively songs in A minor, 90–120 BPM",
        ),
        ("key=Eb", "songs in E♭"),
        ("mode=major", "songs in a major key"),
        ("genre=Jazz&artist=Nobody&q=rain", "Jazz songs by Nobody with “rain”"),
        ("tempo_min=99.5", "songs, from 99.5 BPM"),
        ("tempo_max=99", "songs, up to 99 BPM"),
        ("tempo_min=99&tempo_max=99", "songs, 99 BPM"),
        ("mixes_with=8A&energy_min=0.29", "songs that mix with 8A, energy from 29 %"),
        ("brightness_min=0.2&brightness_max=0.5", "songs, brightness 20–50 %"),
    ],
)
def test_filters_say_what_they_find(db, query, words):
    assert asked(query).words == words


def test_the_canonical_query_has_only_what_is_set_in_a_stable_order(db):
    messy = asked("page=3&sort=title&mode=&tempo_max=120.0&key=Bb&q=+rain+&unknown=1")
    assert messy.query == "q=rain&tempo_max=120&key=A%23&sort=title"
    assert asked(messy.query).query == messy.query
    assert asked("sort=newest").query == ""


def test_an_order_alone_narrows_nothing(db):
    assert not asked("sort=title").is_narrowed
    assert asked("mood=calm").is_narrowed


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("tempo_min=fast&genre=Jazz", "tempo_min", "from 0 to 1000 BPM"),
        ("tempo_min=-1&genre=Jazz", "tempo_min", "from 0 to 1000 BPM"),
        ("energy_max=nan&genre=Jazz", "energy_max", "from 0 to 1"),
        ("key=H&genre=Jazz", "key", "take one from the list"),
        ("mood=grumpy&genre=Jazz", "mood", "take one from the list"),
        ("sort=random&genre=Jazz", "sort", "take one from the list"),
        (f"q={'x' * 201}&genre=Jazz", "q", "200 characters at most"),
        ("q=%00&genre=Jazz", "q", "Null characters"),
    ],
)
def test_what_makes_no_sense_is_told_and_the_rest_still_works(three_songs, query, field, words):
    broken = asked(query)
    assert words in broken.errors[field][0]
    assert broken.query == "genre=Jazz"
    assert [song.title for song in broken.songs()] == ["Song 0"]
    assert broken[field].value() == QueryDict(query)[field]


def test_a_range_that_ends_before_it_begins_keeps_its_beginning(db):
    backwards = asked("tempo_min=120&tempo_max=90")
    assert "ends before it begins" in backwards.errors["tempo_max"][0]
    assert backwards.query == "tempo_min=120"


def test_each_chip_takes_one_filter_away_and_keeps_the_others(db):
    several = asked("key=A&mode=minor&tempo_min=90&tempo_max=120&mood=lively&sort=tempo")
    assert [chip.words for chip in several.chips] == ["Lively", "In A minor", "90–120 BPM"]
    assert [chip.query_without for chip in several.chips] == [
        "tempo_min=90&tempo_max=120&key=A&mode=minor&sort=tempo",
        "tempo_min=90&tempo_max=120&mood=lively&sort=tempo",
        "key=A&mode=minor&mood=lively&sort=tempo",
    ]


def test_parts_of_words_are_looked_up_where_the_database_can(three_songs):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads all songs")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "song_search_parts" in Song.objects.matching("tide").order_by().explain()
    assert found("q=tide") == ["Song 2", "Song 0"]
