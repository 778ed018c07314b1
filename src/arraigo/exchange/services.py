"""Taking in rows of a package that were checked, and noting what left in one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.exchange.contract import TABLES
from arraigo.exchange.models import Load
from arraigo.exchange.store import Batch, BulkStore, bulk_store

Batches = Callable[[], Iterable[Batch]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a package changes in one table. Rows with a new key have all columns, others the key and what they set."""

    new: int
    updated: int
    unchanged: int
    new_rows: Batches
    updated_rows: Batches

    def counts(self) -> dict[str, int]:
        return {"new": self.new, "updated": self.updated, "unchanged": self.unchanged}


@contextmanager
def loading() -> Iterator[BulkStore]:
    """One transaction for comparing with what is there and for writing, with nobody else loading meanwhile."""
    with transaction.atomic():
        store = bulk_store()
        store.lock()
        yield store


@transaction.atomic
def take_in(
    changes: Mapping[str, Changes], *, source: str, synthetic: bool, by: Worker | None, at: datetime
) -> Load | None:
    """
    Write what a checked package changes, by table; all of it or, where anything fails, nothing.

    A package that changes nothing leaves no trace, so that what was computed from the data stays in use.
    ``source`` is the package's file name; ``synthetic`` says that its people are invented.
    """
    if not any(each.new or each.updated for each in changes.values()):
        return None
    counts = {name: each.counts() for name, each in changes.items()}
    load = Load.objects.create(at=at, source=source[-160:], synthetic=synthetic, counts=counts)
    store = bulk_store()
    for name, each in changes.items():
        if each.new:
            store.insert(TABLES[name], each.new_rows(), load.number)
        if each.updated:
            store.update(TABLES[name], each.updated_rows(), load.number)
    audit.record("exchange.loaded", load, by=by, at=at, synthetic=synthetic, rows=counts)
    return load


def note_dump(rows: Mapping[str, int], *, form: str, by: Worker | None, at: datetime) -> None:
    """Note that all data left in a package: rows by table, and in which form."""
    audit.seen("exchange.dumped", None, by=by, at=at, form=form, rows=dict(rows))
