"""Who is listening: `request.listener` on every request."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from social.models import Listener

COOKIE = "listener"
_SALT = "listener-cookie"
_OWNER_SALT = "owner-of-a-browser"
_YEAR_S = 365 * 24 * 3600

GetResponse = Callable[[HttpRequest], HttpResponse]


def listener(get_response: GetResponse) -> GetResponse:
    """Set `request.listener`, read on first use; give a visitor's browser its signed cookie.

    A visitor's listener may have no row yet (`pk` is None): `Listener.kept` makes it.
    `request.owner` tells pages whether what the browser kept was left by the same listener; it says
    nothing about who that is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        known_key = _key_in(request)
        key = known_key or uuid.uuid4()
        request.listener = SimpleLazyObject(lambda: _listener_of(request, key))  # type: ignore[attr-defined]
        request.owner = SimpleLazyObject(lambda: _owner(request, key))  # type: ignore[attr-defined]
        response = get_response(request)
        replaced_key = getattr(request, "new_listener_key", None)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        # In a frame on somebody else's page nobody has come here yet.
        is_framed = getattr(response, "xframe_options_exempt", False)
        if replaced_key or (known_key is None and is_page and not is_framed):
            set_cookie(response, replaced_key or key)
        return response

    return middleware


def set_cookie(response: HttpResponse, key: uuid.UUID) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(str(key), salt=_SALT),
        max_age=_YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _key_in(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None


def _listener_of(request: HttpRequest, key: uuid.UUID) -> Listener:
    if request.user.is_authenticated:
        known: Listener | None = getattr(request.user, "listener", None)
        return known or Listener.objects.get_or_create(user=request.user)[0]
    return visitor_of(key)


def _owner(request: HttpRequest, key: uuid.UUID) -> str:
    known = request.user.is_authenticated
    kind, name = ("user", str(request.user.pk)) if known else ("visitor", str(key))
    return f"{kind}-{salted_hmac(_OWNER_SALT, f'{kind} {name}').hexdigest()[:16]}"


def visitor_of(key: uuid.UUID) -> Listener:
    return Listener.objects.visitors().filter(key=key).first() or Listener(key=key)


def visitor_in(request: HttpRequest) -> Listener | None:
    """The visitor this browser was before it logged in, if anything of theirs was kept."""
    key = _key_in(request)
    return Listener.objects.visitors().filter(key=key).first() if key else None
