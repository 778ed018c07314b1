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

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Role
from arraigo.cli.demo.prepare import DemoStore, prepare
from arraigo.reception.models import Arrival

PEOPLE, SEED = 150, 1
MORNING = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)


class Clock:
    """The time of the process, the server's threads included: it begins in the morning, and goes on from there."""

    def __init__(self) -> None:
        self._began, self._skipped = time.monotonic(), timedelta()

    def now(self) -> datetime:
        return MORNING + self._skipped + timedelta(seconds=time.monotonic() - self._began)

    def skip(self, minutes: float) -> datetime:
        """Let some minutes pass at once. Gives the time."""
        self._skipped += timedelta(minutes=minutes)
        return self.now()


@dataclass(frozen=True, slots=True)
class Country:
    """What a journey starts from."""

    store: DemoStore
    clock: Clock

    def worker(self, username: str) -> Worker:
        """One of the demo's cast (`arraigo.cli.demo.cast`)."""
        return Worker.objects.select_related("user", "institution").get(user__username=username)

    def focal_point_of(self, institution: Institution) -> Worker:
        """Who answers referrals there."""
        there = Worker.objects.active().filter(institution=institution, role=Role.FOCAL_POINT)
        return there.select_related("user", "institution").order_by("started_at", "id")[0]

    @property
    def flight(self) -> Arrival:
        """The flight whose passengers the bundled list brings."""
        return Arrival.objects.get(pk=self.store.list_arrival)


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> tuple[DemoStore, Path]:
    """The country in a file of its own; the test database is left as it was found."""
    kept = tmp_path_factory.mktemp("country") / "country.sqlite3"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", Clock().now)
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
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    store, kept = _prepared
    if connection.vendor == "sqlite":
        with sqlite3.connect(kept) as copy:
            connection.ensure_connection()
            copy.backup(connection.connection)
        copy.close()
    else:
        store = _prepare()
    yield Country(store, clock)
    # Open connections of the server's threads must not meet the emptying that follows.
    connection.close()


def _prepare() -> DemoStore:
    return prepare(PEOPLE, SEED, progress=lambda step: None)
