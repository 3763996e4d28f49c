"""The addresses of the API."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from feed.api import pages, recommendations, songs
from feed.api.limits import address_limit
from feed.api.problems import answer_errors, as_problem, failed, problem

api = NinjaAPI(
    title="ClipFeed",
    version="1",
    description="The songs of this library, the best seconds of each, and which come next.",
    openapi_url=None,
    docs_url=None,
    throttle=[address_limit],
)
api.add_router("", songs.router)
api.add_router("", recommendations.router)
answer_errors(api)

View = Callable[..., HttpResponseBase]


def _guarded(view: View) -> View:
    """Answers HEAD wherever GET is answered, and whatever goes wrong with a problem."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, **kwargs)
            if response.status_code == 405 and request.method == "HEAD":
                request.method = "GET"
                response = view(request, **kwargs)
                request.method = "HEAD"  # whoever sends the answer leaves out its content
        except Exception as error:  # what the limits raise: routes answer their own
            return failed(request, error)
        return as_problem(response)

    return answer


@csrf_exempt
def _nowhere(request: HttpRequest) -> HttpResponseBase:
    return problem(404)


def _routes() -> list[URLPattern]:
    routes = [route for route in api.urls[0] if isinstance(route, URLPattern)]
    for route in routes:
        route.callback = _guarded(route.callback)
    return [route for route in routes if route.name != "api-root"]


app_name = "api"
urlpatterns = [
    *_routes(),
    path("openapi.json", _guarded(pages.openapi(api)), name="openapi"),
    path("docs", _guarded(pages.docs(api)), name="docs"),
    re_path("", _nowhere),  # line breaks included
]
