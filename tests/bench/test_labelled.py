"""Labels as people write them, and the sentences they get where they slip."""

import pytest

from tests.bench.labelled import LabelledSong, LabelsError, from_csv, from_folders


@pytest.fixture
def folder(tmp_path):
    for name in ("rock/one.mp3", "rock/live/two.ogg", "jazz/three.flac", "jazz/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def written(folder, text):
    labels = folder / "labels.csv"
    labels.write_text(text, "utf-8")
    return labels


def test_columns_may_be_empty_or_missing(folder):
    labels = written(folder, "path,bpm,key\nrock/one.mp3,120.5,\njazz/three.flac,,F#m\n")
    one, three = from_csv(labels)
    assert one == LabelledSong(folder / "rock/one.mp3", bpm=120.5)
    assert three == LabelledSong(folder / "jazz/three.flac", key=(6, "minor"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("file,bpm\n", "no column 'path'"),
        ("path\nrock/none.mp3\n", "line 2: there is no file"),
        ("path,key\nrock/one.mp3,X minor\n", "line 2: 'X minor' is no key"),
        ("path,bpm\nrock/one.mp3,fast\n", "line 2: could not convert"),
        ("path,bpm\nrock/one.mp3,-3\n", "line 2: -3 is no tempo"),
    ],
)
def test_labels_that_cannot_be_used_are_named_with_their_line(folder, text, sentence):
    with pytest.raises(LabelsError, match=sentence):
        from_csv(written(folder, text))


def test_a_folder_of_folders_gives_each_song_the_outermost_folder_as_its_group(folder):
    songs = from_folders(folder)
    assert [(song.path.name, song.group) for song in songs] == [
        ("three.flac", "jazz"),
        ("two.ogg", "rock"),
        ("one.mp3", "rock"),
    ]


def test_a_folder_without_songs_is_refused(tmp_path):
    with pytest.raises(LabelsError, match="no audio"):
        from_folders(tmp_path)
