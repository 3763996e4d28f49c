"""What Django loads of a database backend."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db.backends.sqlite3 import base


class Cursor(base.SQLiteCursorWrapper):
    """Looking through a statement for its `%s` takes as long as SQLite takes to find a song."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is None:
            return _translated(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=500)
def _translated(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)
