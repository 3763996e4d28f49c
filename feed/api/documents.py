"""The OpenAPI document: what routes say of themselves, completed."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE

from feed.api.problems import MEDIA_TYPE, Problem

_AUDIO = {"audio/*": {"schema": {"type": "string", "format": "binary"}}}


def route(example: str, *statuses: int) -> dict[str, Any]:
    """`openapi_extra` of a route that also answers with these; all may answer 429 and 500."""
    answers = {status: _answer(status) for status in (*statuses, 429, 500)}
    return {"x-example": example, "responses": answers}


def audio_route(example: str, *statuses: int) -> dict[str, Any]:
    """Of one that answers with audio, whole or in part, or sends elsewhere for it."""
    documented = route(example, 302, *statuses)
    for status in (200, 206):
        documented["responses"][status] = _described(status) | {"content": _AUDIO}
    return documented


def _answer(status: int) -> dict[str, Any]:
    if status < 400:
        return _described(status)
    schema = {"$ref": REF_TEMPLATE.format(model="Problem")}
    return _described(status) | {"content": {MEDIA_TYPE: {"schema": schema}}}


def _described(status: int) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase}


@cache
def document(api: NinjaAPI) -> dict[str, Any]:
    """OpenAPI 3.1; the same for as long as the process lives."""
    root = reverse("api:docs").removesuffix("docs")
    schema = deepcopy(dict(api.get_openapi_schema(path_prefix=root)))
    schema["components"]["schemas"] |= _problem_schemas()
    for path in schema["paths"].values():
        for method, operation in path.items():
            for parameter in operation["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])
            if method == "head":
                _without_content(operation)
    return schema


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter may be left out, but none is ever the word "null"."""
    if "anyOf" not in schema:
        return schema
    (kind,) = (each for each in schema["anyOf"] if each != {"type": "null"})
    return {name: value for name, value in schema.items() if name != "anyOf"} | kind


def _without_content(operation: dict[str, Any]) -> None:
    operation["operationId"] += "_head"
    for answer in operation["responses"].values():
        answer.pop("content", None)


@cache
def document_json(api: NinjaAPI) -> bytes:
    return orjson.dumps(document(api), option=orjson.OPT_NON_STR_KEYS)


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=REF_TEMPLATE)
    return {**schema.pop("$defs"), "Problem": schema}
