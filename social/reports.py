"""Reports: a listener asks the curators to look at a song or a comment."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.models import Song
from social.answers import refused
from social.forms import ReportForm, WithdrawForm
from social.models import Comment, Listener, Report
from social.requests import ListenerRequest

# More than anybody who reads and listens finds in a day.
MOST_REPORTS, REPORTS_IN = 30, timedelta(days=1)


class TooManyReportsError(Exception):
    """This listener reported a lot today."""


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("Cookie", "HX-Request")
def report_song(request: ListenerRequest, public_id: str) -> HttpResponse:
    songs = Song.objects.playable().select_related("artist")
    return _report(request, get_object_or_404(songs, public_id=public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("Cookie", "HX-Request")
def report_comment(request: ListenerRequest, public_id: str) -> HttpResponse:
    shown = Comment.objects.shown().on_playable_songs().with_authors().select_related("song")
    return _report(request, get_object_or_404(shown, public_id=public_id))


def _report(request: ListenerRequest, what: Song | Comment) -> HttpResponse:
    """Ask why, keep the answer, or take it back."""
    form = ReportForm(request.POST or None, about_song=isinstance(what, Song))
    if request.method != "POST":
        mine = Report.objects.by(request.listener).unresolved().about(what).exists()
        return _answer(request, what, form, "reported" if mine else "")
    if "withdrawn" in request.POST:
        return _withdraw(request, what, form)
    if not form.is_valid():
        return _answer(request, what, form, "", status=400)
    try:
        report(request.listener.kept(), what, now=timezone.now(), **form.cleaned_data)
    except TooManyReportsError:
        form.add_error(None, "You reported a lot today. Thank you; the curators are on it.")
        return _answer(request, what, form, "", status=429)
    return _answer(request, what, form, "thanks")


def _withdraw(request: ListenerRequest, what: Song | Comment, form: ReportForm) -> HttpResponse:
    withdrawing = WithdrawForm(request.POST)
    if not withdrawing.is_valid():
        return refused(withdrawing)
    Report.objects.by(request.listener).unresolved().about(what).delete()
    unbound = ReportForm(about_song=isinstance(what, Song))
    return _answer(request, what, unbound, "withdrawn")


@transaction.atomic
def report(
    listener: Listener, what: Song | Comment, reason: str, note: str, now: datetime
) -> Report:
    """One open report of a listener and a thing: reporting again says it better.

    Raises `TooManyReportsError`.
    """
    if listener.reports.made_after(now - REPORTS_IN).count() >= MOST_REPORTS:
        raise TooManyReportsError
    said = {"reason": reason, "note": note}
    about: dict[str, Any] = {Report.field_for(what): what}
    kept, _ = Report.objects.unresolved().update_or_create(
        reporter=listener, **about, defaults=said
    )
    return kept


def _answer(
    request: ListenerRequest,
    what: Song | Comment,
    form: ReportForm,
    state: str,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "state": state}
    if isinstance(what, Song):
        context |= {"song": what, "address": reverse("report-song", args=[what.public_id])}
    else:
        address = reverse("report-comment", args=[what.public_id])
        context |= {"song": what.song, "comment": what, "address": address}
    if request.htmx and status >= 400:
        return refused(form, status)
    template = "social/report.html#sheet" if request.htmx else "social/report.html"
    return render(request, template, context, status=status)
