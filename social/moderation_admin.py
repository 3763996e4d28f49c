"""What listeners say about songs, and what they ask the curators to look at."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.words import clock
from social.models import Comment, CommentQuerySet, Report, ReportQuerySet, User
from social.moderating import hide_comments, hide_reported


class ModerationAdmin(admin.ModelAdmin):
    """Nobody puts words into a listener's mouth: they are read, hidden and shown again."""

    show_full_result_count = False
    list_per_page = 50
    permission = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@admin.register(Comment)
class CommentAdmin(ModerationAdmin):
    permission = "social.change_comment"
    list_display = ["__str__", "listener", "song_page", "moment", "created_at", "shown", "reported"]
    list_filter = ["hidden", "created_at"]
    list_select_related = ["listener__user", "song__artist"]
    search_fields = ["text", "public_id", "listener__user__username", "song__search_text"]
    search_help_text = "Words of the comment, its author, or the song's title, artist or album"
    fields = ("text", "listener", "song_page", "moment", "created_at", "shown", "reported")
    readonly_fields = fields
    actions = ["hide", "show"]

    def get_queryset(self, request: HttpRequest) -> CommentQuerySet:
        return Comment.objects.not_deleted().with_open_reports().newest_first()

    @admin.display(description="song", ordering="song__title")
    def song_page(self, comment: Comment) -> SafeString:
        address = reverse("admin:catalog_song_change", args=[comment.song_id])
        return format_html('<a href="{}">{}</a>', address, comment.song)

    @admin.display(description="at", ordering="position_s")
    def moment(self, comment: Comment) -> str:
        return "–" if comment.position_s is None else clock(comment.position_s)

    @admin.display(description="shown", boolean=True, ordering="hidden")
    def shown(self, comment: Comment) -> bool:
        return not comment.hidden

    @admin.display(description="open reports", ordering="open_reports")
    def reported(self, comment: Any) -> SafeString | str:
        if not comment.open_reports:
            return "–"
        address = reverse("admin:social_report_changelist")
        return format_html(
            '<a href="{}?comment__id__exact={}">{}</a>', address, comment.pk, comment.open_reports
        )

    @admin.action(description="Hide from everybody", permissions=["moderate"])
    def hide(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        comment_ids = list(comments.values_list("pk", flat=True))
        count = hide_comments(comment_ids, cast(User, request.user), timezone.now())
        self.message_user(request, f"{_counted(count, 'comment')} hidden.")

    @admin.action(description="Show again", permissions=["moderate"])
    def show(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        comment_ids = list(comments.values_list("pk", flat=True))
        count = Comment.objects.filter(pk__in=comment_ids).update(hidden=False)
        self.message_user(request, f"{_counted(count, 'comment')} shown again.")


class StateFilter(admin.SimpleListFilter):
    """Open reports first: they are what wants doing."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("resolved", "Resolved"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [{**first, "display": "Open"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        reports = cast(ReportQuerySet, queryset)
        if self.value() == "resolved":
            return reports.resolved()
        return reports if self.value() == "all" else reports.unresolved()


@admin.register(Report)
class ReportAdmin(ModerationAdmin):
    permission = "social.change_report"
    list_display = ["about", "reason", "note", "reporter", "created_at", "state"]
    list_display_links = ["reason"]
    list_filter = [StateFilter, "reason", "created_at"]
    search_fields = [
        *("note", "reporter__user__username", "song__search_text"),
        *("comment__text", "comment__listener__user__username"),
    ]
    search_help_text = "Words of the note or the comment, a name, or the song's title or artist"
    fields = ("about", "seen_by_listeners", "reason", "note", "reporter", "created_at", "state")
    readonly_fields = fields
    actions = ["resolve", "hide"]

    def get_queryset(self, request: HttpRequest) -> ReportQuerySet:
        return Report.objects.with_subjects().order_by("-created_at")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "comment__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @admin.display(description="what")
    def about(self, report: Report) -> SafeString:
        if report.comment:
            address = reverse("admin:social_comment_change", args=[report.comment.pk])
            words = f"“{report.comment}” by {report.comment.listener} on {report.comment.song}"
        else:
            address = reverse("admin:catalog_song_change", args=[report.song_id])
            words = str(report.song)
        hidden = " (hidden)" if report.what and report.what.hidden else ""
        return format_html('<a href="{}">{}</a>{}', address, words, hidden)

    @admin.display(description="as listeners see it")
    def seen_by_listeners(self, report: Report) -> SafeString:
        song = report.song or (report.comment and report.comment.song)
        address = song.get_absolute_url() if song else ""
        return format_html('<a href="{0}">{0}</a>', address)

    @admin.display(description="state", ordering="resolved_at")
    def state(self, report: Report) -> str:
        if report.resolved_at is None:
            return "open"
        when = timezone.localtime(report.resolved_at).strftime("%Y-%m-%d %H:%M")
        return f"resolved {when} by {report.resolved_by or 'somebody who left'}"

    @admin.action(description="Resolve: nothing to hide", permissions=["moderate"])
    def resolve(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        chosen = Report.objects.filter(pk__in=list(reports.values_list("pk", flat=True)))
        count = chosen.resolve(cast(User, request.user), timezone.now())
        self.message_user(request, f"{_counted(count, 'report')} resolved.")

    @admin.action(description="Hide what they are about, and resolve", permissions=["moderate"])
    def hide(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        chosen = Report.objects.filter(pk__in=list(reports.values_list("pk", flat=True)))
        songs, comments = hide_reported(chosen, cast(User, request.user), timezone.now())
        hidden = f"{_counted(songs, 'song')} and {_counted(comments, 'comment')}"
        self.message_user(request, f"{hidden} hidden; the reports about them are resolved.")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
