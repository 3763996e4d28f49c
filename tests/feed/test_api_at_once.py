"""Songs at random come before Django begins, and nobody can tell by the answer."""

import gzip
import json

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError
from werkzeug.test import Client

from catalog.models import Song
from feed.api.at_once import AtOnce


class Django:
    """The whole way, counted."""

    def __init__(self):
        self.application = get_wsgi_application()
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.application(environ, start_response)


@pytest.fixture
def django(db, one_transaction):
    return Django()


@pytest.fixture
def client(django):
    return Client(AtOnce(django))


def headers(response):
    """But for its length: no two draws are the same."""
    return sorted((k, v) for k, v in response.headers.items() if k != "Content-Length")


@pytest.mark.parametrize("query", ["", "?count=9", "?count=1&mood=", "?mode=minor&energy_min=.2"])
def test_headers_are_those_of_the_whole_way(django, client, catalogue, query):
    slow = Client(django).get(f"/api/random{query}")
    quick = client.get(f"/api/random{query}")
    assert quick.status == slow.status
    assert headers(quick) == headers(slow)
    if quick.status_code == 200:
        assert int(quick.headers["Content-Length"]) == len(quick.data)
        assert quick.json["songs"][0].keys() == slow.json["songs"][0].keys()


def test_every_song_is_the_one_of_the_whole_way(django, client, catalogue):
    client.get("/api/random")
    asked = django.asked
    quick = client.get("/api/random?count=9").json["songs"]
    assert django.asked == asked
    slow = Client(django).get("/api/random?count=9").json["songs"]
    assert sorted(quick, key=str) == sorted(slow, key=str)
    assert len(quick) == 9


def test_django_is_asked_once_for_each_host(django, client, catalogue):
    for host in ("one.example", "two.example", "one.example"):
        client.get("/api/random", headers={"Host": host})
    assert django.asked == 2


def test_made_up_hosts_fill_no_memory(client, catalogue):
    for number in range(230):
        client.get("/api/random?count=1", headers={"Host": f"h{number}.example"})
    assert len(client.application._kept) <= 100


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/api/random?count=0", {}),
        ("/api/random?misspelt=1", {}),
        ("/api/random?q=%00", {}),
        ("/api/random?q=%ff", {}),
        ("/api/random?seed=7&count=9", {}),
        ("/api/random", {"method": "POST"}),
        ("/api/random?seed=1", {"method": "HEAD"}),
        ("/api/random/", {}),
        ("/api/songs", {}),
    ],
)
def test_what_is_not_plain_is_answered_by_django(django, client, catalogue, path, more):
    slow = Client(django).open(path, **more)
    quick = client.open(path, **more)
    assert (quick.status, headers(quick)) == (slow.status, headers(slow))
    assert quick.data == slow.data


def test_whoever_sends_cookies_is_answered_by_django(django, client, catalogue):
    client.get("/api/random")
    asked = django.asked
    client.set_cookie("listener", "me")
    client.get("/api/random")
    assert django.asked == asked + 1


def test_a_foreign_host_is_refused(client, catalogue, settings):
    settings.ALLOWED_HOSTS = ["clipfeed.example"]
    assert client.get("/api/random", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/api/random", headers={"Host": "clipfeed.example"}).status_code == 200


def test_whoever_must_come_safely_is_sent_there(settings, django, catalogue):
    settings.SECURE_SSL_REDIRECT = True
    client = Client(AtOnce(get_wsgi_application()))
    for _ in range(2):
        assert client.get("/api/random").status_code == 301
        assert client.get("/api/random", base_url="https://localhost").status_code == 200


def test_it_is_packed_for_whoever_can_unpack(client, catalogue):
    client.get("/api/random")
    response = client.get("/api/random?count=9", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert len(json.loads(gzip.decompress(response.data))["songs"]) == 9


def test_hidden_songs_are_gone_at_once(client, catalogue):
    client.get("/api/random")
    Song.objects.filter(title="Song 3").update(hidden=True)
    songs = client.get("/api/random?count=9").json["songs"]
    assert sorted(song["title"] for song in songs) == [f"Song {n}" for n in range(9) if n != 3]


def test_an_empty_library_has_none(client):
    for _ in range(2):
        assert client.get("/api/random").json == {"songs": []}


def test_they_count_as_all_others(client, catalogue, settings, monkeypatch):
    monkeypatch.setattr("feed.api.limits.time.time", lambda: 12_000.0)
    settings.API_REQUESTS_PER_MINUTE = 5
    statuses = [client.get("/api/random").status_code for _ in range(9)]
    assert statuses == sorted(statuses)
    assert 3 <= statuses.count(200) <= 5
    refused = client.get("/api/random")
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert client.get("/api/songs").status_code == 429


def test_a_database_that_fails_is_a_problem_in_words(client, catalogue, monkeypatch):
    client.get("/api/random")

    def fail(*args):
        raise DatabaseError("secret detail")

    monkeypatch.setattr("feed.api.rows.playable_by_pk", fail)
    response = client.get("/api/random")
    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert "secret" not in response.text
