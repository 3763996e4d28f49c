import pytest
from django.test import Client

from social.models import Follow, Like, Listener, Playlist, Repost, User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(db):
    user = User.objects.create_user("bob", password="correct horse battery")
    return Listener.objects.create(user=user)


def follow(client, name="bob", followed="1", **headers):
    return client.post(f"/u/{name}/follow", {"followed": followed}, headers=headers)


def test_a_profile_shows_reposts_latest_first_and_public_playlists_only(client, bob, make_song):
    first, second = make_song("First"), make_song("Second")
    for song in (first, second):
        Repost.objects.create(listener=bob, song=song)
    Like.objects.create(listener=bob, song=make_song("Secretly liked"))
    for title, visibility in (("Shown", "public"), ("Linked", "unlisted"), ("Mine", "private")):
        Playlist.objects.create(owner=bob, title=title, visibility=visibility)
    html = client.get("/u/bob/").content.decode()
    assert html.index("Second") < html.index("First")
    assert "Shown" in html
    assert not {"Linked", "Secretly liked"} & set(html.split("\n"))
    for kept_back in ("Secretly liked", ">Linked<", ">Mine<"):
        assert kept_back not in html


def test_songs_that_are_hidden_leave_a_profile(client, bob, make_song):
    Repost.objects.create(listener=bob, song=make_song("Gone", hidden=True))
    assert "Gone" not in client.get("/u/bob/").content.decode()


def test_somebody_who_never_listened_has_a_profile_too(client, alice):
    assert "will stand here" in client.get("/u/alice/").content.decode()
    assert follow(client, "alice").status_code == 302
    assert Follow.objects.get().followed.user == alice


@pytest.mark.parametrize("name", ["nobody", "BOB", "%00", "a b"])
def test_nobody_of_that_name_is_not_found(client, bob, name):
    assert client.get(f"/u/{name}/").status_code == 404
    assert follow(client, name).status_code == 404


def test_a_closed_account_has_no_profile(client, bob):
    User.objects.filter(username="bob").update(is_active=False)
    assert client.get("/u/bob/").status_code == 404


def test_ones_own_profile_leads_to_account_and_log_out(client, alice):
    client.force_login(alice)
    html = client.get("/u/alice/").content.decode()
    assert "/accounts/logout/" in html
    assert "/u/alice/follow" not in html
    assert 'href="/u/alice/" aria-current="page"' in html


def test_others_are_offered_to_follow_and_not_to_log_out(client, bob, alice):
    client.force_login(alice)
    html = client.get("/u/bob/").content.decode()
    assert "/u/bob/follow" in html
    assert "/accounts/logout/" not in html


def test_a_visitor_follows_somebody_and_stops(client, bob):
    client.get("/")
    assert follow(client).url == "/u/bob/"
    assert "1 follower" in client.get("/u/bob/").content.decode()
    follow(client, followed="0")
    assert Follow.objects.count() == 0


def test_following_twice_is_following_once(client, bob):
    client.get("/")
    follow(client)
    html = follow(client, **HTMX).content.decode()
    assert Follow.objects.count() == 1
    assert 'aria-pressed="true"' in html
    assert "1 follower<" in html


def test_nobody_follows_themselves(client, alice):
    client.force_login(alice)
    response = follow(client, "alice")
    assert (response.status_code, response.content) == (400, b"Nobody follows themselves.")
    assert Follow.objects.count() == 0


@pytest.mark.parametrize("followed", ["", "2", "yes"])
def test_a_malformed_follow_is_refused(client, bob, followed):
    assert follow(client, followed=followed).status_code == 400


def test_follows_are_posted_with_a_token(bob):
    assert Client(enforce_csrf_checks=True).post("/u/bob/follow").status_code == 403
    assert Client().get("/u/bob/follow").status_code == 405
    assert Client().post("/u/bob/").status_code == 405


def test_people_one_follows_are_listed_latest_first(client, alice, bob):
    client.force_login(alice)
    carol = User.objects.create_user("carol")
    follow(client, "bob")
    follow(client, "carol")
    html = client.get("/following/").content.decode()
    assert html.index('href="/u/carol/"') < html.index('href="/u/bob/"')
    Follow.objects.create(follower=bob, followed=carol.listener)
    assert "2 followers" in client.get("/following/").content.decode()


def test_a_new_visitor_follows_nobody(client, db):
    assert "Nobody yet" in client.get("/following/").content.decode()


def test_a_long_profile_needs_few_queries(
    client, alice, bob, make_song, django_assert_max_num_queries
):
    client.force_login(alice)
    client.get("/")
    for number in range(6):
        song = make_song()
        Repost.objects.create(listener=bob, song=song)
        playlist = Playlist.objects.create(owner=bob, title=str(number), visibility="public")
        playlist.items.create(song=song, position=0)
        follower = Listener.objects.create(user=User.objects.create_user(f"user{number}"))
        Follow.objects.create(follower=follower, followed=bob)
        Follow.objects.create(follower=alice.listener, followed=follower)
    with django_assert_max_num_queries(9):
        client.get("/u/bob/")
    with django_assert_max_num_queries(4):
        client.get("/following/")
