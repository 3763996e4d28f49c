"""Tabs and lists in the feed: by finger, through a whole list, back and forward."""

import pytest

from feed.models import Taste
from social.models import Listener, Playlist
from social.playlists import add_song

LIST = "new URLSearchParams(location.search).get('list')"


@pytest.fixture
def playlist(songs):
    """Eight songs in their order, to be heard by whoever has the link."""
    owner = Listener.objects.create()
    playlist = Playlist.objects.create(owner=owner, title="Late trains", visibility="unlisted")
    for song in songs[:8]:
        add_song(playlist, song, owner)
    return playlist


@pytest.fixture
def address(playlist):
    return f"/?list=playlist&playlist={playlist.public_id}"


def test_the_tabs_are_a_tap_away_and_back_comes_back(phone):
    first = phone.card
    phone.wait_for_address()
    phone.tap(".tab[href*=explore]")
    phone.wait(f"{LIST} === 'explore' && document.querySelector('.card[data-state]')")
    phone.start()
    phone.swipe()
    phone.wait_for_sound()
    phone.wait_for_address()
    phone.page.go_back()
    phone.wait(f"{LIST} === null && document.querySelector('.card[data-state]')")
    assert phone.card == first


def test_a_playlist_is_swiped_through_to_its_end_and_on(open_screen, address, songs):
    phone = open_screen(path=address)
    phone.start()
    heard = [phone.card]
    for _ in range(7):
        phone.swipe()
        phone.wait_for_sound()
        heard.append(phone.card)
    assert heard == [song.public_id for song in songs[:8]]
    phone.wait("document.querySelector('.end')")  # it may have come no further than its request
    phone.swipe()
    phone.wait_for_silence()
    assert "That was all of Late trains" in phone.read("document.querySelector('.end').textContent")
    phone.wait_until_at_rest()
    phone.tap(".end .button-main")
    phone.wait(f"{LIST} === null && document.querySelector('.card[data-state]')")


def test_a_reload_in_a_list_comes_back_to_the_card_in_it(open_screen, address, songs):
    phone = open_screen(path=address)
    phone.swipe()
    second = phone.card
    phone.wait(f"location.search.endsWith('clip={second}') && {LIST} === 'playlist'")
    phone.reload()
    assert phone.card == second
    phone.swipe()
    assert phone.card == songs[2].public_id


def test_a_list_is_left_by_its_cross(open_screen, address):
    phone = open_screen(path=address)
    phone.tap(".listed-out")
    phone.wait(f"{LIST} === null && document.querySelector('.tab[aria-current]')")


def test_the_mood_dial_leaves_a_list_in_its_order(open_screen, address, songs):
    phone = open_screen(path=address)
    phone.start()
    phone.tap("[data-dial]")
    phone.wait("document.querySelector('[data-pad]').getBoundingClientRect().width")
    phone.tap("[data-pad]")
    phone.until(lambda: Taste.objects.exclude(dial_energy=None).exists())
    assert "its own order" in phone.read("document.getElementById('dial').textContent")
    cards = phone.read("[...document.querySelectorAll('article.card')].map(c => c.dataset.card)")
    assert cards == [song.public_id for song in songs[:5]]
