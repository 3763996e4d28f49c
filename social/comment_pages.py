"""Comments: the sheet on a card, the section of a song's page, and a page of their own."""

import uuid
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from catalog.models import Song
from social.answers import refused, said, sentences_of
from social.comments import AT_ONCE, MOST_AT_ONCE, TooManyCommentsError, marks_of, write_comment
from social.forms import CommentForm, CommentsForm, DeleteForm, HideCommentForm
from social.models import Comment, CommentQuerySet, User
from social.moderating import hide_comments
from social.requests import ListenerRequest

_PAGE, _MARKED = 20, 300


@require_safe
@vary_on_headers("Cookie", "HX-Request")
def comments(request: ListenerRequest, public_id: str) -> HttpResponse:
    """What was said about a song, newest first: a sheet on its card, or a page."""
    song = get_object_or_404(_songs(), public_id=public_id)
    form = CommentsForm(request.GET)
    if not form.is_valid():
        return refused(form)
    after, undo = form.cleaned_data["after"], form.cleaned_data["undo"]
    last = get_object_or_404(song.comments, public_id=after) if after else None
    context = comments_on(request, song, last)
    if request.htmx:
        part = "rows" if last else "sheet"
        return render(request, f"social/comments_page.html#{part}", context)
    taken_back = song.comments.by(request.listener).deleted().filter(public_id=undo).first()
    return render(request, "social/comments_page.html", context | {"taken_back": taken_back})


@require_safe
@vary_on_headers("Cookie")
def comment_marks(request: ListenerRequest, public_id: str) -> HttpResponse:
    """The moments of a song that somebody spoke of, for its waveform."""
    song = get_object_or_404(_songs(), public_id=public_id)
    timed = song.comments.shown().on_the_timeline().with_authors().newest_first()[:_MARKED]
    context = {"marks": marks_of(timed, song.duration_s)}
    return render(request, "social/comment_marks.html", context)


@require_POST
def comment(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Say something about a song; the same form sent twice says it once."""
    song = get_object_or_404(_songs(), public_id=public_id)
    if not request.user.is_authenticated:
        return _invited(request, song)
    form = CommentForm(song, request.POST)
    if not form.is_valid():
        return _not_written(request, song, form, 400)
    try:
        written = write_comment(request.listener, song, now=timezone.now(), **form.cleaned_data)
    except TooManyCommentsError:
        minutes = int(AT_ONCE.total_seconds() / 60)
        words = f"{MOST_AT_ONCE} comments in {minutes} minutes are the most: wait a moment."
        form.add_error(None, words)
        return _not_written(request, song, form, 429)
    if not request.htmx:
        return redirect(f"{reverse('comments', args=[public_id])}#comment-{written.public_id}")
    context = {**_composing(song), "comment": written, **_reading(request, song)}
    response = render(request, "social/comment_written.html", context)
    return _with_new_marks(said(response, "Your comment is posted."))


@require_POST
def delete_comment(request: ListenerRequest, public_id: str) -> HttpResponse:
    """Take back one's own comment, or bring it back for a while after that."""
    form = DeleteForm(request.POST)
    if not form.is_valid():
        return refused(form)
    mine = get_object_or_404(_reachable().by(request.listener), public_id=public_id)
    gone = form.cleaned_data["deleted"]
    mine.deleted_at = timezone.now() if gone else None
    mine.save(update_fields=["deleted_at"])
    return _changed(request, mine, "deleted" if gone else "")


@require_POST
def hide_comment(request: ListenerRequest, public_id: str) -> HttpResponse:
    """A curator hides a comment from everybody, or shows it again."""
    if not _is_curator(request):
        raise PermissionDenied
    form = HideCommentForm(request.POST)
    if not form.is_valid():
        return refused(form)
    theirs = get_object_or_404(_reachable(), public_id=public_id)
    theirs.hidden = form.cleaned_data["hidden"]
    if theirs.hidden:
        hide_comments([theirs.pk], cast(User, request.user), timezone.now())
    else:
        theirs.save(update_fields=["hidden"])
    return _changed(request, theirs, "hidden" if theirs.hidden else "")


def comments_on(
    request: ListenerRequest, song: Song, last: Comment | None = None
) -> dict[str, Any]:
    """What a page shows of a song's comments: those after `last`, and what is needed to write."""
    shown = song.comments.shown()
    if last:
        shown = shown.older_than(last)
    rows = list(shown.with_authors().newest_first()[: _PAGE + 1])
    return {
        "comments": rows[:_PAGE],
        "has_more": len(rows) > _PAGE,
        **_composing(song),
        **_reading(request, song),
    }


def _songs() -> Any:
    return Song.objects.playable().select_related("artist")


def _reachable() -> CommentQuerySet:
    comments = Comment.objects.on_playable_songs().with_authors()
    return comments.select_related("song")


def _is_curator(request: ListenerRequest) -> bool:
    return request.user.is_staff and request.user.has_perm("social.change_comment")


def _composing(song: Song) -> dict[str, Any]:
    return {"song": song, "key": uuid.uuid4()}


def _reading(request: ListenerRequest, song: Song) -> dict[str, Any]:
    return {
        "comment_count": song.comments.shown().count(),
        "is_curator": _is_curator(request),
    }


def _invited(request: ListenerRequest, song: Song) -> HttpResponse:
    """Comments carry a name."""
    if request.htmx:
        words = "You are logged out. Log in to post this; what you wrote is kept."
        return HttpResponse(words, status=403, content_type="text/plain")
    back = urlencode({"next": reverse("comments", args=[song.public_id])})
    return redirect(f"{reverse('account_login')}?{back}")


def _not_written(
    request: ListenerRequest, song: Song, form: CommentForm, status: int
) -> HttpResponse:
    """What is wrong in sentences, and what was written is still there."""
    if request.htmx:
        return refused(form, status)
    written = {"problem": sentences_of(form), "text": form["text"].value()}
    context = comments_on(request, song) | written
    return render(request, "social/comments_page.html", context, status=status)


def _changed(request: ListenerRequest, changed: Comment, state: str) -> HttpResponse:
    """The comment's row anew, with the count; or the page it is on."""
    if not request.htmx:
        undo = f"?{urlencode({'undo': changed.public_id})}" if state == "deleted" else ""
        return redirect(reverse("comments", args=[changed.song.public_id]) + undo)
    context = {"comment": changed, "song": changed.song, "state": state}
    context |= _reading(request, changed.song)
    return _with_new_marks(render(request, "social/comment_changed.html", context))


def _with_new_marks(response: HttpResponse) -> HttpResponse:
    """Have a waveform on the page ask for its marks anew."""
    return trigger_client_event(response, "comments-changed", {})
