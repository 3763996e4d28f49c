"""People, and what they did with songs."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from social import moderation_admin  # noqa: F401 - registers itself
from social.models import Follow, Like, Listener, Playlist, PlaylistItem, Repost, Share, User

admin.site.register(User, UserAdmin)

_SONG_OR_LISTENER = ["song__search_text", "listener__public_id", "listener__user__username"]


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
    search_fields = _SONG_OR_LISTENER


@admin.register(Repost)
class RepostAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "created_at"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = _SONG_OR_LISTENER


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    list_display = ["song", "listener", "channel", "created_at"]
    list_select_related = ["song__artist", "listener__user"]
    search_fields = _SONG_OR_LISTENER


@admin.register(Follow)
class FollowAdmin(ReadOnlyAdmin):
    list_display = ["follower", "followed", "created_at"]
    list_select_related = ["follower__user", "followed__user"]
    search_fields = ["follower__user__username", "followed__user__username"]


class PlaylistItemInline(admin.TabularInline):
    model = PlaylistItem
    fields = ["position", "song", "added_by", "created_at"]
    readonly_fields = ["position", "song", "added_by", "created_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlaylistItem]:
        return super().get_queryset(request).select_related("song__artist", "added_by__user")


@admin.register(Playlist)
class PlaylistAdmin(admin.ModelAdmin):
    """A title may need a word taken out, a playlist may have to go out of sight."""

    list_display = ["title", "owner", "visibility", "created_at"]
    list_filter = ["visibility"]
    list_select_related = ["owner__user"]
    search_fields = ["title", "public_id", "owner__public_id", "owner__user__username"]
    fields = ["title", "visibility", "owner", "public_id", "created_at"]
    readonly_fields = ["owner", "public_id", "created_at"]
    inlines = [PlaylistItemInline]
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Listener)
class ListenerAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "created_at"]
    list_select_related = ["user"]
    search_fields = ["public_id", "user__username"]
