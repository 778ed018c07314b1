"""
Rows from the store as Arrow batches, every column as text: the same on SQLite and PostgreSQL.

ADBC hands batches over without making a Python object of any value. It has a connection of its own, which sees only
what is committed: inside a transaction (and in a database in memory) the rows travel through Django's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
from django.db import connection

ROWS_AT_A_TIME = 50_000


def batches(sql: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """The rows of a statement whose columns are all texts, never empty ones; in the order that the store likes."""
    yield from _through_adbc(sql, columns) if _has_its_own_connection() else _through_django(sql, columns)


def _has_its_own_connection() -> bool:
    if connection.in_atomic_block:
        return False
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "postgresql" or (Path(name).is_file() and not name.startswith("file:"))


def _through_adbc(sql: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    with closing(_connect()) as own, closing(own.cursor()) as cursor:
        if connection.vendor == "sqlite":
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(ROWS_AT_A_TIME)})
        cursor.execute(sql)
        for batch in cursor.fetch_record_batch():
            if batch.num_rows:
                yield pa.RecordBatch.from_arrays(
                    [column.cast(pa.string()) for column in batch.columns], names=columns
                )


def _connect() -> Any:
    if connection.vendor == "postgresql":
        from adbc_driver_postgresql import dbapi as postgresql  # type: ignore[import-untyped]

        return postgresql.connect(_address())
    from adbc_driver_sqlite import dbapi as sqlite

    return sqlite.connect(str(connection.settings_dict["NAME"]))


def _address() -> str:
    """The address of the PostgreSQL server, from Django's settings."""
    settings = connection.settings_dict
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": str(settings["PORT"] or ""),
    }
    return "postgresql:///?" + urlencode(
        {key: value for key, value in parts.items() if value}, quote_via=quote
    )


def _through_django(sql: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield pa.RecordBatch.from_arrays(
                [pa.array(values, type=pa.string()) for values in zip(*rows, strict=True)], names=columns
            )
