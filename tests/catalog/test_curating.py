"""A curator's window: chosen, refused, rendered, kept, and left again."""

import threading
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalog import analysing, drawing, windows
from catalog.ingest import add_file
from catalog.models import Analysis, Clip, Heatmap, Song
from catalog.tasks import sweep
from social.models import User

RATE = 22_050


@pytest.fixture
def song(make_song):
    return make_song(highlights=[{"start_s": 60.0, "end_s": 84.0, "score": 0.7}])


@pytest.fixture
def real_song(db, tmp_path):
    """Forty seconds that are really there, analysed and with a clip."""
    time_s = np.arange(40 * RATE) / RATE
    path = tmp_path / "tune.wav"
    pulse = 0.2 + 0.4 * (np.sin(4 * np.pi * time_s) > 0)
    soundfile.write(path, np.sin(2 * np.pi * 220 * time_s) * pulse, RATE)
    song = Song.objects.get(pk=add_file(path).song_id)
    analysing.analyse_song(song.pk)
    return Song.objects.get(pk=song.pk)


def page_of(song):
    return reverse("admin:catalog_song_change", args=[song.pk])


def choose(client, song, start_s="", end_s="", **more):
    address = reverse("admin:catalog_song_window", args=[song.pk])
    return client.post(address, {"start_s": start_s, "end_s": end_s} | more)


def work_on(song):
    return Analysis.objects.get(song=song)


def heatmap_for(song, peak_s=120.0, **values):
    edges = np.linspace(0, song.duration_s, 101)
    level = 0.2 + 0.7 * np.exp(-((((edges[1:] + edges[:-1]) / 2 - peak_s) / 8) ** 2))
    bins = np.stack([edges[:-1], edges[1:], level], axis=1).tolist()
    values = {"recording_s": song.duration_s, "source": "youtube"} | values
    return Heatmap.objects.create(song=song, bins=bins, **values)


# --- The page ---


def test_the_page_shows_waveform_window_curves_and_where_the_clip_is_from(curator, song):
    heatmap_for(song)
    html = curator.get(page_of(song)).content.decode()
    assert "1:00 to 1:24, heard in the music (70 % sure)" in html
    assert f'd="{drawing.strip_path(song.analysis.waveform_points)}"' in html
    assert '<rect data-lit x="40.0" y="0" width="16.0" height="40"/>' in html
    assert "most replayed on youtube, in a recording of 3:00: it counts 100 %" in html
    assert "Back to automatic" not in html


@pytest.mark.parametrize(
    ("recording_s", "words"),
    [
        (180, "it counts 100 %"),
        (196, "it counts 52 %"),
        (300, "in a recording of 5:00: too far from this song"),
    ],
)
def test_the_page_says_what_a_curve_is_worth(curator, song, recording_s, words):
    heatmap_for(song, recording_s=recording_s)
    assert words in curator.get(page_of(song)).content.decode()


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.8, "peak most replayed elsewhere"), (0.2, "peak perhaps most replayed elsewhere")],
)
def test_the_card_says_where_the_peak_is_from_and_how_sure_that_is(client, song, confidence, words):
    Clip.objects.update(provenance=Clip.Provenance.IMPORTED, confidence=confidence)
    html = client.get(reverse("feed"), {"clip": song.public_id}).content.decode()
    assert f"<span>{words}</span>" in html


def test_a_song_that_waits_for_its_first_analysis_has_its_page_too(curator, make_song):
    song = make_song(state="pending", analysed_at=None, clip=False, waveform=None)
    html = curator.get(page_of(song)).content.decode()
    assert "a window chosen now is used" in html
    choose(curator, song, 10, 30)
    assert Song.objects.get(pk=song.pk).curated_window == (10, 30)
    assert work_on(song).clip_only is False


def test_a_failed_clip_says_why(curator, make_song):
    song = make_song(state="failed", error="The audio file is gone.")
    assert "The audio file is gone." in curator.get(page_of(song)).content.decode()


def test_curators_hear_hidden_songs_whole(curator, client, alice, make_song, settings):
    song = make_song(hidden=True)
    path = Path(settings.MEDIA_ROOT, song.audio.name)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"sound")
    address = reverse("admin:catalog_song_audio", args=[song.pk])
    assert curator.get(address, headers={"Range": "bytes=1-"}).status_code == 206
    assert curator.get(reverse("stream", args=[song.public_id])).status_code == 404
    client.force_login(alice)
    assert client.get(address).status_code == 302


# --- Choosing ---


def test_a_window_is_kept_and_the_clip_waits_to_be_rendered(
    curator, song, messages, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = choose(curator, song, "61.5", "90")
    assert response.url == page_of(song)
    assert "being made anew: 1:02 to 1:30" in curator.get(response.url).content.decode()
    assert Song.objects.get(pk=song.pk).curated_window == (61.5, 90.0)
    assert (work_on(song).state, work_on(song).clip_only) == (Analysis.State.PENDING, True)
    assert messages == [("catalog.tasks.analyse_song", [song.pk])]
    assert Song.objects.playable().filter(pk=song.pk).exists()


@pytest.mark.parametrize(
    ("start_s", "end_s", "problem"),
    [
        ("-1", "20", "cannot start before the song"),
        ("170", "181", "The song ends at 180.0 s (3:00): the clip cannot go on to 181.0 s."),
        ("500", "520", "The song ends at 180.0 s"),
        ("10", "14.9", "A clip lasts at least 5 s; this one 4.9 s."),
        ("10", "70.1", "A clip lasts at most 60 s; this one 60.1 s."),
        ("30", "10", "must end after it starts"),
        ("30", "30", "must end after it starts"),
        ("", "20", "Type the start in seconds"),
        ("10", "soon", "Type the end in seconds"),
        ("nan", "20", "Type the start in seconds"),
        ("10", "inf", "Type the end in seconds"),
        ("1e400", "20", "Type the start in seconds"),
    ],
)
def test_an_impossible_window_is_refused_and_what_was_typed_stays(
    curator, song, start_s, end_s, problem
):
    html = choose(curator, song, start_s, end_s).content.decode()
    assert problem in html
    assert f'value="{start_s}"' in html or not start_s
    assert Song.objects.get(pk=song.pk).curated_window is None
    assert work_on(song).state == Analysis.State.DONE


def test_the_rounded_end_of_a_song_is_its_end(curator, song):
    Song.objects.filter(pk=song.pk).update(duration_s=179.98)
    choose(curator, song, "170", "180")
    assert Song.objects.get(pk=song.pk).curated_window == (170.0, 179.98)


def test_only_curators_choose(client, alice, song):
    client.force_login(alice)
    assert choose(client, song, 10, 30).status_code == 302
    viewer = User.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_song"))
    client.force_login(viewer)
    assert choose(client, song, 10, 30).status_code == 403
    assert b"data-curating" not in client.get(page_of(song)).content
    assert Song.objects.get(pk=song.pk).curated_window is None


def test_there_is_no_window_of_a_song_that_is_not_there(curator):
    for song_id in (999, 10**30):
        assert curator.post(f"/admin/catalog/song/{song_id}/window/").status_code == 404
        assert curator.get(f"/admin/catalog/song/{song_id}/audio/").status_code == 404


def test_taking_a_wrong_curve_away_moves_the_clip_back(curator, song):
    heatmap = heatmap_for(song)
    Clip.objects.update(start_s=110.0, end_s=134.0)
    data = {"title": song.title, "artist": song.artist_id}
    for prefix, count in (("clip", 0), ("heatmaps", 1), ("analysis", 0)):
        data |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}
    data |= {
        "heatmaps-0-id": heatmap.pk,
        "heatmaps-0-song": song.pk,
        "heatmaps-0-DELETE": "on",
    }
    assert curator.post(page_of(song), data).status_code == 302
    assert not Heatmap.objects.exists()
    assert work_on(song).clip_only


# --- Rendering ---


def test_the_chosen_clip_is_rendered_without_new_facts_and_survives_reanalysis(curator, real_song):
    before = work_on(real_song)
    choose(curator, real_song, "10.5", "17.25")
    analysing.analyse_song(real_song.pk)
    clip = Clip.objects.get()
    assert (clip.start_s, clip.end_s) == (10.5, 17.25)
    assert clip.duration_s == pytest.approx(6.75, abs=0.05)
    assert (clip.provenance, clip.confidence) == (Clip.Provenance.CURATOR, 1.0)
    assert work_on(real_song).analysed_at == before.analysed_at

    Analysis.objects.all().again(timezone.now())
    analysing.analyse_song(real_song.pk)
    again = Clip.objects.get()
    assert (again.start_s, again.end_s, again.audio) == (10.5, 17.25, clip.audio)
    assert work_on(real_song).analysed_at > before.analysed_at


def test_back_to_automatic(curator, real_song):
    automatic = Clip.objects.get()
    choose(curator, real_song, "10.5", "17.25")
    analysing.analyse_song(real_song.pk)
    assert "Back to automatic" in curator.get(page_of(real_song)).content.decode()
    choose(curator, real_song, automatic="1")
    analysing.analyse_song(real_song.pk)
    clip = Clip.objects.get()
    assert (clip.start_s, clip.end_s, clip.audio) == (
        automatic.start_s,
        automatic.end_s,
        automatic.audio,
    )
    assert clip.provenance == Clip.Provenance.DETECTOR


def test_rendering_twice_makes_one_clip(curator, real_song):
    choose(curator, real_song, "10", "20")
    assert analysing.analyse_song(real_song.pk) is True
    assert analysing.analyse_song(real_song.pk) is False
    assert Clip.objects.get().end_s == 20


def test_the_window_that_is_the_clips_already_needs_no_rendering(curator, song, messages):
    choose(curator, song, "60", "84")
    assert work_on(song).state == Analysis.State.DONE
    assert Clip.objects.get().provenance == Clip.Provenance.CURATOR
    assert messages == []


def test_a_killed_worker_is_followed_by_the_next_one(curator, real_song, messages):
    choose(curator, real_song, "10", "20")
    Analysis.objects.claim(real_song.pk, timezone.now())
    long_ago = timezone.now() - timedelta(minutes=5)
    Analysis.objects.update(claimed_at=long_ago, enqueued_at=long_ago)
    messages.clear()
    assert sweep() == 1
    assert messages == [("catalog.tasks.analyse_song", [real_song.pk])]
    analysing.analyse_song(real_song.pk)
    assert (Clip.objects.get().end_s, work_on(real_song).attempts) == (20, 2)


def test_a_worker_that_lost_its_claim_publishes_nothing(curator, real_song, monkeypatch):
    before = Clip.objects.get()
    choose(curator, real_song, "10", "20")

    def render_slowly(*arguments):
        clip = rendered(*arguments)
        Analysis.objects.all().again(timezone.now())
        return clip

    rendered = analysing._rendered
    monkeypatch.setattr(analysing, "_rendered", render_slowly)
    analysing.analyse_song(real_song.pk)
    assert Clip.objects.get().audio == before.audio
    assert (work_on(real_song).state, work_on(real_song).clip_only) == ("pending", False)


@pytest.mark.parametrize("clip_only", [True, False])
def test_a_window_chosen_while_a_worker_is_busy_is_rendered_next(
    curator, real_song, monkeypatch, clip_only
):
    if clip_only:
        choose(curator, real_song, "10", "20")
    else:
        Analysis.objects.all().again(timezone.now())

    def change_their_mind(*arguments):
        clip = rendered(*arguments)
        monkeypatch.setattr(analysing, "_rendered", rendered)
        choose(curator, real_song, "22", "30")
        return clip

    rendered = analysing._rendered
    monkeypatch.setattr(analysing, "_rendered", change_their_mind)
    analysing.analyse_song(real_song.pk)
    assert Clip.objects.get().end_s != 30
    assert (work_on(real_song).state, work_on(real_song).clip_only) == ("pending", True)
    analysing.analyse_song(real_song.pk)
    assert Clip.objects.get().end_s == 30
    assert work_on(real_song).state == Analysis.State.DONE


def test_audio_that_is_gone_fails_with_the_reason_and_the_old_clip_plays_on(curator, real_song):
    Path(real_song.audio.path).unlink()
    choose(curator, real_song, "10", "20")
    analysing.analyse_song(real_song.pk)
    assert work_on(real_song).state == Analysis.State.FAILED
    html = curator.get(page_of(real_song)).content.decode()
    assert "no longer in the media folder" in html
    assert Song.objects.playable().exists()


@pytest.mark.django_db(transaction=True)
def test_choosing_and_publishing_at_the_same_time_never_loses_a_window(make_song):
    """Both lock the same row: whoever is second sees what the first one did."""
    song = make_song(highlights=[{"start_s": 60.0, "end_s": 84.0, "score": 0.7}])

    def publish():
        clip = Clip.objects.get(song=song)
        claim = Analysis.objects.claim(song.pk, timezone.now())
        barrier.wait()
        analysing._publish_clip(clip, claim)
        connection.close()

    for round_number in range(10):
        Analysis.objects.update(state="pending", clip_only=True, not_before=timezone.now())
        Song.objects.update(curated_start_s=None, curated_end_s=None)
        barrier = threading.Barrier(2, timeout=30)
        worker = threading.Thread(target=publish)
        worker.start()
        barrier.wait()
        windows.curate(song.pk, (round_number, 20.0 + round_number))
        worker.join()
        assert (work_on(song).state, work_on(song).clip_only) == ("pending", True)
