"""A song's player on other people's pages: in a frame, and offered to them by oEmbed.

oEmbed: https://oembed.com
"""

from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from catalog.models import Song
from feed.cards import waveform_art

WIDTH, HEIGHT, LEAST_WIDTH = 480, 180, 260
_PICTURE_WIDTH, _PICTURE_HEIGHT = 1200, 630
_ONE_DAY_S = 86_400


class OembedForm(forms.Form):
    url = forms.CharField(max_length=500)
    format = forms.CharField(max_length=20, required=False)
    maxwidth = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    maxheight = forms.IntegerField(min_value=1, max_value=100_000, required=False)


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, public_id: str) -> HttpResponse:
    """A small player that any page may frame; it knows nobody and sets no cookie."""
    song = get_object_or_404(Song.objects.playable().with_card_facts(), public_id=public_id)
    context = {"song": song, "art": waveform_art(song)}
    return render(request, "feed/embed.html", context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What a song's address is shown as elsewhere."""
    form = OembedForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(
            "oEmbed takes `url`, the address of a song here, and optionally `maxwidth`,"
            " `maxheight` (whole numbers) and `format` (json).",
            content_type="text/plain",
        )
    asked = form.cleaned_data
    if asked["format"] not in ("", "json"):
        return HttpResponse("Only JSON is spoken here.", status=501, content_type="text/plain")
    song = _song_at(request, asked["url"])
    width = max(min(asked["maxwidth"] or WIDTH, WIDTH), LEAST_WIDTH)
    response = JsonResponse(_described(request, song, width))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _song_at(request: HttpRequest, address: str) -> Song:
    """The song of an address of this server, or 404."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    is_here = parts.scheme in ("http", "https") and parts.netloc == request.get_host()
    if not is_here or match.url_name not in ("song", "embed"):
        raise Http404
    songs = Song.objects.playable().with_card_facts()
    return get_object_or_404(songs, public_id=match.kwargs["public_id"])


def _described(request: HttpRequest, song: Song, width: int) -> dict[str, object]:
    title = f"{song.title} – {song.artist.name}"
    frame = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" allow="autoplay"'
        ' loading="lazy"></iframe>',
        request.build_absolute_uri(reverse("embed", args=[song.public_id])),
        width,
        HEIGHT,
        title,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": song.artist.name,
        "author_url": request.build_absolute_uri(song.artist.get_absolute_url()),
        "provider_name": "ClipFeed",
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": _ONE_DAY_S,
        "thumbnail_url": request.build_absolute_uri(
            reverse("share-picture", args=[song.public_id])
        ),
        "thumbnail_width": _PICTURE_WIDTH,
        "thumbnail_height": _PICTURE_HEIGHT,
        "html": frame,
        "width": width,
        "height": HEIGHT,
    }
