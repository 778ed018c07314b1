"""Asking the warehouse: which snapshot is in use, whether it is behind the register, and a connection to it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import duckdb
from django.utils import timezone

from arraigo.access import audit
from arraigo.warehouse import sources, writing
from arraigo.warehouse.memory import open_connection
from arraigo.warehouse.snapshot import Snapshot, damaged, latest

_one_at_a_time = Lock()


def is_stale(snapshot: Snapshot | None, data_version: str) -> bool:
    """Whether the register has changed since the snapshot, or there is none."""
    return snapshot is None or snapshot.data_version != data_version


def ensure(home: Path, at: datetime | None = None) -> Snapshot:
    """The snapshot in use; a new one where the register has changed since, made ``at`` (now)."""
    found = latest(home)
    if found and not is_stale(found, audit.data_version()):
        return found
    with _one_at_a_time:
        # Somebody else may have made it while we waited.
        found = latest(home)
        return found if found and not is_stale(found, audit.data_version()) else make(home, at)


def make(home: Path, at: datetime | None = None) -> Snapshot:
    """A new snapshot of the register as it is ``at`` this moment (now)."""
    # The version is read before the rows: what is written meanwhile makes the snapshot stale, never wrong.
    version = audit.data_version()
    return writing.write(sources.parts(version), home, data_version=version, at=at or timezone.now())


def connect(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A connection of one's own to the tables and the facts of a snapshot."""
    return _opened(snapshot.path).cursor()


@lru_cache(maxsize=4)
def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    connection = open_connection()
    writing.tables(connection, path)
    writing.facts(connection, path)
    return connection


def countries(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The countries (ISO3) to which somebody returned, or in which an institution is."""
    found = connection.execute(
        "SELECT country FROM returns UNION SELECT country FROM institutions ORDER BY country"
    ).fetchall()
    return [row[0] for row in found if row[0]]


__all__ = ["Snapshot", "connect", "countries", "damaged", "ensure", "is_stale", "latest", "make"]
