"""Times in statements written by hand."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def as_stored(at: datetime) -> Any:
    """As the database in use compares it."""
    return connection.ops.adapt_datetimefield_value(at)


def as_read(at: str | datetime) -> datetime:
    """SQLite keeps times in UTC without saying so, and hands them out as text or not."""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return when if when.tzinfo else when.replace(tzinfo=UTC)
