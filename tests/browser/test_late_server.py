"""A server that takes 30 s for everything: all is told, nothing is lost, nothing sounds twice."""

from django.test import Client

from social.models import Comment, Like, User
from tests.browser.test_comments import open_comments, write
from tests.browser.test_failures import STUCK, failure_says

LATE_S = 30
WITHIN_S = 100  # browsers ask one server for six things at a time: some wait for others
LIKED = "[data-like][aria-pressed=true]"


def test_nothing_is_lost_and_words_say_what_is_awaited(songs, server, open_screen, settings):
    phone = open_screen(path=None)
    client = Client()
    client.force_login(User.objects.create_user("alice"))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": server.url}
    phone.context.add_cookies([cookie])
    server.late, server.delay_s = "/clips/", LATE_S
    phone.open("/")
    liked = phone.card
    open_comments(phone)
    write(phone, "That bass!")
    server.late = ""

    phone.tap("#comment-send")
    phone.wait("document.querySelector('dialog.sheet').textContent.includes('still on its way')")
    phone.press("Escape")
    phone.wait("!document.querySelector('dialog.sheet').open")
    for is_liked in (True, False, True):
        phone.tap_card("[data-like]")
        phone.wait(f"!!{phone.in_card(LIKED)} === {str(is_liked).lower()}")

    def asks_for_more():
        phone.swipe()
        return phone.read("feed.getAttribute('aria-busy')") == "true"

    phone.until(asks_for_more, WITHIN_S)
    phone.tap("[data-start]")
    failure_says(phone, "takes its time")
    phone.wait(f"!{STUCK}.hidden && {STUCK}.textContent.includes('on their way')")
    awaited = phone.card
    phone.until(lambda: phone.sounding and phone.state == "playing", seconds=WITHIN_S)
    assert phone.card == awaited

    phone.until(lambda: [c.text for c in Comment.objects.all()] == ["That bass!"], WITHIN_S)
    phone.until(lambda: [it.song.public_id for it in Like.objects.all()] == [liked], WITHIN_S)
    phone.wait("localStorage.getItem('clipfeed-acts') === '[]'", WITHIN_S)
    phone.wait(f"{STUCK}.hidden", WITHIN_S)
    server.delay_s = 0
    assert phone.read("recorded.mostAtOnce") == 1
