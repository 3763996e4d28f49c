"""What plays in the feed: For you, Following, Explore, and lists the listener asks to hear."""

import itertools
import re
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from feed.impressions import Cursor
from feed.lineups import place_after
from feed.models import Dismissal, HiddenArtist, Play
from feed.page import next_clips
from feed.refit import refit
from social.models import Follow, Like, Listener, Playlist, Repost, User
from social.playlists import add_song

HTMX = {"HX-Request": "true"}


def html_of(response):
    assert response.status_code == 200
    return response.content.decode()


def cards_in(response):
    return re.findall(r'data-card="(\w+)"', html_of(response))


def reasons_in(response):
    found = re.findall(r'<p class="why">(.*?)</p>', html_of(response), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", words).strip() for words in found]


def next_address(response):
    found = re.search(r'hx-get="([^"]+)"', html_of(response))
    return found and found[1].replace("&amp;", "&")


def swipe_through(client, address):
    """Public ids of a lineup's cards, from its first page to its end; and the last page."""
    response = client.get(address)
    shown = cards_in(response)
    while following := next_address(response):
        response = client.get(following, headers=HTMX)
        shown += cards_in(response)
        assert len(shown) < 200
    return shown, response


def ids_of(songs):
    return [song.public_id for song in songs]


def hear(listener, song):
    Play.objects.create(
        listener=listener,
        song=song,
        source="mood",
        listened_ms=24000,
        clip_ms=24000,
        started_at=timezone.now(),
    )


@pytest.fixture
def songs(make_song):
    songs = [make_song() for _ in range(12)]
    refit()
    return songs


@pytest.fixture
def me(client, alice):
    client.force_login(alice)
    return Listener.objects.create(user=alice)


@pytest.fixture
def bob(db):
    user = User.objects.create_user("bob", "bob@example.org", "correct horse battery")
    return Listener.objects.create(user=user)


def repost(person, *songs):
    """In this order, one after another."""
    for number, song in enumerate(songs):
        row = Repost.objects.create(listener=person, song=song)
        at = timezone.now() - timedelta(hours=len(songs) - number)
        Repost.objects.filter(pk=row.pk).update(created_at=at)


@pytest.fixture
def playlist(songs, bob):
    playlist = Playlist.objects.create(owner=bob, title="Late trains", visibility="unlisted")
    for song in songs[:8]:
        add_song(playlist, song, bob)
    return playlist


def address_of(playlist):
    return f"/?list=playlist&playlist={playlist.public_id}"


# --- Tabs ---


@pytest.mark.parametrize(
    ("address", "tab"),
    [("/", "For you"), ("/?list=following", "Following"), ("/?list=explore", "Explore")],
)
def test_each_tab_is_an_address_that_says_where_one_is(client, songs, address, tab):
    html = html_of(client.get(address))
    assert re.findall(r'class="tab"[^>]*aria-current="page">([^<]+)', html) == [tab]


def test_a_list_that_there_is_not_is_not_found(client, songs):
    assert client.get("/?list=nonsense").status_code == 404
    assert client.get("/next?list=nonsense").status_code == 404
    assert client.get("/?list=artist&artist=nobody").status_code == 404
    assert client.get("/?list=playlist&playlist=%00").status_code == 404


def test_following_plays_what_they_reposted_the_latest_first_and_says_who(client, songs, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    repost(bob, *songs[:5])
    shown, end = swipe_through(client, "/?list=following")
    assert shown == ids_of(reversed(songs[:5]))
    assert set(reasons_in(client.get("/?list=following"))) == {"Reposted by bob"}
    assert "You are up to date" in html_of(end)


def test_reposts_of_a_blocked_account_lead_nowhere(client, songs, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    repost(bob, *songs[:5])
    assert "Reposted by bob" in reasons_in(client.get("/"))
    User.objects.filter(listener=bob).update(is_active=False)
    assert "Reposted by bob" not in reasons_in(client.get("/"))
    assert cards_in(client.get("/?list=following")) == []


def test_following_leaves_out_what_was_heard_or_sent_away(client, songs, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    repost(bob, *songs[:4])
    hear(me, songs[0])
    Dismissal.objects.create(listener=me, song=songs[1])
    shown, _ = swipe_through(client, "/?list=following")
    assert shown == ids_of([songs[3], songs[2]])


def test_following_spaces_artists(client, make_song, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    songs = [make_song(artist=f"Artist {number // 3}") for number in range(6)]
    repost(bob, *songs)
    shown, _ = swipe_through(client, "/?list=following")
    artists = {song.public_id: song.artist_id for song in songs}
    in_a_row = [artists[a] == artists[b] for a, b in itertools.pairwise(shown)]
    assert sum(in_a_row) == 0
    assert len(shown) == 6


def test_likes_are_followed_only_where_somebody_shows_them(client, songs, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    Like.objects.create(listener=bob, song=songs[0])
    assert swipe_through(client, "/?list=following")[0] == []
    Listener.objects.filter(pk=bob.pk).update(shows_likes=True)
    response = client.get("/?list=following")
    assert cards_in(response) == [songs[0].public_id]
    assert reasons_in(response) == ["Liked by bob"]


def test_following_nobody_says_what_to_do(client, songs):
    html = html_of(client.get("/?list=following"))
    assert "You follow nobody yet" in html
    assert 'href="/?list=explore"' in html


def test_a_reload_in_following_keeps_the_card_and_its_reason(client, songs, me, bob):
    Follow.objects.create(follower=me, followed=bob)
    repost(bob, *songs[:4])
    hear(me, songs[0])
    response = client.get(f"/?list=following&clip={songs[0].public_id}")
    assert cards_in(response) == ids_of([songs[0], songs[3], songs[2], songs[1]])
    assert reasons_in(response)[0] == "Reposted by bob"


def test_exploring_plays_the_far_away_and_the_unheard(make_song, listener, now):
    rng = np.random.default_rng(0)
    usual = [make_song(vector=rng.normal(-3, 0.3, 6)) for _ in range(20)]
    far = [make_song(vector=rng.normal(3, 0.3, 6)) for _ in range(20)]
    refit()
    for song in usual[:6]:
        hear(listener, song)
    page = next_clips(listener, timezone.now(), rng, count=6, exploring=True)
    assert {card.source for card in page.cards} <= {"explore", "fresh", "rare"}
    explored = {card.song.pk for card in page.cards if card.source == "explore"}
    assert explored <= {song.pk for song in far}
    assert not {card.song.pk for card in page.cards} & {song.pk for song in usual[:6]}


def test_exploring_goes_on_to_the_last_song_and_never_repeats(client, songs):
    shown, end = swipe_through(client, "/?list=explore")
    assert sorted(shown) == sorted(ids_of(songs))
    assert "You have heard every song" in html_of(end)


# --- Lists somebody asked to hear ---


def test_a_playlist_plays_in_its_order_also_what_was_heard(client, songs, me, playlist):
    hear(me, songs[3])
    shown, end = swipe_through(client, address_of(playlist))
    assert shown == ids_of(songs[:8])
    assert "That was all of" in html_of(end)
    assert f'href="/?list=playlist&amp;playlist={playlist.public_id}"' in html_of(end)


def test_a_list_says_what_plays_and_the_way_out(client, songs, playlist):
    response = client.get(address_of(playlist))
    html = html_of(response)
    assert re.search(r'class="listed-out" href="/"', html)
    assert "Late trains" in html
    assert 'class="tabs"' not in html
    assert set(reasons_in(response)) == {"From the playlist Late trains"}


def test_a_private_playlist_plays_for_its_owner_alone(client, songs, me, playlist):
    Playlist.objects.filter(pk=playlist.pk).update(visibility="private")
    assert client.get(address_of(playlist)).status_code == 404
    assert Client().get(address_of(playlist)).status_code == 404
    playlist.owner = me
    playlist.save()
    assert cards_in(client.get(address_of(playlist)))


def test_a_playlist_made_private_while_it_plays_ends(client, songs, playlist):
    following = next_address(client.get(address_of(playlist)))
    Playlist.objects.filter(pk=playlist.pk).update(visibility="private")
    assert client.get(following, headers=HTMX).status_code == 404


def test_a_reload_goes_on_from_the_same_song(client, songs, playlist):
    response = client.get(f"{address_of(playlist)}&clip={songs[4].public_id}")
    assert cards_in(response) == ids_of(songs[4:8])


def test_a_song_that_is_not_in_the_list_stands_before_it(client, songs, playlist):
    response = client.get(f"{address_of(playlist)}&clip={songs[11].public_id}")
    assert cards_in(response)[:2] == ids_of([songs[11], songs[0]])


def test_an_empty_list_says_so(client, songs, bob):
    empty = Playlist.objects.create(owner=bob, title="Nothing", visibility="public")
    assert "Nothing to play in this list yet" in html_of(client.get(address_of(empty)))


def test_my_likes_play_the_latest_first_and_nobody_elses(client, songs, me, bob):
    for song in songs[:7]:
        Like.objects.create(listener=me, song=song)
        Like.objects.create(listener=bob, song=song)
    Like.objects.create(listener=bob, song=songs[9])
    shown, _ = swipe_through(client, "/?list=likes")
    assert shown == ids_of(reversed(songs[:7]))


def test_a_like_taken_back_while_the_list_plays_skips_no_song(client, songs, me):
    for song in songs:
        Like.objects.create(listener=me, song=song)
    response = client.get("/?list=likes")
    Like.objects.filter(listener=me, song__in=songs[-3:]).delete()
    shown = cards_in(response) + cards_in(client.get(next_address(response), headers=HTMX))
    assert shown == ids_of(reversed(songs))[:10]


def test_a_visitor_without_likes_has_none_to_play(client, songs):
    assert "Nothing to play in this list yet" in html_of(client.get("/?list=likes"))
    assert Listener.objects.count() == 0


def test_an_artists_songs_play(client, make_song):
    songs = [make_song(artist="Far Signal") for _ in range(3)]
    make_song()
    artist = songs[0].artist
    shown, _ = swipe_through(client, f"/?list=artist&artist={artist.public_id}")
    assert sorted(shown) == sorted(ids_of(songs))


def test_what_the_library_was_filtered_to_plays_in_its_order(client, make_song):
    make_song(tempo_bpm=90.0)
    songs = [make_song(f"Fast {letter}", tempo_bpm=150.0) for letter in "bacdefgh"]
    address = "/?list=library&tempo_min=140&sort=title"
    shown, end = swipe_through(client, address)
    assert shown == ids_of(sorted(songs, key=lambda song: song.title))
    assert "140" in html_of(end)
    assert 'href="/songs/?tempo_min=140&amp;sort=title"' in html_of(end) + html_of(
        client.get(address)
    )


def test_the_library_without_a_filter_is_all_songs(client, songs):
    shown, _ = swipe_through(client, "/?list=library")
    assert sorted(shown) == sorted(ids_of(songs))


def test_an_artists_name_filters_the_library_that_plays(client, make_song):
    song = make_song(artist="Far Signal")
    make_song()
    assert swipe_through(client, "/?list=library&artist=Far+Signal")[0] == [song.public_id]


@pytest.mark.parametrize(
    "address", ["/?list=likes", "/?list=library&sort=title", "/?list=history", "playlist"]
)
def test_what_they_sent_away_plays_in_no_list(client, songs, me, playlist, address):
    for song in songs[:8]:
        Like.objects.create(listener=me, song=song)
        hear(me, song)
    Dismissal.objects.create(listener=me, song=songs[1])
    HiddenArtist.objects.create(listener=me, artist=songs[3].artist)
    shown, _ = swipe_through(client, address_of(playlist) if address == "playlist" else address)
    assert len(shown) >= 6
    assert not {songs[1].public_id, songs[3].public_id} & set(shown)


def test_a_hidden_artist_plays_where_they_ask_for_the_artist(client, songs, me):
    artist = songs[3].artist
    HiddenArtist.objects.create(listener=me, artist=artist)
    shown, _ = swipe_through(client, f"/?list=artist&artist={artist.public_id}")
    assert shown == [songs[3].public_id]


def test_hidden_songs_do_not_play_in_lists(client, songs, playlist):
    songs[2].hidden = True
    songs[2].save()
    shown, _ = swipe_through(client, address_of(playlist))
    assert shown == ids_of([*songs[:2], *songs[3:8]])


def test_a_listed_play_is_kept_and_teaches_nothing_about_choosing(client, songs, me, playlist):
    html = html_of(client.get(address_of(playlist)))
    slip = re.search(r'data-slip="([^"]+)"', html)[1]
    assert client.post("/plays", {"slip": slip, "listened_ms": 9000}).status_code == 204
    assert me.plays.get().source == Play.Source.LISTED
    assert not Play.objects.chosen_by_feed().exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_feed_is_only_read(client, songs, method):
    assert getattr(client, method)("/?list=explore").status_code == 405


@pytest.mark.parametrize(
    ("address", "most"), [("/next?list=following", 8), ("/next?list=likes", 6)]
)
def test_the_next_cards_of_a_list_need_few_queries(
    client, songs, me, bob, address, most, django_assert_max_num_queries
):
    Follow.objects.create(follower=me, followed=bob)
    repost(bob, *songs)
    for song in songs:
        Like.objects.create(listener=me, song=song)
    with django_assert_max_num_queries(most):
        assert cards_in(client.get(address, headers=HTMX))


# --- Where a list goes on ---


def test_a_list_goes_on_behind_the_last_song_handed_out():
    assert place_after([1, 2, 3], [1, 2, 3, 4, 5], otherwise=0) == 3


def test_what_was_taken_out_is_passed_over():
    assert place_after([1, 2, 3], [1, 2, 4, 5], otherwise=3) == 2


def test_what_was_put_before_shifts_nothing():
    assert place_after([1, 2], [9, 8, 1, 2, 3], otherwise=2) == 4


def test_where_nothing_is_left_of_it_the_place_counts():
    assert place_after([1, 2], [7, 8, 9], otherwise=2) == 2
    assert place_after([1, 2], [7], otherwise=2) == 1


def test_a_cursor_brings_its_place_back():
    cursor = Cursor((1, 2), 3, 4)
    assert Cursor.read(cursor.sign()) == cursor
