"""A warehouse in memory, made from plain rows: for worked examples and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from arraigo.warehouse import places
from arraigo.warehouse.tables import TABLES, Row, arrow


def connect(tables: Mapping[str, Iterable[Row]]) -> duckdb.DuckDBPyConnection:
    """
    A DuckDB connection in which every table of the warehouse exists, filled with the rows given.

    Places that are not given are those of the content and of the rows.

    :raises KeyError: for a table that the warehouse does not have.
    """
    given = {name: list(rows) for name, rows in tables.items()}
    unknown = sorted(given.keys() - TABLES.keys())
    if unknown:
        raise KeyError(f"The warehouse has no table {unknown[0]!r}. It has {', '.join(TABLES)}.")
    given.setdefault("places", places.dimension(used_places(given)))
    connection = open_connection()
    for name in TABLES:
        rows = arrow(name, given.get(name, ()))
        connection.register("given", rows)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')  # noqa: S608 - our own names
        connection.unregister("given")
    return connection


def open_connection() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB that asks nothing of the network."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    return duckdb.connect(":memory:", config=options)


def used_places(tables: Mapping[str, Iterable[Row]]) -> set[str]:
    """The place codes that occur in rows."""
    columns = {"returns": "destination_municipality", "cases": "municipality"}
    return {
        str(row.get(column) or "") for name, column in columns.items() for row in tables.get(name, ())
    } - {""}
