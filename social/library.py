"""The library and artists' pages: songs to look for, with what the listener likes among them."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog import portraits
from catalog.arriving import arriving_count
from catalog.filters import SongFilter
from catalog.models import Analysis, Artist, Song
from catalog.paging import SongPage, page_of
from catalog.searching import NEWEST
from social.models import Listener
from social.requests import ListenerRequest

_SONGS = 40


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def library(request: ListenerRequest) -> HttpResponse:
    """Songs that fit the address's filters; htmx gets the list alone, or what follows in it."""
    asked = SongFilter(request.GET)
    after = request.GET.get("after", "")
    page = page_of(asked.songs(), asked.order, _SONGS, after)
    context = {
        "asked": asked,
        "page_url": f"{reverse('library')}?{asked.query}".removesuffix("?"),
        "continues": bool(after),
        **_listed(page, request.listener, asked.query),
    }
    if not request.htmx:
        asked.offer_genres(Song.objects.published().genres())
        return render(request, "social/library.html", context | _arriving())
    part = "social/rows.html" if after else "social/library.html#results"
    return render(request, part, context)


@require_safe
def arriving(request: ListenerRequest) -> HttpResponse:
    """How far the analysis of new songs is; the page asks again until there are none."""
    return render(request, "social/arriving.html", _arriving() | {"asked_before": True})


def _arriving() -> dict[str, int]:
    coming = arriving_count()
    done = Analysis.objects.filter(state=Analysis.State.DONE).count() if coming else 0
    return {"arriving_count": coming, "done_count": done, "song_count": coming + done}


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def artist(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Who made it, how it sounds, and all of it that can be heard."""
    artist = get_object_or_404(Artist.objects.heard(), public_id=public_id)
    after = request.GET.get("after", "")
    songs = Song.objects.playable().filter(artist=artist)
    context = _listed(page_of(songs, NEWEST, _SONGS, after), request.listener, "")
    if request.htmx:
        return render(request, "social/rows.html", context)
    context |= {
        "artist": artist,
        "continues": bool(after),
        "portrait": portraits.portrait_of(songs),
        "page_url": request.build_absolute_uri(artist.get_absolute_url()),
        "picture_url": _picture_url(request, songs.newest_first().first()),
    }
    return render(request, "social/artist.html", context)


def _listed(page: SongPage, listener: Listener, query: str) -> dict[str, object]:
    """What a list of songs is drawn with."""
    rest = f"?{query}&after={page.rest}" if query else f"?after={page.rest}"
    return {
        "songs": page.songs,
        "rest": rest if page.rest else "",
        "liked": _liked(listener, page.songs),
    }


def _liked(listener: Listener, songs: Iterable[Song]) -> set[int]:
    if listener.pk is None:
        return set()
    likes = listener.likes.filter(song__in=[song.pk for song in songs])
    return set(likes.values_list("song_id", flat=True))


def _picture_url(request: ListenerRequest, song: Song | None) -> str:
    if song is None:
        return ""
    return request.build_absolute_uri(reverse("share-picture", args=[song.public_id]))
