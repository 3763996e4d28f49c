"""What goes wrong on the way, and what the listener sees of it."""

from social.models import Like, Repost
from tests.browser.screen import OFFLINE

PRESSED = "[data-like][aria-pressed=true]"
STUCK = "document.getElementById('stuck')"


def failure_says(screen, words):
    failure = screen.in_card("[data-failure]")
    screen.wait(f"!{failure}.hidden && {failure}.textContent.includes({words!r})", seconds=12)


def test_the_network_may_go_in_the_middle_of_a_swipe(phone):
    phone.expected_problems = OFFLINE
    phone.start()
    first = phone.card
    phone.wait("document.querySelectorAll('audio')[1].readyState === 4")
    height = phone.read("innerHeight")
    phone._touch("touchStart", 100, 0.8 * height)
    phone._touch("touchMove", 100, 0.6 * height)
    phone.context.set_offline(True)
    for share in (0.4, 0.3, 0.2, 0.1):
        phone._touch("touchMove", 100, share * height)
    phone._touch("touchEnd")
    phone.wait(f"{phone.in_card('')}.dataset.card !== '{first}'")
    phone.wait_for_sound()


def test_without_network_a_clip_says_so_and_plays_when_it_is_back(songs, open_screen):
    phone = open_screen(path=None)
    phone.expected_problems = (*OFFLINE, "503")
    phone.server.failing = "/clips/"
    phone.open("/")
    phone.context.set_offline(True)
    phone.tap("[data-start]")
    failure_says(phone, "You are offline.")
    phone.server.failing = None
    phone.context.set_offline(False)
    phone.wait_for_sound()
    phone.wait(f"{phone.in_card('[data-failure]')}.hidden")


def test_a_clip_is_tried_again_by_itself(songs, open_screen):
    phone = open_screen(path=None)
    phone.expected_problems = ("503",)
    phone.server.failing = "/clips/"
    phone.open("/")
    phone.tap("[data-start]")
    failure_says(phone, "did not arrive")
    phone.server.failing = None
    phone.wait(
        "[...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime > 0)",
        seconds=20,
    )
    phone.wait_for_sound()
    phone.wait(f"{phone.in_card('[data-failure]')}.hidden")


def test_a_clip_that_breaks_off_again_and_again_says_so(songs, open_screen):
    """As in Firefox where there is no sound device: each time it begins, and fails."""
    phone = open_screen(path=None)
    phone.open("/")
    phone.read("""
        for (const audio of document.querySelectorAll('audio'))
            audio.addEventListener('playing', () =>
                setTimeout(() => audio.dispatchEvent(new Event('error')), 200));
    """)
    phone.tap("[data-start]")
    failure_says(phone, "headphones connected?")


def test_a_late_clip_says_so_and_plays_when_it_is_there(songs, open_screen):
    phone = open_screen(path=None)
    phone.server.late, phone.server.delay_s = "/clips/", 9
    phone.open("/")
    phone.tap("[data-start]")
    failure_says(phone, "takes its time")
    phone.wait("[...document.querySelectorAll('audio')].some(a => a.currentTime > 0)", seconds=20)
    phone.server.delay_s = 0
    phone.wait_for_sound()
    phone.wait(f"{phone.in_card('[data-failure]')}.hidden")


def test_a_late_clip_that_is_asked_for_again_plays_once(songs, open_screen):
    phone = open_screen(path=None)
    phone.server.late, phone.server.delay_s = "/clips/", 60
    phone.open("/")
    phone.tap("[data-start]")
    failure_says(phone, "takes its time")
    phone.server.late = "nothing from now on"
    phone.tap_card("[data-retry]")
    phone.wait_for_sound()
    watch_for_another_start(phone)
    phone.server.delay_s = 0  # what was asked for first comes too
    phone.rest(1)
    assert_it_plays_on(phone)


def test_a_clip_that_failed_and_is_asked_for_again_plays_once(songs, open_screen):
    phone = open_screen(path=None)
    phone.expected_problems = ("503",)
    phone.server.failing = "/clips/"
    phone.open("/")
    phone.tap("[data-start]")
    failure_says(phone, "did not arrive")
    phone.server.failing = None
    phone.tap_card("[data-retry]")
    phone.wait_for_sound()
    watch_for_another_start(phone)
    phone.rest(4.2)  # it would have been tried again by itself
    assert_it_plays_on(phone)


def watch_for_another_start(screen):
    screen.read("""
        for (const type of ['loadstart', 'pause']) {
            [...document.querySelectorAll('audio')].find(audio => !audio.paused)
                .addEventListener(type, () => { window.startedAnew = type });
        }
    """)


def assert_it_plays_on(screen):
    screen.wait_for_sound()
    assert screen.read("window.startedAnew") is None
    assert screen.read(f"{screen.in_card('[data-failure]')}.hidden")
    assert screen.read("recorded.mostAtOnce") == 1


def test_late_cards_are_announced_and_come(phone):
    phone.start()
    phone.server.late, phone.server.delay_s = "/next", 7
    phone.swipe()
    phone.wait(f"!{STUCK}.hidden && {STUCK}.textContent.includes('on their way')", seconds=12)
    assert phone.read(f"{STUCK}.querySelector('button').hidden")
    phone.wait(f"{STUCK}.hidden", seconds=12)


def test_cards_that_fail_are_asked_for_again_by_themselves(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/next"
    phone.start()
    phone.swipe()
    phone.wait(f"!{STUCK}.hidden && {STUCK}.textContent.includes('did not arrive')")
    count = phone.read("document.querySelectorAll('article.card').length")
    phone.server.failing = None
    phone.wait(f"document.querySelectorAll('article.card').length > {count}", seconds=15)
    phone.wait(f"{STUCK}.hidden")


# --- Acts that do not arrive ---


def test_a_like_that_does_not_arrive_stays_and_is_told_again(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/like"
    phone.tap_card("[data-like]")
    phone.wait("document.getElementById('toasts').textContent.includes('Not saved yet')")
    assert phone.read(f"!!{phone.in_card(PRESSED)}")
    assert not Like.objects.exists()
    phone.server.failing = None
    phone.until(Like.objects.exists, seconds=15)


def test_of_two_that_did_not_arrive_the_later_one_counts(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/repost"
    for pressed in ("true", "false"):
        phone.tap_card("[data-repost]")
        phone.wait(f"{phone.in_card('[data-repost]')}.getAttribute('aria-pressed') === '{pressed}'")
        phone.wait("document.getElementById('toasts').textContent.includes('Not saved yet')")
        phone.wait("!document.querySelector('.htmx-request')")
    kept = phone.read("localStorage.getItem('clipfeed-acts')")
    assert kept.count("reposted") == 1
    phone.server.failing = None
    phone.read("dispatchEvent(new Event('online'))")
    phone.wait("localStorage.getItem('clipfeed-acts') === '[]'")
    assert not Repost.objects.exists()


def test_a_like_that_did_not_arrive_survives_the_page(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/like"
    phone.tap_card("[data-like]")
    phone.wait("localStorage.getItem('clipfeed-acts')?.includes('liked')")
    phone.wait_for_address()
    phone.reload()
    assert phone.read(f"!!{phone.in_card(PRESSED)}")
    phone.server.failing = None
    phone.open("/songs/")
    phone.until(Like.objects.exists)


def test_what_the_server_refuses_is_taken_back_and_not_tried_again(phone):
    phone.expected_problems = ("400",)
    phone.read(f"{phone.in_card('.like [name=liked]')}.value = 'perhaps'")
    phone.tap_card("[data-like]")
    phone.wait("document.querySelector('.toast')")
    assert not phone.read("!!document.querySelector('.toast button')")
    phone.until(lambda: not phone.read(f"!!{phone.in_card(PRESSED)}"))
    assert not phone.read("localStorage.getItem('clipfeed-acts')?.includes('perhaps')")
    assert not Like.objects.exists()
