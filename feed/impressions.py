"""Signed slips that travel with cards: which song was shown to be played, and why.

A card's slip comes back with its play, a page's cursor with the request for the next cards. Both
are signed, so that nobody records what was never shown, and neither costs the database a row.
"""

import uuid
from dataclasses import dataclass, field

from django.core import signing

_CARD_SALT, _CURSOR_SALT = "card", "cursor"
# Cards handed out but perhaps not heard yet; more are never on the way at once.
CURSOR_SONGS = 24
_CARD_AGE_S = 7 * 24 * 3600


@dataclass(frozen=True)
class Slip:
    impression_id: uuid.UUID
    song_id: int
    source: str


def sign_slip(song_id: int, source: str) -> str:
    """A slip for one more card of this song."""
    return signing.dumps([uuid.uuid4().hex, song_id, source], salt=_CARD_SALT)


def read_slip(text: str) -> Slip:
    """Raises ValueError for anything `sign_slip` did not make, or made over a week ago."""
    try:
        impression, song_id, source = signing.loads(text, salt=_CARD_SALT, max_age=_CARD_AGE_S)
        return Slip(uuid.UUID(impression), song_id, source)
    except signing.BadSignature as error:
        raise ValueError("not a card of this feed, or one from long ago") from error


@dataclass(frozen=True)
class Cursor:
    """The songs most recently handed out to one page, oldest first, the last one's artist, and
    how far the page is in a list that has an order."""

    song_ids: tuple[int, ...] = field(default=())
    last_artist_id: int | None = None
    position: int = 0

    def sign(self) -> str:
        recent = list(self.song_ids[-CURSOR_SONGS:])
        return signing.dumps([recent, self.last_artist_id, self.position], salt=_CURSOR_SALT)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """An empty cursor where `text` is missing or was not signed here."""
        try:
            song_ids, artist_id, *position = signing.loads(text, salt=_CURSOR_SALT)
            return cls(tuple(song_ids), artist_id, *position)
        except (signing.BadSignature, TypeError, ValueError):
            return cls()
