"""
Rows from the store as Arrow batches, every column as text: the same on SQLite and PostgreSQL.

ADBC hands batches over without making a Python object of any value. It has a connection of its own, which sees only
what is committed: inside a transaction (and in a database in memory) the rows travel through Django's. So do few rows
of SQLite, for which a process of their own does not pay.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
from django.db import connection

ROWS_AT_A_TIME = 50_000

MANY = 100_000
"""Rows of SQLite from which a process of their own pays."""


class StoreNotRead(Exception):
    """The store could not be read in bulk; the text says what its reader said."""


def batches(sql: str, columns: list[str], rows: int) -> Iterator[pa.RecordBatch]:
    """
    The rows of a statement whose columns are all texts, never empty ones; in the order that the store likes.

    :param rows: about how many there are.
    """
    if connection.in_atomic_block:
        return _through_django(sql, columns)
    if connection.vendor == "postgresql":
        return _from_postgresql(sql, columns)
    name = str(connection.settings_dict["NAME"])
    if rows >= MANY and Path(name).is_file():
        return _from_sqlite(name, sql, columns)
    return _through_django(sql, columns)


def _from_sqlite(file: str, sql: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    reader = [sys.executable, "-m", "arraigo.warehouse.sqlite_process", file]
    with subprocess.Popen(  # noqa: S603 - our own module
        reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(sql.encode())
        process.stdin.close()
        try:
            yield from _texts(pa.ipc.open_stream(process.stdout), columns)
        except pa.ArrowInvalid as broken:
            raise StoreNotRead(process.stderr.read().decode(errors="replace").strip()[-300:]) from broken
        if process.wait():
            raise StoreNotRead(process.stderr.read().decode(errors="replace").strip()[-300:])


def _from_postgresql(sql: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    from adbc_driver_postgresql import dbapi  # type: ignore[import-untyped]

    with closing(dbapi.connect(_address())) as own, closing(own.cursor()) as cursor:
        cursor.execute(sql)
        yield from _texts(cursor.fetch_record_batch(), columns)


def _texts(batches: Any, columns: list[str]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if batch.num_rows:
            arrays = [column.cast(pa.string()) for column in batch.columns]
            yield pa.RecordBatch.from_arrays(arrays, names=columns)


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
