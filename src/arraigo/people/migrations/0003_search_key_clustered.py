"""On SQLite the table of keys is kept in the order of its key, without row numbers: half the size, filled in one pass."""

from typing import Any

from django.db import migrations

_TABLE = "people_search_key"
_COLUMNS = "key bigint NOT NULL, person char(32) NOT NULL, PRIMARY KEY (key, person)"


def _cluster(apps: Any, schema_editor: Any) -> None:
    _anew(schema_editor, f"CREATE TABLE {_TABLE} ({_COLUMNS}) WITHOUT ROWID")


def _as_it_was(apps: Any, schema_editor: Any) -> None:
    _anew(schema_editor, f"CREATE TABLE {_TABLE} ({_COLUMNS})")


def _anew(schema_editor: Any, create: str) -> None:
    """The rows can be made again (`arraigo link index`), but a register in use should not have to."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(f"ALTER TABLE {_TABLE} RENAME TO {_TABLE}_before")
    schema_editor.execute(create)
    schema_editor.execute(f"INSERT INTO {_TABLE} (key, person) SELECT key, person FROM {_TABLE}_before ORDER BY key")
    schema_editor.execute(f"DROP TABLE {_TABLE}_before")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_linkage")]

    operations = [migrations.RunPython(_cluster, _as_it_was)]
