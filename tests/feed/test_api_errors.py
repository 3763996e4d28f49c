"""Every error is a problem in words, and nobody may ask for everything at once."""

import json

import pytest
from django.test import Client

from feed.api.limits import AddressLimit, _client


def problem(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    content = json.loads(response.content)
    assert content["status"] == status
    assert content["title"]
    assert content["detail"].endswith((".", "fits."))
    return content


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/songs?limit=0", "limit"),
        ("/songs?limit=101", "limit"),
        ("/songs?limit=many", "limit"),
        ("/songs?tempo_min=NaN", "tempo_min"),
        ("/songs?tempo_max=inf", "tempo_max"),
        ("/songs?energy_min=1e999", "energy_min"),
        ("/songs?q=%00", "q"),
        ("/songs?q=", "q"),
        (f"/songs?q={'x' * 201}", "q"),
        ("/songs?artist=a%00b", "artist"),
        ("/songs?genre=%00", "genre"),
        ("/songs?key=H", "key"),
        ("/songs?mode=dorian", "mode"),
        ("/songs?mixes_with=13A", "mixes_with"),
        ("/songs?mood=%F0%9F%98%80", "mood"),
        ("/songs?cursor=forged", "cursor"),
        ("/songs?cursor=", "cursor"),
        ("/songs?cursor=%ED%A0%80", "cursor"),
        ("/songs?tempomin=120", "tempomin"),
        ("/random?count=51", "count"),
        ("/random?seed=-1", "seed"),
        (f"/random?seed={10**400}", "seed"),
        ("/recommend?energy=2", "energy"),
        ("/recommend?song=%00", "song"),
        ("/recommend?" + "song=x&" * 21, "song"),
    ],
)
def test_a_refused_parameter_is_named(api, path, parameter):
    content = problem(api.get(path), 422)
    assert [fault["parameter"] for fault in content["errors"]] == [parameter]
    assert content["detail"].startswith(f"{parameter}: ")


def test_a_sentence_says_what_fits(api):
    content = problem(api.get("/songs?limit=1000"), 422)
    assert content["detail"] == (
        "limit: Input should be less than or equal to 100. /api/docs says what fits."
    )


@pytest.mark.parametrize(
    "path", ["", "/", "/nowhere", "/songs/", "/songs/nothing", "/songs/a b", "/songs/%00/stream"]
)
def test_what_is_not_there_is_a_problem(api, path):
    problem(api.client.get(f"/api{path or '/'}"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/songs", "/random", "/recommend", "/songs/x/stream"])
def test_the_api_is_read_only(db, method, path):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(f"/api{path}")
    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/songs", "/random", "/recommend", "/openapi.json", "/docs"])
def test_head_is_answered_wherever_get_is(api, catalogue, path):
    whole, head = api.client.get(f"/api{path}?"), api.client.head(f"/api{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_a_fault_of_the_server_is_a_problem_without_its_details(api, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("feed.api.rows.listed", fail)
    content = problem(api.get("/songs"), 500)
    assert "secret" not in json.dumps(content)
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("cookie", [False, True])
def test_the_headers_that_hold_for_every_page_hold_here(api, cookie):
    if cookie:
        api.client.cookies["any"] = "thing"
    response = api.get("/songs")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_a_foreign_host_is_refused(api, settings):
    settings.ALLOWED_HOSTS = ["clipfeed.example"]
    assert api.get("/songs", headers={"host": "evil.example"}).status_code == 400
    assert api.get("/songs", headers={"host": "clipfeed.example"}).status_code == 200


# --- Limits ---


@pytest.fixture
def few(settings):
    settings.API_REQUESTS_PER_MINUTE = 5


@pytest.fixture
def minute(monkeypatch):
    """The time, which stands still until it is set."""
    clock = {"now": 6000.0}
    monkeypatch.setattr("feed.api.limits.time.time", lambda: clock["now"])
    return clock


def allowed(limit, rf, times, address="10.0.0.1"):
    request = rf.get("/api/songs", REMOTE_ADDR=address)
    return sum(limit.allow_request(request) for _ in range(times))


def test_an_address_may_ask_so_often_a_minute(rf, few, minute):
    limit = AddressLimit()
    assert allowed(limit, rf, 9) == 5
    assert allowed(limit, rf, 9, "10.0.0.2") == 5
    minute["now"] += 60
    assert allowed(limit, rf, 9) == 5


def test_the_limit_holds_over_all_processes(rf, few, minute):
    one, other = AddressLimit(), AddressLimit()
    assert allowed(one, rf, 3) + allowed(other, rf, 9) == 5


def test_shares_never_add_up_to_more_than_the_limit(rf, settings, minute):
    settings.API_REQUESTS_PER_MINUTE = 90
    limits = [AddressLimit() for _ in range(4)]
    total = sum(allowed(limits[n % 4], rf, 1) for n in range(400))
    assert 75 <= total <= 90


def test_a_refusal_says_when_to_come_back(api, few, minute, monkeypatch):
    minute["now"] = 6015.0
    for _ in range(9):
        response = api.get("/songs")
    content = problem(response, 429)
    assert response.headers["Retry-After"] == "45"
    assert "45 seconds" in content["detail"]


def test_a_forged_header_is_no_new_address(rf, few, minute):
    limit = AddressLimit()
    asked = [
        limit.allow_request(rf.get("/", headers={"x-forwarded-for": f"10.9.9.{n}"}))
        for n in range(9)
    ]
    assert sum(asked) == 5


def test_behind_a_proxy_the_clients_address_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _client.cache_clear()
    assert _client("127.0.0.1", "1.2.3.4, 5.6.7.8") == "5.6.7.8"
    _client.cache_clear()


def test_one_customers_ipv6_addresses_are_one(few):
    assert _client("2001:db8:1:2::1", "") == _client("2001:db8:1:2:ffff::9", "")
    assert _client("2001:db8:1:2::1", "") != _client("2001:db8:1:3::1", "")


def test_whoever_has_no_address_is_limited_too(rf, few, minute):
    assert allowed(AddressLimit(), rf, 9, "") == 5
