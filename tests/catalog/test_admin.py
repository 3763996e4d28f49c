import pytest
from django.urls import reverse

from catalog.models import Analysis, Song

SONGS = "/admin/catalog/song/"


def act(client, name, *songs):
    data = {"action": name, "_selected_action": [song.pk for song in songs]}
    return client.post(SONGS, data, follow=True)


def test_songs_are_listed_with_state_and_reason(curator, make_song):
    make_song("Good one")
    make_song("Bad one", state="failed", error="The file is damaged.", clip=False)
    html = curator.get(SONGS).content.decode()
    assert "Good one" in html
    assert "The file is damaged." in html


def test_songs_are_found_by_title_and_artist(curator, make_song):
    make_song("Undertow", artist="The Quiet Machines")
    make_song("Other")
    for query in ("undertow", "quiet under"):
        html = curator.get(SONGS, {"q": query}).content.decode()
        assert "Undertow" in html
        assert "Other" not in html


def test_hiding_and_publishing(curator, make_song):
    song = make_song()
    act(curator, "hide", song)
    assert not Song.objects.playable().exists()
    assert "1 song published" in act(curator, "publish", song).content.decode()
    assert Song.objects.playable().exists()


def test_analysing_again_announces_the_song(curator, make_song, messages):
    song = make_song(state="failed", error="broken", attempts=3)
    act(curator, "analyse_again", song)
    work = Analysis.objects.get(song=song)
    assert (work.state, work.attempts, work.error) == ("pending", 0, "")
    assert messages == [("catalog.tasks.analyse_song", [song.pk])]


def test_a_song_is_edited(curator, make_song):
    song = make_song()
    address = reverse("admin:catalog_song_change", args=[song.pk])
    assert curator.get(address).status_code == 200
    data = {"title": "New title", "artist": song.artist_id, "album": "", "genre": "", "licence": ""}
    formset = {
        f"{prefix}-{name}": value
        for prefix in ("clip", "heatmaps", "analysis")
        for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
    }
    assert curator.post(address, data | formset).status_code == 302
    song.refresh_from_db()
    assert song.title == "New title"
    assert "new title" in song.search_text


def test_the_list_is_fast_whatever_its_length(curator, make_song, django_assert_max_num_queries):
    for _ in range(30):
        make_song()
    with django_assert_max_num_queries(10):
        curator.get(SONGS)


@pytest.mark.parametrize(
    "address",
    [
        "social/like/",
        "social/share/",
        "social/listener/",
        "feed/play/",
        "feed/fittedmodel/",
        "catalog/artist/",
        "social/user/",
    ],
)
def test_every_list_opens_and_searches(curator, make_song, address):
    make_song()
    assert curator.get(f"/admin/{address}").status_code == 200
    assert curator.get(f"/admin/{address}", {"q": "x"}).status_code == 200


def test_listeners_have_no_business_there(client, alice):
    client.force_login(alice)
    assert client.get(SONGS).status_code == 302
    assert client.get(f"{SONGS}upload/").status_code == 302
