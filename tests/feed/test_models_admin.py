import pytest
from django.urls import reverse

from feed.models import FittedModel
from feed.refit import refit
from social.models import User

Kind = FittedModel.Kind
LIST = reverse("admin:feed_fittedmodel_changelist")


def serve(client, model):
    return client.post(reverse("admin:feed_fittedmodel_serve", args=[model.pk]), follow=True)


@pytest.fixture
def two_indexes(make_song):
    make_song()
    (old,) = refit()
    (new,) = refit(force=True)
    return old, new


@pytest.fixture
def ranking(db):
    """A ranking that serves, with what was measured when it was fitted."""
    return FittedModel.objects.create(
        kind=Kind.RANKING,
        folder="ranking-x",
        song_count=9,
        fit_seconds=1,
        active=True,
        figures={"fitted": {"auc": 0.71}, "active": {"auc": 0.64}, "error": 0.02, "examples": 900},
    )


def test_one_click_goes_back_to_an_earlier_model(curator, two_indexes):
    old, new = two_indexes
    assert (
        f'formaction="/admin/feed/fittedmodel/{old.pk}/serve/"'
        in curator.get(LIST).content.decode()
    )
    response = serve(curator, old)
    assert "serves from now on" in response.content.decode()
    assert FittedModel.objects.get(active=True) == old
    serve(curator, new)
    assert FittedModel.objects.get(active=True) == new


def test_a_learned_ranking_goes_back_to_the_fixed_weights(curator, ranking):
    found = "AUC 0.710, before 0.640, ±\N{NO-BREAK SPACE}0.020"
    assert found in curator.get(LIST).content.decode()
    response = serve(curator, ranking)
    assert "fixed weights again" in response.content.decode()
    assert not FittedModel.objects.filter(active=True).exists()
    serve(curator, ranking)
    assert FittedModel.objects.get(active=True) == ranking


def test_looking_at_the_button_changes_nothing(curator, two_indexes):
    old, new = two_indexes
    address = reverse("admin:feed_fittedmodel_serve", args=[old.pk])
    assert curator.get(address).status_code == 405
    assert FittedModel.objects.get(active=True) == new


def test_only_those_who_may_change_models_do(client, two_indexes):
    old, new = two_indexes
    User.objects.create_user("helper", password="correct horse battery", is_staff=True)
    client.login(username="helper", password="correct horse battery")
    assert serve(client, old).status_code == 403
    client.logout()
    serve(client, old)
    assert FittedModel.objects.get(active=True) == new


def test_an_unknown_model_is_not_found(curator):
    address = reverse("admin:feed_fittedmodel_serve", args=[4711])
    assert curator.post(address).status_code == 404
