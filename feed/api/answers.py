"""Answers in JSON."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def once(content: dict[str, Any]) -> HttpResponse:
    """For an answer that may be another one at the next request."""
    return _json(orjson.dumps(content), "no-store")


def kept(request: HttpRequest, content: dict[str, Any] | bytes) -> HttpResponse:
    """For an answer that may be kept, if whoever keeps it asks each time whether it still holds:
    a song that was hidden is gone at once."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = _json(body, "no-cache")
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _json(body: bytes, cache_control: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json")
    response.headers["Cache-Control"] = cache_control
    return response
