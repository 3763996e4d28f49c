"""Every error as `application/problem+json` (RFC 9457), with a sentence that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI, Schema
from ninja.errors import Throttled, ValidationError
from pydantic import Field

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    404: "There is nothing at this address. /api/docs lists what there is.",
    405: "This address can only be read: send GET or HEAD.",
    416: "This range is not in the file. Content-Range says how long the file is.",
    500: "This went wrong on the server and was logged. Try again in a moment.",
}


# What pydantic puts before the sentences of this package.
_MARK = "Value error, "
_PLAIN, _KEPT = (405, 416), ("Allow", "Content-Range")


class Fault(Schema):
    parameter: str
    detail: str


class Problem(Schema):
    title: str = Field(description="What the status code means.")
    status: int = Field(description="The HTTP status code.")
    detail: str = Field(description="What is wrong here, and what to do.")
    errors: list[Fault] = Field([], description="Each parameter that was refused.")


class NotHere(Http404):
    """Something that a caller named does not exist; the message is a sentence."""


class RefusedError(Exception):
    """A parameter that the schema allows but that means nothing here."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.fault = Fault(parameter=parameter, detail=detail)


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    content: dict[str, Any] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _SENTENCES[status],
    }
    if errors:
        content["errors"] = [fault.dict() for fault in errors]
    response = HttpResponse(
        orjson.dumps(content), status=status, content_type=MEDIA_TYPE, headers=headers
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_errors(api: NinjaAPI) -> None:
    """Have `api` answer every exception with a problem."""
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(RefusedError)(lambda request, error: _refusal([error.fault]))
    api.exception_handler(Throttled)(_throttled)
    api.exception_handler(Http404)(lambda request, error: problem(404, str(error)))
    api.exception_handler(Exception)(failed)


def as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """A refusal that came in other words than a problem, with the headers that matter."""
    if response.status_code not in _PLAIN or response.headers["Content-Type"] == MEDIA_TYPE:
        return response
    kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
    if "Allow" in kept:
        kept["Allow"] = "GET, HEAD"
    return problem(response.status_code, headers=kept)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = []
    for each in error.errors:
        # Inside a list the place follows the name.
        name = next(part for part in reversed(each["loc"]) if isinstance(part, str))
        faults.append(Fault(parameter=name, detail=f"{each['msg'].removeprefix(_MARK)}."))
    return _refusal(faults)


def _refusal(faults: Sequence[Fault]) -> HttpResponse:
    named = " ".join(f"{fault.parameter}: {fault.detail}" for fault in faults)
    return problem(422, f"{named} /api/docs says what fits.", errors=faults)


def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, f"Too many requests from this address: wait {error.wait} seconds.")


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("%s failed", request.path, exc_info=error, extra={"request": request})
    return problem(500)
