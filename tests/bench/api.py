"""Requests a second of `/api/random` and `/api/recommend`, against a Flask toy that keeps the same
songs in memory: two gunicorn workers with eight threads each, which is how ClipFeed runs where
nothing else is said (Procfile); in turns, over loopback, by as many connections as one worker has
threads.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from django.core.management import call_command

from catalog.models import Song
from feed import serving
from feed.api.entries import entry
from feed.api.rows import COLUMNS, Row
from feed.refit import refit
from tests.bench.serving import fill
from tests.bench.tables import Table

WORKERS, THREADS, ROUNDS, ROUND_S, WARMING_S = 2, 8, 5, 2.0, 6.0
# Songs named over and over, and by how many the order of all is turned from round to round.
OFTEN, ROLLED = 500, 3500
# What is asked, by both names, and of how many songs in turn; None: each song once.
ASKED = {
    "1 random song": ("/api/random?count=1", "/random?count=1", None),
    "10 random songs": ("/api/random?count=10", "/random?count=10", None),
    "10 songs like one, each asked once": ("/api/recommend?song={}", "/recommend?song={}", None),
    "10 songs like one of 500": ("/api/recommend?song={}", "/recommend?song={}", OFTEN),
}


def measure(options: object) -> list[Table]:
    call_command("migrate", verbosity=0)
    fill()
    refit()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        public_ids = keep_for_toy(Path(folder))
        toy = servers.enter_context(serve("tests.bench.toy:app", TOY=folder))
        ours = servers.enter_context(serve("clipfeed.wsgi", API_REQUESTS_PER_MINUTE="10000000"))
        rows = [compare(name, ours, toy, public_ids) for name in ASKED]
    columns = ("asked", "API, requests/s", "toy, requests/s", "API against toy")
    return [Table("api", columns, tuple(rows))]


def keep_for_toy(folder: Path) -> list[str]:
    """Write what the toy reads; all public ids, in any order."""
    repertoire = serving.repertoire()
    columns = Song.objects.playable().order_by().values_list(*COLUMNS)
    said = {values[0]: entry(Row(*values)) for values in columns.iterator()}
    songs = [said[song_id] for song_id in repertoire.index.ids.tolist()]
    (folder / "songs.json").write_text(json.dumps(songs))
    np.save(folder / "points.npy", repertoire.index.points_at(np.arange(len(songs))))
    return [songs[row]["id"] for row in np.random.default_rng(1).permutation(len(songs))]


@contextmanager
def serve(
    application: str, workers: int = WORKERS, threads: int = THREADS, **environment: str
) -> Iterator[int]:
    """The port of a gunicorn that serves `application`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", str(threads), "--no-control-socket"]
    command += ["--log-level", "warning"]
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def compare(
    name: str, ours: int, toy: int, public_ids: list[str]
) -> tuple[str, float, float, float]:
    """Medians over rounds, the two in turns: what slows one round slows both."""
    our_path, toy_path, often = ASKED[name]
    for port, path in ((ours, our_path), (toy, toy_path)):
        load(port, path, public_ids[:often], WARMING_S)
    rounds = []
    for number in range(ROUNDS):
        # Those asked for in the rounds before come last.
        asked = (
            public_ids[:often] if often else np.roll(public_ids, -(number + 1) * ROLLED).tolist()
        )
        rounds.append((load(ours, our_path, asked, ROUND_S), load(toy, toy_path, asked, ROUND_S)))
    our_rate, toy_rate = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    return name, our_rate, toy_rate, statistics.median(a / b for a, b in rounds)


def load(port: int, path: str, public_ids: list[str], seconds: float) -> float:
    """Requests a second, over as many connections as there are threads."""
    until = time.perf_counter() + seconds
    shares = [public_ids[n::THREADS] for n in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        counts = pool.map(lambda share: _ask(port, path, share, until), shares)
    return sum(counts) / seconds


def _ask(port: int, path: str, public_ids: list[str], until: float) -> int:
    """How many were answered; bare sockets, so that asking takes little of the machine."""
    requests = [
        f"GET {path.format(public_id)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        for public_id in public_ids
    ]
    count = 0
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        while time.perf_counter() < until:
            connection.sendall(requests[count % len(requests)])
            _read_answer(connection)
            count += 1
    return count


def _read_answer(connection: socket.socket) -> None:
    data = _some(connection)
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise AssertionError(head.decode())
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    left = length - len(body)
    while left > 0:
        left -= len(_some(connection))


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data
