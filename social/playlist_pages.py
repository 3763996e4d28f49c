"""The pages of playlists: mine, one, and the sheet that puts a song into them."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.models import Song
from social.answers import refused, said
from social.forms import CollectForm, ItemForm, MoveForm, NewPlaylistForm, PlaylistForm
from social.models import Listener, Playlist, PlaylistItem
from social.playlists import (
    MOST_PLAYLISTS,
    MOST_SONGS,
    PlaylistFullError,
    add_song,
    move_song,
    remove_song,
    songs_of,
    with_covers,
)
from social.requests import ListenerRequest


@require_safe
def playlists(request: ListenerRequest) -> HttpResponse:
    """This listener's own, latest first."""
    return render(
        request, "social/playlists.html", {"playlists": with_covers(_mine(request.listener))}
    )


@require_POST
def new_playlist(request: ListenerRequest) -> HttpResponse:
    """A playlist, empty or with its first song."""
    form = NewPlaylistForm(request.POST)
    if not form.is_valid():
        return refused(form)
    listener, asked = request.listener.kept(), form.cleaned_data
    if listener.playlists.count() >= MOST_PLAYLISTS:
        return _too_much(f"{MOST_PLAYLISTS} playlists are the most one listener can have.")
    song = get_object_or_404(_songs(), public_id=asked["song"]) if asked["song"] else None
    playlist = listener.playlists.create(title=asked["title"])
    if song:
        add_song(playlist, song, listener)
    if song and request.htmx:
        made = render(request, "social/collect.html#choices", _choices(listener, song))
        return said(made, f"Added to {playlist.title}")
    return redirect("playlist", public_id=playlist.public_id)


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def playlist(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Its songs in order; private ones do not exist for others."""
    visible = with_covers(Playlist.objects.visible_to(request.listener))
    shown = get_object_or_404(visible.select_related("owner__user"), public_id=public_id)
    return render(request, "social/playlist.html", _page(request, shown))


@require_POST
def edit_playlist(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Another title, another visibility."""
    mine = get_object_or_404(_mine(request.listener), public_id=public_id)
    form = PlaylistForm(request.POST)
    if not form.is_valid():
        return refused(form)
    mine.title, mine.visibility = form.cleaned_data["title"], form.cleaned_data["visibility"]
    mine.save(update_fields=["title", "visibility"])
    return redirect("playlist", public_id=public_id)


@require_POST
def delete_playlist(request: ListenerRequest, public_id: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.listener), public_id=public_id)
    mine.delete()
    messages.success(request, f"{mine.title} is deleted.")
    return redirect("playlists")


@require_POST
def remove_from_playlist(request: ListenerRequest, public_id: str) -> HttpResponse:
    mine = get_object_or_404(_mine(request.listener), public_id=public_id)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(Song, public_id=form.cleaned_data["song"])
    remove_song(mine, song)
    return _changed(request, mine, f"{song.title} is no longer in this playlist.")


@require_POST
def move_in_playlist(request: ListenerRequest, public_id: str) -> HttpResponse:
    """One place up or down."""
    mine = get_object_or_404(_mine(request.listener), public_id=public_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(Song, public_id=form.cleaned_data["song"])
    direction = form.cleaned_data["direction"]
    moved = move_song(mine, song, up=direction == "up")
    return _changed(
        request, mine, f"{song.title} {'moved' if moved else 'cannot move'} {direction}."
    )


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def collect_sheet(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Which of my playlists hold this song: a sheet on its card, or a page."""
    song = get_object_or_404(_songs(), public_id=public_id)
    template = "social/collect.html#sheet" if request.htmx else "social/collect.html"
    return render(request, template, _choices(request.listener, song))


@require_POST
def collect(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Put a song into a playlist or take it out; saying the same twice changes nothing."""
    form = CollectForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(_songs(), public_id=public_id)
    mine = get_object_or_404(_mine(request.listener), public_id=form.cleaned_data["playlist"])
    if form.cleaned_data["included"]:
        try:
            add_song(mine, song, request.listener)
        except PlaylistFullError:
            return _too_much(f"{mine.title} is full: a playlist holds {MOST_SONGS} songs.")
    else:
        remove_song(mine, song)
    if not request.htmx:
        return redirect("collect-sheet", public_id=public_id)
    chosen = get_object_or_404(_with_song(_mine(request.listener), song), pk=mine.pk)
    return render(request, "social/collect_choice.html", {"song": song, "playlist": chosen})


def _mine(listener: Listener) -> QuerySet[Playlist]:
    return Playlist.objects.filter(owner=listener.pk)


def _songs() -> QuerySet[Song]:
    return Song.objects.playable().select_related("artist")


def _with_song(mine: QuerySet[Playlist], song: Song) -> QuerySet[Playlist]:
    """With covers, and `holds_song`."""
    holding = PlaylistItem.objects.filter(playlist=OuterRef("pk"), song=song)
    return with_covers(mine).annotate(holds_song=Exists(holding))


def _choices(listener: Listener, song: Song) -> dict[str, object]:
    return {"song": song, "playlists": _with_song(_mine(listener), song)}


def _page(request: ListenerRequest, shown: Playlist) -> dict[str, object]:
    return {
        "playlist": shown,
        "songs": songs_of(shown),
        "is_mine": shown.owner_id == request.listener.pk,
        "visibilities": Playlist.Visibility.choices,
        "page_url": request.build_absolute_uri(reverse("playlist", args=[shown.public_id])),
    }


def _changed(request: ListenerRequest, mine: Playlist, words: str) -> HttpResponse:
    if not request.htmx:
        return redirect("playlist", public_id=mine.public_id)
    return said(render(request, "social/playlist.html#songs", _page(request, mine)), words)


def _too_much(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=409, content_type="text/plain")
