"""Whatever a browser sends, what the form lets through is what the database takes."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Song
from social.forms import CommentForm, ReportForm
from social.models import MOST_CHARACTERS, Report

SONG = Song(duration_s=180.0)
PIECES = st.sampled_from(
    ["\r\n", "\r", "\n", " ", "\u200b", "\u202e", "\0", "é", "🎷", "<b>", "x" * 99]
)
PROSE = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12).map("".join)
SECONDS = st.one_of(st.floats().map(str), st.text(max_size=8), st.just(""))


@given(text=PROSE, position_s=SECONDS)
def test_a_comment_that_is_let_through_can_be_kept(text, position_s):
    form = CommentForm(SONG, {"text": text, "position_s": position_s, "key": uuid.uuid4()})
    if not form.is_valid():
        assert all(str(error) for errors in form.errors.values() for error in errors)
        return
    kept = form.cleaned_data
    assert 1 <= len(kept["text"]) <= MOST_CHARACTERS
    assert kept["text"] == kept["text"].strip()
    assert not {"\r", "\0"} & set(kept["text"])
    assert "\n\n\n" not in kept["text"]
    assert kept["position_s"] is None or 0 <= kept["position_s"] <= SONG.duration_s


@given(reason=st.one_of(st.sampled_from(Report.Reason.values), st.text(max_size=9)), note=PROSE)
def test_a_report_that_is_let_through_can_be_kept(reason, note):
    for about_song in (True, False):
        form = ReportForm({"reason": reason, "note": note}, about_song=about_song)
        if form.is_valid():
            assert form.cleaned_data["reason"] in Report.Reason.values
            assert len(form.cleaned_data["note"]) <= MOST_CHARACTERS
