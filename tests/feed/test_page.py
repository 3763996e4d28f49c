import itertools
from datetime import timedelta

import numpy as np
import pytest

from catalog.models import Analysis
from catalog.words import UNKNOWN_ARTIST
from feed.impressions import Cursor
from feed.models import Play
from feed.page import next_clips
from feed.refit import refit
from social.models import Like, Listener

# Sources that go by what somebody kept.
NEAR = ("mood", "taste")


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture
def two_moods(make_song):
    """Twenty calm songs and twenty loud ones, far apart, by forty artists; indexed."""
    rng = np.random.default_rng(0)
    calm = [make_song(vector=rng.normal(-3, 0.3, 6), energy=0.1) for _ in range(20)]
    loud = [make_song(vector=rng.normal(3, 0.3, 6), energy=0.9) for _ in range(20)]
    refit()
    return calm, loud


def hear(listener, song, now, share=1.0, minutes_ago=0):
    return Play.objects.create(
        listener=listener,
        song=song,
        source="mood",
        listened_ms=int(24000 * share),
        clip_ms=24000,
        started_at=now - timedelta(minutes=minutes_ago),
    )


def swipe_through(listener, now, rng, pages, hear_all=True):
    """Song ids in the order shown; each card is heard before the next page."""
    shown, cursor = [], Cursor()
    for _ in range(pages):
        page = next_clips(listener, now, rng, cursor=cursor)
        cursor = page.cursor
        for card in page.cards:
            shown.append(card.song)
            if hear_all:
                hear(listener, card.song, now)
    return shown


def test_a_new_listener_gets_three_different_songs(two_moods, listener, now, rng):
    page = next_clips(listener, now, rng)
    assert len({card.song.pk for card in page.cards}) == 3


def test_a_visitor_without_a_row_gets_songs_and_leaves_nothing_behind(two_moods, now, rng):
    page = next_clips(Listener(), now, rng)
    assert len(page.cards) == 3
    assert Listener.objects.count() == 0


def test_songs_like_the_last_kept_one_follow(two_moods, listener, now, rng):
    _calm, loud = two_moods
    for song in loud[:3]:
        hear(listener, song, now)
    near = [card for card in next_clips(listener, now, rng, count=6).cards if card.source in NEAR]
    assert near
    assert {card.song.pk for card in near} <= {song.pk for song in loud}


def test_a_change_of_mood_is_felt_by_the_very_next_request(two_moods, listener, now, rng):
    calm, loud = two_moods
    for song in loud[:4]:
        hear(listener, song, now, minutes_ago=30)
    for song in calm[:4]:
        hear(listener, song, now)
    for song in loud[4:6]:
        hear(listener, song, now, share=0.02)
    near = [card for card in next_clips(listener, now, rng, count=6).cards if card.source in NEAR]
    assert {card.song.pk for card in near} <= {song.pk for song in calm}


def test_nothing_is_heard_twice_and_everything_is_heard_once(two_moods, listener, now, rng):
    shown = swipe_through(listener, now, rng, pages=20)
    assert len(shown) == 40
    assert len({song.pk for song in shown}) == 40


def test_cards_on_the_way_are_not_handed_out_again(two_moods, listener, now, rng):
    shown = swipe_through(listener, now, rng, pages=8, hear_all=False)
    assert len({song.pk for song in shown}) == 24


def test_never_two_songs_by_one_artist_in_a_row_across_pages(make_song, listener, now, rng):
    for number in range(24):
        make_song(artist=f"Artist {number % 4}")
    refit()
    shown = swipe_through(listener, now, rng, pages=6)
    artists = [song.artist_id for song in shown]
    assert all(a != b for a, b in itertools.pairwise(artists))


def test_a_library_of_one_artist_goes_by_taste_as_well(make_song, listener, now, rng):
    vectors = np.random.default_rng(0)
    calm = [make_song(artist="Solo", vector=vectors.normal(-3, 0.3, 6)) for _ in range(20)]
    for _ in range(40):
        make_song(artist="Solo", vector=vectors.normal(3, 0.3, 6))
    refit()
    for song in calm[:6]:
        hear(listener, song, now)
        Like.objects.create(listener=listener, song=song)
    cards = [card for _ in range(6) for card in next_clips(listener, now, rng).cards]
    assert len(cards) == 18
    assert sum(card.song in calm for card in cards) > 12
    assert sum(card.source in NEAR for card in cards) > 12


def test_before_the_only_artist_left_goes_on_others_are_looked_for(make_song, listener, now, rng):
    songs = [make_song(artist="Solo") for _ in range(60)]
    refit()
    other = make_song("Elsewhere", artist="Guest")
    Analysis.objects.filter(song=other).update(embedding=None)  # no source of candidates has it
    page = next_clips(listener, now, rng, cursor=Cursor((songs[0].pk,), songs[0].artist_id))
    assert page.cards[0].song == other


def test_songs_whose_artist_nobody_knows_may_follow_each_other(make_song, listener, now, rng):
    for number in range(30):
        make_song(artist=UNKNOWN_ARTIST if number < 24 else "Somebody")
    refit()
    unknown = [s.artist.is_unknown for s in swipe_through(listener, now, rng, pages=4)]
    assert (True, True) in itertools.pairwise(unknown)
    assert (False, False) not in itertools.pairwise(unknown)


def test_everything_heard_is_said_and_start_again_brings_it_back(two_moods, listener, now, rng):
    swipe_through(listener, now, rng, pages=14)
    assert next_clips(listener, now, rng).everything_heard
    listener.heard_since = now + timedelta(seconds=1)
    assert len(next_clips(listener, now, rng).cards) == 3


def test_hidden_songs_are_gone_at_once(two_moods, listener, now, rng):
    calm, loud = two_moods
    for song in calm + loud[3:]:
        song.hidden = True
        song.save()
    shown = {card.song.pk for card in next_clips(listener, now, rng).cards}
    assert shown == {song.pk for song in loud[:3]}


def test_songs_newer_than_the_index_are_found(two_moods, make_song, listener, now):
    newest = make_song("Just arrived")
    sources = {}
    for seed in range(40):
        for card in next_clips(listener, now, np.random.default_rng(seed)).cards:
            sources[card.song.pk] = card.source
    assert sources[newest.pk] == "fresh"


def test_without_an_index_the_feed_serves(make_song, listener, now, rng):
    for _ in range(5):
        make_song()
    assert len(next_clips(listener, now, rng).cards) == 3


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_catalogues_give_what_they_have(make_song, listener, now, rng, count):
    for _ in range(count):
        make_song()
    refit()
    assert len(next_clips(listener, now, rng).cards) == count


def test_the_reason_names_the_liked_song(two_moods, listener, now, rng):
    _, loud = two_moods
    Like.objects.create(listener=listener, song=loud[0])
    hear(listener, loud[0], now)
    cards = next_clips(listener, now, rng, count=6).cards
    reasons = [str(card.reason) for card in cards if card.source in NEAR]
    assert reasons
    assert all(text.startswith(f"Because you liked {loud[0].title}: same key") for text in reasons)


def test_a_damaged_artefact_is_logged_and_the_feed_still_serves(
    two_moods, listener, now, rng, settings, caplog
):
    for path in settings.VAR_DIR.glob("artefacts/*/facts.npy"):
        path.write_bytes(b"not an array")
    assert len(next_clips(listener, now, rng).cards) == 3
    assert "checksum" in caplog.text


def test_the_next_page_needs_few_queries(
    two_moods, listener, now, rng, django_assert_max_num_queries
):
    calm, _ = two_moods
    for song in calm[:5]:
        hear(listener, song, now)
    with django_assert_max_num_queries(12):
        next_clips(listener, now, rng)
