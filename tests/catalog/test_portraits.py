"""Artists in colours and words."""

import pytest

from catalog.models import Song
from catalog.portraits import portrait_of


@pytest.mark.parametrize(
    ("sounds", "words"),
    [
        ([{}], "1 song, in A minor, 120 BPM, lively and full"),
        (
            [{"energy": 0.9}, {"energy": 0.9, "tempo_bpm": 95.4}, {"key": "C"}],
            "3 songs, mostly in A minor, 95–120 BPM, bold and intense",
        ),
        (
            [{"key": key, "tempo_confidence": 0.1} for key in ("A", "B", "C")],
            "3 songs, lively and full",
        ),
        ([{"key": "", "mode": ""}], "1 song, 120 BPM, lively and full"),
    ],
)
def test_an_artist_is_told_in_words(make_song, sounds, words):
    for sound in sounds:
        make_song(artist="Low Tide", **sound)
    assert portrait_of(Song.objects.playable()).words == words


@pytest.mark.parametrize(("songs", "petals"), [(1, 9), (4, 12), (10, 10), (30, 24)])
def test_a_flower_has_petals_enough_and_not_too_many(make_song, songs, petals):
    for _ in range(songs):
        make_song(artist="Low Tide")
    portrait = portrait_of(Song.objects.playable())
    assert len({petal.path for petal in portrait.petals}) == petals


def test_songs_of_near_keys_lie_side_by_side(make_song):
    for key in ("C", "F#", "G", "C"):
        make_song(artist="Low Tide", key=key)
    fifths = [petal.classes.split()[1] for petal in portrait_of(Song.objects.all()).petals]
    assert fifths[:4] == ["fifth-0", "fifth-0", "fifth-1", "fifth-6"]
