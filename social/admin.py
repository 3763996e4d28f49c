"""People, and what they did with songs."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from social.models import Like, Listener, Share, User

admin.site.register(User, UserAdmin)


class ReadOnlyAdmin(admin.ModelAdmin):
    """What listeners did is looked at here, never made up."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Like)
class LikeAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "created_at"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = ["song__search_text", "listener__public_id", "listener__user__username"]


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "channel", "created_at"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = ["song__search_text", "listener__public_id", "listener__user__username"]


@admin.register(Listener)
class ListenerAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "created_at"]
    list_select_related = ["user"]
    search_fields = ["public_id", "user__username"]
