import json
import re
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client

from catalog.models import Artist
from catalog.words import UNKNOWN_ARTIST
from feed.asked import DIAL_HALF_LIFE, asked_by, dial_of, release_dial, turn_dial
from feed.models import Forgotten, Play, Taste
from feed.refit import refit
from social.models import Like, Listener


@pytest.fixture
def songs(make_song):
    """Eight calm songs by two artists, and eight loud ones by two others."""
    rng = np.random.default_rng(0)
    calm = [
        make_song(
            artist=f"Calm {n % 2}", vector=rng.normal(-3, 0.3, 6), energy=0.1, tempo_bpm=80.0 + n
        )
        for n in range(8)
    ]
    loud = [
        make_song(artist=f"Loud {n % 2}", vector=rng.normal(3, 0.3, 6), energy=0.9, key="E")
        for n in range(8)
    ]
    refit()
    return calm + loud


@pytest.fixture
def visitor(client, songs, now):
    """Stayed for five calm songs, liked one of them and skipped a loud one."""
    client.get("/")
    client.post(f"/s/{songs[0].public_id}/like", {"liked": "1"})
    listener = Listener.objects.get()
    for place, share in [(0, 1.0), (1, 1.0), (2, 1.0), (3, 0.9), (4, 1.0), (8, 0.02)]:
        Play.objects.create(
            listener=listener,
            song=songs[place],
            source="mood",
            listened_ms=int(24000 * share),
            clip_ms=24000,
            started_at=now - timedelta(minutes=place),
        )
    return listener


def test_the_page_says_what_the_feed_believes(client, visitor, songs):
    text = client.get("/taste/").content.decode()
    assert "Calm 0" in text
    assert "A minor" in text
    assert re.search(r"8\d to 8\d BPM", text)
    assert "skipped or sent away" in text
    assert text.count("<circle") == 6


def test_nothing_is_believed_of_somebody_new(client, songs):
    assert "believes nothing about you yet" in client.get("/taste/").content.decode()
    assert Listener.objects.count() == 0


def test_a_removed_belief_is_gone_and_can_be_brought_back(client, visitor, songs):
    calm = ",".join(song.public_id for song in songs[:5])
    response = client.post("/taste/forget", {"songs": calm}, follow=True)
    assert "Calm 0" not in response.content.decode()
    assert "What you did with 5 songs" in response.content.decode()
    response = client.post("/taste/remember", follow=True)
    assert "Calm 0" in response.content.decode()
    assert Forgotten.objects.count() == 0


def test_whoever_takes_back_a_belief_is_known_by_the_token_of_the_page(client, visitor, songs):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    forms = re.findall(
        r'action="/taste/forget">\s*<input type="hidden" name="csrfmiddlewaretoken" value="(\w+)">'
        r'\s*<input type="hidden" name="songs" value="([^"]+)">',
        strict.get("/taste/").content.decode(),
    )
    assert len(forms) >= 3
    token, named = forms[0]
    assert strict.post("/taste/forget", {"songs": named}).status_code == 403
    sent = {"csrfmiddlewaretoken": token, "songs": named}
    assert strict.post("/taste/forget", sent).status_code == 302


def test_a_reset_forgets_all_beliefs_and_loses_nothing(client, visitor):
    response = client.post("/taste/reset", follow=True)
    assert "believes nothing about you yet" in response.content.decode()
    assert (Like.objects.count(), Play.objects.count()) == (1, 6)
    assert "Calm 0" in client.post("/taste/remember", follow=True).content.decode()


def test_the_feed_follows_at_once_when_a_belief_goes(client, visitor, songs):
    before = client.get("/next", headers={"HX-Request": "true"}).content.decode()
    assert "Because you" in before
    client.post("/taste/reset")
    assert "Because you" not in client.get("/next", headers={"HX-Request": "true"}).content.decode()


def test_nobody_is_believed_to_like_an_unknown_artist(client, visitor, songs):
    Artist.objects.filter(name="Calm 0").update(name=UNKNOWN_ARTIST)
    taken = json.loads(client.get("/taste/export").content)
    assert [artist["words"] for artist in taken["beliefs"]["artists"]] == ["Calm 1"]


def test_taste_can_be_taken_along(client, visitor, songs):
    response = client.get("/taste/export")
    assert response.headers["Content-Disposition"].startswith("attachment")
    taken = json.loads(response.content)
    assert {artist["words"] for artist in taken["beliefs"]["artists"]} == {"Calm 0", "Calm 1"}
    assert {signal["act"] for signal in taken["signals"]} == {"played", "like"}
    assert len(taken["signals"]) == 7


def test_somebody_new_can_export_as_well(client, songs):
    assert json.loads(client.get("/taste/export").content)["signals"] == []


def test_others_beliefs_stay_theirs(client, visitor, songs):
    client.cookies.clear()
    client.get("/")
    client.post("/taste/forget", {"songs": songs[0].public_id})
    client.post("/taste/reset")
    assert not Forgotten.objects.filter(listener=visitor).exists()
    assert not Taste.objects.filter(listener=visitor).exists()


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/dial", {}),
        ("/dial", {"energy": "0.5"}),
        ("/dial", {"energy": "7", "brightness": "0.5"}),
        ("/dial", {"energy": "nan", "brightness": "0.5"}),
        ("/taste/liked", {"skip_liked": "maybe"}),
        ("/taste/forget", {}),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(client, visitor, address, fields):
    response = client.post(address, fields)
    assert response.status_code == 400
    assert len(response.content) > 10
    assert not Taste.objects.exists()


@pytest.mark.parametrize("address", ["forget", "remember", "reset", "liked"])
def test_only_posts_change_anything(client, songs, address):
    assert client.get(f"/taste/{address}").status_code == 405


def test_unknown_songs_are_forgotten_without_harm(client, visitor):
    assert client.post("/taste/forget", {"songs": "nowhere,,,"}).status_code == 302
    assert not Forgotten.objects.exists()


# --- The dial ---


def test_the_dial_bends_the_very_next_cards(client, visitor, songs):
    client.post("/dial", {"energy": "0.95", "brightness": "0.5"})
    loud = {song.public_id for song in songs[8:]}
    text = client.get("/next", headers={"HX-Request": "true"}).content.decode()
    assert sum(public_id in text for public_id in loud) >= 2
    assert "Where your mood dial points" in text


def test_a_released_dial_fades(listener, now):
    turn_dial(listener, 0.9, 0.2)
    assert dial_of(asked_by(listener), now).strength == 1
    release_dial(listener, now)
    release_dial(listener, now + DIAL_HALF_LIFE)  # said twice: it fades as it did
    strengths = [dial_of(asked_by(listener), now + n * DIAL_HALF_LIFE).strength for n in range(4)]
    assert strengths == [1, 0.5, 0.25, 0.125]
    assert dial_of(asked_by(listener), now + 9 * DIAL_HALF_LIFE) is None
    turn_dial(listener, 0.1, 0.1)
    assert dial_of(asked_by(listener), now).strength == 1


def test_a_dial_that_was_let_go_is_held_no_more_and_finds_no_songs(client, visitor, songs):
    client.post("/dial", {"energy": "0.95", "brightness": "0.5"})
    assert "data-held" in client.get("/").content.decode()
    assert "The mood dial is set" in client.get("/taste/").content.decode()
    client.post("/dial", {"release": "1"})
    feed = client.get("/").content.decode()
    assert "data-held" not in feed
    assert "Where your mood dial points" not in feed
    assert "The mood dial is set" not in client.get("/taste/").content.decode()


def test_letting_go_of_a_dial_nobody_held_is_harmless(client, songs):
    client.get("/")
    assert client.post("/dial", {"release": "1"}, headers={"HX-Request": "true"}).status_code == 204
    assert Taste.objects.count() == 0


def test_without_scripts_the_dial_leads_back_to_the_feed(client, visitor):
    response = client.post("/dial", {"energy": "0.5", "brightness": "0.5"})
    assert response.headers["Location"] == "/"


# --- Nothing I already like ---


def test_nothing_liked_comes_when_nothing_liked_is_wanted(client, visitor, songs, now):
    Like.objects.bulk_create(
        Like(listener=visitor, song=song) for song in songs[5:] if song != songs[8]
    )
    Play.objects.all().delete()
    client.post("/taste/liked", {"skip_liked": "1"})
    text = client.get("/").content.decode()
    liked = [song.public_id for song in songs if song.likes.exists()]
    assert not any(f'id="card-{public_id}"' in text for public_id in liked)
    assert 'aria-checked="true"' in client.get("/taste/").content.decode()
    client.post("/taste/liked", {"skip_liked": "0"})
    assert Taste.objects.get().skip_liked is False


def test_the_page_needs_few_queries(client, visitor, django_assert_max_num_queries):
    client.get("/taste/")
    with django_assert_max_num_queries(12):
        client.get("/taste/")
