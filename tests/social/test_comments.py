"""Saying something about a song."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from social.comments import MOST_AT_ONCE, UNDO_FOR, erase_deleted, marks_of
from social.models import Comment, Listener, User
from social.tasks import erase_deleted_comments

HTMX = {"HX-Request": "true"}


@pytest.fixture
def song(make_song):
    return make_song("Northern Rain", artist="Harbour Lights")


@pytest.fixture
def bob(db):
    user = User.objects.create_user("bob", password="correct horse battery")
    return Listener.objects.create(user=user)


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def write(client, song, text="That bass!", headers=None, **more):
    data = {"text": text, "key": uuid.uuid4()} | more
    return client.post(f"/s/{song.public_id}/comment", data, headers=headers)


def read(client, song, headers=None, query=""):
    return client.get(f"/s/{song.public_id}/comments{query}", headers=headers).content.decode()


def delete(client, comment, deleted="1", headers=None):
    address = f"/comments/{comment.public_id}/delete"
    return client.post(address, {"deleted": deleted}, headers=headers)


def hide(client, comment, hidden="1", headers=None):
    return client.post(f"/comments/{comment.public_id}/hide", {"hidden": hidden}, headers=headers)


def test_a_comment_is_kept_with_its_moment_and_shown_to_everybody(as_alice, song):
    response = write(as_alice, song, position_s="72.4")
    comment = Comment.objects.get()
    assert response.url == f"/s/{song.public_id}/comments#comment-{comment.public_id}"
    assert (comment.text, comment.position_s) == ("That bass!", 72.4)
    html = read(Client(), song)
    assert "That bass!" in html
    assert "alice" in html
    assert "Hear it at 1:12" in html


def test_comments_are_listed_newest_first_a_page_at_a_time_without_counting(
    as_alice, song, bob, django_assert_max_num_queries
):
    for number in range(25):
        Comment.objects.create(listener=bob, song=song, text=f"Number {number}.")
    html = read(as_alice, song, HTMX)
    assert html.index("Number 24.") < html.index("Number 5.")
    assert "Number 4." not in html
    last = Comment.objects.get(text="Number 5.").public_id
    assert f"?after={last}" in html
    with django_assert_max_num_queries(7):
        rest = read(as_alice, song, HTMX, f"?after={last}")
    assert rest.index("Number 4.") < rest.index("Number 0.")
    assert "Number 5." not in rest and "?after=" not in rest
    assert "textarea" not in rest


def test_the_sheet_is_a_fragment_and_without_scripts_a_page(client, song):
    assert "<html" not in read(client, song, HTMX)
    html = read(client, song)
    assert "<html" in html
    assert "Nobody has said anything" in html


def test_the_same_form_sent_twice_is_one_comment(as_alice, song):
    key = uuid.uuid4()
    for _ in range(2):
        assert write(as_alice, song, key=key, headers=HTMX).status_code == 200
    assert Comment.objects.count() == 1


def test_one_persons_form_says_nothing_about_anothers(as_alice, song, bob):
    key = uuid.uuid4()
    Comment.objects.create(listener=bob, song=song, text="First", key=key)
    write(as_alice, song, "Second", key=key)
    assert Comment.objects.count() == 2


def test_htmx_gets_a_fresh_composer_the_comment_and_the_count(as_alice, song):
    response = write(as_alice, song, headers=HTMX)
    html = response.content.decode()
    assert 'hx-swap-oob="afterbegin:.comment-list"' in html
    assert f'hx-swap-oob="innerHTML:.comment-count-{song.public_id}">1<' in html
    assert "<textarea" in html and "That bass!</textarea>" not in html
    assert "comments-changed" in response.headers["HX-Trigger"]


def test_a_visitor_is_invited_and_comes_back_to_the_card(client, song):
    sheet = read(client, song, HTMX)
    assert f'name="next" value="/?sheet=comments&amp;clip={song.public_id}"' in sheet
    assert "Log in to post" in sheet
    response = write(client, song)
    assert response.url == f"/accounts/login/?next=%2Fs%2F{song.public_id}%2Fcomments"
    response = write(client, song, headers=HTMX)
    assert response.status_code == 403
    assert "what you wrote is kept" in response.content.decode()
    assert Comment.objects.count() == 0
    assert Listener.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Write something first."),
        ({"text": " \n\u200b "}, "Write something first."),
        ({"text": "x" * 501}, "at most 500 characters; this one has 501"),
        ({"text": "nul\0"}, "Null characters are not allowed"),
        ({"position_s": "180.0001e3"}, "after the end of the song"),
        ({"position_s": "-1"}, "greater than or equal to 0"),
        ({"position_s": "nan"}, "is in seconds"),
        ({"position_s": "soon"}, "is in seconds"),
        ({"key": ""}, "reload the page"),
        ({"key": "mine"}, "valid UUID"),
    ],
)
def test_what_cannot_be_posted_is_refused_with_a_sentence_and_kept(as_alice, song, fields, words):
    response = write(as_alice, song, headers=HTMX, **fields)
    assert response.status_code == 400
    assert words in response.content.decode()
    response = write(as_alice, song, **({"text": "Mine"} | fields))
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html
    assert "text" in fields or "Mine</textarea>" in html
    assert Comment.objects.count() == 0


def test_lines_count_once_and_walls_of_them_are_let_down(as_alice, song):
    write(as_alice, song, "One\r\n\r\n\r\n\r\nTwo")
    assert Comment.objects.get().text == "One\n\nTwo"
    assert write(as_alice, song, "\r\n".join("x" * 250)).status_code == 302


def test_a_moment_at_the_very_end_is_the_end(as_alice, song):
    write(as_alice, song, position_s="180.6")
    assert Comment.objects.get().position_s == 180.0


def test_a_flood_is_stopped_with_a_sentence_and_the_text_kept(as_alice, alice, song):
    for number in range(MOST_AT_ONCE):
        assert write(as_alice, song, f"Number {number}").status_code == 302
    response = write(as_alice, song, "One too many")
    assert response.status_code == 429
    assert "One too many</textarea>" in response.content.decode()
    assert "wait a moment" in response.content.decode()
    # Deleting makes no room, and a repeated form is no comment more.
    delete(as_alice, Comment.objects.first())
    assert write(as_alice, song, headers=HTMX).status_code == 429
    known = Comment.objects.get(text="Number 3").key
    assert write(as_alice, song, "Number 3", key=known).status_code == 302
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert write(as_alice, song).status_code == 302


def test_ones_own_comment_goes_and_comes_back(as_alice, song):
    write(as_alice, song)
    comment = Comment.objects.get()
    html = delete(as_alice, comment, headers=HTMX).content.decode()
    assert "Undo" in html
    assert f'comment-count-{song.public_id}"><' in html
    assert "That bass!" not in read(as_alice, song)
    assert "That bass!" in delete(as_alice, comment, "0", HTMX).content.decode()
    assert "That bass!" in read(as_alice, song)


def test_without_scripts_undo_is_on_the_page_one_comes_back_to(as_alice, song):
    write(as_alice, song)
    response = delete(as_alice, Comment.objects.get())
    html = as_alice.get(response.url).content.decode()
    assert "Your comment is deleted." in html
    assert 'name="deleted" value="0"' in html
    assert "Your comment is deleted." not in Client().get(response.url).content.decode()


def test_a_deleted_comment_is_erased_after_a_while(as_alice, song):
    write(as_alice, song, "Stays")
    write(as_alice, song, "Goes")
    going = Comment.objects.get(text="Goes")
    delete(as_alice, going)
    erase_deleted_comments()
    now = timezone.now()
    assert erase_deleted(now + UNDO_FOR - timedelta(minutes=1)) == 0
    assert erase_deleted(now + UNDO_FOR + timedelta(minutes=1)) == 1
    assert Comment.objects.get().text == "Stays"
    assert delete(as_alice, going, "0").status_code == 404


def test_nobody_deletes_what_another_wrote(as_alice, song, bob):
    theirs = Comment.objects.create(listener=bob, song=song, text="Mine")
    for client in (as_alice, Client()):
        for wanted in ("1", "0"):
            assert delete(client, theirs, wanted).status_code == 404
    theirs.refresh_from_db()
    assert theirs.deleted_at is None
    assert f"/comments/{theirs.public_id}/delete" not in read(as_alice, song)


def test_only_curators_hide_and_show_again(as_alice, song, bob, django_user_model):
    theirs = Comment.objects.create(listener=bob, song=song, text="Rude")
    assert hide(as_alice, theirs).status_code == 403
    assert hide(Client(), theirs).status_code == 403
    curator = Client()
    curator.force_login(django_user_model.objects.create_superuser("curator"))
    assert f"/comments/{theirs.public_id}/hide" in read(curator, song)
    assert "Show again" in hide(curator, theirs, headers=HTMX).content.decode()
    assert "Rude" not in read(as_alice, song)
    assert hide(curator, theirs, "0").status_code == 302
    assert "Rude" in read(as_alice, song)


@pytest.mark.parametrize("wanted", ["", "2", "yes"])
def test_malformed_wishes_are_refused(as_alice, song, wanted):
    write(as_alice, song)
    comment = Comment.objects.get()
    assert delete(as_alice, comment, wanted).status_code == 400
    assert Comment.objects.shown().exists()


def test_comments_on_a_hidden_song_are_out_of_reach(as_alice, song):
    write(as_alice, song, position_s=3)
    comment = Comment.objects.get()
    type(song).objects.update(hidden=True)
    for part in ("comments", "marks", "report"):
        assert as_alice.get(f"/s/{song.public_id}/{part}").status_code == 404
    assert as_alice.get(f"/comments/{comment.public_id}/report").status_code == 404
    assert write(as_alice, song).status_code == 404
    assert delete(as_alice, comment).status_code == 404


def test_the_comments_of_a_closed_account_are_shown_to_nobody(as_alice, song, bob):
    Comment.objects.create(listener=bob, song=song, text="Still here?", position_s=5)
    User.objects.filter(username="bob").update(is_active=False)
    assert "Still here?" not in read(as_alice, song)
    assert "Still here?" not in as_alice.get(f"/s/{song.public_id}/marks").content.decode()
    bob.user.delete()
    assert Comment.objects.count() == 0


def test_every_address_knows_its_verbs_and_wants_a_token(as_alice, song, alice):
    write(as_alice, song)
    comment = Comment.objects.get()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for address in (
        f"/s/{song.public_id}/comment",
        f"/comments/{comment.public_id}/delete",
        f"/comments/{comment.public_id}/hide",
    ):
        assert as_alice.get(address).status_code == 405
        assert strict.post(address).status_code == 403
    for address in (f"/s/{song.public_id}/comments", f"/s/{song.public_id}/marks"):
        assert as_alice.post(address).status_code == 405
        assert as_alice.delete(address).status_code == 405


@pytest.mark.parametrize("query", ["?after=nothing", "?after=a%20b", "?after=%00", "?undo=%00"])
def test_an_address_that_makes_no_sense_is_no_error(as_alice, song, query):
    response = as_alice.get(f"/s/{song.public_id}/comments{query}")
    assert response.status_code in (400, 404)


def test_a_comment_is_only_text(as_alice, song):
    hostile = '<script>alert(1)</script> <b>"x"</b> https://example.org {{ key }}'
    write(as_alice, song, hostile, position_s=9)
    for address in (
        f"/s/{song.public_id}/comments",
        f"/s/{song.public_id}/marks",
        f"/s/{song.public_id}/",
    ):
        html = as_alice.get(address).content.decode()
        assert "<script>alert" not in html and "<b>&quot;" not in html
        assert 'href="https://example' not in html
    assert "&lt;script&gt;" in read(as_alice, song)


def test_cards_count_comments_that_can_be_read_without_another_query(
    as_alice, song, bob, django_assert_max_num_queries
):
    for text, more in (
        ("a", {}),
        ("b", {}),
        ("c", {"hidden": True}),
        ("d", {"deleted_at": timezone.now()}),
    ):
        Comment.objects.create(listener=bob, song=song, text=text, **more)
    html = as_alice.get(f"/?clip={song.public_id}").content.decode()
    assert f'class="count comment-count-{song.public_id}">2</span>' in html


def test_marks_lie_in_the_songs_order_and_near_ones_are_one(song, bob):
    places = [90, 2, 3, 170, 91, 95, 180]
    comments = [Comment(listener=bob, song=song, text=str(s), position_s=s) for s in places]
    marks = marks_of(comments, 180.0)
    assert [[c.position_s for c in mark.comments] for mark in marks] == [
        [2, 3],
        [90, 91, 95],
        [170],
        [180],
    ]
    assert [round(mark.share, 3) for mark in marks] == [0.011, 0.5, 0.944, 1.0]
    assert marks_of([], 180.0) == []


def test_marks_take_few_queries(as_alice, song, bob, django_assert_max_num_queries):
    for second in range(30):
        Comment.objects.create(listener=bob, song=song, text="Here", position_s=second)
    with django_assert_max_num_queries(5):
        html = as_alice.get(f"/s/{song.public_id}/marks").content.decode()
    assert html.count('class="mark-said"') == 30


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": "x" * 501}, {"text": "x", "position_s": -1}]
)
def test_the_database_itself_refuses_nonsense(song, bob, fields):
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.create(listener=bob, song=song, **fields)
