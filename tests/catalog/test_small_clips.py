"""Every clip has one for saving data beside it; those of earlier versions get theirs in time."""

import numpy as np
import pytest
import soundfile
from django.core.files.storage import default_storage

from catalog import analysing
from catalog.ingest import add_file
from catalog.models import Analysis, Clip
from catalog.tasks import sweep

RATE = 22_050


@pytest.fixture
def analysed(tmp_path, db, django_capture_on_commit_callbacks):
    """The id of a song whose clip is rendered."""
    time_s = np.arange(20 * RATE) / RATE
    tune = np.sin(2 * np.pi * 220 * time_s) * (np.sin(4 * np.pi * time_s) > 0) * 0.5
    soundfile.write(tmp_path / "tune.wav", tune, RATE)
    with django_capture_on_commit_callbacks(execute=True):
        song_id = add_file(tmp_path / "tune.wav").song_id
    analysing.analyse_song(song_id)
    return song_id


def body(response):
    return b"".join(response.streaming_content)


def test_both_clips_are_published_at_once_and_named_after_their_content(analysed, client):
    clip = Clip.objects.get(song=analysed)
    assert clip.small_audio_url != clip.audio_url
    whole, small = (client.get(url) for url in (clip.audio_url, clip.small_audio_url))
    assert "immutable" in small.headers["Cache-Control"]
    assert len(body(small)) < len(body(whole))


def test_without_a_small_clip_the_normal_one_is_served(make_song):
    song = make_song()
    Clip.objects.update(small_audio="")
    clip = Clip.objects.get(song=song)
    assert clip.small_audio_url == clip.audio_url


def test_the_sweep_renders_what_an_earlier_version_left_out(analysed, messages):
    before = Clip.objects.get(song=analysed)
    default_storage.delete(before.small_audio.name)
    Clip.objects.update(small_audio="")
    messages.clear()
    assert sweep() == 1
    assert messages == [("catalog.tasks.analyse_song", [analysed])]
    analysing.analyse_song(analysed)
    after = Clip.objects.get(song=analysed)
    assert default_storage.exists(after.small_audio.name)
    assert (after.audio, after.start_s) == (before.audio, before.start_s)
    assert sweep() == 0


def test_new_songs_are_analysed_before_old_clips_are_rendered_again(make_song, messages):
    make_song()
    Clip.objects.update(small_audio="")
    waiting = make_song(state=Analysis.State.PENDING, clip=False)
    sweep()
    assert messages == [("catalog.tasks.analyse_song", [waiting.pk])]


def test_one_that_fails_is_not_tried_at_every_sweep(make_song):
    song = make_song()  # its audio file does not exist
    Clip.objects.update(small_audio="")
    assert sweep() == 1
    analysing.analyse_song(song.pk)
    assert Analysis.objects.get().state == Analysis.State.FAILED
    assert sweep() == 0
    assert Clip.objects.filter(song=song).exists()
