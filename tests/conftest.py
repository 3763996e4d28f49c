"""What every test starts from: a folder of its own for everything the product writes."""

import os
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.conf import settings as instance
from django.utils import timezone

from catalog.models import Analysis, Artist, Clip, Song
from social.models import Listener, User

DIMENSIONS = 6


def pytest_configure():
    """Each process keeps what it compiles of librosa for itself: two that write the same files at
    once leave some that crash whoever reads them."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    os.environ["NUMBA_CACHE_DIR"] = str(instance.VAR_DIR / "numba" / process)


def pytest_terminal_summary(terminalreporter):
    """Why tests were tried twice: the report itself only names them."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_sep("_", f"tried twice: {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """No test reads or writes the instance's own media, artefacts or cache."""
    settings.VAR_DIR = tmp_path
    settings.SHARED_ANSWERS_S = -1.0
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Messages(list):
    def __init__(self):
        super().__init__()
        self.queues = []


@pytest.fixture(autouse=True)
def messages(monkeypatch):
    """Tasks sent to the queue, kept here instead: (task name, arguments); `messages.queues` names
    where each was sent.

    The queue itself is tested with real workers, in tests/clipfeed/test_processes.py.
    """
    sent = Messages()

    def keep(name, args=(), queue="", **options):
        sent.append((name, list(args)))
        sent.queues.append(queue)

    monkeypatch.setattr("celery.current_app.send_task", keep)
    return sent


@pytest.fixture
def now():
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def make_song(db):
    """Makes playable songs; each differs from the last, and says so in its title."""
    made = []

    def make(
        title="", artist="", *, vector=None, hidden=False, clip=True, cover="", genre="", **facts
    ):
        number = len(made) + 1
        artist_name = artist or f"Artist {number}"
        artist_row, _ = Artist.objects.get_or_create(
            name_key=Artist.key_of(artist_name), defaults={"name": artist_name}
        )
        song = Song.objects.create(
            artist=artist_row,
            title=title or f"Song {number}",
            genre=genre,
            audio=f"songs/{number:064x}.mp3",
            audio_sha256=f"{number:064x}",
            audio_bytes=1000,
            audio_type="audio/mpeg",
            duration_s=180.0,
            hidden=hidden,
            cover=cover,
        )
        made.append(song)
        if vector is None:
            vector = np.random.default_rng(number).normal(size=DIMENSIONS)
        vector = np.asarray(vector, np.float32)
        parts = vector + np.random.default_rng(number).normal(0, 0.1, (4, vector.size))
        values = {
            "state": Analysis.State.DONE,
            "version": 1,
            "analysed_at": timezone.now() - timedelta(seconds=1000 - number),
            "tempo_bpm": 120.0,
            "tempo_confidence": 0.9,
            "key": "A",
            "mode": "minor",
            "key_confidence": 0.8,
            "energy": 0.5,
            "brightness": 0.5,
            "danceability": 0.5,
            "loudness_lufs": -14.0,
            "embedding": vector.tobytes(),
            "segments": parts.astype(np.float16).tobytes(),
            "waveform": bytes(range(200)) * 2,
        }
        Analysis.objects.create(song=song, **(values | facts))
        if clip:
            Clip.objects.create(
                song=song,
                start_s=60.0,
                end_s=84.0,
                audio=f"clips/{number:024x}.m4a",
                small_audio=f"clips/{number + 2**32:024x}.m4a",
                duration_s=24.0,
                loudness_lufs=-14.0,
                confidence=0.7,
                rendered_at=timezone.now(),
            )
        return song

    return make


@pytest.fixture
def listener(db):
    return Listener.objects.create()


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice", "alice@example.org", "correct horse battery")


@pytest.fixture
def curator(client, db):
    User.objects.create_superuser("curator", "curator@example.org", "correct horse battery")
    client.login(username="curator", password="correct horse battery")
    return client
