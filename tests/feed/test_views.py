import html
import re

import pytest

from catalog.demo import SONGS
from catalog.filling import queue_demo
from feed.impressions import sign_slip
from feed.refit import refit
from social.models import Listener


@pytest.fixture
def catalogue(make_song):
    songs = [make_song() for _ in range(8)]
    refit()
    return songs


def cards_in(response):
    return re.findall(r'data-card="(\w+)"', response.content.decode())


def address_after(response):
    return html.unescape(re.search(r'hx-get="(/next[^"]*)"', response.content.decode())[1])


def cursor_in(response):
    return re.search(r"cursor=([^\"]+)", response.content.decode())[1]


def test_the_first_response_holds_three_cards(client, catalogue):
    response = client.get("/")
    assert response.status_code == 200
    assert len(cards_in(response)) == 3


def test_looking_at_the_feed_leaves_no_row_behind(client, catalogue):
    client.get("/")
    assert Listener.objects.count() == 0


def test_the_next_cards_are_a_fragment_and_others(client, catalogue):
    first = client.get("/")
    second = client.get(f"/next?cursor={cursor_in(first)}", headers={"HX-Request": "true"})
    assert "<html" not in second.content.decode()
    assert len(cards_in(second)) == 3
    assert not set(cards_in(first)) & set(cards_in(second))


def test_without_htmx_the_next_cards_are_a_page(client, catalogue):
    assert "<html" in client.get("/next").content.decode()


def test_a_forged_cursor_is_a_new_start(client, catalogue):
    response = client.get("/next?cursor=forged", headers={"HX-Request": "true"})
    assert len(cards_in(response)) == 3


def test_the_address_of_a_card_brings_it_back_first(client, catalogue):
    response = client.get(f"/?clip={catalogue[5].public_id}")
    assert cards_in(response)[0] == catalogue[5].public_id
    assert len(set(cards_in(response))) == 3


def test_an_address_of_no_song_is_an_ordinary_feed(client, catalogue):
    assert len(cards_in(client.get("/?clip=nothing"))) == 3


def test_an_empty_catalogue_says_what_to_do(client, db):
    assert "make run MUSIC=" in client.get("/").content.decode()


def test_songs_on_their_way_are_announced(client, make_song):
    make_song(clip=False, state="pending", analysed_at=None)
    assert "on their way" in client.get("/").content.decode()


def test_songs_that_are_being_composed_are_waited_for(client, make_song):
    queue_demo()
    page = client.get("/").content.decode()
    assert "The first songs are on their way" in page
    assert f"{len(SONGS)} songs are being made ready" in page
    make_song(SONGS[0].title)
    cards = client.get("/next", headers={"HX-Request": "true"})
    end = client.get(address_after(cards), headers={"HX-Request": "true"}).content.decode()
    assert "More songs are on their way" in end
    assert f"{len(SONGS) - 1} songs are being made ready" in end
    assert f"Making {len(SONGS) - 1} new songs ready" in client.get("/songs/").content.decode()


def test_a_catalogue_with_music_of_its_own_waits_for_no_demo(client, make_song):
    make_song("Not of the demo")
    queue_demo()
    cards = client.get("/next", headers={"HX-Request": "true"})
    end = client.get(address_after(cards), headers={"HX-Request": "true"}).content.decode()
    assert "You have heard every song" in end


def test_when_everything_is_heard_the_page_says_so(client, alice, make_song):
    client.force_login(alice)
    song = make_song()
    client.get("/")
    client.post("/plays", {"slip": sign_slip(song.pk, "mood"), "listened_ms": 9000})
    assert "You have heard every song" in client.get("/").content.decode()
    assert client.post("/again").status_code == 302
    assert cards_in(client.get("/")) == [song.public_id]


def test_songs_that_still_arrive_are_waited_for(client, make_song):
    song = make_song()
    coming = make_song(clip=False, state="pending", analysed_at=None)
    page = client.get("/next", headers={"HX-Request": "true"})
    assert cards_in(page) == [song.public_id]
    end = client.get(address_after(page), headers={"HX-Request": "true"})
    assert "More songs are on their way" in end.content.decode()
    assert 'hx-trigger="every 4s"' in end.content.decode()
    asked_again = f"{address_after(page)}&awaited=1"
    assert client.get(asked_again, headers={"HX-Request": "true"}).status_code == 204
    coming.analysis.state = "failed"
    coming.analysis.save()
    over = client.get(asked_again, headers={"HX-Request": "true"}).content.decode()
    assert "You have heard every song" in over
    assert "hx-trigger" not in over


def test_a_page_of_songs_that_still_arrive_looks_again(client, alice, make_song):
    client.force_login(alice)
    heard = make_song()
    make_song(clip=False, state="pending", analysed_at=None)
    client.post("/plays", {"slip": sign_slip(heard.pk, "mood"), "listened_ms": 9000})
    page = client.get("/?list=explore").content.decode()
    assert "More songs are on their way" in page
    assert '<a class="button button-main" href="/?list=explore" data-reload-in="4">' in page
    assert "hx-trigger" not in page.partition('id="feed"')[2].partition("feed-steps")[0]


def test_the_first_page_needs_at_most_ten_queries(
    client, alice, catalogue, settings, django_assert_max_num_queries
):
    settings.SHARED_ANSWERS_S = 60  # which models serve is asked every other second
    client.force_login(alice)
    client.get("/next", headers={"HX-Request": "true"})
    client.post(f"/s/{catalogue[0].public_id}/like", {"liked": "1"})
    with django_assert_max_num_queries(10):
        client.get("/next", headers={"HX-Request": "true"})


def test_a_surprise_is_a_playable_song(client, catalogue):
    response = client.get("/random")
    assert response.status_code == 302
    assert response.url.removeprefix("/?clip=") in {song.public_id for song in catalogue}


def test_a_surprise_from_an_empty_catalogue_is_the_feed(client, db):
    assert client.get("/random").url == "/"


def test_the_song_page_can_be_shared(client, make_song):
    song = make_song("Glass <Season>", artist='The "Far" Signal')
    html = client.get(song.get_absolute_url()).content.decode()
    assert 'property="og:title" content="Glass &lt;Season&gt; – The &quot;Far&quot; Signal"' in html
    assert f'property="og:url" content="http://testserver/s/{song.public_id}/"' in html
    assert 'property="og:audio" content="http://testserver/clips/' in html
    assert f'src="/s/{song.public_id}/stream"' in html


def test_hidden_and_unfinished_songs_have_no_page(client, make_song):
    for song in (make_song(hidden=True), make_song(clip=False)):
        assert client.get(song.get_absolute_url()).status_code == 404
        assert client.get(f"/?clip={song.public_id}").status_code == 200


@pytest.mark.parametrize("address", ["/", "/songs/", "/likes/", "/accounts/login/", "/nowhere"])
def test_every_page_forbids_inline_code_and_foreign_sources(client, make_song, address):
    make_song()
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    html = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)


HOSTILE = [
    "<script>alert(1)</script>",
    "\"quotes\" & 'more'",
    "🎷 émoji 🎶",
    "שלום עולם",
    "x" * 300,
    "{{ settings.SECRET_KEY }}",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_are_text_everywhere(client, make_song, title):
    from django.utils.html import escape

    song = make_song(title, artist=title[:100])
    client.post(f"/s/{song.public_id}/like", {"liked": "1"})
    for address in ("/", "/songs/", "/likes/", song.get_absolute_url()):
        html = client.get(address).content.decode()
        assert escape(title) in html
        assert "<script>alert" not in html
    assert client.get(f"/s/{song.public_id}/picture.png").content[1:4] == b"PNG"


@pytest.mark.parametrize(("header", "saves"), [("on", True), (" ON ", True), ("", False)])
def test_browsers_that_save_data_get_drawn_covers(client, make_song, header, saves):
    song = make_song(cover=f"covers/{1:024x}.jpg")
    response = client.get("/", headers={"Save-Data": header})
    page = response.content.decode()
    assert ('<img class="disc"' not in page) == saves
    assert ("data-saves-data" in page) == saves
    assert f'data-audio-small="{song.clip.small_audio_url}"' in page
    assert "Save-Data" in response.headers["Vary"]


def test_a_page_can_be_heard_without_scripts_and_a_fragment_brings_no_audio(client, catalogue):
    page = client.get("/").content.decode()
    assert page.count("<noscript><audio controls") == 3
    assert "More songs" in page
    path = f"/next?cursor={cursor_in(client.get('/'))}"
    fragment = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<audio" not in fragment
    assert "<noscript" not in fragment
