"""Songs at random, answered before Django begins.

Finding and writing a song takes a third of what Django and ninja do around it. Only what is plain
is answered here, and as they would: with the headers of an answer of theirs, out of the same limit.
The rest is theirs: whoever sends cookies, what is refused, what goes wrong, what may be kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.utils.text import compress_string

from feed.api.limits import address_limit
from feed.api.problems import RefusedError
from feed.api.schemas import Draw
from feed.api.songs import drawn

Headers = list[tuple[str, str]]

_PATH = "/api/random"
# By these a request is let in or sent elsewhere, and what its answer says of itself.
_TELLING = (
    *("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme"),
    *("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
)
_MOST_KEPT = 100


class AtOnce:
    """WSGI middleware around all of Django."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._kept: dict[tuple[object, ...], Headers] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._answer(environ) if _is_plain(environ) else None
        if answer is None:
            return self._application(environ, start_response)
        headers, body = answer
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[Headers, bytes] | None:
        draw = _draw(environ.get("QUERY_STRING", ""))
        headers = self._headers(environ) if draw else None
        if draw is None or headers is None or not address_limit.allows(environ):
            return None
        try:
            body = orjson.dumps(drawn(draw))
        except Exception:  # which Django meets as well, and puts into words
            return None
        finally:
            connection.close_if_unusable_or_obsolete()
        return _packed(headers, body, environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _headers(self, environ: WSGIEnvironment) -> Headers | None:
        """Of an answer of Django's to the like of this request; None where it was no good one."""
        key = tuple(environ.get(name) for name in _TELLING)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._asked(environ)
            if kept is not None:
                if len(self._kept) >= _MOST_KEPT:  # whoever asks makes up hosts
                    self._kept.clear()
                self._kept[key] = kept
        return kept

    def _asked(self, environ: WSGIEnvironment) -> Headers | None:
        said: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, *error: object) -> None:
            said.append((status, headers))

        uncompressed = {key: environ[key] for key in environ if key != "HTTP_ACCEPT_ENCODING"}
        answer = self._application(uncompressed, note)  # type: ignore[arg-type]
        if hasattr(answer, "close"):
            answer.close()
        status, headers = said[0]
        if not status.startswith("200") or any(name == "Set-Cookie" for name, _ in headers):
            return None
        return [(name, value) for name, value in headers if name != "Content-Length"]


def _is_plain(environ: WSGIEnvironment) -> bool:
    return (
        environ["PATH_INFO"] == _PATH
        and environ["REQUEST_METHOD"] == "GET"
        and "HTTP_COOKIE" not in environ
        and not environ.get("SCRIPT_NAME")
    )


@lru_cache(maxsize=1000)
def _draw(query: str) -> Draw | None:
    """What is asked for; None where that is nothing, or the same each time."""
    request = HttpRequest()
    try:
        request.GET = QueryDict(query.encode("latin-1"))
        draw = Draw.model_validate(request.GET.dict(), context={"request": request})
    except (RefusedError, SuspiciousOperation, ValueError):
        return None
    return draw if draw.seed is None else None


def _packed(headers: Headers, body: bytes, accepted: str) -> tuple[Headers, bytes]:
    """As small as whoever asks can read it."""
    if "gzip" not in accepted:
        return headers, body
    packed = compress_string(body, max_random_bytes=GZipMiddleware.max_random_bytes)
    if len(packed) >= len(body):
        return headers, body
    return [*headers, ("Content-Encoding", "gzip")], packed
