"""What a listener heard: for them alone, by day, page by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feed.models import Forgotten, Play, Taste
from feed.trail import mood_trail, written
from social.models import Like, Listener


@pytest.fixture
def me(client, alice):
    client.force_login(alice)
    return Listener.objects.create(user=alice)


def hear(listener, song, minutes_ago=0, share=1.0):
    return Play.objects.create(
        listener=listener,
        song=song,
        source="mood",
        listened_ms=int(24000 * share),
        clip_ms=24000,
        started_at=timezone.now() - timedelta(minutes=minutes_ago),
    )


def html_of(client, address="/history/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles_in(html):
    return re.findall(r'class="song-row-title"[^>]*>([^<]+)', html)


def test_the_latest_comes_first_and_a_song_in_a_row_once(client, me, make_song):
    first, second = make_song("First"), make_song("Second")
    hear(me, first, minutes_ago=30)
    hear(me, second, minutes_ago=20)
    hear(me, second, minutes_ago=10)
    hear(me, first, minutes_ago=5)
    assert titles_in(html_of(client)) == ["First", "Second", "First"]


def test_days_are_told_apart(client, me, make_song):
    hear(me, make_song())
    hear(me, make_song(), minutes_ago=24 * 60)
    html = html_of(client)
    assert "Today" in html
    assert "Yesterday" in html


def test_nobody_sees_what_somebody_else_heard(client, me, make_song):
    hear(me, make_song("Secret"))
    assert titles_in(html_of(Client())) == []


def test_a_visitor_sees_their_own_and_looking_leaves_no_row(client, make_song):
    assert "Nothing yet" in html_of(client)
    assert Listener.objects.count() == 0


def test_likes_are_shown(client, me, make_song):
    song = make_song()
    hear(me, song)
    Like.objects.create(listener=me, song=song)
    assert re.search(r'data-like aria-pressed="true"', html_of(client))


def test_hidden_songs_are_left_out(client, me, make_song):
    hear(me, make_song(hidden=True))
    assert titles_in(html_of(client)) == []


def test_many_plays_are_pages(client, me, make_song):
    songs = [make_song() for _ in range(3)]
    for number in range(120):
        hear(me, songs[number % 3], minutes_ago=number)
    html, titles = html_of(client), []
    while True:
        titles += titles_in(html)
        earlier = re.search(r'href="(\?before=[^"]+)" rel="next"', html)
        if not earlier:
            break
        html = html_of(client, "/history/" + earlier[1].replace("&amp;", "&"))
    assert len(titles) == 120


def test_nonsense_is_refused(client, me):
    assert client.get("/history/?before=yesterday").status_code == 400
    assert client.post("/history/").status_code == 405


def test_the_page_needs_few_queries_however_much_was_heard(
    client, me, make_song, django_assert_max_num_queries
):
    for number in range(30):
        hear(me, make_song(), minutes_ago=number)
    with django_assert_max_num_queries(7):
        html_of(client)


def test_what_was_heard_plays_again_from_any_song_on(client, me, make_song):
    songs = [make_song() for _ in range(4)]
    for number, song in enumerate(songs):
        hear(me, song, minutes_ago=number)
    addresses = re.findall(r'href="(/\?list=history[^"]+)"', html_of(client))
    third = next(a for a in addresses if songs[2].public_id in a).replace("&amp;", "&")
    hear(me, songs[3])  # what is heard meanwhile does not change what was heard
    shown = re.findall(r'data-card="(\w+)"', html_of(client, third))
    assert shown == [songs[2].public_id, songs[3].public_id]


# --- The trail of the mood ---


def test_the_trail_goes_through_the_last_clips_they_stayed_for(make_song, listener):
    calm, loud = make_song(energy=0.1, brightness=0.2), make_song(energy=0.9, brightness=0.8)
    hear(listener, calm, minutes_ago=20)
    hear(listener, loud, minutes_ago=10)
    hear(listener, calm, minutes_ago=5, share=0.1)
    trail = mood_trail(listener, timezone.now())
    assert trail == [(0.1, 0.2), (0.9, 0.8)]
    assert written(trail) == "0.100,0.200 0.900,0.800"


def test_the_trail_ends_where_a_reset_or_hours_lie_between(make_song, listener):
    hear(listener, make_song(), minutes_ago=300)
    assert mood_trail(listener, timezone.now()) == []
    hear(listener, make_song(), minutes_ago=10)
    Taste.objects.create(listener=listener, forgotten_before=timezone.now())
    assert mood_trail(listener, timezone.now()) == []
    assert not Forgotten.objects.exists()


def test_somebody_new_has_no_trail(db):
    assert mood_trail(Listener(), timezone.now()) == []
