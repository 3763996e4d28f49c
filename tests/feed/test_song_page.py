"""A song's own page, and its player on other people's pages."""

import re
from urllib.parse import urlencode

import pytest

from feed.refit import refit
from social.models import Listener, User

HOST = "http://testserver"


def song_page(client, song):
    return client.get(song.get_absolute_url()).content.decode()


@pytest.fixture
def catalogue(make_song):
    songs = [make_song(tempo_bpm=100.0 + 4 * n, energy=n / 10) for n in range(9)]
    refit()
    return songs


# --- Facts ---


def test_facts_are_explained_and_lead_to_songs_alike(client, make_song):
    html = song_page(client, make_song(key="F#", danceability=0.424))
    for slug in ("tempo", "key", "camelot", "mood", "energy", "brightness", "danceability"):
        assert f'popovertarget="about-{slug}"' in html
        assert f'id="about-{slug}" popover' in html
    assert "F♯ minor" in html
    assert "42 %" in html
    assert "Tempo confidence 90 %" in html
    assert "−14 LUFS" in html
    assert 'href="/songs/?mixes_with=11A">Songs that mix with 11A<' in html
    assert 'href="/songs/?key=F%23&amp;mode=minor">Songs in F♯ minor<' in html
    assert 'href="/songs/?tempo_min=116&amp;tempo_max=124"' in html


def test_what_is_not_known_is_not_claimed(client, make_song):
    html = song_page(client, make_song(tempo_confidence=0.05, key="", mode=""))
    assert "no tempo was found that holds" in html
    assert "BPM" not in html
    assert "about-key" not in html
    assert "about-camelot" not in html


def test_genre_and_artist_lead_on(client, make_song):
    song = make_song(genre="Drum & Bass")
    html = song_page(client, song)
    assert 'href="/songs/?genre=Drum%20%26%20Bass"' in html
    assert f'href="/a/{song.artist.public_id}/"' in html


# --- Songs like it ---


def test_songs_like_it_say_how_they_differ(client, catalogue):
    html = song_page(client, catalogue[4]).split('id="alike-title"')[1]
    alike = re.findall(r'href="/s/(\w+)/"', html.split("</section>")[0])
    assert len(set(alike)) == 6
    assert catalogue[4].public_id not in alike
    assert len(re.findall(r'class="alike-how">[^<]*(BPM|tempo)', html)) == 6


def test_songs_hidden_since_are_not_among_them(client, catalogue):
    for song in catalogue[:3]:
        song.hidden = True
        song.save()
    html = song_page(client, catalogue[4])
    assert not any(song.public_id in html for song in catalogue[:3])


def test_before_anything_was_fitted_there_are_none(client, make_song):
    assert "Songs like this one" not in song_page(client, make_song())


# --- Who passed it on ---


def repost_as(client, name, song):
    user = User.objects.create_user(name)
    Listener.objects.create(user=user).reposts.create(song=song)
    return user


def test_people_who_passed_it_on_are_named(client, make_song):
    song = make_song()
    repost_as(client, "mira", song)
    gone = repost_as(client, "jonas", song)
    gone.is_active = False
    gone.save()
    Listener.objects.create().reposts.create(song=song)  # a visitor has no name
    html = song_page(client, song)
    assert 'href="/u/mira/"' in html
    assert "jonas" not in html
    assert html.count('class="reposter"') == 1


# --- The page ---


def test_without_scripts_the_browsers_own_player_is_there(client, make_song):
    song = make_song()
    html = song_page(client, song)
    assert (
        f'<audio id="full-song" controls preload="metadata" src="/s/{song.public_id}/stream">'
        in html
    )
    assert re.search(r'class="transport" data-transport hidden', html)


def test_nothing_can_be_posted_to_a_song(client, make_song):
    assert client.post(make_song().get_absolute_url()).status_code == 405


def test_the_song_page_needs_few_queries(
    client, alice, catalogue, settings, django_assert_max_num_queries
):
    settings.SHARED_ANSWERS_S = 60  # which models serve is asked every other second
    client.force_login(alice)
    song_page(client, catalogue[0])
    account = 3
    # song, reception, songs alike, reposters, comments and what is needed to write one
    with django_assert_max_num_queries(account + 9):
        song_page(client, catalogue[1])


# --- In a frame ---


def embed(client, song):
    return client.get(f"/embed/{song.public_id}/")


def test_the_embedded_player_alone_may_be_framed(client, make_song):
    song = make_song()
    response = embed(client, song)
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    page = client.get(song.get_absolute_url())
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_the_embedded_player_knows_nobody(client, make_song):
    song = make_song("Undertow", artist="Low Tide")
    response = embed(client, song)
    html = response.content.decode()
    assert not response.cookies
    assert "csrf" not in html
    assert "Undertow" in html
    assert f'src="/s/{song.public_id}/stream"' in html
    assert f'href="{song.get_absolute_url()}" target="_blank"' in html


def test_hidden_and_unfinished_songs_have_no_embedded_player(client, make_song):
    assert embed(client, make_song(hidden=True)).status_code == 404
    assert embed(client, make_song(clip=False)).status_code == 404
    assert client.post(f"/embed/{make_song().public_id}/").status_code == 405


# --- oEmbed ---


def oembed(client, **parameters):
    return client.get(f"/oembed?{urlencode(parameters)}")


def test_oembed_describes_a_song(client, make_song):
    song = make_song("Glass <Season>", artist='The "Far" Signal')
    answer = oembed(client, url=HOST + song.get_absolute_url(), format="json").json()
    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert answer["title"] == 'Glass <Season> – The "Far" Signal'
    assert answer["author_url"] == HOST + song.artist.get_absolute_url()
    assert f'src="{HOST}/embed/{song.public_id}/"' in answer["html"]
    assert "<Season>" not in answer["html"]
    assert (answer["width"], answer["height"]) == (480, 180)


def test_the_song_page_tells_where_it_is_described(client, make_song):
    song = make_song()
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', song_page(client, song))[1]
    assert client.get(link.removeprefix(HOST)).json()["title"].startswith(song.title)


@pytest.mark.parametrize(("asked", "given"), [(300, 300), (9000, 480), (10, 260)])
def test_the_frame_is_as_wide_as_asked_within_reason(client, make_song, asked, given):
    answer = oembed(client, url=HOST + make_song().get_absolute_url(), maxwidth=asked).json()
    assert answer["width"] == given


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/s/{}/",
        HOST + "/s/nothing/",
        HOST + "/songs/",
        HOST + "/nowhere",
        "javascript:alert({})",
        "//[",
        "{}",
    ],
)
def test_oembed_knows_songs_of_this_server_alone(client, make_song, address):
    song = make_song()
    assert oembed(client, url=address.format(song.public_id)).status_code == 404


def test_oembed_knows_no_hidden_songs(client, make_song):
    song = make_song(hidden=True)
    assert oembed(client, url=HOST + song.get_absolute_url()).status_code == 404


def test_oembed_says_what_it_takes(client, make_song):
    url = HOST + make_song().get_absolute_url()
    assert b"the address of a song here" in oembed(client).content
    assert oembed(client).status_code == 400
    assert oembed(client, url=url, maxwidth="wide").status_code == 400
    assert oembed(client, url=url, format="xml").status_code == 501
    assert client.post("/oembed").status_code == 405
