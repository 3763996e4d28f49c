"""`manage.py evaluate`, and the page of its figures."""

import json
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from feed.evaluation.scratch import scratch_instance
from feed.models import Evaluation, FittedModel, Play
from feed.refit import refit
from social.models import Like, Listener

CONTENDERS = {"random", "popularity", "item cosine", "ClipFeed"}


def evaluate(*arguments):
    out, err = StringIO(), StringIO()
    call_command("evaluate", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def heard_csv(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "heard.csv"
    lines = [f"l{n},s{5 * (n % 2) + song}" for n in range(20) for song in rng.permutation(5)[:4]]
    path.write_text("\n".join(["listener,song", *lines, "broken"]))
    return path


@pytest.fixture
def catalogue(make_song):
    rng = np.random.default_rng(0)
    return [
        make_song(
            artist=f"Artist {n % 15}",
            vector=rng.normal(3 * (n % 3), 1, 6),
            tempo_bpm=90.0 + n,
            energy=n / 40,
        )
        for n in range(40)
    ]


def test_a_file_is_measured_and_its_figures_are_kept(db, heard_csv):
    out, err = evaluate("--interactions", str(heard_csv), "--json")
    assert err == "heard.csv: Line 82: the song is missing.\n"
    (told,) = json.loads(out)
    kept = Evaluation.objects.get()
    assert told == {"dataset": "interactions in heard.csv", "figures": kept.figures}
    assert set(kept.figures) == CONTENDERS
    assert kept.figures["item cosine"]["recall@20"] == 1


def test_figures_are_printed_as_a_table(db, heard_csv):
    out, _ = evaluate("--interactions", str(heard_csv))
    assert "interactions in heard.csv" in out
    assert "recall@20" in out
    assert "item cosine" in out


def test_a_file_that_is_none_ends_with_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        evaluate("--interactions", str(tmp_path / "nothing.csv"))
    assert not Evaluation.objects.exists()


def test_own_plays_are_measured_with_the_prototype_beside(catalogue, now):
    for number in range(6):
        listener = Listener.objects.create()
        for place, song in enumerate(catalogue[number : number + 10]):
            Play.objects.create(
                listener=listener,
                song=song,
                source="mood",
                listened_ms=24_000,
                clip_ms=24_000,
                started_at=now - timedelta(days=10 - place),
            )
    evaluate("--plays")
    figures = Evaluation.objects.get().figures
    assert set(figures) == CONTENDERS | {"prototype"}
    assert figures["prototype"]["recall@20"] > 0


def test_an_instance_without_plays_and_songs_is_told_what_is_missing(db):
    out, err = evaluate()
    assert "Own plays: Nobody kept songs both early and late in the plays yet." in err
    assert "Simulated listeners need 20 analysed songs; there are 0" in err
    assert out.strip() == ""
    assert not Evaluation.objects.exists()


def test_simulated_listeners_leave_nothing_but_figures(catalogue, listener, now, settings):
    refit()
    before = set((settings.VAR_DIR / "artefacts").iterdir())
    folders = set(FittedModel.objects.values_list("folder", flat=True))
    evaluate("--simulated", "--listeners", "3", "--swipes", "21")
    figures = Evaluation.objects.get(dataset="simulated listeners").figures
    assert set(figures) == {"random", "popularity", "prototype", "ClipFeed"}
    assert figures["prototype"]["times the prototype"] == pytest.approx(1)
    assert 0 < figures["ClipFeed"]["kept of the first 30"] < 1
    assert (Play.objects.count(), Like.objects.count(), Listener.objects.count()) == (0, 0, 1)
    assert set(FittedModel.objects.values_list("folder", flat=True)) == folders
    assert set((settings.VAR_DIR / "artefacts").iterdir()) == before


def test_a_scratch_instance_holds_the_songs_and_goes_away_after_a_failure(
    catalogue, listener, settings, caplog
):
    caplog.set_level("INFO")
    ids = np.array([song.pk for song in catalogue[:25]])
    var_dir = settings.VAR_DIR
    with pytest.raises(RuntimeError, match="on purpose"), scratch_instance(ids):
        assert Listener.objects.count() == 0
        assert FittedModel.objects.count() == 0
        refit()
        assert FittedModel.objects.filter(kind="index").get().song_count == 25
        scratch = settings.VAR_DIR
        raise RuntimeError("on purpose")
    assert var_dir == settings.VAR_DIR
    assert not scratch.exists()
    assert Listener.objects.get() == listener
    assert FittedModel.objects.count() == 0
    assert "Fitted" not in caplog.text
    refit()
    assert "Fitted" in caplog.text


def test_the_page_says_what_to_run_while_there_are_no_figures(curator):
    page = curator.get(reverse("admin:feed_evaluation_figures"))
    assert "manage.py evaluate" in page.content.decode()


def test_the_page_draws_figures_over_time(curator):
    for recall in (0.1, 0.2):
        figures = {"ClipFeed": {"recall@20": recall}, "popularity": {"recall@20": 0.05}}
        Evaluation.objects.create(dataset="own plays", figures=figures)
    Evaluation.objects.create(dataset="later", figures={"ClipFeed": {"coverage": 0.5}})
    page = curator.get(reverse("admin:feed_evaluation_figures")).content.decode()
    assert page.index("Later") < page.index("Own plays")
    assert "recall@20 over time; at last: popularity 0.050, ClipFeed 0.200" in page
    assert 'd="M6 60L314 6"' in page  # half of the top, then the top
    assert "style=" not in page
    assert (
        reverse("admin:feed_evaluation_figures")
        in curator.get(reverse("admin:feed_evaluation_changelist")).content.decode()
    )


def test_the_page_is_for_curators(client, alice):
    client.force_login(alice)
    address = reverse("admin:feed_evaluation_figures")
    assert client.get(address).status_code == 302
