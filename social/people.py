"""People: who they are, what they passed on, and following them."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Song
from social.answers import refused
from social.forms import FollowForm, ShownLikesForm
from social.marks import set_mark
from social.models import Follow, Like, Listener, Playlist, Repost, User
from social.playlists import with_covers
from social.requests import ListenerRequest

_SONGS, _PLAYLISTS, _PEOPLE, _REPOSTERS = 100, 60, 500, 12


@require_safe
def profile(request: ListenerRequest, name: str) -> HttpResponse:
    """A person's reposts and public playlists; what they like only where they show it."""
    user = _person(name)
    person = getattr(user, "listener", None) or Listener(user=user)
    playlists = Playlist.objects.filter(owner=person.pk, visibility=Playlist.Visibility.PUBLIC)
    context = {
        "person": user,
        "is_me": request.user == user,
        "listener": person,
        "songs": _latest(Repost.objects.filter(listener=person.pk)),
        "liked": _latest(Like.objects.filter(listener=person.pk)) if person.shows_likes else [],
        "playlists": with_covers(playlists)[:_PLAYLISTS],
        **_follows(person, request.listener),
    }
    return render(request, "social/profile.html", context)


@require_POST
def follow(request: ListenerRequest, name: str) -> HttpResponse:
    """Follow a person or stop; saying the same twice changes nothing."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        return refused(form)
    user = _person(name)
    if request.user == user:
        return HttpResponseBadRequest("Nobody follows themselves.", content_type="text/plain")
    person, _ = Listener.objects.get_or_create(user=user)
    followed = form.cleaned_data["followed"]
    set_mark(request.listener.kept().following, followed, followed=person)
    if not request.htmx:
        return redirect("profile", name=user.get_username())
    context = {"person": user, "followed": followed, "follower_count": person.followers.count()}
    return render(request, "social/follow_button.html", context)


@require_POST
def show_likes(request: ListenerRequest) -> HttpResponse:
    """Whether others see what this listener likes, and meet it where they follow them."""
    form = ShownLikesForm(request.POST)
    if not form.is_valid():
        return refused(form)
    if not request.user.is_authenticated:  # a visitor has no followers
        return redirect("account_login")
    listener = request.listener
    listener.shows_likes = form.cleaned_data["shown"]
    listener.save(update_fields=["shows_likes"])
    return redirect("profile", name=request.user.get_username())


@require_safe
def following(request: ListenerRequest) -> HttpResponse:
    """The people this listener follows, latest first."""
    follows = Follow.objects.filter(follower=request.listener.pk, followed__user__is_active=True)
    people = (
        follows.select_related("followed__user")
        .annotate(follower_count=Count("followed__followers"))
        .order_by("-created_at")
    )
    return render(request, "social/following.html", {"follows": people[:_PEOPLE]})


def reposters_of(song: Song) -> list[User]:
    """People who passed it on, latest first; visitors have no name."""
    people = User.objects.filter(is_active=True, listener__reposts__song=song)
    return list(people.order_by("-listener__reposts__created_at")[:_REPOSTERS])


def _person(name: str) -> User:
    if "\0" in name:  # PostgreSQL would not even look
        raise Http404
    people = User.objects.filter(is_active=True).select_related("listener")
    return get_object_or_404(people, username=name)


def _latest(acts: QuerySet[Repost] | QuerySet[Like]) -> list[Song]:
    """The songs of acts, latest first."""
    playable = acts.filter(song__in=Song.objects.playable()).order_by("-created_at")
    shown = list(playable.values_list("song_id", flat=True)[:_SONGS])
    songs = Song.objects.with_card_facts().in_bulk(shown)
    return [songs[song_id] for song_id in shown]


def _follows(person: Listener, listener: Listener) -> dict[str, int | bool]:
    """How many follow them, how many they follow, and whether `listener` is one of them."""
    if person.pk is None:
        return {"follower_count": 0, "following_count": 0, "followed": False}
    follows = Follow.objects.filter(Q(followed=person) | Q(follower=person))
    counts = follows.aggregate(
        followers=Count("pk", filter=Q(followed=person)),
        following=Count("pk", filter=Q(follower=person)),
        mine=Count("pk", filter=Q(followed=person, follower=listener.pk)),
    )
    return {
        "follower_count": counts["followers"],
        "following_count": counts["following"],
        "followed": bool(counts["mine"]),
    }
