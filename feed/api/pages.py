"""The OpenAPI document, and the same as a page for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from catalog.models import Song
from feed.api import answers, documents

View = Callable[[HttpRequest], HttpResponse]


def openapi(api: NinjaAPI) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return answers.kept(request, documents.document_json(api))

    return view


def docs(api: NinjaAPI) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        document = documents.document(api)
        newest = Song.objects.playable().newest_first().values_list("public_id", flat=True).first()
        context = {
            "info": document["info"],
            "routes": list(_routes(document, newest or "SONG")),
            "shapes": list(_shapes(document)),
            "base": request.build_absolute_uri("/").removesuffix("/"),
            "requests_per_minute": settings.API_REQUESTS_PER_MINUTE,
        }
        return render(request, "feed/api_docs.html", context)

    return view


@dataclass(frozen=True)
class Value:
    """A parameter or a part of an answer: what it is called, what fits and what it is."""

    name: str
    fits: str
    description: str
    default: Any = None


@dataclass(frozen=True)
class Route:
    name: str
    address: str
    description: str
    example: str
    parameters: list[Value]
    statuses: list[tuple[int, str]]
    # The shape of what comes; empty for audio.
    answer: str


@dataclass(frozen=True)
class Shape:
    name: str
    description: str
    parts: list[Value]


def _routes(document: dict[str, Any], song_id: str) -> Iterator[Route]:
    for address, operations in document["paths"].items():
        operation = operations["get"]
        parameters = [
            Value(
                p["name"], _fits(p["schema"]), p.get("description", ""), p["schema"].get("default")
            )
            for p in operation["parameters"]
        ]
        answered = operation["responses"]
        content = answered[200].get("content", {}).get("application/json", {})
        yield Route(
            name=operation["summary"],
            address=address,
            description=operation["description"],
            example=operation["x-example"].replace("{song_id}", song_id),
            parameters=parameters,
            statuses=[(status, answered[status]["description"]) for status in sorted(answered)],
            answer=_fits(content["schema"]) if content else "",
        )


def _shapes(document: dict[str, Any]) -> Iterator[Shape]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        parts = [_value(part, of) for part, of in schema["properties"].items()]
        yield Shape(name, schema.get("description", ""), parts)


def _value(name: str, schema: dict[str, Any]) -> Value:
    return Value(name, _fits(schema), schema.get("description", ""), schema.get("default"))


def _fits(schema: dict[str, Any]) -> str:
    """`number, 0 to 1`; `one of major, minor`; `list of SongEntry`; `text or null`."""
    if "anyOf" in schema:
        return " or ".join(_fits(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if schema.get("type") == "array":
        return f"list of {_fits(schema['items'])}"
    kind = {"string": "text", "integer": "whole number"}.get(schema["type"], schema["type"])
    if "minimum" in schema:
        return f"{kind}, {schema['minimum']} to {schema['maximum']}"
    return str(kind)
