"""`manage.py simulate`: marked, plausible, and gone without a trace."""

from io import StringIO

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from analysis import EMBEDDING_SIZE
from analysis.facts import SEGMENTS
from catalog.models import Analysis, Artist, Clip, Song
from feed.models import Play
from feed.page import next_clips
from feed.refit import refit
from feed.simulation import marks
from feed.simulation.listening import Listening, play_counts
from feed.simulation.sounds import Sounds
from social.models import Follow, Like, Listener, Repost


def simulate(*arguments):
    out = StringIO()
    call_command("simulate", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def simulated(db):
    return simulate("--songs", "400", "--listeners", "20", "--plays", "2000")


def test_as_much_as_asked_for_is_there(simulated):
    assert "400 songs in" in simulated
    assert "2,000 plays of 20 listeners in" in simulated
    assert Song.objects.playable().count() == 400
    assert Play.objects.count() == 2000
    assert Listener.objects.filter(plays__isnull=False).distinct().count() == 20
    assert min(Like.objects.count(), Repost.objects.count(), Follow.objects.count()) > 0


def test_everything_simulated_says_so(simulated):
    song = Song.objects.select_related("artist").first()
    assert song.title.startswith("Simulated song")
    assert song.artist.name.startswith("Simulated artist")
    assert song.licence == "simulated: there is no sound"
    assert marks.real_song_count() == 0


def test_songs_have_all_that_the_feed_asks_for(simulated):
    analysis = Analysis.objects.first()
    assert analysis.embedding_vector.shape == (EMBEDDING_SIZE,)
    assert len(np.frombuffer(analysis.segments, np.float16)) == SEGMENTS * EMBEDDING_SIZE
    assert 0 <= analysis.energy <= 1
    assert analysis.camelot
    assert refit() is not None
    page = next_clips(Listener.objects.first(), Play.objects.first().started_at, _rng())
    assert len(page.cards) == 3


def test_nobody_hears_a_song_twice_and_acts_follow_plays(simulated):
    pairs = list(Play.objects.values_list("listener_id", "song_id"))
    assert len(set(pairs)) == len(pairs)
    assert set(Like.objects.values_list("listener_id", "song_id")) <= set(pairs)


def test_new_rows_are_numbered_after_simulated_ones(simulated, make_song):
    assert make_song().pk > Song.objects.filter(public_id__startswith="0").latest("pk").pk
    assert Listener.objects.create().pk == Listener.objects.latest("pk").pk


def test_removing_takes_what_is_simulated_and_nothing_else(make_song, listener, alice, now):
    mine, name = make_song(), "Artist 1"
    Like.objects.create(listener=listener, song=mine)
    simulate("--songs", "60", "--listeners", "5", "--plays", "100", "--yes")
    borrowed = Artist.objects.exclude(name=name).first()
    moved = make_song(artist=borrowed.name)
    strange = Song.objects.filter(public_id__startswith="0").first()
    Like.objects.create(listener=listener, song=strange)
    Play.objects.create(
        listener=Listener.objects.filter(public_id__startswith="0").first(),
        song=mine,
        source="random",
        listened_ms=1,
        clip_ms=1,
        started_at=now,
    )
    assert "60 simulated songs" in simulate("--remove")
    assert set(Song.objects.all()) == {mine, moved}
    assert set(Artist.objects.values_list("name", flat=True)) == {name, borrowed.name}
    assert Listener.objects.get() == listener
    assert get_user_model().objects.get() == alice
    assert Like.objects.get().song == mine
    assert (Play.objects.count(), Analysis.objects.count(), Clip.objects.count()) == (0, 2, 2)


def test_removing_nothing_is_no_trouble(db):
    assert "Gone: 0 simulated songs, 0 artists and 0 listeners" in simulate("--remove")


def test_an_instance_with_real_songs_is_left_alone(make_song):
    make_song()
    with pytest.raises(CommandError, match=r"has real songs \(1\)"):
        simulate("--songs", "10", "--listeners", "1", "--plays", "5")
    assert Song.objects.count() == 1


def test_a_second_simulation_waits_for_the_first_to_be_removed(simulated):
    with pytest.raises(CommandError, match="simulation already"):
        simulate("--songs", "10", "--listeners", "1", "--plays", "5")
    assert Song.objects.count() == 400


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_numbers_that_make_no_sense_are_refused(db, number):
    with pytest.raises(CommandError, match="--songs"):
        simulate("--songs", number)


def test_a_tiny_catalogue_is_filled_too(db):
    assert "plays of 2 listeners" in simulate("--songs", "1", "--listeners", "2", "--plays", "50")
    assert Play.objects.count() == 2


def test_songs_of_a_cluster_sound_alike_and_share_their_genre():
    sounds = Sounds.draw(600, _rng())
    embeddings, _ = sounds.embeddings(np.arange(600), _rng())
    apart = np.linalg.norm(embeddings[:, None] - embeddings[None], axis=2)
    same = sounds.cluster[:, None] == sounds.cluster[None]
    assert apart[same & (apart > 0)].mean() < 0.8 * apart[~same].mean()


def test_few_songs_and_artists_have_most_of_it():
    sounds = Sounds.draw(2000, _rng())
    per_artist = np.sort(np.bincount(sounds.artist))[::-1]
    assert per_artist[: len(per_artist) // 10].sum() > 0.3 * 2000
    assert np.sort(sounds.weight)[::-1][:200].sum() > 0.2


def test_listeners_keep_what_is_near_their_tastes():
    sounds = Sounds.draw(2000, _rng())
    plays = Listening(sounds).draw(600, _rng())
    kept = plays.share >= 0.5
    looked_for = np.isin(plays.source, ["mood", "taste", "colisten", "people"])
    assert 0.2 < kept.mean() < 0.8
    assert kept[looked_for].mean() > kept[~looked_for].mean() + 0.1
    assert not (plays.liked & ~kept).any()
    assert (np.diff(plays.ago_s) < 0).mean() > 0.95
    assert plays.ago_s.min() > 0


def test_plays_are_shared_out_unevenly_and_all_of_them():
    counts = play_counts(50, 10_000, 5000, _rng())
    assert counts.sum() == 10_000
    assert counts.max() > 3 * np.median(counts)
    assert play_counts(3, 1000, 10, _rng()).tolist() == [8, 8, 8]


def _rng():
    return np.random.default_rng(3)
