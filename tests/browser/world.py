"""What pages look like once people have used them: four listeners and what they did with songs."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Analysis, Song
from feed.models import Dismissal, HiddenArtist, Play
from social.models import Comment, Follow, Like, Listener, Playlist, Repost, User
from social.playlists import add_song

PASSWORD = "correct horse battery"


class World:
    """`songs` are playable ones, ten or more; `places` are the parts of addresses."""

    def __init__(self, songs):
        self.songs = songs
        self.curator = User.objects.create_superuser("curator", password=PASSWORD)
        self.alice, self.bob, self.cleo, self.dora = map(_join, ("alice", "bob", "cleo", "dora"))
        self.playlist = self._playlists()
        self._acts()
        self.plays = set(Play.objects.values_list("pk", flat=True))
        song = songs[0]
        self.places = {
            "song": song.public_id,
            "artist": song.artist.public_id,
            "playlist": self.playlist.public_id,
            "admin_song": reverse("admin:catalog_song_change", args=[song.pk]),
        }

    def _playlists(self):
        late = _playlist(self.alice, "Late trains", "public", self.songs[:6])
        _playlist(self.alice, "Sunday, slowly", "private", self.songs[3:5])
        _playlist(self.alice, "Still empty", "private", [])
        _playlist(self.bob, "For the bicycle", "public", self.songs[5:9])
        return late

    def _acts(self):
        for follower, followed in ((self.alice, self.bob), (self.bob, self.alice)):
            Follow.objects.create(follower=follower, followed=followed)
        for listener, places in ((self.alice, (0, 2, 4)), (self.bob, (0, 1, 4)), (self.cleo, (0,))):
            Like.objects.bulk_create(Like(listener=listener, song=self.songs[n]) for n in places)
        for listener, places in ((self.alice, (1,)), (self.bob, (0, 6, 7)), (self.cleo, (0,))):
            Repost.objects.bulk_create(
                Repost(listener=listener, song=self.songs[n]) for n in places
            )
        for listener, moment_s, text in (
            (self.bob, 62.0, "Here it opens up. Every time."),
            (self.cleo, 75.5, "The bass is so far down that the table hums."),
            (self.alice, None, "Sounds best on the last train home, when nobody talks."),
        ):
            Comment.objects.create(
                listener=listener, song=self.songs[0], position_s=moment_s, text=text
            )
        # Stayed for four songs, skipped two.
        for minutes, (place, share) in enumerate(
            ((0, 1.0), (1, 1.0), (2, 0.9), (3, 1.0), (8, 0.03), (9, 0.02))
        ):
            _play(self.alice, self.songs[place], minutes + 1, share)
        # Dora has heard everything.
        for minutes, song in enumerate(self.songs):
            _play(self.dora, song, minutes + 1)
        for address, primary in (("alice@example.org", True), ("alice@work.example", False)):
            EmailAddress.objects.create(
                user=self.alice.user, email=address, primary=primary, verified=primary
            )
        Dismissal.objects.create(listener=self.alice, song=self.songs[8])
        HiddenArtist.objects.create(listener=self.alice, artist=self.songs[9].artist)

    def forget_new_plays(self):
        """Of the songs that are looked at, none has been heard because somebody looked."""
        Play.objects.exclude(pk__in=self.plays).delete()

    def let_arrive(self, count):
        """So many songs are new here and still being listened to."""
        Song.objects.filter(analysis__in=Analysis.objects.new()).delete()
        for number in range(count):
            song = Song.objects.create(
                artist=self.songs[0].artist,
                title=f"New song {number}",
                audio=f"songs/new-{number}.mp3",
                audio_sha256=f"new {number}",
                audio_bytes=1000,
                audio_type="audio/mpeg",
                duration_s=180.0,
            )
            Analysis.objects.create(song=song)

    def cookies_of(self, name, url):
        """What makes a browser `name`'s; nobody's where that is empty."""
        if not name:
            return []
        client = Client()
        client.force_login(User.objects.get(username=name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}]


def _join(name):
    return Listener.objects.create(user=User.objects.create_user(name, password=PASSWORD))


def _playlist(owner, title, visibility, songs):
    playlist = Playlist.objects.create(owner=owner, title=title, visibility=visibility)
    for song in songs:
        add_song(playlist, song, owner)
    return playlist


def _play(listener, song, minutes_ago, share=1.0):
    Play.objects.create(
        listener=listener,
        song=song,
        source=Play.Source.MOOD,
        listened_ms=int(24_000 * share),
        clip_ms=24_000,
        started_at=timezone.now() - timedelta(minutes=minutes_ago),
    )
