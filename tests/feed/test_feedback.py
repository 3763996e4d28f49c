"""Not interested, and hidden artists."""

import pytest
from django.test import Client

from catalog.models import Artist
from catalog.words import UNKNOWN_ARTIST
from feed.models import Dismissal, HiddenArtist
from social.models import Listener

HTMX = {"HX-Request": "true"}


@pytest.fixture
def song(make_song):
    return make_song("Northern Rain", artist="Harbour Lights")


def dismiss(client, song, dismissed="1", headers=None):
    return client.post(f"/s/{song.public_id}/dismiss", {"dismissed": dismissed}, headers=headers)


def hide(client, artist, hidden="1", headers=None):
    return client.post(f"/artists/{artist.public_id}/hide", {"hidden": hidden}, headers=headers)


@pytest.mark.parametrize(("act", "model"), [(dismiss, Dismissal), (hide, HiddenArtist)])
def test_a_visitor_sends_away_and_brings_back_however_often(client, song, act, model):
    client.get("/")
    what = song if act is dismiss else song.artist
    for wanted, count in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        assert act(client, what, wanted).url == "/hidden/"
        assert model.objects.count() == count
    assert Listener.objects.count() == 1


def test_scripts_get_no_page(client, song):
    assert dismiss(client, song, headers=HTMX).status_code == 204
    assert hide(client, song.artist, headers=HTMX).status_code == 204


def test_what_was_sent_away_is_listed_latest_first_and_only_ones_own(client, make_song, listener):
    first, second, theirs = make_song("First"), make_song("Second"), make_song("Not mine")
    Dismissal.objects.create(listener=listener, song=theirs)
    HiddenArtist.objects.create(listener=listener, artist=theirs.artist)
    client.get("/")
    dismiss(client, first)
    dismiss(client, second)
    hide(client, first.artist)
    html = client.get("/hidden/").content.decode()
    assert html.index("Second") < html.index("First")
    assert f"Bring back {first.artist.name}" in html
    assert "Not mine" not in html
    assert theirs.artist.name not in html


def test_nothing_sent_away_says_how(client, db):
    assert "<b>More</b>" in client.get("/hidden/").content.decode()
    assert Listener.objects.count() == 0


def test_more_is_a_sheet_on_the_card_and_a_page_without_scripts(client, song):
    address = f"/s/{song.public_id}/more"
    assert "<html" not in client.get(address, headers=HTMX).content.decode()
    html = client.get(address).content.decode()
    assert "<html" in html
    assert f'action="/artists/{song.artist.public_id}/hide"' in html
    assert f'action="/s/{song.public_id}/dismiss"' in html


def test_nobody_knows_whom_to_hide_where_the_artist_is_unknown(client, make_song):
    song = make_song(artist=UNKNOWN_ARTIST)
    html = client.get(f"/s/{song.public_id}/more").content.decode()
    assert f'action="/s/{song.public_id}/dismiss"' in html
    assert "Hide this artist" not in html


@pytest.mark.parametrize("said", ["", "2", "yes"])
def test_malformed_wishes_are_refused(client, song, said):
    assert dismiss(client, song, said).status_code == 400
    assert hide(client, song.artist, said).status_code == 400
    assert not Dismissal.objects.exists() and not HiddenArtist.objects.exists()


def test_what_does_not_exist_is_not_found(client, make_song):
    assert dismiss(client, make_song(hidden=True)).status_code == 404
    assert hide(client, Artist(public_id="nobody")).status_code == 404
    assert client.get("/s/nothing/more").status_code == 404


def test_wishes_are_posted_with_a_token(song):
    for address in (f"/s/{song.public_id}/dismiss", f"/artists/{song.artist.public_id}/hide"):
        assert Client(enforce_csrf_checks=True).post(address).status_code == 403
        assert Client().get(address).status_code == 405


def test_a_long_list_needs_few_queries(client, alice, make_song, django_assert_max_num_queries):
    client.force_login(alice)
    for _ in range(6):
        song = make_song()
        dismiss(client, song)
        hide(client, song.artist)
    with django_assert_max_num_queries(6):
        client.get("/hidden/")
