"""When something is wrong, the page says what happened, what was kept, and what to do."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from clipfeed.errors import server_error


def words_of(response):
    return response.content.decode()


def test_an_address_that_leads_nowhere(client, db):
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert "This page is not here" in words_of(response)
    assert 'href="/songs/"' in words_of(response)


def test_a_form_whose_page_was_open_for_too_long(make_song):
    song = make_song()
    response = Client(enforce_csrf_checks=True).post(f"/s/{song.public_id}/like", {"liked": "1"})
    assert response.status_code == 403
    assert "open for too long" in words_of(response)
    assert song.likes.count() == 0


def test_what_is_not_open_to_somebody_says_so(client, rf, alice):
    from django.views.defaults import permission_denied

    request = rf.get("/")
    request.user = alice
    response = permission_denied(request, PermissionError())
    assert response.status_code == 403
    assert "not open to you" in words_of(response)
    assert "Log in" not in words_of(response)


def test_a_damaged_request(client, settings):
    settings.ALLOWED_HOSTS = ["clipfeed.example"]
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "not understood" in words_of(response)


def test_an_address_that_is_asked_in_another_way(client, make_song):
    response = client.get(f"/s/{make_song().public_id}/like")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert response.headers["Content-Type"].startswith("text/html")
    assert "nothing to open here" in words_of(response)
    assert "Content-Security-Policy" in response.headers


def test_the_api_says_so_as_a_problem(client, db):
    response = client.post("/api/songs")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"


def test_too_many_tries_at_an_account(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    for _ in range(3):
        response = client.post("/accounts/signup/", {"username": "bob", "password1": "1"})
    assert response.status_code == 429
    assert "Too many tries" in words_of(response)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ValueError, 500, "Something broke on our side"),
        (OperationalError, 503, "Back in a moment"),
        (InterfaceError, 503, "Back in a moment"),
    ],
)
def test_what_breaks_is_told_without_a_database(rf, error, status, words):
    try:
        raise error("broken")
    except error:
        response = server_error(rf.get("/"))  # without the db fixture, a query would fail
    assert response.status_code == status
    assert words in words_of(response)
    assert "css/shell" in words_of(response)
    assert response.has_header("Retry-After") == (status == 503)


@pytest.mark.parametrize(("error", "status"), [(ValueError, 500), (OperationalError, 503)])
def test_a_page_that_breaks_is_answered_in_our_words(client, db, monkeypatch, error, status):
    def break_down(*args, **kwargs):
        raise error("broken")

    monkeypatch.setattr("feed.views.render", break_down)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == status
    assert "lost" in words_of(response)
    assert "Content-Security-Policy" in response.headers
