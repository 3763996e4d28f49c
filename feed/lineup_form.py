"""Which lineup an address asks for, and the song it wants first."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from catalog.filters import SongFilter
from catalog.models import Artist, Song
from feed.heard import heard_by, not_sent_away
from feed.lineups import Following, ForYou, Lineup, Listed
from social.models import Listener, Playlist


class LineupForm(forms.Form):
    """The parameters of the feed's address; without any it is For you."""

    list = forms.ChoiceField(choices=lambda: [(key, key) for key in _LINEUPS], required=False)
    artist = forms.CharField(max_length=200, required=False)
    playlist = forms.CharField(max_length=16, required=False)
    until = forms.DateTimeField(required=False)
    clip = forms.SlugField(max_length=16, required=False)

    def __init__(self, parameters: QueryDict) -> None:
        super().__init__(parameters)
        self.parameters = parameters

    def lineup(self, listener: Listener) -> Lineup:
        """Raises Http404 for a list that is not there, or not for this listener."""
        if set(self.errors) - {"clip"}:
            raise Http404("There is no such list.")
        return _LINEUPS[self.cleaned_data["list"]](self, listener)

    def song(self) -> Song | None:
        """The song that stands first, if it can be played."""
        clip = (
            self.cleaned_data.get("clip") if self.is_bound and not self.errors.get("clip") else ""
        )
        return Song.objects.playable().filter(public_id=clip).first() if clip else None


def _playlist(form: LineupForm, listener: Listener) -> Listed:
    visible = Playlist.objects.visible_to(listener)
    playlist = get_object_or_404(visible, public_id=form.cleaned_data["playlist"])
    items = Song.objects.playable().filter(playlist_items__playlist=playlist)
    return Listed(
        key="playlist",
        query=urlencode({"list": "playlist", "playlist": playlist.public_id}),
        kind="Playlist",
        title=playlist.title,
        home=reverse("playlist", args=[playlist.public_id]),
        why="From the playlist ",
        songs=not_sent_away(items.order_by("playlist_items__position"), listener),
    )


def _artist(form: LineupForm, listener: Listener) -> Listed:
    artist = get_object_or_404(Artist, public_id=form.cleaned_data["artist"])
    return Listed(
        key="artist",
        query=urlencode({"list": "artist", "artist": artist.public_id}),
        kind="Artist",
        title=artist.name,
        home=artist.get_absolute_url(),
        why="From all songs by ",
        songs=Song.objects.playable().filter(artist=artist).newest_first(),
    )


def _library(form: LineupForm, listener: Listener) -> Listed:
    wanted = SongFilter(form.parameters)
    address = reverse("library")
    return Listed(
        key="library",
        query=f"list=library&{wanted.query}".rstrip("&"),
        kind="Library",
        title=wanted.words[:1].upper() + wanted.words[1:],
        home=f"{address}?{wanted.query}" if wanted.query else address,
        why="From ",
        songs=not_sent_away(wanted.songs(), listener),
    )


def _likes(form: LineupForm, listener: Listener) -> Listed:
    songs = Song.objects.playable()
    liked = songs.filter(likes__listener=listener) if listener.pk else songs.none()
    return Listed(
        key="likes",
        query="list=likes",
        kind="Your list",
        title="Songs you like",
        home=reverse("likes"),
        why="From ",
        songs=not_sent_away(liked.order_by("-likes__created_at"), listener),
    )


def _history(form: LineupForm, listener: Listener) -> Listed:
    until = form.cleaned_data["until"] or timezone.now()
    return Listed(
        key="history",
        query=urlencode({"list": "history", "until": until.isoformat()}),
        kind="Your list",
        title="What you heard",
        home=reverse("history"),
        why="From ",
        songs=not_sent_away(heard_by(listener, until), listener),
    )


_LINEUPS: dict[str, Callable[[LineupForm, Listener], Lineup]] = {
    "": lambda form, listener: ForYou(),
    "foryou": lambda form, listener: ForYou(),
    "explore": lambda form, listener: ForYou(exploring=True),
    "following": lambda form, listener: Following(),
    "library": _library,
    "playlist": _playlist,
    "artist": _artist,
    "likes": _likes,
    "history": _history,
}
