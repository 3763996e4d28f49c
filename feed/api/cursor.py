"""Where a list of songs goes on: after which song, signed, and without its row number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing

_signer = signing.Signer(salt="api-songs")


@dataclass(frozen=True)
class Position:
    """A song's place in the list, newest first."""

    added_at: datetime
    public_id: str

    def sign(self) -> str:
        """The same text for the same place, so that answers can be compared."""
        return _signer.sign_object([self.added_at.isoformat(), self.public_id])

    @classmethod
    def read(cls, text: str) -> Position:
        """Raises ValueError for anything `sign` did not make."""
        try:
            added_at, public_id = _signer.unsign_object(text)
        except (signing.BadSignature, UnicodeError, ValueError) as error:
            raise ValueError("not a cursor of this list") from error
        return cls(datetime.fromisoformat(added_at), public_id)
