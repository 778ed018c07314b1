"""A warehouse in memory, made from plain rows: for worked examples and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from arraigo.warehouse import star
from arraigo.warehouse.tables import PLACES, TABLES, Row, arrow


def connect(tables: Mapping[str, Iterable[Row]], *, kept: bool = False) -> duckdb.DuckDBPyConnection:
    """
    A DuckDB connection with the tables of the package, filled with the rows given, and the facts made from them.

    Places that are not given are those of the content and of the rows. ``kept`` facts are made once, not for every
    question: worth it where many are asked.

    :raises KeyError: for a table that the warehouse does not have.
    """
    unknown = sorted(tables.keys() - TABLES.keys() - {PLACES.name})
    if unknown:
        raise KeyError(f"The warehouse has no table {unknown[0]!r}. It has {', '.join(TABLES)}.")
    connection = open_connection()
    for name in (*TABLES, *([PLACES.name] if PLACES.name in tables else [])):
        connection.register("given", arrow(name, tables.get(name, ())))
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')  # noqa: S608 - our own names
        connection.unregister("given")
    star.build(connection, _keep(connection) if kept else None)
    return connection


def open_connection(**more: str) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB that asks nothing of the network; ``more`` are settings of it."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        **more,
    }
    return duckdb.connect(":memory:", config=options)


def _keep(connection: duckdb.DuckDBPyConnection) -> star.Put:
    def put(fact: star.Fact) -> None:
        connection.execute(f"CREATE TABLE {fact.relation} AS {fact.sql}")

    return put
