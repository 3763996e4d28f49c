"""PostgreSQL finds parts of words by trigrams; SQLite, for libraries that are read in a moment, has no
need to."""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)

_INDEX = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS song_search_parts ON catalog_song USING gin (search_text gin_trgm_ops);
"""


def index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(schema_editor.connection.alias):
            schema_editor.execute(_INDEX)
    except DatabaseError as error:
        # Only the owner of a database may add to it; a search is slower then, and finds the same.
        logger.warning("Searching stays without an index: %s", error)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS song_search_parts")


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0004_library_orders"),
    ]

    operations = [
        migrations.RunPython(index, drop),
    ]
