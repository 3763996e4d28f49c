"""How fast `/next` answers in a full instance, against a bare view that renders the same cards from
memory; and what fitting the models takes."""

import json
import statistics
import subprocess
import sys
import time

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
from catalog.models import Song
from feed.models import Play
from feed.page import next_clips
from feed.simulation import marks
from social.models import Listener, User

SONGS, LISTENERS, PLAYS = 20_000, 1_000, 1_000_000
# Every request is another listener's, as they come in a service; all of them more than once.
CLIENTS, REQUESTS = 200, 600
# A fresh process, as the worker's: it says what it took and what it held at most.
_REFIT = """
import json, time
from pathlib import Path
import django
django.setup()
from feed.refit import refit
started = time.perf_counter()
refit(force=True)
seconds = time.perf_counter() - started
status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
print(json.dumps([seconds, int(status.split()[0]) / 1024]))
"""

urlpatterns = [*clipfeed.urls.urlpatterns, path("bare", lambda request: _bare(request))]
_kept_context: dict[str, object] = {}


def measure() -> dict[str, float]:
    call_command("migrate", verbosity=0)
    fill()
    refit_s, refit_mb = _refit()
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.bench.serving"):
        clients = [_client(user) for user in User.objects.order_by("pk")[:CLIENTS]]
        page = next_clips(Listener.objects.first(), timezone.now(), np.random.default_rng(0))
        _kept_context.update({"cards": page.cards, "cursor": page.cursor.sign()})
        feed_ms, queries = _timed(clients, "/next")
        bare_ms, _ = _timed(clients, "/bare")
    return {
        "songs": SONGS,
        "listeners": LISTENERS,
        "plays": PLAYS,
        "refit, s": refit_s,
        "refit, peak MB": refit_mb,
        "/next median, ms": statistics.median(feed_ms),
        "/next p95, ms": float(np.percentile(feed_ms, 95)),
        "/next most queries": queries,
        "bare view median, ms": statistics.median(bare_ms),
        "bare view p95, ms": float(np.percentile(bare_ms, 95)),
        "/next against the bare view": statistics.median(feed_ms) / statistics.median(bare_ms),
    }


def fill() -> None:
    """Simulate once; later runs find it in var/bench."""
    simulated = marks.simulated_songs().count(), Play.objects.count()
    if simulated == (SONGS, PLAYS) and Song.objects.count() == SONGS:
        return
    call_command("flush", interactive=False, verbosity=0)
    call_command("simulate", songs=SONGS, listeners=LISTENERS, plays=PLAYS)


def _refit() -> tuple[float, float]:
    """Seconds, and MB at the peak."""
    process = subprocess.run(
        [sys.executable, "-c", _REFIT], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, peak_mb = json.loads(process.stdout.splitlines()[-1])
    return seconds, peak_mb


def _client(user: User) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    return client


def _timed(clients: list[Client], address: str) -> tuple[list[float], int]:
    """Milliseconds of each request after a first round that warms up, and the most queries of any
    in that round."""
    queries = 0
    for client in clients:
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        queries = max(queries, len(context))
    times = []
    for number in range(REQUESTS):
        started = time.perf_counter()
        response = clients[number % len(clients)].get(address)
        times.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200
    return times, queries


def _bare(request: HttpRequest) -> HttpResponse:
    return render(request, "feed/feed.html#cards", _kept_context)
