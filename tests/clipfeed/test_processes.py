"""Real processes: an import of many songs survives the death of its worker at any instant."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlparse, urlunparse

import numpy as np
import psycopg
import pytest
import soundfile

ROOT = Path(__file__).resolve().parents[2]
SONGS = 12
RATE = 22050


@pytest.fixture
def alone():
    """One test after the other: they may share a broker, whose messages any worker takes."""
    with (Path(tempfile.gettempdir()) / "clipfeed-test-processes.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def environment(tmp_path, alone):
    """A whole instance of its own: folders, database, queue."""
    variables = os.environ | {"CLIPFEED_VAR": str(tmp_path / "var"), "OMP_NUM_THREADS": "1"}
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield variables
        return
    parts = urlparse(url)
    name = f"clipfeed_processes_{os.getpid()}"
    server = urlunparse(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield variables | {"DATABASE_URL": urlunparse(parts._replace(path=f"/{name}"))}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def manage(environment):
    def run(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def start_worker(environment):
    started = []

    def start(*python):
        command = [sys.executable, *(python or ("-m", "celery")), "-A", "clipfeed", "worker"]
        worker = subprocess.Popen(
            [*command, "--concurrency=2", "--loglevel=WARNING", "--without-gossip"],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


def kill(worker):
    """The worker and its children, without a chance to tidy up."""
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    worker.wait()


def write_songs(folder):
    """Short tunes, each another."""
    folder.mkdir()
    time_s = np.arange(8 * RATE) / RATE
    for number in range(SONGS):
        tone = np.sin(2 * np.pi * 110 * 2 ** (number / 12) * time_s)
        pulse = (np.sin(2 * np.pi * (1.5 + number / 10) * time_s) > 0.8) * 0.5
        soundfile.write(folder / f"Artist {number} - Tune {number}.wav", tone * pulse, RATE)


STATES = """
from collections import Counter
from catalog.models import Analysis, Clip
states = Counter(Analysis.objects.values_list("state", flat=True))
print(dict(states), Clip.objects.count())
"""


def states(manage):
    lines = manage("shell", "--no-imports", "-c", STATES).strip().splitlines()
    counts, clips = lines[-1].rsplit(" ", 1)
    return eval(counts), int(clips)


def wait_until(manage, condition, timeout_s):
    deadline = time.monotonic() + timeout_s
    while not condition(*(found := states(manage))):
        assert time.monotonic() < deadline, f"still {found}"
        time.sleep(0.5)


def test_a_killed_worker_loses_no_song_and_makes_no_clip_twice(
    tmp_path, manage, start_worker, environment
):
    write_songs(tmp_path / "music")
    manage("migrate", "--verbosity=0")
    worker = start_worker()
    assert f"{SONGS} added" in manage("import_music", str(tmp_path / "music"))
    wait_until(manage, lambda counts, clips: clips >= 2, timeout_s=90)
    kill(worker)
    counts, clips = states(manage)
    assert clips == counts.get("done", 0)

    start_worker()
    # Time passes: the claims of the dead worker run out, its messages count as lost.
    manage(
        "shell",
        "--no-imports",
        "-c",
        "from catalog.models import Analysis\n"
        "from catalog.tasks import sweep\n"
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "old = timezone.now() - timedelta(hours=1)\n"
        "Analysis.objects.filter(state='running').update(claimed_at=old)\n"
        "Analysis.objects.exclude(state='done').update(enqueued_at=old)\n"
        "sweep()",
    )
    wait_until(manage, lambda counts, clips: counts == {"done": SONGS}, timeout_s=120)
    files = list((tmp_path / "var" / "media" / "clips").iterdir())
    assert states(manage) == ({"done": SONGS}, SONGS)
    assert len([file for file in files if file.suffix == ".m4a"]) >= SONGS
    assert not list((tmp_path / "var" / "media" / "clips").glob(".*"))


def test_importing_again_adds_nothing(tmp_path, manage):
    write_songs(tmp_path / "music")
    manage("migrate", "--verbosity=0")
    manage("import_music", str(tmp_path / "music"))
    assert f"0 added, {SONGS} already here" in manage("import_music", str(tmp_path / "music"))


CRASH = """
import os, signal
import analysis

hear = analysis.analyse

def analyse(path):
    if os.path.getsize(path) > 400_000:
        os.kill(os.getpid(), signal.SIGSEGV)
    return hear(path)

analysis.analyse = analyse
from celery.__main__ import main
main()
"""
FAILURES = """
from catalog.models import Analysis
for work in Analysis.objects.failed():
    print(work.song.title, work.attempts, work.error)
"""
RETRIES_ARE_DUE = """
from django.utils import timezone
from catalog.models import Analysis
from catalog.tasks import sweep
if Analysis.objects.filter(state="pending", attempts=1).update(not_before=timezone.now()):
    sweep()
"""


def test_a_song_that_crashes_its_worker_twice_is_given_up_and_the_others_are_analysed(
    tmp_path, manage, start_worker
):
    write_songs(tmp_path / "music")
    evil = np.random.default_rng(0).normal(0, 0.1, 20 * RATE)
    soundfile.write(tmp_path / "music" / "Evil.wav", evil, RATE)
    manage("migrate", "--verbosity=0")
    start_worker("-c", CRASH)
    manage("import_music", str(tmp_path / "music"))

    def finished(counts, clips):
        manage("shell", "--no-imports", "-c", RETRIES_ARE_DUE)
        return counts == {"done": SONGS, "failed": 1}

    wait_until(manage, finished, timeout_s=120)
    failure = manage("shell", "--no-imports", "-c", FAILURES).strip()
    assert failure.startswith("Evil 2 Gave up after 2 attempts. The analysis crashed (SIGSEGV)")
