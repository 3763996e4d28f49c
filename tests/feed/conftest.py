"""A small catalogue, and somebody who asks the API about it as programs do: without cookies."""

from urllib.parse import urlencode

import numpy as np
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from feed.refit import refit

DIMENSIONS = 6


class ApiClient:
    def __init__(self):
        self.client = Client()

    def get(self, path, *, headers=None, **parameters):
        query = urlencode(parameters, doseq=True)
        return self.client.get(f"/api{path}?{query}" if query else f"/api{path}", headers=headers)

    def songs(self, path, **parameters):
        """The songs of an answer; the answer must be a good one."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, response.content
        return response.json()["songs"]

    def titles(self, path, **parameters):
        return [song["title"] for song in self.songs(path, **parameters)]


@pytest.fixture
def one_transaction(monkeypatch):
    """The application answers within the test's transaction, as Django's own client has it: after a
    request it would let go of a connection that is not as it was."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda database: None)


@pytest.fixture
def api(db):
    return ApiClient()


@pytest.fixture
def catalogue(make_song):
    """Nine songs in three groups that sound alike, by three artists."""
    keys = [("A", "minor"), ("C", "major"), ("F#", "minor")]
    songs = []
    for number in range(9):
        group, member = divmod(number, 3)
        place = np.random.default_rng(group).normal(0, 3, DIMENSIONS)
        vector = place + np.random.default_rng(100 + number).normal(0, 0.1, DIMENSIONS)
        key, mode = keys[group]
        songs.append(
            make_song(
                f"Song {number}",
                artist=f"Artist {member}",
                vector=vector,
                genre=("Ambient", "Techno", "Folk")[group],
                tempo_bpm=80.0 + 10 * number,
                key=key,
                mode=mode,
                energy=0.1 + 0.1 * number,
                brightness=0.9 - 0.1 * number,
            )
        )
    refit()
    return songs
