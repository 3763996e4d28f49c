"""The installed app and its life without a network: manifest, service worker, offline page.

The worker keeps no page but the offline one, which is the same for everybody: who listens here is
nobody's business but theirs.
"""

import hashlib
import json

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# All that the offline page is made of: without a network nothing can be fetched for it.
OFFLINE_FILES = (
    *("css/shell.css", "css/offline.css", "js/offline.js", "js/kept.js"),
    *("icon.svg", "icons/apple-touch-icon.png"),
)
_PAGE = "feed/offline.html"
_DARK = "#0a0a0d"


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a system asks of a page that wants to be an app."""
    document = {
        "id": "/",
        "name": "ClipFeed",
        "short_name": "ClipFeed",
        "description": "Your music as a feed: swipe, and the best seconds of the next song play.",
        "lang": "en",
        "categories": ["music"],
        "start_url": reverse("feed"),
        "scope": "/",
        "display": "standalone",
        "background_color": _DARK,
        "theme_color": _DARK,
        "icons": [
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            _icon("maskable-512", 512) | {"purpose": "maskable"},
        ],
        "screenshots": [
            _screenshot("feed-phone", "412x839", "narrow", "One swipe, one song"),
            _screenshot("library-phone", "412x839", "narrow", "All songs, found at once"),
            _screenshot("feed-desktop", "1152x720", "wide", "The feed with what comes next"),
            _screenshot("song-desktop", "1152x720", "wide", "A song and how it sounds"),
        ],
        "shortcuts": [
            _shortcut("For you", "feed"),
            _shortcut("Library", "library"),
            _shortcut("Likes", "likes"),
        ],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with what it keeps; another version whenever a byte of that is another."""
    files = [static(name) for name in OFFLINE_FILES]
    page = render_to_string(_PAGE)
    # The storage's own hash is that of all static files, so that none outlives its version.
    parts = [files, page, getattr(staticfiles_storage, "manifest_hash", "")]
    version = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    kept = {
        "version": version,
        "offlinePage": reverse("offline"),
        "files": files,
        "staticFiles": static(""),
    }
    script = f'import {{ work }} from "{static("js/worker.js")}";\nwork({json.dumps(kept)});\n'
    return HttpResponse(script, content_type="text/javascript")


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what it lists comes from the browser itself."""
    return render(request, _PAGE)


def _icon(name: str, pixels: int) -> dict[str, str]:
    sizes = f"{pixels}x{pixels}"
    return {"src": static(f"icons/{name}.png"), "sizes": sizes, "type": "image/png"}


def _screenshot(name: str, sizes: str, form_factor: str, label: str) -> dict[str, str]:
    """One of those that `make screenshots` ships."""
    picture = {"src": static(f"shots/{name}.jpg"), "sizes": sizes, "type": "image/jpeg"}
    return picture | {"form_factor": form_factor, "label": label}


def _shortcut(name: str, view: str) -> dict[str, object]:
    return {"name": name, "url": reverse(view), "icons": [_icon("icon-192", 192)]}
