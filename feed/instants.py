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


def handed_out(column: str) -> str:
    """A column of times as a statement asks for it: `seconds_of` reads what comes.

    PostgreSQL counts seconds faster than its driver makes times of text. SQLite keeps times as text
    and hands it out as it is, or as a time, by how it goes through the statement.
    """
    if connection.vendor == "postgresql":
        return f"EXTRACT(EPOCH FROM {column})::float8"
    return f"CAST({column} AS TEXT)"


def seconds_of(times: Sequence[str] | Sequence[float]) -> np.ndarray:
    """Seconds since 1970 (n float64) of times that were asked for as `handed_out`."""
    if times and isinstance(times[0], str):
        return np.array(times, "datetime64[us]").astype(np.int64) / 1e6
    return np.array(times, float)
