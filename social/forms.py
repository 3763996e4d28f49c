"""What browsers send about songs, people and playlists."""

import re
from typing import Any

from django import forms

from catalog.models import Song
from social.models import MOST_CHARACTERS, Playlist, Report, Share

_TITLE_LENGTH = Playlist._meta.get_field("title").max_length


class YesOrNoField(forms.ChoiceField):
    """1 or 0 under `name`, as True or False."""

    def __init__(self, name: str, *, required: bool = True) -> None:
        refusal = f"`{name}` is 1 or 0."
        super().__init__(
            choices=[("1", "yes"), ("0", "no")],
            required=required,
            error_messages={"required": refusal, "invalid_choice": refusal},
        )

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value) == "1")


def _title() -> forms.CharField:
    messages = {
        "required": "A playlist needs a title.",
        "max_length": f"A title has at most {_TITLE_LENGTH} characters.",
    }
    return forms.CharField(max_length=_TITLE_LENGTH, error_messages=messages)


class LikeForm(forms.Form):
    liked = YesOrNoField("liked")


class RepostForm(forms.Form):
    reposted = YesOrNoField("reposted")


class FollowForm(forms.Form):
    followed = YesOrNoField("followed")


class ShownLikesForm(forms.Form):
    shown = YesOrNoField("shown")


class ShareForm(forms.Form):
    channel = forms.ChoiceField(choices=Share.Channel.choices)


class NewPlaylistForm(forms.Form):
    """`song` is the public id of its first song, if there is one already."""

    title = _title()
    song = forms.SlugField(max_length=16, required=False)


class PlaylistForm(forms.Form):
    title = _title()
    visibility = forms.ChoiceField(choices=Playlist.Visibility.choices)


class CollectForm(forms.Form):
    """Whether a playlist, by its public id, holds a song."""

    playlist = forms.SlugField(max_length=16)
    included = YesOrNoField("included")


class ItemForm(forms.Form):
    """A song of a playlist, by its public id."""

    song = forms.SlugField(max_length=16)


class MoveForm(ItemForm):
    direction = forms.ChoiceField(
        choices=[("up", "up"), ("down", "down")],
        error_messages={"invalid_choice": "A song moves up or down."},
    )


class ProseField(forms.CharField):
    """What somebody wrote in a few lines: line ends as one character, no walls of empty lines."""

    def to_python(self, value: object) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        shows = any(character.isprintable() and not character.isspace() for character in text)
        return re.sub(r"\n{3,}", "\n\n", text) if shows else ""


class CommentForm(forms.Form):
    """A comment on `song`; `key` is the form's own, so that sent twice it is one comment."""

    text = ProseField(
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": "Write something first.",
            "max_length": f"A comment has at most {MOST_CHARACTERS} characters;"
            " this one has %(show_value)d.",
        },
    )
    position_s = forms.FloatField(
        required=False, min_value=0, error_messages={"invalid": "`position_s` is in seconds."}
    )
    key = forms.UUIDField(error_messages={"required": "`key` is missing: reload the page."})

    # A browser's idea of where a song ends may lie this much after ours.
    _END_S = 1.0

    def __init__(self, song: Song, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._song = song

    def clean_position_s(self) -> float | None:
        position_s = self.cleaned_data["position_s"]
        if position_s is not None and position_s > self._song.duration_s + self._END_S:
            raise forms.ValidationError("That moment lies after the end of the song.")
        return None if position_s is None else min(position_s, self._song.duration_s)


class CommentsForm(forms.Form):
    """Which comments to show: those after one, by its public id; and one just deleted."""

    after = forms.SlugField(max_length=16, required=False)
    undo = forms.SlugField(max_length=16, required=False)


class DeleteForm(forms.Form):
    deleted = YesOrNoField("deleted")


class HideCommentForm(forms.Form):
    hidden = YesOrNoField("hidden")


_FOR_SONGS = ("rights", "facts", "sound", "abuse", "other")
_FOR_COMMENTS = ("abuse", "private", "spam", "other")


class ReportForm(forms.Form):
    """Why the curators should look at a song, or at a comment."""

    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose one of the reasons.",
        },
    )
    note = ProseField(
        max_length=MOST_CHARACTERS,
        required=False,
        error_messages={"max_length": f"A note has at most {MOST_CHARACTERS} characters."},
    )

    def __init__(self, *args: object, about_song: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reasons = _FOR_SONGS if about_song else _FOR_COMMENTS
        self.fields["reason"].choices = [(r, Report.Reason(r).label) for r in reasons]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    withdrawn = YesOrNoField("withdrawn")
