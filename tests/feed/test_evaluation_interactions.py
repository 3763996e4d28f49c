import gzip

import pytest

from feed.evaluation.interactions import UnreadableError, read


@pytest.fixture
def write(tmp_path):
    def write(content, name="heard.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_listeners_and_songs_are_counted_in_the_order_they_come(write):
    found = read(write("listener,song,weight\nann,x,2\nbob,y,1.5\nann,y,1\n"))
    assert list(found.listeners) == ["ann", "bob"]
    assert found.matrix.toarray().tolist() == [[2, 1], [0, 1.5]]
    assert found.refused == []


def test_columns_may_come_in_any_order_and_weights_may_be_missing(write):
    found = read(write("\ufeffSong, Listener\nx,ann\n\nx,ann\n"))
    assert found.matrix.toarray().tolist() == [[2]]


def test_each_bad_line_is_named_with_its_reason_and_the_good_ones_stay(write):
    content = (
        b"listener,song,weight\n"
        b"ann,x,1\n"
        b"ann,,1\n"
        b",x,1\n"
        b"ann,y,much\n"
        b"ann,y,-1\n"
        b"ann,y,nan\n"
        b"ann,y,1,2\n"
        b"ann,\xff\xfe,1\n"
        b"ann\n"
        b"ann,y,\n"
    )
    found = read(write(content))
    assert found.refused == [
        "Line 3: the song is missing.",
        "Line 4: the listener is missing.",
        "Line 5: the weight “much” is no number.",
        "Line 6: the weight “-1” is not above 0.",
        "Line 7: the weight “nan” is not above 0.",
        "Line 8: there are 4 cells under 3 headings.",
        "Line 9: “ann,??,1” is no UTF-8 text.",
        "Line 10: the song is missing.",
    ]
    assert found.matrix.toarray().tolist() == [[1, 1]]


def test_a_cell_without_end_loses_no_other_line(write):
    found = read(write(f"listener,song\nann,x\nann,{'y' * 200_000}\nann,z\n"))
    assert found.refused == ["Line 3: field larger than field limit (131072)."]
    assert list(found.songs) == ["x", "z"]


def test_lines_of_numbers_are_a_listener_and_their_songs(write):
    path = write(gzip.compress(b"0 7 8 7\n1 8\n2\n3 x\n"), "heard.txt.gz")
    found = read(path)
    assert found.matrix.toarray().tolist() == [[2, 1], [0, 1]]
    assert found.refused == ["Line 3: listener 2 has no songs.", "Line 4: “x” is no number."]


@pytest.mark.parametrize("content", ["", "who,what\nann,x\n", "ann,x,1\n"])
def test_a_file_without_headings_is_refused_as_a_whole(write, content):
    with pytest.raises(UnreadableError, match="first line has to name the columns"):
        read(write(content))


def test_a_file_that_is_not_there_or_no_gzip_is_refused(write, tmp_path):
    with pytest.raises(UnreadableError, match="cannot be read"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableError, match="cannot be read"):
        read(write("listener,song\n", "heard.csv.gz"))
