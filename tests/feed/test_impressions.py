import pytest

from feed.impressions import CURSOR_SONGS, Cursor, read_slip, sign_slip


def test_a_slip_comes_back_as_it_was_signed():
    slip = read_slip(sign_slip(12, "mood"))
    assert (slip.song_id, slip.source) == (12, "mood")
    assert slip.impression_id != read_slip(sign_slip(12, "mood")).impression_id


@pytest.mark.parametrize("text", ["", "nonsense", "W10:abc", sign_slip(1, "mood")[:-1] + "?"])
def test_what_was_not_signed_here_is_refused(text):
    with pytest.raises(ValueError, match="not a card"):
        read_slip(text)


def test_a_cursor_keeps_the_most_recent_songs():
    cursor = Cursor.read(Cursor(tuple(range(100)), 7).sign())
    assert cursor.song_ids == tuple(range(100 - CURSOR_SONGS, 100))
    assert cursor.last_artist_id == 7


@pytest.mark.parametrize("text", ["", "nonsense", sign_slip(1, "mood")])
def test_a_foreign_cursor_counts_as_none(text):
    assert Cursor.read(text) == Cursor()
