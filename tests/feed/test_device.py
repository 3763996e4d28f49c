"""What belongs to a browser: its theme."""

import pytest


def html_of(response):
    return response.content.decode()


def test_a_browser_without_a_choice_follows_the_system(client, db):
    page = html_of(client.get("/songs/"))
    assert 'data-theme="system"' in page
    assert 'content="light dark"' in page
    assert page.count('name="theme-color"') == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_first_byte_of_every_page(client, db, theme):
    response = client.post("/device/theme", {"theme": theme})
    assert response.status_code == 302
    assert client.cookies["theme"]["httponly"]
    page = html_of(client.get("/songs/"))
    assert f'data-theme="{theme}"' in page
    assert page.count('name="theme-color"') == 1
    assert f'value="{theme}" aria-pressed="true"' in html_of(client.get("/device/"))


def test_the_system_can_be_followed_again(client, db):
    client.post("/device/theme", {"theme": "light"})
    client.post("/device/theme", {"theme": "system"})
    assert 'data-theme="system"' in html_of(client.get("/songs/"))


def test_the_feed_stays_dark(client, db):
    client.post("/device/theme", {"theme": "light"})
    page = html_of(client.get("/"))
    assert 'data-theme="dark"' in page
    assert 'name="color-scheme" content="dark"' in page


@pytest.mark.parametrize("theme", ["", "neon", '"><script>'])
def test_a_theme_that_does_not_exist_is_refused(client, db, theme):
    response = client.post("/device/theme", {"theme": theme})
    assert response.status_code == 400
    assert "theme" not in client.cookies


def test_a_forged_theme_cookie_does_no_harm(client, db):
    client.cookies["theme"] = '"><script>alert(1)</script>'
    assert "<script>alert" not in html_of(client.get("/songs/"))


def test_the_theme_is_chosen_by_post_alone(client, db):
    assert client.get("/device/theme").status_code == 405
    assert client.post("/device/").status_code == 405


def test_the_pages_about_a_device_need_no_account_and_leave_no_row(client, db):
    from social.models import Listener

    assert client.get("/device/").status_code == 200
    assert Listener.objects.count() == 0
