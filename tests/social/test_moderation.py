"""Curators look at reports and comments, in the admin."""

import pytest
from django.utils import timezone

from social.models import Comment, Listener, Report, User


@pytest.fixture
def song(make_song):
    return make_song("Northern Rain", artist="Harbour Lights")


@pytest.fixture
def bob(db):
    return Listener.objects.create(user=User.objects.create_user("bob"))


@pytest.fixture
def comment(song, bob):
    return Comment.objects.create(listener=bob, song=song, text="Buy my stuff", position_s=72)


@pytest.fixture
def reports(song, comment, listener, bob):
    return [
        Report.objects.create(reporter=listener, comment=comment, reason="spam", note="An advert"),
        Report.objects.create(reporter=bob, comment=comment, reason="abuse"),
        Report.objects.create(reporter=listener, song=song, reason="rights", note="It is mine"),
    ]


def act(curator, model, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    query = "?state=all" if model == "report" else ""
    response = curator.post(f"/admin/social/{model}/{query}", data, follow=True)
    return response.content.decode()


def page(curator, model, query=""):
    return curator.get(f"/admin/social/{model}/{query}").content.decode()


def test_open_reports_are_listed_with_what_and_why(curator, reports, song, comment):
    html = page(curator, "report")
    assert "“Buy my stuff” by bob on Northern Rain – Harbour Lights" in html
    assert "An advert" in html and "It is mine" in html
    assert f'href="/admin/catalog/song/{song.pk}/change/"' in html
    assert f'href="/admin/social/comment/{comment.pk}/change/"' in html
    assert "3 reports" in html
    detail = page(curator, "report", f"{reports[0].pk}/change/")
    assert f'href="/s/{song.public_id}/"' in detail


def test_resolved_reports_leave_the_list_and_can_be_looked_at(curator, reports):
    assert "2 reports resolved." in act(curator, "report", "resolve", *reports[:2])
    assert "1 report<" in page(curator, "report").replace("\n", "<")
    resolved = page(curator, "report", "?state=resolved")
    assert "by curator" in resolved and "It is mine" not in resolved
    assert "3 reports" in page(curator, "report", "?state=all")
    assert "0 reports resolved." in act(curator, "report", "resolve", *reports[:2])


def test_hiding_what_is_reported_resolves_every_report_about_it(curator, reports, comment, song):
    html = act(curator, "report", "hide", reports[0])
    assert "0 songs and 1 comment hidden" in html
    comment.refresh_from_db()
    assert comment.hidden
    assert [r.resolved_at is None for r in Report.objects.order_by("pk")] == [False, False, True]
    assert "1 song and 0 comments hidden" in act(curator, "report", "hide", reports[2])
    song.refresh_from_db()
    assert song.hidden


def test_comments_are_searched_hidden_and_shown_again(curator, comment, reports, bob, song):
    Comment.objects.create(listener=bob, song=song, text="Lovely")
    Comment.objects.create(listener=bob, song=song, text="Taken back", deleted_at=timezone.now())
    everything = page(curator, "comment")
    assert "Buy my stuff" in everything and "Lovely" in everything
    assert "Taken back" not in everything
    assert f'comment__id__exact={comment.pk}">2</a>' in everything
    found = page(curator, "comment", "?q=stuff")
    assert "Buy my stuff" in found and "Lovely" not in found
    for query in ("bob", "harbour", comment.public_id):
        assert "Buy my stuff" in page(curator, "comment", f"?q={query}")
    assert "2 reports" in page(curator, "report", f"?comment__id__exact={comment.pk}")
    assert "1 comment hidden." in act(curator, "comment", "hide", comment)
    assert not Report.objects.unresolved().filter(comment=comment).exists()
    assert "1 comment shown again." in act(curator, "comment", "show", comment)
    comment.refresh_from_db()
    assert not comment.hidden


def test_a_comment_is_read_and_never_rewritten(curator, comment):
    assert "Buy my stuff" in page(curator, "comment", f"{comment.pk}/change/")
    curator.post(f"/admin/social/comment/{comment.pk}/change/", {"text": "I love it"})
    comment.refresh_from_db()
    assert comment.text == "Buy my stuff"
    for model in ("comment", "report"):
        assert curator.get(f"/admin/social/{model}/add/").status_code == 403


def test_hiding_on_the_page_resolves_the_reports_too(curator, comment, reports):
    curator.post(f"/comments/{comment.public_id}/hide", {"hidden": "1"})
    assert not Report.objects.unresolved().filter(comment=comment).exists()
    assert Report.objects.unresolved().count() == 1


def test_who_may_only_look_may_not_act(client, alice, comment, reports):
    from django.contrib.auth.models import Permission

    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.user_permissions.set(
        Permission.objects.filter(codename__in=["view_comment", "view_report"])
    )
    client.force_login(alice)
    assert "Buy my stuff" in page(client, "comment")
    act(client, "comment", "hide", comment)
    act(client, "report", "hide", reports[0])
    act(client, "report", "resolve", reports[0])
    comment.refresh_from_db()
    assert not comment.hidden
    assert Report.objects.unresolved().count() == 3
    assert client.post(f"/comments/{comment.public_id}/hide", {"hidden": "1"}).status_code == 403


def test_long_lists_need_few_queries(curator, comment, song, bob, django_assert_max_num_queries):
    for number in range(12):
        more = Comment.objects.create(listener=bob, song=song, text=f"Number {number}")
        Report.objects.create(reporter=bob, comment=more, reason="spam")
    for model in ("comment", "report"):
        with django_assert_max_num_queries(9):
            page(curator, model)
