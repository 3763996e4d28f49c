import re

import pytest

from feed.impressions import sign_slip
from social.models import Listener, User

PASSWORD = "correct horse battery"


@pytest.fixture
def visit(client, make_song):
    """A visitor likes one song and plays another."""
    liked, played = make_song("Liked"), make_song("Played")

    def act():
        client.get("/")
        client.post(f"/s/{liked.public_id}/like", {"liked": "1"})
        client.post("/plays", {"slip": sign_slip(played.pk, "mood"), "listened_ms": 9000})
        return Listener.objects.latest("pk")

    return act


def sign_up(client, username="bob", **data):
    fields = {"username": username, "password1": PASSWORD}
    return client.post("/accounts/signup/", fields | data)


def log_in(client, login="alice", password=PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


def test_signing_up_keeps_likes_and_plays(client, visit):
    visitor = visit()
    assert sign_up(client).status_code == 302
    listener = Listener.objects.get()
    assert listener.pk == visitor.pk
    assert listener.user.username == "bob"
    assert (listener.likes.count(), listener.plays.count()) == (1, 1)
    assert "Liked" in client.get("/likes/").content.decode()


def test_logging_in_adds_what_the_visitor_did_to_the_account(client, alice, visit):
    log_in(client)
    visit()
    client.post("/accounts/logout/")
    visit()
    assert Listener.objects.count() == 2
    log_in(client)
    listener = Listener.objects.get()
    assert listener.user == alice
    assert (listener.likes.count(), listener.plays.count()) == (1, 2)


def test_after_logging_out_the_browser_is_a_stranger(client, visit):
    visit()
    sign_up(client)
    client.post("/accounts/logout/")
    assert "Nothing yet" in client.get("/likes/").content.decode()


@pytest.mark.parametrize("login", ["alice", "alice@example.org"])
def test_name_or_address_logs_in(client, alice, login):
    assert log_in(client, login).status_code == 302


def test_a_wrong_password_says_so_and_changes_nothing(client, alice, visit):
    visit()
    response = log_in(client, password="wrong")
    assert response.status_code == 200
    assert "not correct" in response.content.decode()
    assert Listener.objects.get().user is None


def test_a_weak_password_is_refused(client, db):
    assert sign_up(client, password1="12345").status_code == 200
    assert User.objects.count() == 0


def test_a_forgotten_password_is_reset_by_mail(client, alice, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


OUTSIDE = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/"]
OUTSIDE += ["password/reset/key/1-gone/", "password/reset/key/done/", "inactive/"]
OUTSIDE += ["confirm-email/gone/"]
INSIDE = ["logout/", "email/", "password/change/", "reauthenticate/"]
THEIR_WORDS = re.compile(
    r"[Ss]ign(?:ed)? ?(?:in|In|out|Out)\b|Sign Up|Bad Token|E-mail|placeholder"
)


@pytest.mark.parametrize("page", OUTSIDE + INSIDE)
def test_account_pages_speak_and_look_as_the_others_do(client, alice, page):
    if page in INSIDE:
        client.force_login(alice)
    html = client.get(f"/accounts/{page}").content.decode()
    assert "css/shell" in html
    assert re.search(r"<h1>[A-Z][^<]+</h1>", html)
    assert THEIR_WORDS.search(html) is None


def test_a_second_address_becomes_the_main_one(client, alice):
    client.force_login(alice)
    for address in ("alice@example.org", "other@example.org"):
        client.post("/accounts/email/", {"email": address, "action_add": ""})
    html = client.get("/accounts/email/").content.decode()
    assert "Make it the main one" in html
    client.post("/accounts/email/", {"email": "alice@example.org", "action_remove": ""})
    assert "other@example.org" in client.get("/accounts/email/").content.decode()


def test_a_forged_listener_cookie_is_a_stranger(client, visit):
    visit()
    client.cookies["listener"] = "forged"
    assert "Nothing yet" in client.get("/likes/").content.decode()
