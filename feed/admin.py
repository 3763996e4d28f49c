"""What was played, and the models that chose it."""

from django.contrib import admin

from feed.models import FittedModel, Play
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


@admin.register(FittedModel)
class FittedModelAdmin(ReadOnlyAdmin):
    list_display = ["kind", "active", "song_count", "fit_seconds", "created_at"]
