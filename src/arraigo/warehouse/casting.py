"""From the store's texts to the warehouse's kinds: how each is written on its way out, and read on its way in."""

from __future__ import annotations

from typing import Literal

from arraigo.warehouse.tables import DIGITS, SCALE, Kind

Origin = Literal["live", "loaded"]
"""``live``: the rooms' own tables, with UUIDs and JSON lists. ``loaded``: keys as sent, lists joined with ``;``."""


def as_text(column: str, kind: Kind, vendor: str) -> str:
    """A column of the store as text, empty where it has no value: an all-empty batch has a type too."""
    if kind is Kind.MOMENT and vendor == "postgresql":
        # In UTC, whatever the zone of the session: SQLite keeps it so.
        column = f"TO_CHAR({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"COALESCE(CAST({column} AS TEXT), '')"


def from_text(column: str, kind: Kind, origin: Origin) -> str:
    """DuckDB's SQL for the value of a text."""
    given = f"NULLIF({column}, '')"
    if kind is Kind.ID and origin == "live":
        return f"CAST(CAST({given} AS UUID) AS VARCHAR)"
    if kind is Kind.CODES:
        return _codes(column, origin)
    return {
        Kind.ID: given,
        Kind.CODE: given,
        # A moment's day is its first ten letters.
        Kind.DAY: f"CAST(LEFT({given}, 10) AS DATE)",
        Kind.MOMENT: f"CAST({given} AS TIMESTAMP)",
        Kind.WHOLE: f"CAST({given} AS BIGINT)",
        Kind.NUMBER: f"CAST({given} AS DECIMAL({DIGITS}, {SCALE}))",
        Kind.MONEY: f"CAST({given} AS DECIMAL({DIGITS}, {SCALE}))",
    }[kind]


def _codes(column: str, origin: Origin) -> str:
    """Each code once: somebody listed twice in a group is one person of it."""
    found = (
        f'REGEXP_EXTRACT_ALL({column}, \'"([^"]*)"\', 1)'
        if origin == "live"
        else f"LIST_TRANSFORM(STRING_SPLIT({column}, ';'), lambda x: TRIM(x))"
    )
    return f"LIST_SORT(LIST_DISTINCT(LIST_FILTER({found}, lambda x: x <> '')))"
