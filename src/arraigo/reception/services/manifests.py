"""Arrivals lists: taken in as they come, corrected, and turned into expected arrivals."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
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
from arraigo.core.ids import uuid7
from arraigo.people.rules import search_text
from arraigo.reception import queries
from arraigo.reception.manifests import (
    Fault,
    Limits,
    Reading,
    ReadRow,
    Values,
    guess_columns,
    open_sheet,
    read_rows,
    reread_value,
)
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Sender
from arraigo.reception.rules import State
from arraigo.reception.services.arrivals import NotYours

AT_THE_DESK = ""
"""A correction that takes the value away: it is asked at registration."""

_REPEATED = "row"
_STATUS = ManifestRow.Status


class StillWrong(Refused):
    """A correction that still cannot be read. The message says why."""


class NotOnTheList(Refused):
    """There is no such row, or it needs no correction."""


class AlreadyConfirmed(Refused):
    """Columns cannot be changed once the list is on the board."""


@dataclass(frozen=True, slots=True)
class Received:
    """A list that was taken in; ``before`` when the very same file had come already, and nothing changed."""

    manifest: Manifest
    before: bool
    reading: Reading | None


def read(
    content: bytes, file_name: str, columns: Mapping[str, str] | None = None, *, today: date, limits: Limits | None = None
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
    audit.record("manifest.received", manifest, by=by, at=at, rows=len(reading.rows), to_correct=reading.to_correct)
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
    manifest = _locked(manifest, by=by)
    if manifest.confirmed_at is not None:
        raise AlreadyConfirmed(_("The people of this list are on the board already; its columns stay as they are."))
    reading = read(bytes(manifest.content), manifest.file_name, columns, today=manifest.received_at.date())
    kept = {row.row: row.corrections for row in manifest.rows.all() if row.corrections}
    manifest.rows.all().delete()
    _keep_reading(manifest, reading, kept)
    audit.record("manifest.columns_chosen", manifest, by=by, at=at)
    return manifest


@transaction.atomic
def correct(manifest: Manifest, row: int, said: Mapping[str, str], *, by: Worker, at: datetime) -> ManifestRow:
    """
    Correct values of one row (field -> text; an empty text leaves the value for the desk to ask).

    For a row that is perhaps another one's, ``{"row": "other"}`` says that they are two people and ``{"row": "same"}``
    leaves it out. Once nothing is wrong, and the list is confirmed, the person is expected at once.

    :raises NotYours: when the list is another centre's.
    :raises NotOnTheList: when there is no such row to correct.
    :raises StillWrong: when what was written cannot be read either; nothing changes.
    """
    manifest = _locked(manifest, by=by)
    kept = ManifestRow.objects.select_for_update().filter(manifest=manifest, row=row).first()
    if kept is None or kept.status in {_STATUS.ALREADY_IMPORTED} or not (kept.faults or kept.corrections):
        raise NotOnTheList(_("This row needs no correction. Reload the page to see how the list stands."))
    kept.corrections = {**kept.corrections, **said}
    _apply(kept, {field: said[field] for field in said}, strict=True)
    kept.save()
    if manifest.confirmed_at and kept.status == _STATUS.EXPECTED and not hasattr(kept, "passenger"):
        _expect(manifest, [kept], at=at)
    audit.record("manifest.row_corrected", manifest, by=by, at=at, row=row, fields=sorted(said))
    return kept


@transaction.atomic
def confirm(manifest: Manifest, *, by: Worker | None, at: datetime) -> int:
    """
    Put everybody without a fault on the board, and remember the columns for this sender. Gives how many are new.

    Rows that wait for a correction stay with the list; confirming twice adds nobody twice.
    """
    manifest = _locked(manifest, by=by)
    ready = list(manifest.rows.filter(status=_STATUS.EXPECTED, passenger=None))
    _expect(manifest, ready, at=at)
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


def _locked(manifest: Manifest, *, by: Worker | None) -> Manifest:
    manifest = Manifest.objects.select_for_update(of=["self"]).select_related("arrival", "sender").get(pk=manifest.pk)
    if by is not None and by.institution_id != manifest.institution_id:
        raise NotYours(_("This list was sent to another reception centre."))
    return manifest


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
            _apply(row, row.corrections, strict=False)
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


def _apply(kept: ManifestRow, said: Mapping[str, str], *, strict: bool) -> None:
    """Put corrections into a row's reading. ``strict`` refuses what cannot be read; else the fault simply stays."""
    for field, text in said.items():
        if field == _REPEATED:
            kept.faults = [one for one in kept.faults if one["field"] != _REPEATED]
            kept.status = _STATUS.LEFT_OUT if text == "same" else _STATUS.EXPECTED
            continue
        read_again = reread_value(
            field, text, settings.ARRAIGO_COUNTRY, department=str(kept.reading.get("department") or "")
        )
        if read_again.fault is not None:
            if strict:
                raise StillWrong(read_again.fault.message(), field=field)
            continue
        for name, value in read_again.values.items():
            kept.reading[name] = value.isoformat() if isinstance(value, date) else value
        kept.faults = [one for one in kept.faults if not _mended(one["field"], field)]
    if kept.status in {_STATUS.EXPECTED, _STATUS.CORRECTION}:
        kept.status = _STATUS.CORRECTION if kept.faults else _STATUS.EXPECTED


def _mended(at_fault: str, corrected: str) -> bool:
    names_of_people = {"given_names", "paternal_surname", "maternal_surname", "surnames", "full_name"}
    return at_fault == corrected or (at_fault in names_of_people and corrected in names_of_people)


def _expect(manifest: Manifest, rows: list[ManifestRow], *, at: datetime) -> None:
    """Make a passenger of each row, with a hint where a person of the register is surely meant."""
    arrival = manifest.arrival
    assert arrival is not None
    landed = arrival.arrived_at is not None
    passengers = [_passenger(arrival, row, landed=landed, at=at) for row in rows]
    known = queries.surely_known_since([queries.described(one) for one in passengers])
    for position, day in known.items():
        passengers[position].known_since = day
    Passenger.objects.bulk_create(passengers, batch_size=500)


def _passenger(arrival: Arrival, row: ManifestRow, *, landed: bool, at: datetime) -> Passenger:
    said = {name: row.reading.get(name) for name in _VALUE_NAMES}
    text = {name: str(said[name] or "") for name in _TEXTS}
    signals = set(said["signals"] or ())
    return Passenger(
        id=uuid7(),
        institution_id=arrival.institution_id,
        arrival=arrival,
        manifest_row=row,
        list_number=said["list_number"] or row.row,
        state=State.ARRIVED if landed else State.EXPECTED,
        birth_date=date.fromisoformat(said["birth_date"]) if said["birth_date"] else None,
        age=said["age"],
        alone="yes" if "alone_child" in signals else "unknown",
        health_first="health_first" in signals,
        needs_interpreter="interpreter" in signals,
        search_text=search_text(text["given_names"], text["paternal_surname"], text["maternal_surname"]),
        state_changed_at=at if landed else None,
        created_at=at,
        synthetic=arrival.institution.synthetic,
        **text,
    )


_VALUE_NAMES = tuple(field.name for field in fields(Values))
_TEXTS = (
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "sex",
    "birth_date_precision",
    "national_id",
    "nationality",
    "municipality",
    "phone",
    "language",
)
