"""Audio over HTTP: ranges, entity tags, and caching for ever where the name says the content."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)

_BLOCK = 256 * 1024
_RANGE = re.compile(r"bytes=(?!-$)(\d{0,18})-(\d{0,18})$")


def serve_audio(
    request: HttpRequest, name: str, content_type: str, *, immutable: bool = False
) -> HttpResponseBase:
    """The stored file `name`, whole or the one range asked for (RFC 9110, sections 13 and 14).

    Storage that hands out addresses of its own serves the file itself.
    """
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return HttpResponseRedirect(default_storage.url(name))
    try:
        file = path.open("rb")
        status = os.fstat(file.fileno())
    except OSError as error:
        raise Http404("This audio is not here any more.") from error
    mark = f"{name}:{status.st_size}:{status.st_mtime_ns}"
    etag = f'"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        file.close()
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _content(request, file, status.st_size, etag, content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if immutable else "private, max-age=3600"
    )
    return response


def _content(
    request: HttpRequest, file: BinaryIO, size: int, etag: str, content_type: str
) -> HttpResponseBase:
    asked = _asked_range(request, etag)
    span = _span(asked, size) if asked else (0, size)
    if span is None:
        file.close()
        return HttpResponse(
            "This range is not in the file.",
            status=416,
            content_type="text/plain",
            headers={"Content-Range": f"bytes */{size}"},
        )
    start, end = span
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(_blocks(file, start, end), content_type=content_type)
    response.headers["Content-Length"] = str(end - start)
    response.headers["Accept-Ranges"] = "bytes"
    if asked:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def _asked_range(request: HttpRequest, etag: str) -> tuple[str, str] | None:
    """First and last position as sent; None for no range, several, or another version's."""
    found = _RANGE.match(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", etag) != etag:
        return None
    return found[1], found[2]


def _span(asked: tuple[str, str], size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last; None where no byte of the range exists."""
    first, last = asked
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


def _blocks(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
