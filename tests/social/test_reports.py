"""Asking the curators to look at a song or a comment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from feed.joining import join_listener
from social.models import Comment, Listener, Report, User
from social.reports import MOST_REPORTS

HTMX = {"HX-Request": "true"}


@pytest.fixture
def song(make_song):
    return make_song("Northern Rain", artist="Harbour Lights")


@pytest.fixture
def comment(song):
    bob = Listener.objects.create(user=User.objects.create_user("bob"))
    return Comment.objects.create(listener=bob, song=song, text="Buy my stuff")


def address_of(what):
    return f"/{'comments' if isinstance(what, Comment) else 's'}/{what.public_id}/report"


def report(client, what, reason="other", headers=None, **more):
    return client.post(address_of(what), {"reason": reason} | more, headers=headers)


def withdraw(client, what, headers=None, withdrawn="1"):
    return client.post(address_of(what), {"withdrawn": withdrawn}, headers=headers)


@pytest.mark.parametrize("kind", ["song", "comment"])
def test_a_visitor_reports_and_takes_it_back(client, request, kind):
    what = request.getfixturevalue(kind)
    client.get("/songs/")
    html = report(client, what, note="Look at this", headers=HTMX).content.decode()
    assert "Thank you" in html and "Undo" in html
    kept = Report.objects.get()
    assert (kept.what, kept.reason, kept.note) == (what, "other", "Look at this")
    assert kept.reporter == Listener.objects.get(user=None)
    assert "Taken back" in withdraw(client, what, HTMX).content.decode()
    assert Report.objects.count() == 0
    assert withdraw(client, what).status_code == 200


@pytest.mark.parametrize("kind", ["song", "comment"])
def test_reporting_again_says_it_better_and_is_one_open_report(client, request, kind):
    what = request.getfixturevalue(kind)
    client.get("/songs/")
    report(client, what, "other")
    report(client, what, "abuse", note="Read the last line")
    kept = Report.objects.get()
    assert (kept.reason, kept.note) == ("abuse", "Read the last line")
    assert "You reported this" in client.get(address_of(what)).content.decode()
    Report.objects.all().resolve(User.objects.create_user("curator"), timezone.now())
    report(client, what)
    assert Report.objects.count() == 2


@pytest.mark.parametrize("kind", ["song", "comment"])
def test_it_is_a_sheet_and_without_scripts_a_page(client, request, kind):
    what = request.getfixturevalue(kind)
    sheet = client.get(address_of(what), headers=HTMX).content.decode()
    assert "<html" not in sheet and 'id="sheet-title"' in sheet
    page = client.get(address_of(what)).content.decode()
    assert "<html" in page and "What is wrong?" in page
    assert "Thank you" in report(client, what).content.decode()


@pytest.mark.parametrize(
    ("kind", "reason", "words"),
    [
        ("song", "", "Choose what is wrong."),
        ("song", "spam", "Choose one of the reasons."),
        ("comment", "rights", "Choose one of the reasons."),
        ("comment", "boring", "Choose one of the reasons."),
    ],
)
def test_a_report_without_a_reason_that_fits_is_refused(client, request, kind, reason, words):
    what = request.getfixturevalue(kind)
    response = report(client, what, reason, note="Keep this")
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html and "Keep this</textarea>" in html
    response = report(client, what, reason, headers=HTMX)
    assert (response.status_code, response.content.decode()) == (400, words)
    assert report(client, what, note="x" * 501).status_code == 400
    assert withdraw(client, what, withdrawn="maybe").status_code == 400
    assert Report.objects.count() == 0


def test_nobody_takes_back_what_another_reported(client, alice, song):
    client.get("/songs/")
    report(client, song)
    other = Client()
    other.force_login(alice)
    withdraw(other, song)
    withdraw(Client(), song)
    assert Report.objects.count() == 1
    assert "You reported this" not in other.get(address_of(song)).content.decode()


def test_a_flood_of_reports_is_stopped_with_a_sentence(client, song, make_song):
    client.get("/songs/")
    report(client, song)
    listener = Listener.objects.get()
    for _ in range(MOST_REPORTS - 1):
        Report.objects.create(reporter=listener, song=make_song(), reason="other")
    response = report(client, make_song(), headers=HTMX)
    assert response.status_code == 429
    assert "a lot today" in response.content.decode()
    Report.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert report(client, make_song()).status_code == 200


def test_what_cannot_be_seen_cannot_be_reported(client, make_song, comment):
    hidden = make_song(hidden=True)
    assert report(client, hidden).status_code == 404
    assert client.get("/s/nothing/report").status_code == 404
    Comment.objects.update(hidden=True)
    assert report(client, comment).status_code == 404


def test_reporting_is_posted_with_a_token(song, comment):
    for what in (song, comment):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(address_of(what), {"reason": "other"}).status_code == 403
        assert Client().put(address_of(what)).status_code == 405
        assert Client().delete(address_of(what)).status_code == 405


def test_more_leads_to_the_report(client, song):
    assert (
        f'href="/s/{song.public_id}/report"'
        in client.get(f"/s/{song.public_id}/more").content.decode()
    )


def test_reports_come_along_into_the_account_once(client, alice, song, comment, listener):
    account = Listener.objects.create(user=alice)
    for who in (listener, account):
        Report.objects.create(reporter=who, song=song, reason="other")
    Report.objects.create(reporter=listener, comment=comment, reason="spam")
    join_listener(listener, alice)
    assert Report.objects.filter(reporter=account).count() == 2


def test_a_report_outlives_its_reporter_and_goes_with_what_it_is_about(
    alice, song, comment, listener
):
    account = Listener.objects.create(user=alice)
    about_song = Report.objects.create(reporter=account, song=song, reason="other")
    Report.objects.create(reporter=listener, comment=comment, reason="spam")
    alice.delete()
    about_song.refresh_from_db()
    assert about_song.reporter is None
    comment.delete()
    assert Report.objects.get() == about_song


@pytest.mark.parametrize("about", [(), ("song", "comment")])
def test_the_database_itself_wants_one_thing_a_report(song, comment, listener, about):
    things = {"song": song, "comment": comment}
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            reporter=listener, reason="other", **{name: things[name] for name in about}
        )
