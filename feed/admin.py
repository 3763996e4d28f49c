"""What was played, and the models that chose it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from feed.artefacts import stop_serving, switch_to
from feed.evaluation import admin as evaluation_admin  # noqa: F401 - registers itself
from feed.models import Dismissal, FittedModel, HiddenArtist, Play
from social.admin import ReadOnlyAdmin


@admin.register(Play)
class PlayAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "listened", "source", "started_at"]
    list_filter = ["source"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = ["song__search_text", "listener__public_id", "listener__user__username"]

    @admin.display(description="heard", ordering="listened_ms")
    def listened(self, play: Play) -> str:
        return f"{play.listened_share:.0%}"


@admin.register(Dismissal)
class DismissalAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "created_at"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = ["song__search_text", "listener__public_id", "listener__user__username"]


@admin.register(HiddenArtist)
class HiddenArtistAdmin(ReadOnlyAdmin):
    list_display = ["artist", "listener", "created_at"]
    list_select_related = ["artist", "listener__user"]
    search_fields = ["artist__name", "listener__public_id", "listener__user__username"]


@admin.register(FittedModel)
class FittedModelAdmin(ReadOnlyAdmin):
    """Fitted models: which serve, how good they were found, and the way back."""

    list_display = ["kind", "created_at", "song_count", "fitted_in", "found", "serves"]
    list_filter = ["kind"]

    def get_urls(self) -> list[URLPattern]:
        serve = path(
            "<int:pk>/serve/",
            self.admin_site.admin_view(require_POST(self.serve_view)),
            name="feed_fittedmodel_serve",
        )
        return [serve, *super().get_urls()]

    def serve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Serve with this model, or without any where it serves already."""
        if not request.user.has_perm("feed.change_fittedmodel"):
            raise PermissionDenied
        model = get_object_or_404(FittedModel, pk=pk)
        if model.active and model.kind == FittedModel.Kind.RANKING:
            stop_serving(model)
            messages.success(request, "Cards are ranked by the fixed weights again.")
        else:
            switch_to(model)
            messages.success(request, f"{model} serves from now on.")
        return redirect("admin:feed_fittedmodel_changelist")

    @admin.display(description="fitted in", ordering="fit_seconds")
    def fitted_in(self, model: FittedModel) -> str:
        return f"{model.fit_seconds:.2f} s"

    @admin.display(description="measured")
    def found(self, model: FittedModel) -> str:
        """On plays it had not seen, next to the model that served then."""
        figures = model.figures
        if "fitted" not in figures:
            return ", ".join(f"{value:,} {name}" for name, value in figures.items())
        fitted, active = figures["fitted"]["auc"], figures["active"]["auc"]
        return f"AUC {fitted:.3f}, before {active:.3f}, ±\N{NO-BREAK SPACE}{figures['error']:.3f}"

    @admin.display(description="serving")
    def serves(self, model: FittedModel) -> SafeString:
        words = "Serve with this"
        if model.active:
            if model.kind != FittedModel.Kind.RANKING:
                return format_html("<strong>{}</strong>", "serving")
            words = "Serving: back to fixed weights"
        # Inside the list's own form, which brings the token along: one click.
        return format_html(
            '<button type="submit" class="button" formaction="{}">{}</button>',
            reverse("admin:feed_fittedmodel_serve", args=[model.pk]),
            words,
        )
