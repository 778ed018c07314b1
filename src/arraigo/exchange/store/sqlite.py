"""SQLite: tuples through ``executemany``, keys looked up a batch at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from django.db import connection

from arraigo.exchange.contract import Table
from arraigo.exchange.store import ROWS_AT_A_TIME, Batch, db_table, equal, quoted

_WANTED = "exchange_wanted"


class SqliteStore:
    """See `arraigo.exchange.store.BulkStore`."""

    def lock(self) -> None:
        """Nothing to do: a transaction holds the only lock there is from its beginning (``transaction_mode``)."""

    @contextmanager
    def as_of_now(self) -> Iterator[None]:
        """A deferred transaction, which in WAL mode sees one moment and keeps nobody from writing."""
        if connection.in_atomic_block:
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

    def rows(self, table: Table, columns: Sequence[str]) -> Iterator[Batch]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_read('t', columns)} FROM {db_table(table)} t")
            yield from _batches(cursor, columns)

    def matching(
        self, table: Table, columns: Sequence[str], by: Sequence[str], wanted: Iterable[Batch]
    ) -> Iterator[Batch]:
        # Temporary tables are in memory here: a batch at a time keeps them small. CROSS JOIN: the wanted rows first.
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE {_WANTED} AS SELECT {quoted(*by)} FROM {db_table(table)} WHERE 0"
            )
            for batch in wanted:
                _fill(cursor, _WANTED, by, batch)
                cursor.execute(
                    f"SELECT {_read('t', columns)} FROM {_WANTED} w CROSS JOIN {db_table(table)} t "
                    f"WHERE {equal('w', 't', by)}"
                )
                yield from _batches(cursor, columns)
                cursor.execute(f"DELETE FROM {_WANTED}")
            cursor.execute(f"DROP TABLE {_WANTED}")

    def insert(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        with connection.cursor() as cursor:
            for batch in batches:
                whole = batch.append_column("load", pa.repeat(load, len(batch)))
                _fill(cursor, db_table(table), (*table.names, "load"), whole)

    def update(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        with connection.cursor() as cursor:
            for batch in batches:
                rest = [name for name in batch.schema.names if name not in table.key]
                sets = "".join(f"{quoted(name)} = %s, " for name in rest)
                known = " AND ".join(f"{quoted(name)} = %s" for name in table.key)
                cursor.executemany(
                    f"UPDATE {db_table(table)} SET {sets}load = {load:d} WHERE {known}",
                    _tuples(batch, (*rest, *table.key)),
                )


def _read(alias: str, columns: Sequence[str]) -> str:
    """Columns as text; without a declared type Django's converters leave them alone."""
    return ", ".join(f"CAST({alias}.{quoted(name)} AS TEXT)" for name in columns)


def _batches(cursor: Any, columns: Sequence[str]) -> Iterator[Batch]:
    while found := cursor.fetchmany(ROWS_AT_A_TIME):
        arrays = [pa.array(values, pa.string()) for values in zip(*found, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=list(columns))


def _fill(cursor: Any, table: str, columns: Sequence[str], batch: Batch) -> None:
    values = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table} ({quoted(*columns)}) VALUES ({values})", _tuples(batch, columns))


def _tuples(batch: Batch, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(batch.column(name).to_pylist() for name in columns), strict=True))
