"""Building the star on a DuckDB connection that has the tables of the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import duckdb

from arraigo.warehouse import places
from arraigo.warehouse.star.describing import (
    FIRST_RETURNS,
    LAST_RETURNS,
    LATER_RETURNS,
    ORDERED_RETURNS,
)
from arraigo.warehouse.star.facts import FACTS, Fact
from arraigo.warehouse.tables import arrow


def _first_after_return(table: str, day: str, more: str = "") -> str:
    """For each return, the first day of a table on or after it of the same person."""
    return f"""
    SELECT e.return_id, MIN(g.{day}) AS first_on{more}
    FROM {table} AS g JOIN returns AS e ON e.person_id = g.person_id AND g.{day} >= e.arrived_on
    GROUP BY e.return_id
    """  # noqa: S608 - our own names


PREPARED: Mapping[str, str] = {
    "ordered_returns": ORDERED_RETURNS,
    "first_returns": FIRST_RETURNS,
    "later_returns": LATER_RETURNS,
    "last_returns": LAST_RETURNS,
    "first_documents": _first_after_return("document_requests", "delivered_on"),
    "first_services": _first_after_return(
        "services",
        "delivered_on",
        ", MIN(g.delivered_on) FILTER (WHERE g.dimension = 'psychosocial') AS first_psychosocial_on",
    ),
    "first_enrolments": _first_after_return("enrolments", "enrolled_on"),
    "days_of_answer": (
        "SELECT person_id, LIST(DISTINCT answered_on) AS days FROM satisfaction "
        "WHERE answered_on IS NOT NULL GROUP BY person_id"
    ),
}
"""What several facts look things up in."""

_LOOKED_UP_OFTEN = ("first_returns", "later_returns")

PLACED: Mapping[str, str] = {
    "returns": "destination_municipality",
    "cases": "municipality",
    "initiatives": "municipality",
    "institutions": "municipality",
    "municipality_years": "municipality",
    "family_networks": "municipality",
}
"""Tables that name a place, with the column that does."""


Put = Callable[[Fact], None]


def build(connection: duckdb.DuckDBPyConnection, put: Put | None = None, *, kept: bool = False) -> None:
    """
    Make the facts from the package's tables of the connection.

    ``put`` takes each fact once what it needs is there; without it the facts are views under their ``relation``.
    ``kept``: what most facts look things up in is made once.
    """
    _prepare(connection, kept)
    for fact in FACTS.values():
        if put is None:
            connection.execute(f"CREATE VIEW {fact.relation} AS {fact.sql}")
        else:
            put(fact)


def _prepare(connection: duckdb.DuckDBPyConnection, kept: bool) -> None:
    existing = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "places" not in existing:
        connection.register("given_places", arrow("places", places.dimension(_used_places(connection))))
        connection.execute("CREATE TABLE places AS SELECT * FROM given_places")
        connection.unregister("given_places")
    for name, sql in PREPARED.items():
        made = "TABLE" if kept and name in _LOOKED_UP_OFTEN else "VIEW"
        connection.execute(f"CREATE {made} {name} AS {sql}")


def _used_places(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The place codes that occur in the rows."""
    each = (f'SELECT DISTINCT {column} AS code FROM "{table}"' for table, column in PLACED.items())  # noqa: S608
    return {row[0] for row in connection.execute(" UNION ".join(each)).fetchall() if row[0]}
