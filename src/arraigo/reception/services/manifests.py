"""Arrivals lists: taken in as they come, corrected, and turned into expected arrivals."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.core import names
from arraigo.core.errors import Refused
from arraigo.reception.manifests import (
    Fault,
    Limits,
    Reading,
    ReadRow,
    guess_columns,
    open_sheet,
    read_rows,
)
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Sender
from arraigo.reception.services.arrivals import NotYours, expect
from arraigo.reception.services.corrections import apply_corrections, locked

_STATUS = ManifestRow.Status


class AlreadyConfirmed(Refused):
    """Columns cannot be changed once the list is on the board."""


@dataclass(frozen=True, slots=True)
class Received:
    """A list that was taken in; ``before`` when the very same file had come already, and nothing changed."""

    manifest: Manifest
    before: bool
    reading: Reading | None


def read(
    content: bytes,
    file_name: str,
    columns: Mapping[str, str] | None = None,
    *,
    today: date,
    limits: Limits | None = None,
) -> Reading:
    """
    Read a list without keeping anything.

    :raises ManifestRefused: a subclass for each reason why a file cannot be read.
    """
    country = settings.ARRAIGO_COUNTRY
    sheet = open_sheet(BytesIO(content), file_name, limits=limits)
    guess = guess_columns(sheet, country, columns or {}, today=today)
    return read_rows(sheet, guess, country, today=today)


@transaction.atomic
def receive(
    *,
    id: UUID,
    arrival: Arrival,
    sender_name: str,
    file_name: str,
    content: bytes,
    columns: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    by: Worker | None,
    at: datetime,
) -> Received:
    """
    Take in a list for an arrival: kept as it came, read, each row with its faults. Nobody is expected until `confirm`.

    The same file again changes nothing and gives back what it made the first time.

    :raises ManifestRefused: when the file cannot be read.
    :raises NotYours: when the arrival belongs to another centre.
    """
    if by is not None and by.institution_id != arrival.institution_id:
        raise NotYours(_("This arrival belongs to another reception centre."))
    digest = hashlib.sha256(content).hexdigest()
    before = same_file(arrival.institution, digest)
    if before is not None:
        return Received(before, True, None)
    sender = _sender(arrival.institution, sender_name)
    reading = read(content, file_name, columns or sender.columns, today=at.date(), limits=limits)
    manifest = Manifest.objects.create(
        id=id,
        institution=arrival.institution,
        arrival=arrival,
        sender=sender,
        file_name=file_name[:200],
        sha256=digest,
        content=content,
        received_at=at,
        imported_by=by,
    )
    _keep_reading(manifest, reading, {})
    audit.record(
        "manifest.received", manifest, by=by, at=at, rows=len(reading.rows), to_correct=reading.to_correct
    )
    return Received(manifest, False, reading)


def same_file(institution: Institution, digest: str) -> Manifest | None:
    """The list that the very same file made at this centre."""
    found = Manifest.objects.filter(institution=institution, sha256=digest).defer("content")
    return found.order_by("received_at").first()


@transaction.atomic
def choose_columns(manifest: Manifest, columns: Mapping[str, str], *, by: Worker, at: datetime) -> Manifest:
    """
    Read the list again with other columns (header -> field, empty for unused). Corrections made before are kept.

    :raises NotYours: when the list is another centre's.
    :raises AlreadyConfirmed: when its people are on the board already.
    :raises ManifestRefused: when nothing can be read that way.
    """
    manifest = locked(manifest, by=by)
    if manifest.confirmed_at is not None:
        raise AlreadyConfirmed(
            _("The people of this list are on the board already; its columns stay as they are.")
        )
    reading = read(bytes(manifest.content), manifest.file_name, columns, today=manifest.received_at.date())
    kept = {row.row: row.corrections for row in manifest.rows.all() if row.corrections}
    manifest.rows.all().delete()
    _keep_reading(manifest, reading, kept)
    audit.record("manifest.columns_chosen", manifest, by=by, at=at)
    return manifest


@transaction.atomic
def confirm(manifest: Manifest, *, by: Worker | None, at: datetime) -> int:
    """
    Put everybody without a fault on the board, and remember the columns for this sender. Gives how many are new.

    Rows that wait for a correction stay with the list; confirming twice adds nobody twice.
    """
    manifest = locked(manifest, by=by)
    ready = list(manifest.rows.filter(status=_STATUS.EXPECTED, passenger=None))
    assert manifest.arrival is not None
    expect(manifest.arrival, ready, at=at)
    if manifest.confirmed_at is None:
        manifest.confirmed_at = at
        manifest.save(update_fields=["confirmed_at"])
    if manifest.sender is not None:
        manifest.sender.columns = {**manifest.sender.columns, **manifest.mapping}
        manifest.sender.save(update_fields=["columns"])
    audit.record("manifest.confirmed", manifest, by=by, at=at, expected=len(ready))
    return len(ready)


def fault_of(kept: Mapping[str, Any]) -> Fault:
    """A fault as the row keeps it, able to speak."""
    return Fault.from_json(kept)


def known_rows(arrival: Arrival, reading: Reading) -> set[int]:
    """Rows of a reading that an earlier list of the same arrival has brought already."""
    marks = {row.row: row.fingerprint(str(arrival.pk)) for row in reading.rows}
    there = set(
        ManifestRow.objects.filter(manifest__arrival=arrival, fingerprint__in=marks.values()).values_list(
            "fingerprint", flat=True
        )
    )
    return {row for row, mark in marks.items() if mark in there}


def _sender(institution: Institution, name: str) -> Sender:
    sender, _new = Sender.objects.get_or_create(institution=institution, name=names.tidy(name)[:120])
    return sender


def _keep_reading(manifest: Manifest, reading: Reading, corrections: Mapping[int, Mapping[str, str]]) -> None:
    assert manifest.arrival is not None
    known = known_rows(manifest.arrival, reading)
    manifest.sheet = reading.sheet.name or ""
    manifest.header_row = reading.guess.header_row
    manifest.columns = [
        {
            "key": column.key,
            "letter": column.letter,
            "field": column.field or "",
            "because": column.because.value,
            "filled": column.filled,
            "fitting": column.fitting,
        }
        for column in reading.guess.columns
    ]
    manifest.rows_read = len(reading.rows)
    manifest.skipped_rows = len(reading.skipped)
    manifest.save()
    rows = [_row(manifest, row, already=row.row in known) for row in reading.rows]
    for row in rows:
        if row.row in corrections and row.status != _STATUS.ALREADY_IMPORTED:
            row.corrections = dict(corrections[row.row])
            apply_corrections(row, row.corrections, strict=False)
    ManifestRow.objects.bulk_create(rows, batch_size=500)


def _row(manifest: Manifest, row: ReadRow, *, already: bool) -> ManifestRow:
    return ManifestRow(
        manifest=manifest,
        row=row.row,
        raw=row.raw,
        reading=row.values.to_json(),
        faults=[] if already else [fault.to_json() for fault in row.faults],
        status=_STATUS.ALREADY_IMPORTED if already else row.status,
        fingerprint=row.fingerprint(str(manifest.arrival_id)),
    )
