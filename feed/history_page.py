"""What a listener heard: a page for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Song
from feed.cards import Reception, receptions_of
from feed.models import Play
from social.answers import refused
from social.models import Listener
from social.requests import ListenerRequest

_PLAYS = 50


class HistoryForm(forms.Form):
    """`before` is when the last play of the page before began."""

    before = forms.DateTimeField(
        required=False, error_messages={"invalid": "`before` is a date and a time."}
    )


@dataclass(frozen=True)
class Heard:
    """One play, and what was done with its song."""

    song: Song
    at: datetime
    reception: Reception


@require_safe
def history(request: ListenerRequest) -> HttpResponse:
    """What this listener heard, the latest first, by day."""
    form = HistoryForm(request.GET)
    if not form.is_valid():
        return refused(form)
    before = form.cleaned_data["before"] or timezone.now()
    plays = _plays(request.listener, before, _PLAYS + 1)
    heard = _heard(request.listener, plays[:_PLAYS])
    context = {
        "days": [(day, list(rows)) for day, rows in groupby(heard, key=_day)],
        "until": before.isoformat(),
        "earlier": plays[_PLAYS - 1].started_at.isoformat() if len(plays) > _PLAYS else "",
        "is_first": form.cleaned_data["before"] is None,
    }
    return render(request, "feed/history.html", context)


def _plays(listener: Listener, before: datetime, count: int) -> list[Play]:
    if listener.pk is None:
        return []
    playable = listener.plays.filter(song__in=Song.objects.playable())
    return list(playable.heard_before(before).recent(count))


def _heard(listener: Listener, plays: list[Play]) -> list[Heard]:
    """A song that was played several times in a row is told once."""
    song_ids = {play.song_id for play in plays}
    songs = Song.objects.with_card_facts().in_bulk(song_ids)
    receptions = receptions_of(listener, song_ids) if song_ids else {}
    told = [next(rows) for _, rows in groupby(plays, key=lambda play: play.song_id)]
    return [
        Heard(songs[play.song_id], play.started_at, receptions.get(play.song_id, Reception()))
        for play in told
    ]


def _day(heard: Heard) -> date:
    return timezone.localtime(heard.at).date()
