"""The installed app: its manifest, its worker, and what may stay in a browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from feed.offline import OFFLINE_FILES
from social.models import User

PASSWORD = "correct horse battery"


def owner_in(response):
    return re.search(r'data-owner="([\w-]+)"', response.content.decode())[1]


def imports_of(name):
    """Static modules that a module brings along, itself included."""
    path = Path(settings.BASE_DIR, "static", name)
    found = {name}
    for imported in re.findall(r'^import .*? from "\./(.+?)";', path.read_text(), re.M | re.S):
        found |= imports_of(f"js/{imported}")
    return found


def test_the_manifest_makes_it_an_app(client):
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == manifest["short_name"] == "ClipFeed"
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    assert manifest["display"] == "standalone"
    assert {s["url"] for s in manifest["shortcuts"]} == {"/", "/songs/", "/likes/"}


def test_its_icons_are_there_at_the_size_they_claim(client):
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {icon["sizes"] for icon in icons} == {"192x192", "512x512"}
    assert [icon for icon in icons if icon.get("purpose") == "maskable"]
    for icon in icons:
        picture = Image.open(finders.find(icon["src"].removeprefix("/static/")))
        assert "x".join(map(str, picture.size)) == icon["sizes"]


def test_it_shows_pictures_of_itself_on_phones_and_desktops(client):
    pictures = client.get("/manifest.webmanifest").json()["screenshots"]
    shapes = {(picture["form_factor"], picture["sizes"]) for picture in pictures}
    assert {form for form, _ in shapes} == {"narrow", "wide"}
    assert len(shapes) == 2  # systems show those of one shape beside each other
    for picture in pictures:
        path = Path(finders.find(picture["src"].removeprefix("/static/")))
        with Image.open(path) as drawn:
            assert "x".join(map(str, drawn.size)) == picture["sizes"]
            assert min(drawn.size) >= 320 and max(drawn.size) <= 2.3 * min(drawn.size)
        assert path.stat().st_size < 100_000


def test_every_page_names_the_manifest_and_the_icon_for_phones(client, db):
    page = client.get("/songs/").content.decode()
    assert 'rel="manifest" href="/manifest.webmanifest"' in page
    assert "apple-touch-icon" in page


def test_the_worker_is_a_script_that_browsers_ask_for_each_time(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert "js/worker.js" in response.content.decode()
    assert client.post("/sw.js").status_code == 405


def test_another_offline_page_makes_another_worker(client, monkeypatch):
    before = client.get("/sw.js").content
    assert client.get("/sw.js").content == before
    monkeypatch.setattr("feed.offline.render_to_string", lambda name: "another page")
    assert client.get("/sw.js").content != before


@pytest.mark.parametrize("path", ["/sw.js", "/offline/", "/manifest.webmanifest"])
def test_what_stays_in_the_browser_is_the_same_for_everybody(client, alice, path):
    stranger = client.get(path).content
    client.cookies["theme"] = "light"
    client.force_login(alice)
    assert client.get(path).content == stranger
    assert b"alice" not in stranger
    assert b"csrf" not in stranger.lower()


@pytest.mark.parametrize("path", ["/sw.js", "/offline/", "/manifest.webmanifest"])
def test_it_needs_no_database(client, path):
    assert client.get(path).status_code == 200  # without the db fixture, a query would fail


def test_all_that_the_offline_page_needs_is_kept(client):
    page = client.get("/offline/").content.decode()
    linked = {name.removeprefix("/static/") for name in re.findall(r'"(/static/[^"]+)"', page)}
    modules = set().union(*(imports_of(name) for name in linked if name.endswith(".js")))
    assert linked | modules <= set(OFFLINE_FILES)
    for name in OFFLINE_FILES:
        assert finders.find(name), name


def test_logging_out_clears_the_browser(client, alice):
    client.force_login(alice)
    assert "Clear-Site-Data" not in client.get("/songs/").headers
    response = client.post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/songs/").headers


def test_leaving_the_admin_clears_the_browser_too(curator):
    response = curator.post("/admin/logout/")
    assert '"storage"' in response.headers["Clear-Site-Data"]


def test_after_an_account_is_deleted_somebody_else_listens(client, alice):
    client.force_login(alice)
    before = owner_in(client.get("/songs/"))
    User.objects.all().delete()
    assert owner_in(client.get("/songs/")).startswith("visitor-")
    assert before.startswith("user-")


def test_a_page_says_whether_somebody_else_listens_and_not_who(client, alice):
    visitor = owner_in(client.get("/songs/"))
    assert owner_in(client.get("/likes/")) == visitor
    assert visitor.startswith("visitor-")
    client.force_login(alice)
    user = owner_in(client.get("/songs/"))
    assert user.startswith("user-")
    client.post("/accounts/logout/")
    assert owner_in(client.get("/songs/")) != user


def test_two_visitors_are_two(client, db):
    first = owner_in(client.get("/songs/"))
    client.cookies.clear()
    assert owner_in(client.get("/songs/")) != first
