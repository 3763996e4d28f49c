"""A short way to the API for whoever is nobody in particular."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_PAGES = ("/api/docs",)


def direct(get_response: GetResponse) -> GetResponse:
    """Answer API requests without cookies at once: there is no session, no account, no message and
    no listener to look up, and nothing is written for which a form would need its token."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith("/api/") or path in _PAGES or "HTTP_COOKIE" in request.META:
            return get_response(request)
        request.get_host()  # ALLOWED_HOSTS holds here too
        match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
        if not response.streaming and "Content-Length" not in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware
