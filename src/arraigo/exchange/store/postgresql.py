"""PostgreSQL: COPY in and out, and one join for any number of keys."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from pyarrow import csv

from arraigo.exchange.contract import Kind, Table
from arraigo.exchange.store import ROWS_AT_A_TIME, Batch, db_table, equal, quoted

_LOCK = 0x617272616978  # "arraix": one load at a time
_SETTLED = "exchange_settled"


class PostgresqlStore:
    """See `arraigo.exchange.store.BulkStore`."""

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    @contextmanager
    def as_of_now(self) -> Iterator[None]:
        if connection.in_atomic_block:
            yield
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def rows(self, table: Table, columns: Sequence[str]) -> Iterator[Batch]:
        yield from _copy_out(f"SELECT {_read(table, columns)} FROM {db_table(table)} t", columns)

    def matching(
        self, table: Table, columns: Sequence[str], by: Sequence[str], wanted: Iterable[Batch]
    ) -> Iterator[Batch]:
        with _settled(table, by, wanted):
            found = f"FROM {_SETTLED} w JOIN {db_table(table)} t ON {equal('w', 't', by)}"
            yield from _copy_out(f"SELECT {_read(table, columns)} {found}", columns)

    def insert(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        whole = (batch.append_column("load", pa.repeat(load, len(batch))) for batch in batches)
        _copy_in(db_table(table), (*table.names, "load"), whole)

    def update(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        batches = iter(batches)
        first = next(batches, None)
        if first is None:
            return
        columns = first.schema.names
        rest = [name for name in columns if name not in table.key]
        with _settled(table, columns, _chained(first, batches)), connection.cursor() as cursor:
            sets = "".join(f"{quoted(name)} = w.{quoted(name)}, " for name in rest)
            cursor.execute(
                f"UPDATE {db_table(table)} t SET {sets}load = {load:d} FROM {_SETTLED} w "
                f"WHERE {equal('w', 't', table.key)}"
            )


def _chained(first: Batch, rest: Iterable[Batch]) -> Iterator[Batch]:
    yield first
    yield from rest


@contextmanager
def _settled(table: Table, columns: Sequence[str], batches: Iterable[Batch]) -> Iterator[None]:
    """Rows in a temporary table while the block runs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {_SETTLED} AS SELECT {quoted(*columns)} FROM {db_table(table)} LIMIT 0"
        )
        _copy_in(_SETTLED, columns, batches)
        cursor.execute(f"ANALYZE {_SETTLED}")
        yield
        cursor.execute(f"DROP TABLE {_SETTLED}")


def _copy_in(table: str, columns: Sequence[str], batches: Iterable[Batch]) -> None:
    """As CSV: what is quoted is text, also the empty one; what is empty and unquoted is null."""
    plain = csv.WriteOptions(include_header=False, quoting_style="needed")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({quoted(*columns)}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in batches:
            written = pa.BufferOutputStream()
            csv.write_csv(batch.select(list(columns)), written, plain)
            copy.write(written.getvalue().to_pybytes())


def _copy_out(select: str, columns: Sequence[str]) -> Iterator[Batch]:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
        rows: list[Any] = []
        for row in copy.rows():
            rows.append(row)
            if len(rows) == ROWS_AT_A_TIME:
                yield _batch(rows, columns)
                rows = []
        if rows:
            yield _batch(rows, columns)


def _batch(rows: list[Any], columns: Sequence[str]) -> Batch:
    arrays = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))


def _read(table: Table, columns: Sequence[str]) -> str:
    """Columns as text, written as SQLite keeps them."""
    return ", ".join(_text(f"t.{quoted(name)}", table.column(name).kind) for name in columns)


def _text(column: str, kind: Kind) -> str:
    if kind is Kind.DATETIME:
        return f"replace(to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')"
    return f"to_char({column}, 'YYYY-MM-DD')" if kind is Kind.DATE else f"{column}::text"
