"""Curating: songs, what analysis found in them, and what went wrong."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import windows
from catalog.announcing import announce
from catalog.curating import Panel, WindowForm
from catalog.ingest import Outcome, add_upload
from catalog.models import Analysis, Artist, Clip, Heatmap, Song
from catalog.views import whole_song
from catalog.words import clock


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    audio_files = SeveralFilesField(label="Audio files")


class AnalysisInline(admin.StackedInline):
    model = Analysis
    can_delete = False
    fields = (
        "state",
        "error",
        "warnings",
        "attempts",
        "analysed_at",
        "version",
        "tempo_bpm",
        "tempo_confidence",
        "key",
        "mode",
        "key_confidence",
        "energy",
        "brightness",
        "danceability",
        "loudness_lufs",
        "true_peak_dbtp",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ClipInline(admin.TabularInline):
    model = Clip
    can_delete = False
    fields = (
        "start_s",
        "end_s",
        "provenance",
        "confidence",
        "loudness_lufs",
        "rendered_at",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HeatmapInline(admin.TabularInline):
    """Curves come from files; a wrong one is taken away here."""

    model = Heatmap
    fields = ("source", "origin", "recording_s", "imported_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Song)
class SongAdmin(admin.ModelAdmin):
    change_list_template = "admin/catalog/song/change_list.html"
    change_form_template = "admin/catalog/song/change_form.html"
    list_display = [
        "artwork",
        "title",
        "artist",
        "listen",
        "work_state",
        "shown",
        "tempo",
        "key",
        "length",
    ]
    list_display_links = ["title"]
    list_filter = ["analysis__state", "hidden", "analysis__mode", "clip__provenance"]
    list_select_related = ["artist", "analysis", "clip"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["search_text"]
    search_help_text = "Words of title, artist or album"
    autocomplete_fields = ["artist"]
    readonly_fields = ["artwork", "listen", "length", "audio_type", "audio_bytes", "added_at"]
    fields = (
        "artwork",
        "listen",
        "title",
        "artist",
        "album",
        "genre",
        "year",
        "track_number",
        "licence",
        "cover",
        "hidden",
        "length",
        "audio_type",
        "audio_bytes",
        "added_at",
    )
    inlines = [ClipInline, HeatmapInline, AnalysisInline]
    actions = ["publish", "hide", "analyse_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Song]:
        return (
            super()
            .get_queryset(request)
            .defer("analysis__embedding", "analysis__segments", "analysis__beats")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Song], search_term: str
    ) -> tuple[QuerySet[Song], bool]:
        return queryset.filter(pk__in=Song.objects.matching(search_term).order_by()), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # songs come from files: see upload

    @admin.display(description="picture")
    def artwork(self, song: Song) -> SafeString:
        if song.cover:
            address = reverse("cover", args=[song.cover_name])
        else:
            address = reverse("share-picture", args=[song.public_id])
        return format_html('<img src="{}" alt="" height="44" loading="lazy">', address)

    @admin.display(description="state", ordering="analysis__state")
    def work_state(self, song: Song) -> str:
        work = song.analysis
        return (
            f"{work.get_state_display()}: {work.error}" if work.error else work.get_state_display()
        )

    @admin.display(description="shown", boolean=True, ordering="hidden")
    def shown(self, song: Song) -> bool:
        return not song.hidden and hasattr(song, "clip")

    @admin.display(description="BPM", ordering="analysis__tempo_bpm")
    def tempo(self, song: Song) -> str:
        return f"{song.analysis.tempo_bpm:.0f}" if song.analysis.tempo_bpm else "–"

    @admin.display(description="key", ordering="analysis__key")
    def key(self, song: Song) -> str:
        return song.analysis.key_name or "–"

    @admin.display(description="length", ordering="duration_s")
    def length(self, song: Song) -> str:
        return clock(song.duration_s)

    @admin.display(description="clip")
    def listen(self, song: Song) -> SafeString | str:
        if not hasattr(song, "clip"):
            return "–"
        return format_html('<audio controls preload="none" src="{}"></audio>', song.clip.audio_url)

    @admin.action(description="Publish: show to listeners")
    def publish(self, request: HttpRequest, songs: QuerySet[Song]) -> None:
        self._say(request, songs.update(hidden=False), "published")

    @admin.action(description="Hide from listeners")
    def hide(self, request: HttpRequest, songs: QuerySet[Song]) -> None:
        self._say(request, songs.update(hidden=True), "hidden")

    @admin.action(description="Analyse again")
    def analyse_again(self, request: HttpRequest, songs: QuerySet[Song]) -> None:
        song_ids = Analysis.objects.filter(song__in=songs).again(timezone.now())
        announce(song_ids)
        self._say(request, len(song_ids), "waiting to be analysed again")

    def _say(self, request: HttpRequest, count: int, what: str) -> None:
        self.message_user(request, f"{count} song{'' if count == 1 else 's'} {what}.")

    def get_urls(self) -> list[URLPattern]:
        upload = path(
            "upload/", self.admin_site.admin_view(self.upload), name="catalog_song_upload"
        )
        window = path(
            "<int:song_id>/window/",
            self.admin_site.admin_view(self.window),
            name="catalog_song_window",
        )
        audio = path(
            "<int:song_id>/audio/",
            self.admin_site.admin_view(self.audio),
            name="catalog_song_audio",
        )
        return [upload, window, audio, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        song = kwargs.get("obj")
        if song is not None and self.has_change_permission(request, song):
            context["panel"] = Panel(song)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if any(isinstance(gone, Heatmap) for each in formsets for gone in each.deleted_objects):
            windows.reconsider(form.instance.pk)

    def audio(self, request: HttpRequest, song_id: int) -> HttpResponseBase:
        """The whole song for curators, hidden ones too."""
        song = get_object_or_404(Song, pk=song_id)
        if not self.has_view_permission(request, song):
            raise PermissionDenied
        return whole_song(request, song)

    def window(self, request: HttpRequest, song_id: int) -> HttpResponse:
        """Choose the clip's window, or leave it to ClipFeed again."""
        song = get_object_or_404(self.get_queryset(request), pk=song_id)
        if not self.has_change_permission(request, song):
            raise PermissionDenied
        form = WindowForm(song.duration_s, request.POST or None)
        if "automatic" in request.POST:
            return self._curated(request, song, None)
        if request.method == "POST" and form.is_valid():
            return self._curated(request, song, form.window)
        context = {
            **self.admin_site.each_context(request),
            "title": song,
            "panel": Panel(song, form if form.is_bound else None),
        }
        return render(request, "admin/catalog/song/window.html", context)

    def _curated(
        self, request: HttpRequest, song: Song, window: tuple[float, float] | None
    ) -> HttpResponse:
        moves = windows.curate(song.pk, window)
        times = f"{clock(window[0])} to {clock(window[1])}" if window else "the automatic window"
        self.log_change(request, song, f"Chose {times} for the clip.")
        what = "The clip is being made anew" if moves else "The clip is to be"
        self.message_user(request, f"{what}: {times}.")
        return HttpResponseRedirect(reverse("admin:catalog_song_change", args=[song.pk]))

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Add several audio files at once; each one refused is named with its reason."""
        if not self.has_change_permission(request):
            return HttpResponse("Curators only.", status=403)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            self._add_all(request, form.cleaned_data["audio_files"])
            return HttpResponseRedirect(reverse("admin:catalog_song_changelist"))
        context = {**self.admin_site.each_context(request), "form": form, "title": "Upload songs"}
        return render(request, "admin/catalog/song/upload.html", context)

    def _add_all(self, request: HttpRequest, files: list[UploadedFile]) -> None:
        results = [add_upload(file) for file in files]
        added = sum(result.outcome is Outcome.ADDED for result in results)
        if added:
            self._say(request, added, "added; analysis begins now")
        for result in results:
            if result.outcome is Outcome.ALREADY_HERE:
                messages.info(request, f"{result.path} is in the catalogue already.")
            if result.outcome is Outcome.REFUSED:
                messages.error(request, f"Refused {result.path}: {result.reason}")


@admin.register(Artist)
class ArtistAdmin(admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]
