import pytest

from feed.models import Dismissal, HiddenArtist
from social.models import Follow, Listener, Playlist, Repost


@pytest.fixture
def acts(make_song, listener, alice):
    song, person = make_song("Northern Rain"), Listener.objects.create(user=alice)
    playlist = Playlist.objects.create(owner=person, title="Rude word")
    playlist.items.create(song=song, position=0, added_by=person)
    return {
        "social/repost": Repost.objects.create(listener=listener, song=song),
        "social/follow": Follow.objects.create(follower=listener, followed=person),
        "social/playlist": playlist,
        "feed/dismissal": Dismissal.objects.create(listener=listener, song=song),
        "feed/hiddenartist": HiddenArtist.objects.create(listener=listener, artist=song.artist),
    }


def test_what_listeners_did_is_listed_searched_and_shown(curator, acts):
    for model, row in acts.items():
        assert curator.get(f"/admin/{model}/").status_code == 200
        assert curator.get(f"/admin/{model}/?q=alice").status_code == 200
        assert curator.get(f"/admin/{model}/{row.pk}/change/").status_code == 200
        assert curator.get(f"/admin/{model}/add/").status_code == 403


def test_a_curator_takes_a_playlist_out_of_sight(curator, acts):
    playlist = acts["social/playlist"]
    data = {
        "title": "A word",
        "visibility": "private",
        "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
    }
    curator.post(f"/admin/social/playlist/{playlist.pk}/change/", data)
    playlist.refresh_from_db()
    assert (playlist.title, playlist.visibility) == ("A word", "private")
    assert playlist.items.count() == 1


def test_others_do_not_get_in(client, alice, acts):
    client.force_login(alice)
    for model in acts:
        assert client.get(f"/admin/{model}/").status_code == 302
