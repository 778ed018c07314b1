"""The audit: every write and every opening of a person's record leaves a line, chained by hashes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from arraigo.access.models import Entry, Worker

_FIRST = "0" * 64
_LOCK = 0x617272616967  # "arraig": one writer of the chain at a time on PostgreSQL


def record(event: str, subject: models.Model, *, by: Worker | None, at: datetime, **facts: Any) -> Entry:
    """Note a write. ``facts`` are codes and numbers, never names or free text."""
    return _append(event, subject._meta.label_lower, str(subject.pk), by, at, facts, changes_data=True)


def record_bulk(event: str, kind: str, *, by: Worker | None, at: datetime, **facts: Any) -> Entry:
    """Note that many rows were taken in at once."""
    return _append(event, kind, "", by, at, facts, changes_data=True)


def seen(event: str, subject: models.Model | None, *, by: Worker | None, at: datetime, **facts: Any) -> Entry:
    """Note that somebody opened or searched personal data."""
    kind, pk = (subject._meta.label_lower, str(subject.pk)) if subject else ("", "")
    return _append(event, kind, pk, by, at, facts, changes_data=False)


def data_version() -> str:
    """
    A mark that changes with every write of the register: the newest audit line that changed a record.

    Its hash is of the mark too, so that another register under the same home is never taken for this one.
    """
    newest = Entry.objects.filter(changes_data=True).order_by("-id").values_list("id", "hash").first()
    return f"{newest[0]}-{newest[1][:16]}" if newest else "0"


def broken_links() -> Iterator[int]:
    """Ids of lines whose hash does not follow from their content and the line before."""
    previous = _FIRST
    for entry in Entry.objects.order_by("id").iterator():
        if entry.previous_hash != previous or entry.hash != _hash(entry):
            yield entry.id
        previous = entry.hash


@transaction.atomic
def _append(
    event: str,
    kind: str,
    pk: str,
    by: Worker | None,
    at: datetime,
    facts: dict[str, Any],
    *,
    changes_data: bool,
) -> Entry:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Entry.objects.order_by("-id").values_list("hash", flat=True).first()
    entry = Entry(
        at=at,
        worker=by,
        event=event,
        subject_kind=kind,
        subject_id=pk,
        facts=facts,
        changes_data=changes_data,
        previous_hash=last or _FIRST,
    )
    entry.hash = _hash(entry)
    entry.save(force_insert=True)
    return entry


def _hash(entry: Entry) -> str:
    content = [
        entry.previous_hash,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.worker_id or ""),
        entry.event,
        entry.subject_kind,
        entry.subject_id,
        entry.facts,
        entry.changes_data,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
