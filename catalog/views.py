"""Audio and pictures."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog import picture
from catalog.models import Song
from catalog.streaming import serve_audio

_CLIP_NAME = re.compile(r"[0-9a-f]{24}\.m4a")
_COVER_NAME = re.compile(r"[0-9a-f]{24}\.jpg")


@require_safe
def clip_audio(request: HttpRequest, name: str) -> HttpResponseBase:
    if not _CLIP_NAME.fullmatch(name):
        raise Http404
    return serve_audio(request, f"clips/{name}", "audio/mp4", immutable=True)


@require_safe
def stream(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The whole song, as a browser can play it."""
    return whole_song(request, get_object_or_404(Song.objects.published(), public_id=public_id))


def whole_song(request: HttpRequest, song: Song) -> HttpResponseBase:
    if song.listening_copy:
        return serve_audio(request, str(song.listening_copy.name), "audio/mp4")
    return serve_audio(request, str(song.audio.name), song.audio_type)


@require_safe
def cover(request: HttpRequest, name: str) -> HttpResponseBase:
    if not _COVER_NAME.fullmatch(name) or not default_storage.exists(f"covers/{name}"):
        raise Http404
    file = default_storage.open(f"covers/{name}")
    response = FileResponse(file, content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def share_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a shared link shows elsewhere."""
    song = get_object_or_404(Song.objects.published().with_card_facts(), public_id=public_id)
    response = HttpResponse(picture.share_picture(song), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
