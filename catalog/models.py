"""Songs, what analysis found in them, what others replayed of them, and the clips cut from them.

A `Song` is the file and its credits. Its `Analysis` is at once the facts and the state of the work
that finds them: the row is the truth about what is left to do. Its `Heatmap`s tell which parts were
replayed elsewhere. Its `Clip` is what the feed plays.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

import numpy as np
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog import colour, words
from catalog.public_id import new_public_id


class Artist(models.Model):
    """Whoever made the music; one row per name, upper and lower case aside."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = self.key_of(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @staticmethod
    def key_of(name: str) -> str:
        """What two spellings of one name share: `Björk ` and `björk`."""
        return " ".join(name.casefold().split())[:300]


_CARD_FACTS = (
    *("public_id", "title", "album", "year", "genre", "licence", "cover", "duration_s"),
    "artist__name",
    *("analysis__tempo_bpm", "analysis__tempo_confidence", "analysis__key", "analysis__mode"),
    *("analysis__energy", "analysis__brightness", "analysis__waveform"),
    *("clip__start_s", "clip__end_s", "clip__duration_s", "clip__audio"),
    *("clip__provenance", "clip__confidence"),
)


class SongQuerySet(models.QuerySet["Song"]):
    def published(self) -> Self:
        """Not hidden by a curator."""
        return self.filter(hidden=False)

    def playable(self) -> Self:
        """Published and with a clip: what listeners can meet."""
        return self.published().filter(clip__isnull=False)

    def with_card_facts(self) -> Self:
        """Everything that is shown of a song, in one query, and nothing more."""
        return self.select_related("artist", "analysis", "clip").only(*_CARD_FACTS)

    def matching(self, text: str) -> Self:
        """Songs whose title, artist or album contain every word of `text`."""
        songs = self
        for word in text.casefold().split()[:8]:
            songs = songs.filter(search_text__contains=word)
        return songs


class Song(models.Model):
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    artist = models.ForeignKey(Artist, models.PROTECT, related_name="songs")
    title = models.CharField(max_length=300)
    album = models.CharField(max_length=300, blank=True)
    genre = models.CharField(max_length=100, blank=True, db_index=True)
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
        return reverse("song", args=[self.public_id])

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
        return reverse("stream", args=[self.public_id])


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    # A worker renews its claim while it works; a claim this old belongs to a dead one.
    LEASE = timedelta(seconds=60)
    # A message this old may be lost: a second one does no harm.
    MESSAGE_AGE = timedelta(minutes=5)
    # Workers are also killed for reasons of their own; so often in one song is the song's doing.
    MOST_DEATHS = 10
    _BATCH = 500

    def claimable(self, now: datetime) -> Self:
        """Waiting and due, or claimed by a worker that died."""
        waiting = Q(state=Analysis.State.PENDING, not_before__lte=now)
        abandoned = Q(state=Analysis.State.RUNNING, claimed_at__lt=now - self.LEASE)
        return self.filter(waiting | abandoned)

    def unfinished(self) -> Self:
        """Waiting or being worked on."""
        return self.filter(state__in=[Analysis.State.PENDING, Analysis.State.RUNNING])

    def failed(self) -> Self:
        return self.filter(state=Analysis.State.FAILED)

    def outdated(self, version: int) -> Self:
        """Finished with facts that another version of the analysis found."""
        return self.exclude(version=version).filter(state=Analysis.State.DONE)

    def abandoned_too_often(self, now: datetime) -> Self:
        """Every worker that took them died, and no exception told why."""
        return self.filter(
            state=Analysis.State.RUNNING,
            claimed_at__lt=now - self.LEASE,
            attempts__gte=self.MOST_DEATHS,
        )

    def again(self, now: datetime) -> list[int]:
        """Let these wait for analysis once more, their attempts forgotten; facts and clips stay
        until newer ones are there. The songs' ids, for whoever tells the workers."""
        song_ids = list(self.values_list("song_id", flat=True))
        for start in range(0, len(song_ids), self._BATCH):
            batch = song_ids[start : start + self._BATCH]
            Analysis.objects.filter(song_id__in=batch)._wait(now, clip_only=False)
        return song_ids

    def render_again(self, now: datetime) -> bool:
        """Let these wait for a new clip alone; what waits or is worked on gets one anyway."""
        idle = [Analysis.State.DONE, Analysis.State.FAILED]
        analysed = self.filter(state__in=idle, analysed_at__isnull=False)
        return analysed._wait(now, clip_only=True) > 0

    def _wait(self, now: datetime, *, clip_only: bool) -> int:
        return self.update(
            state=Analysis.State.PENDING,
            attempts=0,
            not_before=now,
            claim=None,
            error="",
            clip_only=clip_only,
        )

    def of_playable_songs(self) -> Self:
        return self.filter(song__hidden=False, song__clip__isnull=False)

    def unannounced(self, now: datetime) -> Self:
        """Claimable work that no recent message speaks of: the one that led to a claim is spent."""
        spent = Q(enqueued_at__lte=models.F("claimed_at"))
        old = Q(enqueued_at__lt=now - self.MESSAGE_AGE)
        return self.claimable(now).filter(Q(enqueued_at__isnull=True) | spent | old)

    def claim(self, song_id: int, now: datetime) -> uuid.UUID | None:
        """Take one song's analysis; exactly one of several callers gets the claim."""
        claim = uuid.uuid4()
        taken = self.claimable(now).filter(song_id=song_id)
        changed = taken.update(
            state=Analysis.State.RUNNING,
            claim=claim,
            claimed_at=now,
            attempts=models.F("attempts") + 1,
        )
        return claim if changed == 1 else None

    def held(self, claim: uuid.UUID) -> Self:
        """The row of a claim, as long as nobody took it over."""
        return self.filter(claim=claim, state=Analysis.State.RUNNING)


class Analysis(models.Model):
    """The facts `analysis.analyse` found, and how far the work on them is.

    Facts stay while newer ones are being made; they are None only before the first analysis.
    """

    class State(models.TextChoices):
        PENDING = "pending", "waiting"
        RUNNING = "running", "being analysed"
        DONE = "done", "analysed"
        FAILED = "failed", "failed"

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

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        indexes = [models.Index(fields=["state", "not_before"])]

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
        """The tempo, where the music has one: below 0.2 it drifts, breathes or is guessed."""
        sure = (self.tempo_confidence or 0) >= 0.2
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
        return reverse("clip-audio", args=[str(self.audio.name).removeprefix("clips/")])
