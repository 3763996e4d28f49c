"""Playlists: songs in an order that their owner gives them."""

from django.db import transaction
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from catalog.models import Song
from social.models import Listener, Playlist, PlaylistItem

MOST_SONGS, MOST_PLAYLISTS = 500, 200
_COVER_SONGS = 4
_COVER_FACTS = (
    *("playlist", "position", "song__cover"),
    *("song__analysis__key", "song__analysis__mode"),
    *("song__analysis__energy", "song__analysis__brightness"),
)


class PlaylistFullError(Exception):
    """It holds as many songs as a playlist can."""


def with_covers(playlists: QuerySet[Playlist]) -> QuerySet[Playlist]:
    """Latest first, with `song_count` and `first_items`, which make the cover; two queries."""
    items = PlaylistItem.objects.filter(song__in=Song.objects.playable())
    covers = items.select_related("song__analysis").only(*_COVER_FACTS).order_by("position")
    shown = Q(items__song__hidden=False, items__song__clip__isnull=False)
    counted = playlists.annotate(song_count=Count("items", filter=shown)).order_by("-created_at")
    return counted.prefetch_related(Prefetch("items", covers[:_COVER_SONGS], to_attr="first_items"))


def songs_of(playlist: Playlist) -> list[Song]:
    """Those that can be played, in order."""
    shown = list(_shown_items(playlist).values_list("song_id", flat=True))
    songs = Song.objects.with_card_facts().in_bulk(shown)
    return [songs[song_id] for song_id in shown]


@transaction.atomic
def add_song(playlist: Playlist, song: Song, listener: Listener) -> None:
    """Put a song at the end; one that is there already stays where it is.

    Raises `PlaylistFullError`.
    """
    items = _locked(playlist).items
    if items.filter(song=song).exists():
        return
    if items.count() >= MOST_SONGS:
        raise PlaylistFullError
    items.create(song=song, added_by=listener, position=_free_position(playlist))


def remove_song(playlist: Playlist, song: Song) -> None:
    playlist.items.filter(song=song).delete()


@transaction.atomic
def move_song(playlist: Playlist, song: Song, *, up: bool) -> bool:
    """Change places with the playable song before or after it; False where there is none."""
    items = _shown_items(_locked(playlist))
    item = items.filter(song=song).first()
    if item is None:
        return False
    if up:
        neighbour = items.filter(position__lt=item.position).last()
    else:
        neighbour = items.filter(position__gt=item.position).first()
    if neighbour is None:
        return False
    # No two songs share a position, not even for a moment.
    first, second = item.position, neighbour.position
    _place(item, _free_position(playlist))
    _place(neighbour, first)
    _place(item, second)
    return True


def _locked(playlist: Playlist) -> Playlist:
    """One change of a playlist at a time."""
    return Playlist.objects.select_for_update().get(pk=playlist.pk)


def _shown_items(playlist: Playlist) -> QuerySet[PlaylistItem]:
    return playlist.items.filter(song__in=Song.objects.playable()).order_by("position")


def _free_position(playlist: Playlist) -> int:
    last = playlist.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _place(item: PlaylistItem, position: int) -> None:
    item.position = position
    item.save(update_fields=["position"])
