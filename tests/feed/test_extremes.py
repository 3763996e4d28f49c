"""Very long histories, two requests at once, catalogues of three songs."""

import threading
import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test import Client

from feed.models import Play
from feed.page import next_clips
from feed.refit import refit
from social.models import Listener

PLAYS = 100_000


@pytest.fixture
def catalogue(make_song):
    rng = np.random.default_rng(0)
    songs = [make_song(vector=rng.normal(n % 3, 0.4, 6)) for n in range(60)]
    refit()
    return songs


def test_a_hundred_thousand_plays_are_all_remembered(catalogue, listener, now):
    """Only three songs were never heard, each so long ago that no recent signal knows of it."""
    heard = [song.pk for song in catalogue[:-3]]
    Play.objects.bulk_create(
        (
            Play(
                impression_id=uuid.UUID(int=n + 1),
                listener=listener,
                song_id=heard[n % 57] if n < 57 else heard[n % 10],
                source="mood",
                listened_ms=20_000,
                clip_ms=24_000,
                started_at=now - timedelta(seconds=PLAYS - n),
            )
            for n in range(PLAYS)
        ),
        batch_size=5000,
    )
    shown = {
        card.song.pk
        for seed in range(5)
        for card in next_clips(listener, now, np.random.default_rng(seed)).cards
    }
    assert shown == {song.pk for song in catalogue[-3:]}


def test_three_songs_are_three_cards_and_then_everything_is_heard(make_song, listener, now):
    songs = [make_song() for _ in range(3)]
    refit()
    page = next_clips(listener, now, np.random.default_rng(0))
    assert {card.song.pk for card in page.cards} == {song.pk for song in songs}
    rest = next_clips(listener, now, np.random.default_rng(0), cursor=page.cursor)
    assert rest.everything_heard


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_listener_at_once_are_both_answered(catalogue):
    client = Client()
    client.get("/")
    cookie = client.cookies["listener"].value
    answers, start = [], threading.Barrier(4, timeout=30)

    def ask():
        own = Client(headers={"HX-Request": "true"})
        own.cookies["listener"] = cookie
        start.wait()
        like = own.post(f"/s/{catalogue[0].public_id}/like", {"liked": "1"})
        answers.append((own.get("/next").status_code, like.status_code))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [(200, 200)] * 4
    assert Listener.objects.count() == 1
    assert catalogue[0].likes.count() == 1
