"""Comments: on the card while its clip plays on, and on the timeline of the song's page."""

import pytest
from django.test import Client

from social.models import Comment, Listener, Report, User
from tests.browser.conftest import CLIP_S, DESKTOP, PHONE

SHEET = "document.querySelector('dialog.sheet')"
FIELD = "document.getElementById('comment-text')"


@pytest.fixture
def alice(transactional_db):
    return User.objects.create_user("alice", password="correct horse battery")


@pytest.fixture
def bob(transactional_db):
    return Listener.objects.create(user=User.objects.create_user("bob"))


@pytest.fixture
def open_as(open_screen, server):
    """Opens screens of somebody who is logged in."""

    def open_one(user, device=PHONE, path="/", **options):
        client = Client()
        client.force_login(user)
        screen = open_screen(device, None, **options)
        session = client.cookies["sessionid"].value
        screen.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        screen.open(path)
        return screen

    return open_one


def open_comments(screen):
    screen.tap_card("[data-sheet=comments]")
    screen.wait(f"{SHEET}.open && {FIELD}")
    screen.wait_until_shown()


def write(screen, text):
    screen.tap("#comment-text")
    screen.wait(f"document.activeElement === {FIELD}")
    screen.page.keyboard.type(text)


def test_a_comment_belongs_to_the_moment_and_the_clip_plays_on(songs, alice, open_as):
    phone = open_as(alice)
    phone.start()
    card = phone.card
    open_comments(phone)
    phone.wait(f"{SHEET}.textContent.includes('Nobody has said anything')")
    assert phone.faults() == []
    phone.wait("document.querySelector('[data-moment]').textContent.includes('at 1:0')")
    write(phone, "That bass!")
    phone.tap("#comment-send")
    phone.until(Comment.objects.exists)
    comment = Comment.objects.get()
    assert (comment.song.public_id, comment.text) == (card, "That bass!")
    assert 60 <= comment.position_s <= 60 + CLIP_S
    phone.wait(f"{SHEET}.querySelector('.comment-text')?.textContent === 'That bass!'")
    phone.wait(f"{FIELD}.value === ''")
    phone.wait(f"{phone.in_card('.count:not(:empty)')}.textContent === '1'")
    assert phone.faults() == []
    assert phone.card == card
    phone.wait_for_sound()
    phone.tap(".sheet-close")
    phone.wait(f"!{SHEET}.open")


def test_a_moment_can_be_taken_off(songs, alice, open_as):
    phone = open_as(alice)
    open_comments(phone)
    write(phone, "All of it")
    phone.tap("[data-moment]")
    phone.wait("document.querySelector('[data-moment]').ariaPressed === 'false'")
    phone.tap("#comment-send")
    phone.until(Comment.objects.exists)
    assert Comment.objects.get().position_s is None


def test_what_could_not_be_posted_is_kept_and_posted_once(songs, alice, open_as):
    phone = open_as(alice)
    phone.expected_problems = ("503",)
    open_comments(phone)
    write(phone, "Do not lose this")
    phone.server.failing = "/comment"
    phone.tap("#comment-send")
    phone.wait(f"{SHEET}.querySelector('.problem').textContent.includes('what you wrote is kept')")
    assert phone.read(f"{FIELD}.value") == "Do not lose this"
    phone.server.failing = None
    phone.tap("#comment-send")
    phone.wait(f"{FIELD}.value === ''")
    assert Comment.objects.get().text == "Do not lose this"


def test_what_was_typed_outlives_the_closed_sheet(songs, alice, open_as):
    phone = open_as(alice)
    open_comments(phone)
    write(phone, "Half a tho")
    phone.press("Escape")
    phone.wait(f"!{SHEET}.open")
    open_comments(phone)
    assert phone.read(f"{FIELD}.value") == "Half a tho"


def test_a_visitor_logs_in_and_is_back_at_the_card_with_what_they_typed(songs, alice, open_screen):
    phone = open_screen(PHONE)
    card = phone.card
    open_comments(phone)
    assert phone.faults() == []
    write(phone, "Worth an account")
    phone.tap(".composer [type=submit]")
    phone.wait("document.querySelector('[name=login]')")
    phone.page.fill("[name=login]", "alice")
    phone.page.fill("[name=password]", "correct horse battery")
    phone.press("Enter")
    phone.wait(f"document.getElementById('comment-send') && {FIELD}.value === 'Worth an account'")
    assert phone.card == card
    phone.rest(0.4)
    phone.tap("#comment-send")
    phone.until(Comment.objects.exists)
    assert Comment.objects.get().song.public_id == card


def test_ones_own_comment_goes_and_comes_back_in_its_place(songs, alice, open_as):
    phone = open_as(alice)
    me, _ = Listener.objects.get_or_create(user=alice)
    song = next(song for song in songs if song.public_id == phone.card)
    Comment.objects.create(listener=me, song=song, text="Too early")
    open_comments(phone)
    phone.tap(".comment [name=deleted]")
    phone.until(Comment.objects.deleted().exists)
    phone.wait(f"{SHEET}.textContent.includes('Your comment is deleted')")
    phone.wait("document.activeElement.name === 'deleted'")
    phone.tap(".comment-act")
    phone.until(Comment.objects.shown().exists)
    phone.wait(f"{SHEET}.querySelector('.comment-text').textContent === 'Too early'")


def test_earlier_comments_come_as_one_scrolls(songs, alice, bob, open_as):
    phone = open_as(alice)
    song = next(song for song in songs if song.public_id == phone.card)
    for number in range(30):
        Comment.objects.create(listener=bob, song=song, text=f"Number {number}")
    open_comments(phone)
    assert phone.read(f"{SHEET}.querySelectorAll('.comment').length") == 20
    phone.read(f"{SHEET}.scrollTo(0, 99999)")
    phone.wait(f"{SHEET}.querySelectorAll('.comment').length === 30")
    phone.wait(f"!{SHEET}.querySelector('.comment-more')")


def test_a_comments_time_plays_that_moment_of_the_clip(songs, alice, bob, open_as):
    phone = open_as(alice)
    phone.start()
    song = next(song for song in songs if song.public_id == phone.card)
    Comment.objects.create(listener=bob, song=song, text="Here", position_s=64.0)
    open_comments(phone)
    phone.tap(".comment-moment")
    sound = "[...document.querySelectorAll('audio')].find(a => !a.paused)"
    phone.wait(f"{sound}?.currentTime >= 4 && {sound}.currentTime < 6")
    assert phone.read(f"{SHEET}.open")


def test_a_song_is_reported_from_its_card_and_that_taken_back(phone):
    card = phone.card
    phone.tap_card("[data-sheet=more]")
    phone.wait(f"{SHEET}.querySelector('.choices')")
    phone.rest(0.4)
    phone.tap("[data-sheet=report]")
    phone.wait(f"{SHEET}.querySelector('.options')")
    assert phone.read(f"{SHEET}.contains(document.activeElement)")
    assert phone.faults() == []
    phone.tap(".options label")
    phone.tap("#report-act")
    phone.wait(f"{SHEET}.textContent.includes('Thank you')")
    assert Report.objects.get().song.public_id == card
    phone.tap("#report-act")
    phone.wait(f"{SHEET}.textContent.includes('Taken back')")
    assert not Report.objects.exists()


def test_the_waveform_shows_where_people_spoke(songs, alice, bob, open_as):
    song = songs[0]
    for second in (1.5, 5.0):
        Comment.objects.create(listener=bob, song=song, text=f"At {second}", position_s=second)
    # The file that is played here is as short as a clip.
    type(song).objects.filter(pk=song.pk).update(duration_s=CLIP_S)
    screen = open_as(
        alice, DESKTOP, f"/s/{song.public_id}/", viewport={"width": 1440, "height": 900}
    )
    audio = "document.getElementById('full-song')"
    passing = "document.querySelector('.passing').textContent"
    screen.wait("document.querySelectorAll('.mark').length === 2")
    assert screen.faults() == []
    screen.click(".mark:last-child")
    screen.wait(f"!{audio}.paused && {audio}.currentTime >= 5")
    screen.wait(f"{passing}.includes('At 5.0')")
    screen.wait("document.querySelector('.mark:last-child').hasAttribute('data-passing')")
    screen.read(f"{audio}.pause()")
    screen.read("document.querySelector('.comment:last-child .comment-moment').click()")
    screen.wait(f"{passing}.includes('At 1.5')")
    screen.read(f"{audio}.pause()")
    screen.read(f"{FIELD}.focus()")
    # As an extension of the browser leaves it: taken over by its successor, it would break the CSP.
    screen.read(f"{FIELD}.style.caretColor = 'red'")
    screen.page.keyboard.type("And here")
    screen.press("Control+Enter")
    screen.wait("document.querySelectorAll('.comment').length === 3")
    comment = Comment.objects.get(text="And here")
    assert 1.4 <= comment.position_s <= CLIP_S
    screen.wait("document.querySelectorAll('.mark-said').length === 3")
    assert screen.read(f"document.activeElement === {FIELD}")
