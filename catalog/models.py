"""Songs, what analysis found in them, what others replayed of them, and the clips cut from them.

A `Song` is the file and its credits. Its `Analysis` is at once the facts and the state of the work
that finds them: the row is the truth about what is left to do. Its `Heatmap`s tell which parts were
replayed elsewhere. Its `Clip` is what the feed plays.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from catalog import claims, colour, words
from catalog.addresses import address
from catalog.public_id import new_public_id
from catalog.searching import SearchableSongs


class ArtistQuerySet(models.QuerySet["Artist"]):
    def known_as(self, name: str) -> Self:
        """The artist of this name, however it is spelt, or of this public id."""
        return self.filter(Q(name_key=Artist.key_of(name)) | Q(public_id=name))

    def unknown(self) -> Self:
        """The one that songs without an artist go by: no artist at all."""
        return self.filter(name_key=Artist.key_of(words.UNKNOWN_ARTIST))

    def heard(self) -> Self:
        """Those with a song that listeners can meet."""
        return self.filter(Exists(Song.objects.playable().filter(artist=OuterRef("pk"))))


class Artist(models.Model):
    """Whoever made the music; one row per name, upper and lower case aside."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, unique=True, editable=False)

    objects = ArtistQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = self.key_of(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return address("artist", self.public_id)

    @property
    def is_unknown(self) -> bool:
        return self.key_of(self.name) == self.key_of(words.UNKNOWN_ARTIST)

    @staticmethod
    def key_of(name: str) -> str:
        """What two spellings of one name share: `Björk ` and `björk`."""
        return " ".join(name.casefold().split())[:300]


# More would not be a list to choose from.
_MOST_GENRES = 400
CARD_FACTS = (
    *("public_id", "title", "album", "year", "genre", "licence", "cover", "duration_s"),
    *("artist__name", "artist__public_id"),
    *("analysis__tempo_bpm", "analysis__tempo_confidence", "analysis__key", "analysis__mode"),
    *("analysis__energy", "analysis__brightness", "analysis__waveform"),
    *("clip__start_s", "clip__end_s", "clip__duration_s", "clip__audio"),
    "clip__small_audio",
    *("clip__provenance", "clip__confidence"),
)
_PAGE_FACTS = ("analysis__key_confidence", "analysis__danceability", "analysis__loudness_lufs")


class SongQuerySet(SearchableSongs):
    def published(self) -> Self:
        """Not hidden by a curator."""
        return self.filter(hidden=False)

    def playable(self) -> Self:
        """Published and with a clip: what listeners can meet."""
        return self.published().filter(clip__isnull=False)

    def genres(self) -> list[str]:
        """By name; of spellings that differ in upper and lower case alone, the first."""
        spelt = self.exclude(genre="").order_by("genre").values_list("genre", flat=True)
        first = {genre.casefold(): genre for genre in reversed(spelt.distinct()[:_MOST_GENRES])}
        return sorted(first.values(), key=str.casefold)

    def with_card_facts(self) -> Self:
        """Everything that is shown of a song, in one query, and nothing more."""
        return self.select_related("artist", "analysis", "clip").only(*CARD_FACTS)

    def with_page_facts(self) -> Self:
        """What is shown of a song where there is room for all."""
        return self.with_card_facts().only(*CARD_FACTS, *_PAGE_FACTS)


class Song(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    artist = models.ForeignKey(Artist, models.PROTECT, related_name="songs")
    title = models.CharField(max_length=300)
    album = models.CharField(max_length=300, blank=True)
    genre = models.CharField(max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    track_number = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    audio = models.FileField(upload_to="songs/", max_length=200)
    audio_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    audio_bytes = models.PositiveBigIntegerField(editable=False)
    # The imported file's name without its suffix: files that belong to it elsewhere share it.
    file_stem = models.CharField(max_length=255, blank=True, db_index=True, editable=False)
    audio_type = models.CharField("content type", max_length=40, editable=False)
    # An M4A of the whole song, where browsers cannot play the original.
    listening_copy = models.FileField(
        upload_to="copies/", max_length=200, blank=True, editable=False
    )
    duration_s = models.FloatField(editable=False)
    cover = models.ImageField(upload_to="covers/", max_length=200, blank=True)
    # A curator's window for the clip; both or neither.
    curated_start_s = models.FloatField(null=True, editable=False)
    curated_end_s = models.FloatField(null=True, editable=False)
    hidden = models.BooleanField(default=False, help_text="Hidden songs are shown to nobody.")
    added_at = models.DateTimeField(auto_now_add=True, db_index=True)
    search_text = models.TextField(editable=False)

    objects = SongQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        indexes = [
            models.Index(Lower("title"), "public_id", name="song_by_title"),
            models.Index(fields=["hidden", "genre"], name="song_genres"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(curated_start_s=None, curated_end_s=None)
                | Q(curated_start_s__gte=0, curated_end_s__gt=models.F("curated_start_s")),
                name="curated_window_is_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.artist}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = f"{self.title}\n{self.artist.name}\n{self.album}".casefold()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return address("song", self.public_id)

    @property
    def duration_text(self) -> str:
        return words.clock(self.duration_s)

    @property
    def cover_name(self) -> str:
        """The cover's name in its address."""
        return str(self.cover.name).removeprefix("covers/")

    @property
    def curated_window(self) -> tuple[float, float] | None:
        """Seconds, as a curator chose them."""
        if self.curated_start_s is None or self.curated_end_s is None:
            return None
        return self.curated_start_s, self.curated_end_s

    @property
    def stream_url(self) -> str:
        return address("stream", self.public_id)


class Analysis(models.Model):
    """The facts `analysis.analyse` found, and how far the work on them is.

    Facts stay while newer ones are being made; they are None only before the first analysis.
    """

    State = claims.State

    song = models.OneToOneField(Song, models.CASCADE, related_name="analysis")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(auto_now_add=True)
    enqueued_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    # The facts stand: this work renders the clip anew and no more.
    clip_only = models.BooleanField(default=False)
    warnings = models.JSONField(default=list, blank=True)

    version = models.PositiveSmallIntegerField(null=True)
    analysed_at = models.DateTimeField(null=True, db_index=True)
    tempo_bpm = models.FloatField("tempo (BPM)", null=True, db_index=True)
    tempo_confidence = models.FloatField(null=True)
    key = models.CharField(max_length=2, blank=True)
    mode = models.CharField(max_length=5, blank=True)
    key_confidence = models.FloatField(null=True)
    energy = models.FloatField(null=True)
    brightness = models.FloatField(null=True)
    danceability = models.FloatField(null=True)
    loudness_lufs = models.FloatField("loudness (LUFS)", null=True)
    true_peak_dbtp = models.FloatField("true peak (dBTP)", null=True)
    embedding = models.BinaryField(null=True)
    # Rows of float16 as long as the embedding.
    segments = models.BinaryField(null=True)
    waveform = models.BinaryField(null=True)
    beats = models.BinaryField(null=True)
    downbeats = models.BinaryField(null=True)
    highlights = models.JSONField(default=list)

    objects = claims.AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["tempo_bpm"], name="analysis_by_tempo"),
            models.Index(fields=["energy", "brightness"], name="analysis_by_energy"),
            models.Index(fields=["key", "mode"], name="analysis_by_key"),
        ]

    def __str__(self) -> str:
        return f"Analysis of {self.song_id}: {self.get_state_display()}"

    @property
    def embedding_vector(self) -> np.ndarray:
        """1-D float32."""
        return np.frombuffer(self.embedding or b"", np.float32)

    @property
    def waveform_points(self) -> np.ndarray:
        """1-D uint8, evenly spaced over the whole song."""
        return np.frombuffer(self.waveform or b"", np.uint8)

    @property
    def beats_s(self) -> np.ndarray:
        """1-D float32, seconds from the start."""
        return np.frombuffer(self.beats or b"", np.float32)

    @property
    def downbeats_s(self) -> np.ndarray:
        """Those beats that begin a bar."""
        return np.frombuffer(self.downbeats or b"", np.float32)

    @property
    def mood_words(self) -> str:
        return words.mood_words(self.energy, self.brightness)

    @property
    def sure_tempo_bpm(self) -> float | None:
        """The tempo, where the music has one."""
        sure = (self.tempo_confidence or 0) >= words.SURE_TEMPO
        return self.tempo_bpm if self.tempo_bpm and sure else None

    @property
    def key_name(self) -> str:
        return words.key_name(self.key, self.mode)

    @property
    def camelot(self) -> str:
        return words.camelot(self.key, self.mode)

    @property
    def sound_colour(self) -> colour.SoundColour:
        return colour.sound_colour(self.key, self.mode, self.energy, self.brightness)


class Heatmap(models.Model):
    """How often each part of a song was replayed, as one source saw it: a named curve."""

    song = models.ForeignKey(Song, models.CASCADE, related_name="heatmaps")
    source = models.CharField(max_length=40)
    # Rows of [start_s, end_s, value 0..1], ascending, in the recording that was replayed.
    bins = models.JSONField()
    # How long that recording is: it may have an intro that the song has not.
    recording_s = models.FloatField("recording (s)")
    origin = models.CharField(max_length=500, blank=True)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["song", "source"], name="one_curve_per_source"),
            models.CheckConstraint(condition=Q(recording_s__gt=0), name="recording_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.source} curve of {words.clock(self.recording_s)}"

    @property
    def curve(self) -> np.ndarray:
        """n x 3: start_s, end_s, value."""
        return np.array(self.bins, np.float64).reshape(-1, 3)


class Clip(models.Model):
    """The seconds of a song that the feed plays, rendered."""

    class Provenance(models.TextChoices):
        CURATOR = "curator", "chosen by a curator"
        LISTENERS = "listeners", "found by listeners"
        IMPORTED = "imported", "most replayed elsewhere"
        DETECTOR = "detector", "heard in the music"

    song = models.OneToOneField(Song, models.CASCADE, related_name="clip")
    start_s = models.FloatField()
    end_s = models.FloatField()
    audio = models.FileField(upload_to="clips/", max_length=200)
    # The same with half the bits, for listeners who save data; empty until it is rendered.
    small_audio = models.FileField(upload_to="clips/", max_length=200, blank=True)
    duration_s = models.FloatField()
    loudness_lufs = models.FloatField()
    provenance = models.CharField(
        max_length=9, choices=Provenance.choices, default=Provenance.DETECTOR
    )
    confidence = models.FloatField(default=0.0)
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start_s__gte=0) & Q(end_s__gt=models.F("start_s")),
                name="clip_window_is_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.start_s:.1f}-{self.end_s:.1f} s"

    @property
    def peak_words(self) -> str:
        return words.peak_words(self.get_provenance_display(), self.confidence)

    @property
    def audio_url(self) -> str:
        """Names the content, so that a browser may keep it for ever."""
        return self._url(str(self.audio.name))

    @property
    def small_audio_url(self) -> str:
        """For listeners who save data; the normal clip's where there is no smaller one yet."""
        return self._url(str(self.small_audio.name or self.audio.name))

    def _url(self, name: str) -> str:
        return address("clip-audio", name.removeprefix("clips/"))
