"""Without a network: what was heard is still here, and nothing that is private."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Error

from catalog.models import Clip
from feed.refit import refit
from social.models import User
from tests.browser.screen import OFFLINE

PASSWORD = "correct horse battery"


def read_later(screen, expression):
    """The value of a promise."""
    answer = screen.cdp.send(
        "Runtime.evaluate",
        {"expression": expression, "awaitPromise": True, "returnByValue": True},
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def kept_clips(screen):
    """Addresses of the clips that are kept, newest first."""
    return read_later(
        screen,
        "caches.match('/kept.json').then(r => r ? r.json() : {clips: []})"
        ".then(list => list.clips.map(({clip}) => clip))",
    )


def cached_addresses(screen):
    return read_later(
        screen,
        "(async () => { const found = []; for (const name of await caches.keys())"
        " for (const { url } of await (await caches.open(name)).keys())"
        " found.push(new URL(url).pathname); return found; })()",
    )


def wait_for_worker(screen):
    screen.wait("!!navigator.serviceWorker.controller")


def wait_until_kept(screen, clip):
    screen.until(lambda: clip in kept_clips(screen), seconds=30)  # downloads wait for each other


def clip_in_front(screen):
    return screen.read(f"{screen.in_card('')}.dataset.audio")


def hear(screen, count):
    """Stay with `count` cards until each is kept; their clips, oldest first."""
    heard = []
    for number in range(count):
        if number:
            screen.swipe()
        heard.append(clip_in_front(screen))
        wait_until_kept(screen, heard[-1])
    return heard


def cut_the_network(screen):
    """Whatever is asked for now has to come from the browser itself."""
    screen.expected_problems = OFFLINE
    screen.context.set_offline(True)


@pytest.fixture
def kept(phone):
    """A phone that has heard three clips, and their addresses."""
    wait_for_worker(phone)
    phone.start()
    return phone, hear(phone, 3)


def test_a_reload_without_a_network_lists_what_was_heard_and_plays_it(kept):
    phone, heard = kept
    cut_the_network(phone)
    phone.page.reload()
    phone.wait("document.querySelector('[data-title]').textContent == 'You are offline'")
    phone.wait(f"document.querySelectorAll('#kept button').length >= {len(heard)}")
    phone.tap("#kept button")
    phone.wait("!sound.paused && sound.currentTime > 0.1")
    assert phone.read("new URL(sound.src).pathname") == heard[-1]
    assert phone.read("recorded.violations") == []


def test_seeking_is_answered_from_what_is_kept(kept):
    phone, heard = kept
    cut_the_network(phone)
    phone.expected_problems += ("416",)
    phone.page.reload()
    phone.wait("document.querySelector('#kept button')")
    phone.tap("#kept button")
    phone.wait("sound.duration > 6")
    phone.read("sound.currentTime = 5")
    phone.wait("!sound.seeking && sound.currentTime > 5")
    size = read_later(phone, f"fetch('{heard[-1]}').then(r => r.blob()).then(b => b.size)")
    for asked, status, said in (
        ("bytes=0-1", 206, f"bytes 0-1/{size}"),
        ("bytes=100-", 206, f"bytes 100-{size - 1}/{size}"),
        ("bytes=-50", 206, f"bytes {size - 50}-{size - 1}/{size}"),
        (f"bytes=0-{size * 2}", 206, f"bytes 0-{size - 1}/{size}"),
        (f"bytes={size}-", 416, f"bytes */{size}"),
        ("bytes=5-1", 416, f"bytes */{size}"),
        ("lines=1-2", 200, None),
    ):
        answer = read_later(
            phone,
            f"fetch('{heard[-1]}', {{headers: {{Range: '{asked}'}}}}).then(async r =>"
            " [r.status, r.headers.get('Content-Range'), (await r.blob()).size,"
            " Number(r.headers.get('Content-Length'))])",
        )
        assert answer[:2] == [status, said], asked
        if status == 206:
            assert answer[2] == answer[3], asked


def test_the_feed_says_that_there_is_no_network_and_what_is_left(kept):
    phone, heard = kept
    assert phone.read("document.getElementById('offline').hidden")
    cut_the_network(phone)
    phone.wait("!document.getElementById('offline').hidden")
    phone.wait(f"document.querySelector('#offline a').textContent.startsWith('{len(heard)} clips')")
    phone.tap("#offline a")
    phone.wait("document.querySelector('#kept button')")
    phone.context.set_offline(False)
    phone.wait("document.querySelector('[data-title]').textContent == 'Kept on this device'")
    phone.page.go_back()
    phone.wait("document.getElementById('offline')?.hidden")


def test_when_the_network_is_back_the_page_is_one_tap_away(kept):
    phone, _ = kept
    cut_the_network(phone)
    phone.page.goto(f"{phone.server.url}/songs/")
    phone.wait("document.querySelector('[data-again]').textContent == 'Try again'")
    phone.context.set_offline(False)
    phone.page.get_by_text("Try again").click()
    phone.wait("document.querySelector('h1')?.textContent == 'Library'")


def test_where_nothing_was_heard_the_offline_page_says_what_will_be_there(songs, open_screen):
    phone = open_screen(path="/songs/")
    wait_for_worker(phone)
    cut_the_network(phone)
    phone.page.reload()
    phone.wait("document.querySelector('[data-words]').textContent.includes('stay here')")
    assert phone.read("recorded.violations") == []


def test_no_more_than_twenty_clips_stay(songs, open_screen):
    phone = open_screen()
    wait_for_worker(phone)
    phone.start()
    heard = hear(phone, 22)
    phone.until(lambda: len(kept_clips(phone)) == 20)
    assert kept_clips(phone) == heard[:1:-1]
    clips = [path for path in cached_addresses(phone) if path.startswith("/clips/")]
    assert sorted(clips) == sorted(heard[2:])


def test_nothing_private_is_kept(kept):
    phone, _ = kept
    for path in ("/songs/", "/likes/", "/taste/", "/device/"):
        phone.page.goto(phone.server.url + path)
    read_later(phone, "fetch('/api/songs').then(r => r.json()).then(() => 1)")
    public = ("/static/", "/clips/", "/covers/", "/offline/", "/kept.json")
    assert [path for path in cached_addresses(phone) if not path.startswith(public)] == []
    kept_page = read_later(phone, "caches.match('/offline/').then(r => r.text())")
    assert "csrf" not in kept_page.lower()


def test_the_worker_leaves_the_admin_accounts_and_the_api_alone(kept):
    phone, _ = kept
    cut_the_network(phone)
    for path in ("/accounts/login/", "/admin/"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            phone.page.goto(phone.server.url + path)


def test_a_server_that_answers_with_an_error_is_not_taken_for_a_lost_network(kept):
    phone, _ = kept
    phone.expected_problems = ("503",)
    phone.server.failing = "/songs/"
    with pytest.raises(Error, match="ERR_HTTP_RESPONSE_CODE_FAILURE"):  # 503, and nothing in it
        phone.page.goto(f"{phone.server.url}/songs/")


def test_who_saves_data_keeps_nothing(songs, open_screen):
    phone = open_screen(path=None)
    phone.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    phone.open("/")
    phone.start()
    phone.wait_for_address()
    phone.rest(0.4)
    assert kept_clips(phone) == []
    assert not read_later(phone, "navigator.serviceWorker.getRegistration().then(Boolean)")


def test_logging_out_leaves_nothing_behind(songs, open_screen):
    User.objects.create_user("alice", password=PASSWORD)
    phone = open_screen(path="/accounts/login/")
    phone.page.fill("[name=login]", "alice")
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.get_by_role("button", name="Log in").click()
    phone.wait("document.querySelector('.card[data-state]')")
    read_later(phone, "navigator.serviceWorker.ready.then(() => 1)")
    phone.reload()
    wait_for_worker(phone)
    phone.start()
    heard = hear(phone, 2)
    phone.page.goto(f"{phone.server.url}/accounts/logout/")
    phone.page.get_by_role("button", name="Log out").click()
    phone.wait("document.querySelector('.card[data-state]')")
    phone.until(lambda: not set(heard) & set(cached_addresses(phone)))
    phone.wait("localStorage.getItem('clipfeed-owner')?.includes('visitor-')")


def test_another_listener_meets_nothing_of_the_last_one(kept, alice_cookie):
    phone, heard = kept
    phone.context.clear_cookies()
    phone.context.add_cookies([alice_cookie | {"url": phone.server.url}])
    phone.page.goto(f"{phone.server.url}/songs/")
    phone.wait("localStorage.getItem('clipfeed-owner').includes('user-')")
    phone.until(lambda: kept_clips(phone) == [])
    assert not set(heard) & set(cached_addresses(phone))


@pytest.fixture
def alice_cookie(transactional_db, settings):
    client = Client()
    client.force_login(User.objects.create_user("alice"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def test_a_new_version_takes_over_and_the_old_one_goes(kept, monkeypatch):
    phone, heard = kept
    named = "caches.keys().then(names => names.filter(n => n.startsWith('clipfeed-static')))"
    [before] = read_later(phone, named)
    monkeypatch.setattr("feed.offline.OFFLINE_FILES", ("css/shell.css", "icon.svg"))
    phone.read("window.stillHere = true")
    read_later(
        phone, "navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => 1)"
    )
    phone.until(lambda: (names := read_later(phone, named)) != [before] and len(names) == 1)
    assert phone.read("window.stillHere"), "an open page is not reloaded"
    phone.wait_for_sound()
    assert set(heard) <= set(kept_clips(phone))


def test_this_device_says_what_it_keeps_and_lets_go_of_it(kept):
    phone, heard = kept
    phone.page.goto(f"{phone.server.url}/device/")
    words = "document.querySelector('[data-offline] [data-words]').textContent"
    phone.wait(f"{words}.startsWith('{len(heard)} clips')")
    phone.tap("[data-offline] [data-act]")
    phone.wait(f"{words}.includes('none yet')")
    assert kept_clips(phone) == []


def test_installing_is_offered_where_the_browser_can(songs, open_screen):
    phone = open_screen(path="/device/")
    assert phone.read("document.querySelector('[data-install] [data-act]').hidden")
    phone.read(
        "dispatchEvent(Object.assign(new Event('beforeinstallprompt'),"
        " {prompt: () => window.asked = true}))"
    )
    phone.tap("[data-install] [data-act]")
    phone.wait("window.asked")


def test_a_song_without_a_clip_any_more_is_simply_not_kept(
    transactional_db, make_playable, open_screen
):
    for _ in range(3):
        make_playable()
    refit()
    for clip in Clip.objects.all():
        Path(clip.audio.path).unlink()
    phone = open_screen(path=None)
    phone.expected_problems = ("404",)
    phone.open("/")
    wait_for_worker(phone)
    phone.wait_for_address()
    phone.rest(0.4)
    assert kept_clips(phone) == []
