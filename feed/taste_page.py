"""The taste page: what the feed believes, and the listener's say in it; the mood dial."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Song
from feed import serving
from feed.asked import asked_by, dial_of, release_dial, skip_liked, turn_dial
from feed.beliefs import Beliefs, beliefs_of, trail_of
from feed.cards import songs_for_cards
from feed.exporting import export_of
from feed.forgetting import forget_everything, forget_songs, remember_again
from feed.models import Taste
from feed.signals import Signals, signals_of
from feed.taste import TasteProfile, taste_of
from feed.taste_forms import DialForm, ForgetForm, SkipLikedForm
from social.models import Listener
from social.requests import ListenerRequest


@require_safe
def taste(request: ListenerRequest) -> HttpResponse:
    """What the feed believes about this listener, and what they asked of it."""
    asked = asked_by(request.listener)
    signals, profile = _known(request.listener, asked)
    songs = songs_for_cards({*profile.kept, *profile.turned_away})
    context = {
        "beliefs": beliefs_of(profile, songs),
        "trail": trail_of(signals, profile, songs),
        "asked": asked,
        "dial": dial_of(asked, timezone.now()),
        "forgotten_count": _forgotten_count(request.listener),
    }
    return render(request, "feed/taste.html", context)


@require_safe
def export(request: ListenerRequest) -> HttpResponse:
    """All of it as JSON."""
    asked = asked_by(request.listener)
    signals, profile = _known(request.listener, asked)
    songs = songs_for_cards({*profile.kept, *profile.turned_away})
    beliefs: Beliefs = beliefs_of(profile, songs)
    response = JsonResponse(
        export_of(request.listener, asked, signals, beliefs), json_dumps_params={"indent": 1}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="clipfeed-taste.json"'
    return response


@require_POST
def forget(request: ListenerRequest) -> HttpResponse:
    """A belief is removed: the songs it rests on count no more."""
    form = ForgetForm(request.POST)
    if not form.is_valid():
        return _refused(form.errors)
    songs = Song.objects.filter(public_id__in=form.cleaned_data["songs"])
    forget_songs(request.listener.kept(), songs.values_list("pk", flat=True), timezone.now())
    messages.success(request, "Forgotten. The next song already knows nothing of it.")
    return redirect("taste")


@require_POST
def reset(request: ListenerRequest) -> HttpResponse:
    forget_everything(request.listener.kept(), timezone.now())
    messages.success(request, "Everything is forgotten. Likes and playlists are still yours.")
    return redirect("taste")


@require_POST
def remember(request: ListenerRequest) -> HttpResponse:
    remember_again(request.listener.kept())
    messages.success(request, "Remembered again.")
    return redirect("taste")


@require_POST
def nothing_liked(request: ListenerRequest) -> HttpResponse:
    """Whether songs they like stay away."""
    form = SkipLikedForm(request.POST)
    if not form.is_valid():
        return _refused(form.errors)
    skip_liked(request.listener.kept(), form.cleaned_data["skip_liked"])
    return redirect("taste")


@require_POST
def dial(request: ListenerRequest) -> HttpResponse:
    """Hold the mood dial somewhere, or let go of it."""
    form = DialForm(request.POST)
    if not form.is_valid():
        return _refused(form.errors)
    listener, asked = request.listener.kept(), form.cleaned_data
    if asked["release"]:
        release_dial(listener, timezone.now())
    else:
        turn_dial(listener, asked["energy"], asked["brightness"])
    return HttpResponse(status=204) if request.htmx else redirect("feed")


def _known(listener: Listener, asked: Taste) -> tuple[Signals, TasteProfile]:
    repertoire = serving.repertoire()
    signals = signals_of(listener, asked)
    if repertoire is None:
        return signals, TasteProfile()
    points = repertoire.points_of(set(signals.song_ids.tolist()))
    return signals, taste_of(signals, points, timezone.now())


def _forgotten_count(listener: Listener) -> int:
    return listener.forgotten.count() if listener.pk else 0


def _refused(errors: Any) -> HttpResponse:
    sentences = " ".join(str(error) for of_field in errors.values() for error in of_field)
    return HttpResponseBadRequest(sentences, content_type="text/plain")
