"""The feed and the song page."""

import numpy as np
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.models import Analysis, Song
from feed.forms import PlayForm
from feed.impressions import Cursor
from feed.page import Page, direct_card, next_clips, unheard_songs
from feed.recording import record_play
from social.models import Listener
from social.requests import ListenerRequest


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def feed(request: ListenerRequest) -> HttpResponse:
    """The first cards; `?clip=` puts one song first, so that a reload returns to it."""
    asked = Song.objects.playable().filter(public_id=request.GET.get("clip", "")).first()
    page = _first_page(request.listener, asked)
    return render(request, "feed/feed.html", _context(page))


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def next_cards(request: ListenerRequest) -> HttpResponse:
    """The cards that follow those of `cursor`."""
    cursor = Cursor.read(request.GET.get("cursor", ""))
    page = next_clips(request.listener, timezone.now(), np.random.default_rng(), cursor=cursor)
    template = "feed/feed.html#cards" if request.htmx else "feed/feed.html"
    return render(request, template, _context(page))


@require_POST
def plays(request: ListenerRequest) -> HttpResponse:
    """A page reports how much of a card's clip was heard."""
    form = PlayForm(request.POST)
    if not form.is_valid():
        sentences = " ".join(str(e) for errors in form.errors.values() for e in errors)
        return HttpResponseBadRequest(sentences, content_type="text/plain")
    record_play(
        request.listener,
        form.cleaned_data["slip"],
        form.cleaned_data["listened_ms"],
        timezone.now(),
    )
    return HttpResponse(status=204)


@require_POST
def start_again(request: ListenerRequest) -> HttpResponse:
    """Everything was heard: from now on it may be played once more."""
    listener = request.listener.kept()
    listener.heard_since = timezone.now()
    listener.save(update_fields=["heard_since"])
    return redirect("feed")


@require_safe
def surprise(request: ListenerRequest) -> HttpResponse:
    """Any song, one not heard before if there is one."""
    rng = np.random.default_rng()
    song = _any_song(unheard_songs(request.listener), rng) or _any_song(
        Song.objects.playable(), rng
    )
    if song is None:
        return redirect("feed")
    response = HttpResponseRedirect(f"{reverse('feed')}?clip={song}")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def song(request: ListenerRequest, public_id: str) -> HttpResponse:
    """A song's own page: what a shared link opens."""
    song = get_object_or_404(Song.objects.playable(), public_id=public_id)
    card = direct_card(request.listener, song.pk)
    context = {
        "card": card,
        "page_url": request.build_absolute_uri(song.get_absolute_url()),
        "picture_url": request.build_absolute_uri(reverse("share-picture", args=[public_id])),
        "audio_url": request.build_absolute_uri(card.song.clip.audio_url),
    }
    return render(request, "feed/song.html", context)


def _first_page(listener: Listener, asked: Song | None) -> Page:
    now, rng = timezone.now(), np.random.default_rng()
    if asked is None:
        return next_clips(listener, now, rng)
    first = direct_card(listener, asked.pk)
    rest = next_clips(listener, now, rng, cursor=Cursor((asked.pk,), asked.artist_id), count=2)
    return Page([first, *rest.cards], rest.cursor)


def _context(page: Page) -> dict[str, object]:
    context: dict[str, object] = {"cards": page.cards, "cursor": page.cursor.sign()}
    if page.everything_heard:
        context["waiting_count"] = Analysis.objects.unfinished().count()
        context["catalogue_is_empty"] = not Song.objects.playable().exists()
    return context


def _any_song(songs: QuerySet[Song], rng: np.random.Generator) -> str | None:
    """The public id of one of `songs`, each as likely."""
    count = songs.count()
    if count == 0:
        return None
    offset = int(rng.integers(count))
    return songs.order_by("pk").values_list("public_id", flat=True)[offset]
