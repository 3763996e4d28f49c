"""How fast `/next` answers, against a bare view that renders the same cards from memory."""

import statistics
import time
import uuid
from datetime import timedelta

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

import clipfeed.urls
from analysis import EMBEDDING_SIZE
from catalog.models import Analysis, Artist, Clip, Song
from catalog.public_id import new_public_id
from feed.models import Play
from feed.page import next_clips
from feed.refit import refit
from social.models import Listener, User

SONGS, ARTISTS, LISTENERS, PLAYS, DIMENSIONS = 20_000, 4_000, 1_000, 100_000, EMBEDDING_SIZE
REQUESTS = 200
_KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

urlpatterns = [*clipfeed.urls.urlpatterns, path("bare", lambda request: _bare(request))]
_kept_context: dict[str, object] = {}


def measure() -> dict[str, float]:
    call_command("migrate", verbosity=0)
    if Song.objects.count() != SONGS:
        call_command("flush", interactive=False, verbosity=0)
        fill(np.random.default_rng(1))
    started = time.perf_counter()
    refit(force=True)
    refit_s = time.perf_counter() - started
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.bench.serving"):
        clients = [_client(user) for user in User.objects.order_by("pk")[:40]]
        page = next_clips(Listener.objects.first(), timezone.now(), np.random.default_rng(0))
        _kept_context.update({"cards": page.cards, "cursor": page.cursor.sign()})
        feed_ms, queries = _timed(clients, "/next")
        bare_ms, _ = _timed(clients, "/bare")
    return {
        "songs": SONGS,
        "plays": PLAYS,
        "refit, s": refit_s,
        "/next median, ms": statistics.median(feed_ms),
        "/next p95, ms": float(np.percentile(feed_ms, 95)),
        "/next most queries": queries,
        "bare view median, ms": statistics.median(bare_ms),
        "/next against the bare view": statistics.median(feed_ms) / statistics.median(bare_ms),
    }


def _client(user: User) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    return client


def _timed(clients: list[Client], address: str) -> tuple[list[float], int]:
    """Milliseconds of each request after a first round that warms up; the most queries of any."""
    with CaptureQueriesContext(connection) as context:
        clients[0].get(address)
        queries = len(context)
    for client in clients:
        client.get(address)
    times = []
    for number in range(REQUESTS):
        started = time.perf_counter()
        response = clients[number % len(clients)].get(address)
        times.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200
    return times, queries


def _bare(request: HttpRequest) -> HttpResponse:
    return render(request, "feed/feed.html#cards", _kept_context)


def fill(rng: np.random.Generator) -> None:
    """A plausible catalogue in clusters, and listeners who each keep to a few of them."""
    artists = Artist.objects.bulk_create(
        Artist(name=f"Artist {n}", name_key=f"artist {n}") for n in range(ARTISTS)
    )
    centres = rng.normal(size=(60, DIMENSIONS))
    cluster = rng.integers(60, size=SONGS)
    vectors = (centres[cluster] + rng.normal(0, 0.7, (SONGS, DIMENSIONS))).astype(np.float32)
    songs = Song.objects.bulk_create(
        (_song(number, artists[number % ARTISTS]) for number in range(SONGS)), batch_size=500
    )
    Analysis.objects.bulk_create(
        (_analysis(song, vectors[row], rng) for row, song in enumerate(songs)), batch_size=200
    )
    Clip.objects.bulk_create((_clip(song) for song in songs), batch_size=500)
    users = User.objects.bulk_create(User(username=f"user{n}") for n in range(LISTENERS))
    listeners = Listener.objects.bulk_create(
        Listener(user=user, public_id=new_public_id()) for user in users
    )
    Play.objects.bulk_create(_plays(listeners, songs, cluster, rng), batch_size=1000)


def _song(number: int, artist: Artist) -> Song:
    return Song(
        artist=artist,
        title=f"Song {number}",
        audio=f"songs/{number}.mp3",
        audio_sha256=f"{number:064x}",
        audio_bytes=1,
        audio_type="audio/mpeg",
        duration_s=200,
        search_text=f"song {number}\n{artist.name_key}\n",
    )


def _analysis(song: Song, vector: np.ndarray, rng: np.random.Generator) -> Analysis:
    energy, brightness = rng.random(2)
    return Analysis(
        song=song,
        state=Analysis.State.DONE,
        version=1,
        analysed_at=timezone.now(),
        tempo_bpm=float(rng.uniform(60, 180)),
        key=_KEYS[int(rng.integers(12))],
        mode="minor",
        energy=energy,
        brightness=brightness,
        embedding=vector.tobytes(),
        segments=rng.normal(vector, 0.5, (4, DIMENSIONS)).astype(np.float16).tobytes(),
        waveform=rng.integers(20, 255, 400).astype(np.uint8).tobytes(),
    )


def _clip(song: Song) -> Clip:
    return Clip(
        song=song,
        start_s=60,
        end_s=85,
        duration_s=25,
        loudness_lufs=-14,
        audio=f"clips/{song.pk:024x}.m4a",
        rendered_at=timezone.now(),
    )


def _plays(
    listeners: list[Listener], songs: list[Song], cluster: np.ndarray, rng: np.random.Generator
) -> "list[Play]":
    now = timezone.now()
    plays = []
    for listener in listeners:
        favourites = rng.choice(60, 4, replace=False)
        liked_rows = np.flatnonzero(np.isin(cluster, favourites))
        for row in rng.choice(liked_rows, PLAYS // LISTENERS, replace=False):
            plays.append(
                Play(
                    impression_id=uuid.uuid4(),
                    listener=listener,
                    song=songs[row],
                    source="mood",
                    listened_ms=int(rng.integers(500, 25_000)),
                    clip_ms=25_000,
                    started_at=now - timedelta(minutes=float(rng.uniform(1, 40_000))),
                )
            )
    return plays
