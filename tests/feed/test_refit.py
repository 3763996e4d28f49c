import pytest

from feed.models import FittedModel
from feed.refit import refit
from feed.serving import artefact_folder, song_index


def test_refit_indexes_every_playable_song(make_song):
    shown = make_song()
    make_song(hidden=True)
    make_song(clip=False)
    assert refit().song_count == 1
    assert song_index().ids.tolist() == [shown.pk]


def test_nothing_changed_means_no_new_model(make_song):
    make_song()
    assert refit() is not None
    assert refit() is None
    assert refit(force=True) is not None


def test_a_song_that_changed_its_artist_is_indexed_anew(make_song):
    song, other = make_song(), make_song()
    refit()
    song.artist = other.artist
    song.save()
    assert refit() is not None
    assert song_index().artists_of([song.pk]) == {song.pk: other.artist_id}


def test_a_new_song_is_served_after_the_next_refit(make_song):
    make_song()
    refit()
    before = song_index()
    make_song()
    refit()
    assert (len(before), len(song_index())) == (1, 2)
    assert FittedModel.objects.filter(active=True).count() == 1


def test_a_crash_before_the_switch_leaves_the_old_model_serving(make_song, monkeypatch):
    make_song()
    old = refit()
    make_song()

    def crash(folder):
        raise OSError("disk full")

    monkeypatch.setattr("feed.refit.checksum", crash)
    with pytest.raises(OSError, match="disk full"):
        refit()
    assert FittedModel.objects.get(active=True) == old
    assert len(song_index()) == 1


def test_old_artefacts_are_cleaned(make_song):
    make_song()
    for _ in range(5):
        refit(force=True)
    models = FittedModel.objects.all()
    assert models.count() == 3
    assert all(artefact_folder(model.folder).exists() for model in models)
    assert len(list(artefact_folder(".").iterdir())) == 3


def test_an_empty_catalogue_has_no_model(db):
    assert refit() is None
    assert song_index() is None
