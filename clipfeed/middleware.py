"""Response headers that hold for every page."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


CONTENT_SECURITY_POLICY = _written(_POLICY)
# For what others may frame; the page in the frame may do no more than any page.
FRAMED_POLICY = _written(_POLICY | {"frame-ancestors": "*"})


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Forbid inline code and styles and every foreign source; a view may set its own policy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        may_be_framed = getattr(response, "xframe_options_exempt", False)
        policy = FRAMED_POLICY if may_be_framed else CONTENT_SECURITY_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def forget_when_logged_out(get_response: GetResponse) -> GetResponse:
    """A session ends: what its browser kept goes with it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = settings.SESSION_COOKIE_NAME
        taken_back = name in response.cookies and response.cookies[name]["max-age"] == 0
        if taken_back and request.COOKIES.get(name):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


class TextGZipMiddleware(GZipMiddleware):
    """Compress pages; leave audio and pictures, which are compressed already, as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return super().process_response(request, response)
        return response
