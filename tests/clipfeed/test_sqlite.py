"""Statements that are translated once mean what they meant."""

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")


@pytest.mark.parametrize(
    ("statement", "values", "found"),
    [
        ("SELECT %s, %s", ["a", 2], ("a", 2)),
        ("SELECT %s || '%%s'", ["a"], ("a%s",)),
        ("SELECT 7 %% %s", [4], (3,)),
        ("SELECT %(one)s, %(other)s, %(one)s", {"one": 1, "other": "%s"}, (1, "%s", 1)),
        ("SELECT '%s'", None, ("%s",)),
    ],
)
@pytest.mark.parametrize("time", ["first", "second"])
def test_values_take_their_places(db, statement, values, found, time):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.fetchone() == found


def test_many_rows_are_written_at_once(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE numbers (one, other)")
        cursor.executemany("INSERT INTO numbers VALUES (%s, %s)", [(1, 2), (3, 4)])
        cursor.execute("SELECT sum(one), sum(other) FROM numbers")
        assert cursor.fetchone() == (4, 6)
