"""Songs like one song, each with how it differs."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Song
from feed import serving
from feed.cards import songs_for_cards
from feed.recommending import by_songs, without_crowding
from feed.remembering import Remembered
from feed.why import differences

_repertoire = Remembered(serving.repertoire)
# Some may have been hidden since the index was fitted.
_SPARE = 4


@dataclass(frozen=True)
class AlikeSong:
    song: Song
    difference: str


def songs_like(song: Song, count: int) -> list[AlikeSong]:
    """The nearest by sound, artists taking turns; one query, none without an index."""
    repertoire = _repertoire()
    if repertoire is None:
        return []
    picks = by_songs(repertoire, [song.pk], count + _SPARE)
    picked = [pick.song_id for pick in without_crowding(picks, count + _SPARE, song.artist_id)]
    songs = songs_for_cards(picked)
    playable = [songs[song_id] for song_id in picked if song_id in songs]
    return [
        AlikeSong(other, differences(other.analysis, song.analysis)) for other in playable[:count]
    ]
