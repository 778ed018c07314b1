"""
A small country at work for the journeys: the demo's own, with 150 people, a workforce and three years behind it.

It is prepared once for each process, which takes some seconds; each test begins with a fresh copy of it, on one and the
same Friday morning at twenty to eleven in Guatemala. From then on the clock goes on.
"""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from arraigo.access.models import Worker
from arraigo.cli.demo.prepare import DemoStore, prepare
from arraigo.reception.models import Arrival

PEOPLE, SEED = 150, 1
MORNING = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Country:
    """What a journey starts from."""

    store: DemoStore

    def worker(self, username: str) -> Worker:
        """One of the demo's cast (`arraigo.cli.demo.cast`)."""
        return Worker.objects.select_related("user", "institution").get(user__username=username)

    @property
    def flight(self) -> Arrival:
        """The flight whose passengers the bundled list brings."""
        return Arrival.objects.get(pk=self.store.list_arrival)


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> tuple[DemoStore, Path]:
    """The country in a file of its own; the test database is left as it was found."""
    kept = tmp_path_factory.mktemp("country") / "country.sqlite3"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        _begin_the_morning(patch)
        store = _prepare()
        if connection.vendor == "sqlite":
            with sqlite3.connect(kept) as copy:
                connection.connection.backup(copy)
            copy.close()
        call_command("flush", verbosity=0, interactive=False)
        connection.close()
    return store, kept


@pytest.fixture
def country(
    _prepared: tuple[DemoStore, Path], transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Country]:
    """The demo's country, as `arraigo demo` leaves it before the bundled list comes in."""
    _begin_the_morning(monkeypatch)
    store, kept = _prepared
    if connection.vendor == "sqlite":
        with sqlite3.connect(kept) as copy:
            connection.ensure_connection()
            copy.backup(connection.connection)
        copy.close()
    else:
        store = _prepare()
    yield Country(store)
    # Open connections of the server's threads must not meet the emptying that follows.
    connection.close()


def _prepare() -> DemoStore:
    return prepare(PEOPLE, SEED, progress=lambda step: None)


def _begin_the_morning(patch: pytest.MonkeyPatch) -> None:
    """The clock of the process, the server's threads included, goes on from the morning."""
    began = time.monotonic()
    patch.setattr(timezone, "now", lambda: MORNING + timedelta(seconds=time.monotonic() - began))
