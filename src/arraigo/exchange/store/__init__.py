"""
The loaded rows in bulk, millions at a time, past the ORM: one way a store, the same shape on each.

Rows travel as Arrow batches of text: a column of words or of numbers has ``''`` where it is missing, any other has
null. Numbers are decimal digits, days ``2024-02-29``, moments ``2024-02-29 17:05:00`` (UTC, with six decimals where
there are any).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connection

from arraigo.exchange.contract import Table

Batch = Any
"""A `pyarrow.RecordBatch`; the library comes without types."""

ROWS_AT_A_TIME = 50_000


class BulkStore(Protocol):
    """What a store can do with loaded rows in bulk. Everything happens in the transaction that is open."""

    def lock(self) -> None:
        """Let nobody else load until the transaction ends."""

    def as_of_now(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment; nobody is kept from writing meanwhile."""

    def rows(self, table: Table, columns: Sequence[str]) -> Iterator[Batch]:
        """These columns of all rows of a table, in no order."""

    def matching(
        self, table: Table, columns: Sequence[str], by: Sequence[str], wanted: Iterable[Batch]
    ) -> Iterator[Batch]:
        """These columns of the rows whose columns ``by`` have the values of a wanted row, which has no others."""

    def insert(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        """Add rows; a batch has all columns of the table."""

    def update(self, table: Table, batches: Iterable[Batch], load: int) -> None:
        """Change the rows that are known by their key; a batch has the key, and the columns that are set."""


def bulk_store() -> BulkStore:
    """The one of the database that is configured."""
    if connection.vendor == "postgresql":
        from arraigo.exchange.store.postgresql import PostgresqlStore

        return PostgresqlStore()
    from arraigo.exchange.store.sqlite import SqliteStore

    return SqliteStore()


def quoted(*names: str) -> str:
    """Names of columns for a statement, with commas between them."""
    return ", ".join(connection.ops.quote_name(name) for name in names)


def db_table(table: Table) -> str:
    return quoted(f"exchange_{table.name}")


def equal(one: str, other: str, columns: Sequence[str]) -> str:
    """The condition that two aliases agree in some columns."""
    return " AND ".join(f"{one}.{quoted(name)} = {other}.{quoted(name)}" for name in columns)
