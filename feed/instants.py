"""Times in statements written by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db import connection

LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def as_stored(at: datetime) -> Any:
    """As the database in use compares it."""
    return connection.ops.adapt_datetimefield_value(at)


def seconds_of(times: Sequence[str | datetime]) -> np.ndarray:
    """Seconds since 1970 of times as the database hands them out: SQLite as text in UTC."""
    if times and isinstance(times[0], str):
        return np.array(times, "datetime64[us]").astype(np.int64) / 1e6
    return np.array([at.timestamp() for at in times if isinstance(at, datetime)], float)
