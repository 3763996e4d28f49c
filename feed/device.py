"""What belongs to a browser and not to a person: its theme, the installed app, what it keeps."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from feed.forms import ThemeForm
from social.answers import refused
from social.requests import ListenerRequest

_THEME_COOKIE = "theme"
_YEAR_S = 365 * 24 * 3600


@require_safe
def device(request: ListenerRequest) -> HttpResponse:
    """How ClipFeed looks in this browser, and what of it stays here."""
    context = {
        "themes": ThemeForm.THEMES,
        "theme": request.COOKIES.get(_THEME_COOKIE) or ThemeForm.SYSTEM,
    }
    return render(request, "feed/device.html", context)


@require_POST
def choose_theme(request: ListenerRequest) -> HttpResponse:
    """Kept in a cookie, so that the very first byte of every page knows it."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return refused(form)
    response = redirect("device")
    response.set_cookie(
        _THEME_COOKIE,
        form.cleaned_data["theme"],
        max_age=_YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
