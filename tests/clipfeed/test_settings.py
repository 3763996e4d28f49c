"""The secret key, health, and headers."""

import threading

from clipfeed.secret import read_or_make_secret_key


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    first = read_or_make_secret_key(path)
    assert len(first) >= 50
    assert read_or_make_secret_key(path) == first
    assert path.stat().st_mode & 0o077 == 0


def test_processes_that_start_together_share_one_key(tmp_path):
    keys = []
    threads = [
        threading.Thread(target=lambda: keys.append(read_or_make_secret_key(tmp_path / "key")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1


def test_health_is_answered(client, db):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"


def test_pages_carry_the_security_headers(client, db):
    headers = client.get("/songs/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_visitors_get_one_cookie_that_scripts_cannot_read(client, db):
    cookie = client.get("/").cookies["listener"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "listener" not in client.get("/").cookies
