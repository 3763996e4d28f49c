"""A song's own page: what a shared link opens."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.explained import facts_of
from catalog.models import Song
from feed.alike import songs_like
from feed.cards import card_of
from social.comment_pages import comments_on
from social.people import reposters_of
from social.requests import ListenerRequest

_ALIKE = 6


@require_safe
def song(request: ListenerRequest, public_id: str) -> HttpResponse:
    """The whole song, its facts, songs like it, and what listeners say and pass on."""
    song = get_object_or_404(Song.objects.playable().with_page_facts(), public_id=public_id)
    card = card_of(request.listener, song)
    context = {
        "card": card,
        "facts_explained": facts_of(song.analysis),
        "alike": songs_like(song, _ALIKE),
        "reposters": reposters_of(song),
        "page_url": request.build_absolute_uri(song.get_absolute_url()),
        "picture_url": request.build_absolute_uri(reverse("share-picture", args=[public_id])),
        "audio_url": request.build_absolute_uri(song.clip.audio_url),
        "embed_url": request.build_absolute_uri(reverse("embed", args=[public_id])),
        "oembed_url": request.build_absolute_uri(reverse("oembed")),
        **comments_on(request, song),
    }
    return render(request, "feed/song.html", context)
