"""Likes, reposts and shares."""

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Song
from social.answers import refused, said
from social.forms import LikeForm, RepostForm, ShareForm
from social.marks import set_mark
from social.models import Like
from social.requests import ListenerRequest


@require_POST
def like(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Like a song or take it back; saying the same twice changes nothing."""
    form = LikeForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(Song.objects.published(), public_id=public_id)
    liked = form.cleaned_data["liked"]
    set_mark(request.listener.kept().likes, liked, song=song)
    if not request.htmx:
        return HttpResponseRedirect(song.get_absolute_url())
    context = {"song": song, "liked": liked, "like_count": song.likes.count()}
    return render(request, "social/like_button.html", context)


@require_POST
def repost(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Pass a song on to followers or take that back; saying the same twice changes nothing."""
    form = RepostForm(request.POST)
    if not form.is_valid():
        return refused(form)
    song = get_object_or_404(Song.objects.published(), public_id=public_id)
    listener, reposted = request.listener.kept(), form.cleaned_data["reposted"]
    set_mark(listener.reposts, reposted, song=song)
    if not request.htmx:
        return HttpResponseRedirect(song.get_absolute_url())
    context = {"song": song, "reposted": reposted, "repost_count": song.reposts.count()}
    response = render(request, "social/repost_button.html", context)
    if reposted and listener.user_id is None:
        said(response, "Reposted. With an account, people can follow you and hear it.")
    return response


@require_POST
def share(request: ListenerRequest, public_id: str) -> HttpResponse:
    """A song's link was handed on; the browser has done so already."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Unknown way of sharing.", content_type="text/plain")
    song = get_object_or_404(Song.objects.published(), public_id=public_id)
    request.listener.kept().shares.create(song=song, channel=form.cleaned_data["channel"])
    return HttpResponse(status=204)


@require_safe
def likes(request: ListenerRequest) -> HttpResponse:
    """The songs this listener likes, latest first."""
    liked = Like.objects.filter(listener=request.listener.pk).order_by("-created_at")
    shown = liked.filter(song__in=Song.objects.playable()).values_list("song_id", flat=True)[:500]
    songs = Song.objects.with_card_facts().in_bulk(list(shown))
    return render(request, "social/likes.html", {"songs": [songs[song_id] for song_id in shown]})
