from datetime import timedelta

import numpy as np
import pytest

from feed.artefacts import artefact_folder, switch_to
from feed.models import FittedModel, Play
from feed.ranking import Ranker
from feed.refit import refit
from feed.serving import colistening, ranker, repertoire
from social.models import Listener

Kind = FittedModel.Kind


def kinds(models):
    return [model.kind for model in models]


def test_refit_indexes_every_playable_song(make_song):
    shown = make_song()
    make_song(hidden=True)
    make_song(clip=False)
    assert [model.song_count for model in refit()] == [1]
    assert repertoire().index.ids.tolist() == [shown.pk]


def test_nothing_changed_means_no_new_model(make_song):
    make_song()
    assert kinds(refit()) == [Kind.INDEX]
    assert refit() == []
    assert kinds(refit(force=True)) == [Kind.INDEX]


def test_a_song_that_changed_its_artist_is_indexed_anew(make_song):
    song, other = make_song(), make_song()
    refit()
    song.artist = other.artist
    song.save()
    assert refit()
    row = repertoire().rows_of([song.pk])[song.pk]
    assert repertoire().facts["artist_id"][row] == other.artist_id


def test_facts_are_those_of_the_song(make_song):
    song = make_song(tempo_bpm=98.0, key="C", mode="major", energy=0.7, brightness=0.2)
    unsure = make_song(tempo_bpm=98.0, tempo_confidence=0.1, key="", mode="")
    refit()
    rows = repertoire().rows_of([song.pk, unsure.pk])
    facts = repertoire().facts[rows[song.pk]]
    assert (facts["tempo_bpm"], facts["wheel"], facts["minor"]) == (98, 7, 0)  # 8B
    assert (facts["energy"], facts["brightness"]) == pytest.approx((0.7, 0.2))
    assert repertoire().facts[rows[unsure.pk]][["tempo_bpm", "wheel"]].tolist() == (0, -1)


def test_a_new_song_is_served_at_once_and_indexed_by_the_next_refit(make_song):
    make_song()
    refit()
    newest = make_song()
    assert (len(repertoire()), repertoire().additions) == (2, 1)
    assert newest.pk in repertoire().rows_of([newest.pk])
    refit()
    assert (len(repertoire()), repertoire().additions) == (2, 0)
    assert FittedModel.objects.filter(kind=Kind.INDEX, active=True).count() == 1


def test_a_crash_before_the_switch_leaves_the_old_model_serving(make_song, monkeypatch):
    make_song()
    (old,) = refit()
    make_song()

    def crash(folder):
        raise OSError("disk full")

    monkeypatch.setattr("feed.artefacts.checksum", crash)
    with pytest.raises(OSError, match="disk full"):
        refit()
    assert FittedModel.objects.get(active=True) == old


def test_old_artefacts_are_cleaned(make_song):
    make_song()
    for _ in range(5):
        refit(force=True)
    models = FittedModel.objects.all()
    assert models.count() == 3
    assert all(artefact_folder(model.folder).exists() for model in models)
    assert len(list(artefact_folder(".").iterdir())) == 3


def test_an_empty_catalogue_has_no_model(db):
    assert refit() == []
    assert repertoire() is None
    assert colistening() is None
    assert np.array_equal(ranker().weights, Ranker().weights)


@pytest.fixture
def two_crowds(make_song, now):
    """Two crowds of listeners: one keeps even songs and skips odd ones, the other the reverse.

    How songs sound tells nothing.
    """
    songs = [make_song() for _ in range(24)]
    rng = np.random.default_rng(0)
    keep(songs, lambda listener, place: place % 2 == listener % 2, now, rng)
    return songs


def keep(songs, kept, now, rng):
    """Sixty listeners meet twenty of the songs each."""
    plays = []
    for number in range(60):
        listener = Listener.objects.create()
        for place in rng.permutation(len(songs))[:20]:
            listened_ms = 20_000 if kept(number, place) else 1_000
            started_at = now - timedelta(minutes=float(rng.uniform(0, 9000)))
            plays.append(
                Play(
                    listener=listener,
                    song=songs[place],
                    source="random",
                    listened_ms=listened_ms,
                    clip_ms=24_000,
                    started_at=started_at,
                )
            )
    Play.objects.bulk_create(plays)


def test_co_listening_is_fitted_and_finds_what_the_same_people_kept(two_crowds):
    models = refit()
    assert Kind.COLISTEN in kinds(models)
    even = {song.pk for song in two_crowds[::2]}
    together = colistening().like({two_crowds[0].pk: 1.0, two_crowds[2].pk: 1.0})
    best = sorted(together.scores, key=together.scores.get, reverse=True)[:8]
    assert set(best) <= even
    assert {together.leans_on(song_id) for song_id in best} <= {
        two_crowds[0].pk,
        two_crowds[2].pk,
    }


def test_ranking_learns_whom_to_show_what_and_is_switched_on_because_it_is_better(two_crowds):
    models = refit()
    assert Kind.RANKING in kinds(models)
    model = FittedModel.objects.get(kind=Kind.RANKING)
    assert model.figures["fitted"]["auc"] > model.figures["active"]["auc"]
    assert not np.array_equal(ranker().weights, Ranker().weights)


@pytest.mark.parametrize("seed", [2, 4, 8])
def test_a_ranking_serves_only_where_it_is_better_than_chance_would_be(make_song, now, seed):
    rng = np.random.default_rng(seed)
    keep([make_song() for _ in range(24)], lambda *_: rng.random() < 0.4, now, rng)
    refit()
    model = FittedModel.objects.get(kind=Kind.RANKING)
    gain = model.figures["fitted"]["auc"] - model.figures["active"]["auc"]
    assert model.active == (gain > model.figures["error"])


def test_a_ranking_that_is_no_better_is_kept_but_does_not_serve(two_crowds):
    refit()
    assert Kind.RANKING not in kinds(refit(force=True))
    first, second = FittedModel.objects.filter(kind=Kind.RANKING).order_by("pk")
    assert (first.active, second.active) == (True, False)


def test_a_ranking_fitted_for_other_features_is_not_used(two_crowds, caplog):
    refit()
    model = FittedModel.objects.get(kind=Kind.RANKING)
    path = artefact_folder(model.folder) / "ranker.json"
    path.write_text(path.read_text().replace("mood_similarity", "moon_similarity"))
    from feed.artefacts import checksum

    changed = FittedModel.objects.create(
        kind=Kind.RANKING,
        folder=f"{model.folder}-changed",
        sha256="",
        song_count=1,
        fit_seconds=0,
    )
    folder = artefact_folder(model.folder)
    folder.rename(artefact_folder(changed.folder))
    FittedModel.objects.filter(pk=changed.pk).update(
        sha256=checksum(artefact_folder(changed.folder))
    )
    switch_to(changed)
    ranker()
    assert "other features" in caplog.text
