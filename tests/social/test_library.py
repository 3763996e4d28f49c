"""The library page: searching, filtering, sorting, and going on without counting."""

import re

import pytest
from django.test import Client

from catalog.models import Analysis
from social.models import Listener

HTMX = {"HX-Request": "true"}


def page(client, query="", **headers):
    return client.get(f"/songs/?{query}", headers=headers).content.decode()


def part(client, query=""):
    return client.get(f"/songs/?{query}", headers=HTMX).content.decode()


def titles(html):
    return re.findall(r'class="song-row-title"[^>]*>([^<]+)<', html)


def rest(html):
    found = re.search(r'class="more-link" href="\?([^"]+)"', html)
    return found and found[1].replace("&amp;", "&")


def test_songs_are_found_by_every_word(client, make_song):
    make_song("Undertow", artist="The Quiet Machines")
    make_song("Paper Lanterns", artist="Low Tide")
    assert titles(page(client, "q=QUIET+under")) == ["Undertow"]


def test_nothing_found_says_so_and_leads_back(client, make_song):
    make_song()
    html = page(client, "q=<zzz>&key=A&mode=minor")
    assert "There are no songs in A minor with “&lt;zzz&gt;” here." in html
    assert "Show all songs" in html
    assert "Play these as a feed" not in html


def test_an_empty_library_says_so(client, db):
    assert "There is no music here yet" in page(client)


def test_hidden_and_unfinished_songs_are_not_listed(client, make_song):
    make_song("Hidden one", hidden=True, genre="Hidden genre")
    make_song("Unfinished one", clip=False)
    make_song("Here")
    html = page(client)
    assert titles(html) == ["Here"]
    assert "Hidden genre" not in html


def test_the_page_keeps_what_was_asked(client, make_song):
    make_song(genre="Jazz", tempo_bpm=100)
    html = page(client, "q=song&genre=jazz&tempo_min=90&mood=easy&sort=title")
    assert 'value="song"' in html
    assert '<option value="jazz" selected>Jazz</option>' in html
    assert 'name="tempo_min" value="90"' in html
    assert '<option value="easy" selected>' in html
    assert '<option value="title" selected>' in html


def test_each_filter_that_is_on_can_be_taken_away(client, make_song):
    make_song(genre="Jazz")
    html = page(client, "genre=Jazz&key=A&mode=minor&sort=title")
    assert 'href="/songs/?key=A&amp;mode=minor&amp;sort=title" data-clears="genre"' in html
    assert 'href="/songs/?genre=Jazz&amp;sort=title" data-clears="key mode"' in html


def test_what_is_listed_can_be_played_as_a_feed(client, make_song):
    make_song(genre="Jazz")
    assert 'href="/?list=library"' in page(client)
    html = page(client, "page=2&sort=tempo&mood=&genre=Jazz")
    assert 'href="/?list=library&amp;genre=Jazz&amp;sort=tempo"' in html


def test_a_wrong_value_is_told_beside_its_field_and_loses_nothing(client, make_song):
    make_song("Blue", genre="Jazz")
    make_song("Red", genre="Rock")
    html = page(client, "genre=Jazz&tempo_min=fast&energy_min=9")
    assert titles(html) == ["Blue"]
    assert re.search(r'id="id_tempo_min_error">A number from 0 to 1000 BPM, please.<', html)
    assert 'value="fast"' in html
    assert re.search(r'id="id_energy_min_error">A number from 0 to 1, please.<', html)
    assert 'name="energy_min" value="9"' in html


def test_htmx_gets_the_results_alone_with_their_address(client, make_song):
    make_song("Blue", genre="Jazz")
    html = part(client, "q=&genre=Jazz&tempo_min=x&sort=newest")
    assert "<html" not in html
    assert titles(html) == ["Blue"]
    assert 'data-address="/songs/?genre=Jazz"' in html
    assert re.search(r'id="id_tempo_min_error" hx-swap-oob="true">A number', html)


def test_browsers_keep_the_page_and_its_parts_apart(client, make_song):
    assert "HX-Request" in client.get("/songs/").headers["Vary"]


@pytest.mark.parametrize("sort", ["newest", "title", "artist", "tempo", "energy"])
def test_the_list_goes_on_to_its_end_in_every_order(client, make_song, sort):
    for number in range(95):
        make_song(
            f"tune {number * 7 % 95:02}" if number % 5 else "Same title",
            artist=f"Artist {number % 4}",
            tempo_bpm=80.0 + number % 9,
            energy=(number % 6) / 6,
        )
    html = page(client, f"q=t&sort={sort}")
    seen = re.findall(r'href="(/s/\w+/)"', html)
    assert len(seen) == 40
    while query := rest(html):
        html = part(client, query)
        assert "<html" not in html
        seen += re.findall(r'href="(/s/\w+/)"', html)
    assert len(seen) == len(set(seen)) == 95


def test_songs_that_come_meanwhile_shift_nothing(client, make_song):
    for _ in range(45):
        make_song()
    query = rest(page(client))
    make_song("Brand new")
    assert titles(part(client, query)) == [f"Song {n}" for n in (5, 4, 3, 2, 1)]


def test_without_scripts_the_rest_is_a_page_of_its_own(client, make_song):
    for number in range(45):
        make_song(f"Tune {number:02}")
    html = page(client, rest(page(client, "q=tune&sort=title")))
    assert titles(html) == [f"Tune {n}" for n in range(40, 45)]
    assert 'href="/songs/?q=tune&amp;sort=title">Back to the beginning' in html


@pytest.mark.parametrize("after", ["forged", "WyJuZXdlc3QiXQ:x", "%00"])
def test_a_place_that_was_never_told_is_the_beginning(client, make_song, after):
    make_song("Only one")
    assert titles(page(client, f"after={after}")) == ["Only one"]


def test_a_place_in_another_order_is_the_beginning(client, make_song):
    for _ in range(41):
        make_song()
    after = rest(page(client)).removeprefix("after=")
    assert len(titles(part(client, f"sort=title&after={after}"))) == 40


def test_songs_the_listener_likes_show_it(client, make_song):
    liked, other = make_song(), make_song()
    client.post(f"/s/{liked.public_id}/like", {"liked": "1"})
    pressed = dict(re.findall(r'id="like-(\w+)" data-like aria-pressed="(\w+)"', page(client)))
    assert pressed == {liked.public_id: "true", other.public_id: "false"}
    assert 'aria-pressed="true"' not in page(Client())


def test_looking_through_the_library_leaves_no_row_behind(client, make_song):
    make_song()
    page(client)
    assert Listener.objects.count() == 0


def test_nothing_can_be_posted_to_the_library(client, db):
    assert client.post("/songs/").status_code == 405


def test_any_page_needs_few_queries(client, alice, make_song, django_assert_max_num_queries):
    client.force_login(alice)
    for _ in range(45):
        song = make_song(genre="Jazz")
    client.post(f"/s/{song.public_id}/like", {"liked": "1"})
    account = 3
    with django_assert_max_num_queries(account + 4):  # ids, songs, likes, genres
        html = page(client, "genre=Jazz&sort=energy")
    with django_assert_max_num_queries(account + 3):
        part(client, rest(html))


def test_two_spellings_of_a_genre_are_one(client, make_song):
    for genre in ("Jazz", "jazz", "Ambient", ""):
        make_song(genre=genre)
    options = re.findall(r'<option value="([^"]*)"[^>]*>', page(client).split('name="genre"')[1])
    assert options[:3] == ["", "Ambient", "Jazz"]


def test_new_songs_are_told_of_until_all_can_be_played(client, make_song):
    make_song("Ready")
    assert "arriving" not in page(client)
    late = make_song("Late", clip=False, state=Analysis.State.RUNNING, analysed_at=None)
    html = page(client)
    assert "Making 1 new song ready." in html
    assert re.search(r'<progress value="1" max="2"', html)
    told = client.get("/songs/arriving").content.decode()
    assert "Making 1 new song ready." in told
    assert 'hx-trigger="every 4s"' in told
    Analysis.objects.filter(song=late).update(state=Analysis.State.FAILED)
    told = client.get("/songs/arriving").content.decode()
    assert "All new songs are ready." in told
    assert "hx-trigger" not in told


def test_songs_that_are_heard_again_are_not_new(client, make_song):
    make_song("Old", state=Analysis.State.PENDING)
    assert "arriving" not in page(client)
