"""An artist's page."""

import re

import pytest

from catalog.models import Artist


def artist_page(client, song, query=""):
    return client.get(song.artist.get_absolute_url() + query)


def test_an_artist_has_a_page_of_their_songs_newest_first(client, make_song):
    make_song("First", artist="Low Tide")
    song = make_song("Second", artist="Low Tide", key="C", mode="major", tempo_bpm=90.0)
    make_song("Somebody else's")
    html = artist_page(client, song).content.decode()
    assert re.findall(r'class="song-row-title"[^>]*>([^<]+)<', html) == ["Second", "First"]
    assert "2 songs, mostly in" in html
    assert "90–120 BPM" in html
    assert f'href="/?list=artist&amp;artist={song.artist.public_id}"' in html


def test_an_artists_page_can_be_shared(client, make_song):
    song = make_song(artist='The "Far" Signal')
    html = artist_page(client, song).content.decode()
    address = f"http://testserver/a/{song.artist.public_id}/"
    assert 'property="og:title" content="The &quot;Far&quot; Signal"' in html
    assert f'property="og:url" content="{address}"' in html
    assert f'content="http://testserver/s/{song.public_id}/picture.png"' in html
    assert client.get(f"/s/{song.public_id}/picture.png").status_code == 200


def test_hidden_and_unfinished_songs_are_never_shown(client, make_song):
    shown = make_song("Shown", artist="Low Tide")
    make_song("Hidden one", artist="Low Tide", hidden=True)
    make_song("Unfinished one", artist="Low Tide", clip=False)
    html = artist_page(client, shown).content.decode()
    assert "Hidden one" not in html
    assert "Unfinished one" not in html
    assert "1 song, in A minor" in html


def test_an_artist_of_whom_nothing_can_be_heard_has_no_page(client, make_song):
    assert artist_page(client, make_song(hidden=True)).status_code == 404
    assert artist_page(client, make_song(clip=False)).status_code == 404
    silent = Artist.objects.create(name="Silent")
    assert client.get(silent.get_absolute_url()).status_code == 404
    assert client.get("/a/nobody/").status_code == 404


def test_many_songs_are_listed_as_one_goes(client, make_song):
    for _ in range(45):
        song = make_song(artist="Low Tide")
    html = artist_page(client, song).content.decode()
    seen = re.findall(r'href="(/s/\w+/)"', html)
    rest = re.search(r'class="more-link" href="(\?[^"]+)"', html)[1]
    more = client.get(song.artist.get_absolute_url() + rest, headers={"HX-Request": "true"})
    assert "<html" not in more.content.decode()
    seen += re.findall(r'href="(/s/\w+/)"', more.content.decode())
    assert len(set(seen)) == 45
    assert "Back to the beginning" in artist_page(client, song, rest).content.decode()


def test_songs_the_listener_likes_show_it(client, make_song):
    song = make_song()
    client.post(f"/s/{song.public_id}/like", {"liked": "1"})
    assert 'aria-pressed="true"' in artist_page(client, song).content.decode()


def test_nothing_can_be_posted_to_an_artist(client, make_song):
    assert client.post(make_song().artist.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("address", ["/", "/songs/", "song"])
def test_artists_names_lead_to_them(client, make_song, address):
    song = make_song()
    html = client.get(song.get_absolute_url() if address == "song" else address).content.decode()
    assert f'href="/a/{song.artist.public_id}/"' in html


def test_the_page_needs_few_queries(client, alice, make_song, django_assert_max_num_queries):
    client.force_login(alice)
    for _ in range(12):
        song = make_song(artist="Low Tide")
    client.post(f"/s/{song.public_id}/like", {"liked": "1"})
    account = 3
    with django_assert_max_num_queries(account + 6):  # artist, ids, songs, likes, facts, picture
        artist_page(client, song)
