import uuid

import pytest

from feed.impressions import sign_slip
from feed.models import Play
from social.models import Listener


@pytest.fixture
def report(client, make_song):
    """Reports one card's play; the same card each time."""
    slip = sign_slip(make_song().pk, "mood")

    def post(**data):
        return client.post("/plays", {"slip": slip, "listened_ms": 5000} | data)

    return post


def test_a_play_is_kept_for_a_visitor(client, report):
    client.get("/")
    assert report().status_code == 204
    play = Play.objects.get()
    assert (play.listened_ms, play.clip_ms, play.source) == (5000, 24000, "mood")
    assert play.listener == Listener.objects.get()


def test_the_same_report_twice_is_one_play(client, report):
    client.get("/")
    for listened_ms in (5000, 9000, 7000, 9000):
        report(listened_ms=listened_ms)
    assert Play.objects.get().listened_ms == 9000


def test_going_back_and_opening_the_song_are_kept(client, report):
    client.get("/")
    report(seeks_back=2, opened_song=1)
    play = Play.objects.get()
    assert (play.seeks_back, play.opened_song) == (2, True)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0, 1, 2)])
def test_reports_add_up_the_same_in_any_order(client, report, order):
    client.get("/")
    reports = [
        {"listened_ms": 2000, "seeks_back": 0, "opened_song": 0},
        {"listened_ms": 9000, "seeks_back": 3, "opened_song": 1},
        {"listened_ms": 5000, "seeks_back": 1, "opened_song": 0},
    ]
    for number in order:
        assert report(**reports[number]).status_code == 204
    play = Play.objects.get()
    assert (play.listened_ms, play.seeks_back, play.opened_song) == (9000, 3, True)


def test_a_page_from_before_these_were_counted_takes_nothing_back(client, report):
    client.get("/")
    report(seeks_back=2, opened_song=1)
    report(listened_ms=8000)
    play = Play.objects.get()
    assert (play.listened_ms, play.seeks_back, play.opened_song) == (8000, 2, True)


def test_a_later_report_is_one_update(client, report, django_assert_num_queries):
    client.get("/")
    report()
    with django_assert_num_queries(3):  # the clip, the visitor, the play
        report(listened_ms=6000, seeks_back=1, opened_song=1)


def test_somebody_elses_slip_does_not_change_their_play(client, report, make_song):
    client.get("/")
    report()
    client.cookies.clear()
    client.get("/")
    assert report(listened_ms=20000).status_code == 204
    assert Play.objects.get().listened_ms == 5000


@pytest.mark.parametrize(
    "data",
    [
        {"slip": "forged"},
        {"slip": ""},
        {"listened_ms": -1},
        {"listened_ms": "long"},
        {"listened_ms": 10**12},
        {"slip": "x" * 10_000},
        {"seeks_back": -1},
        {"seeks_back": "often"},
        {"seeks_back": 10**9},
        {"opened_song": "banana"},
    ],
)
def test_a_malformed_report_is_refused_with_a_sentence(client, report, data):
    response = report(**data)
    assert response.status_code == 400
    assert len(response.content) > 10
    assert Play.objects.count() == 0


def test_a_play_of_a_song_that_is_gone_is_no_error(client, db):
    response = client.post("/plays", {"slip": sign_slip(999, "mood"), "listened_ms": 1})
    assert response.status_code == 204
    assert Play.objects.count() == 0


def test_plays_are_posted(client, db):
    assert client.get("/plays").status_code == 405


def test_each_impression_is_unique(make_song, listener):
    song = make_song()
    values = {"song": song, "source": "mood", "listened_ms": 1, "clip_ms": 1}
    impression_id = uuid.uuid4()
    from django.db import IntegrityError
    from django.utils import timezone

    Play.objects.create(
        listener=listener, impression_id=impression_id, started_at=timezone.now(), **values
    )
    with pytest.raises(IntegrityError):
        Play.objects.create(
            listener=listener, impression_id=impression_id, started_at=timezone.now(), **values
        )
