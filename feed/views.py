"""The feed."""

from urllib.parse import urlencode

import numpy as np
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.arriving import arriving_count
from catalog.models import Song
from feed.asked import asked_by
from feed.heard import open_songs
from feed.impressions import Cursor
from feed.lineup_form import LineupForm
from feed.lineups import ForYou, Lineup, Visit, follows_anybody
from feed.page import Page
from feed.trail import mood_trail, written
from social.requests import ListenerRequest


@require_safe
@vary_on_headers("Cookie", "HX-Request", "Save-Data")
def feed(request: ListenerRequest) -> HttpResponse:
    """The first cards; `?clip=` puts one song first, so that a reload returns to it."""
    form = LineupForm(request.GET)
    lineup = form.lineup(request.listener)
    visit = _visit(request)
    page = lineup.first(visit, form.song())
    trail = written(mood_trail(request.listener, visit.now))
    return render(request, "feed/feed.html", _context(request, lineup, page) | {"trail": trail})


@require_safe
@vary_on_headers("Cookie", "HX-Request", "Save-Data")
def next_cards(request: ListenerRequest) -> HttpResponse:
    """The cards that follow those of `cursor`."""
    lineup = LineupForm(request.GET).lineup(request.listener)
    page = lineup.next(_visit(request), Cursor.read(request.GET.get("cursor", "")))
    context = _context(request, lineup, page)
    if "awaited" in request.GET and context.get("songs_arrive"):
        return HttpResponse(status=204)  # what the page says is still so
    template = "feed/feed.html#cards" if request.htmx else "feed/feed.html"
    return render(request, template, context)


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
    listener = request.listener
    song = _any_song(open_songs(listener, asked_by(listener)), rng) or _any_song(
        Song.objects.playable(), rng
    )
    if song is None:
        return redirect("feed")
    response = HttpResponseRedirect(f"{reverse('feed')}?clip={song}")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _visit(request: ListenerRequest) -> Visit:
    return Visit(request.listener, timezone.now(), np.random.default_rng())


def _context(request: ListenerRequest, lineup: Lineup, page: Page) -> dict[str, object]:
    next_cards = urlencode({"cursor": page.cursor.sign()})
    context: dict[str, object] = {
        # Sent by browsers that save data, and by the feed where its listener wants to.
        "saves_data": request.headers.get("Save-Data", "").strip().lower() == "on",
        "lineup": lineup,
        "cards": page.cards,
        "next_query": f"{lineup.query}&{next_cards}" if lineup.query else next_cards,
        "dial": page.dial,
    }
    if page.everything_heard:
        context["arriving_count"] = arriving_count()
        # Lists have what their makers put there, and wait for nothing.
        context["songs_arrive"] = context["arriving_count"] and isinstance(lineup, ForYou)
        context["catalogue_is_empty"] = not Song.objects.playable().exists()
        context["list_is_empty"] = not page.cursor.song_ids
        context["follows_anybody"] = follows_anybody(request.listener)
    return context


def _any_song(songs: QuerySet[Song], rng: np.random.Generator) -> str | None:
    """The public id of one of `songs`, each as likely."""
    count = songs.count()
    if count == 0:
        return None
    offset = int(rng.integers(count))
    return songs.order_by("pk").values_list("public_id", flat=True)[offset]
