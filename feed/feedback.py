"""What listeners tell the feed: what they heard, and what shall stay away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.models import Artist, Song
from feed.forms import DismissForm, HideForm, PlayForm
from feed.models import Dismissal, HiddenArtist
from feed.recording import record_play
from social.answers import refused
from social.marks import set_mark
from social.requests import ListenerRequest

_SHOWN = 500


@require_POST
def plays(request: ListenerRequest) -> HttpResponse:
    """A page reports what was heard of a card's clip."""
    form = PlayForm(request.POST)
    if not form.is_valid():
        return refused(form)
    report = form.cleaned_data
    record_play(
        request.listener,
        report["slip"],
        report["listened_ms"],
        timezone.now(),
        seeks_back=report["seeks_back"],
        opened_song=report["opened_song"],
    )
    return HttpResponse(status=204)


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def more(request: ListenerRequest, public_id: str) -> HttpResponse:
    """What else can be done with a card: a sheet on it, or a page."""
    songs = Song.objects.playable().select_related("artist")
    song = get_object_or_404(songs, public_id=public_id)
    template = "feed/more.html#sheet" if request.htmx else "feed/more.html"
    return render(request, template, {"song": song})


@require_POST
def dismiss(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Not interested in a song, or that taken back; saying the same twice changes nothing."""
    form = DismissForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(Song.objects.published(), public_id=public_id)
    set_mark(request.listener.kept().dismissals, form.cleaned_data["dismissed"], song=song)
    return _kept(request)


@require_POST
def hide_artist(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Hide all songs of an artist, or bring them back; saying the same twice changes nothing."""
    form = HideForm(request.POST)
    if not form.is_valid():
        return refused(form)
    artist = get_object_or_404(Artist, public_id=public_id)
    set_mark(request.listener.kept().hidden_artists, form.cleaned_data["hidden"], artist=artist)
    return _kept(request)


@require_safe
def hidden(request: ListenerRequest) -> HttpResponse:
    """The songs and artists this listener sent away, latest first."""
    listener = request.listener.pk
    dismissals = Dismissal.objects.filter(listener=listener).order_by("-created_at")
    playable = dismissals.filter(song__in=Song.objects.playable())
    shown = list(playable.values_list("song_id", flat=True)[:_SHOWN])
    songs = Song.objects.with_card_facts().in_bulk(shown)
    artists = HiddenArtist.objects.filter(listener=listener).select_related("artist")
    context = {
        "songs": [songs[song_id] for song_id in shown],
        "artists": [row.artist for row in artists.order_by("-created_at")[:_SHOWN]],
    }
    return render(request, "feed/hidden.html", context)


def _kept(request: ListenerRequest) -> HttpResponse:
    """Scripts go on by themselves; a form's sender sees what is hidden now."""
    return HttpResponse(status=204) if request.htmx else redirect("hidden")
