"""Correcting the rows of a list: one value, one kind of fault, or somebody who stands at the desk now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core.errors import Refused
from arraigo.reception.manifests import reread_value
from arraigo.reception.models import Manifest, ManifestRow, Passenger, Return
from arraigo.reception.services.arrivals import NotYours, expect

AT_THE_DESK = ""
"""A correction that takes the value away: it is asked at registration."""

REPEATED = "row"
"""The field of a row that is perhaps another one's: ``same`` or ``other``."""

_NAMES = frozenset({"given_names", "paternal_surname", "maternal_surname", "surnames", "full_name"})
_STATUS = ManifestRow.Status


class StillWrong(Refused):
    """A correction that still cannot be read. The message says why."""


class RegisteredAlready(Refused):
    """The person of the row is registered: what was corrected is corrected with them, not in the list."""


class NotOnTheList(Refused):
    """There is no such row, or it needs no correction."""


class NotConfirmed(Refused):
    """The list's people are not on the board yet."""


@transaction.atomic
def correct(
    manifest: Manifest, row: int, said: Mapping[str, str], *, by: Worker, at: datetime
) -> ManifestRow:
    """
    Correct values of one row (field -> text; an empty text leaves the value for the desk to ask).

    For a row that is perhaps another one's, ``{"row": "other"}`` says that they are two people and ``{"row": "same"}``
    leaves it out. Once nothing is wrong, and the list is confirmed, the person is expected at once.

    :raises NotYours: when the list is another centre's.
    :raises NotOnTheList: when there is no such row to correct.
    :raises StillWrong: when what was written cannot be read either; nothing changes.
    """
    manifest = locked(manifest, by=by)
    kept = _row_of(manifest, row)
    if kept.status == _STATUS.ALREADY_IMPORTED or not (kept.faults or kept.corrections):
        raise NotOnTheList(_no_such_row())
    _correct(manifest, kept, said, strict=True, at=at)
    audit.record("manifest.row_corrected", manifest, by=by, at=at, row=row, fields=sorted(said))
    return kept


@transaction.atomic
def uncorrect(manifest: Manifest, row: int, field: str, *, by: Worker, at: datetime) -> ManifestRow:
    """
    Undo the correction of a field: the row says again what it said, and waits again for what was wrong.

    If that person is on the board because of it, they are taken off until the row is corrected anew.

    :raises NotYours: when the list is another centre's.
    :raises NotOnTheList: when this field of the row was not corrected.
    :raises RegisteredAlready: when the person has been registered in the meantime.
    """
    manifest = locked(manifest, by=by)
    kept = _row_of(manifest, row)
    undone = [one for one in kept.mended if one["field"] == field]
    if not undone:
        raise NotOnTheList(_no_such_row())
    passenger = Passenger.objects.filter(manifest_row=kept).first()
    if passenger is not None:
        if Return.objects.filter(passenger=passenger).exists():
            raise RegisteredAlready(
                _("This person is registered already. Correct it there, together with them.")
            )
        passenger.delete()
    for one in reversed(undone):
        kept.reading = {**kept.reading, **one["before"]}
        kept.faults = [*one["faults"], *kept.faults]
    kept.mended = [one for one in kept.mended if one["field"] != field]
    kept.corrections = {name: text for name, text in kept.corrections.items() if name != field}
    kept.status = _STATUS.CORRECTION if kept.faults else _STATUS.EXPECTED
    kept.save()
    audit.record("manifest.row_uncorrected", manifest, by=by, at=at, row=row, fields=[field])
    return kept


@transaction.atomic
def ask_all_at_the_desk(manifest: Manifest, code: str, *, by: Worker, at: datetime) -> int:
    """
    Leave one kind of fault (code list ``manifest_fault``) for the desk to ask, in all rows. Gives in how many.

    :raises NotYours: when the list is another centre's.
    """
    manifest = locked(manifest, by=by)
    waiting = (
        manifest.rows.select_for_update(of=["self"])
        .filter(status=_STATUS.CORRECTION)
        .select_related("passenger")
    )
    number = 0
    for kept in waiting:
        said = {
            one["field"]: AT_THE_DESK
            for one in kept.faults
            if one["code"] == code and may_be_asked(one["field"])
        }
        if said:
            _correct(manifest, kept, said, strict=True, at=at)
            number += 1
    audit.record("manifest.left_for_the_desk", manifest, by=by, at=at, fault=code, rows=number)
    return number


@transaction.atomic
def expect_as_is(manifest: Manifest, row: int, *, by: Worker, at: datetime) -> Passenger:
    """
    Somebody whose row is faulty stands at the desk: they are on the board at once, and what is wrong is asked there.

    :raises NotYours: when the list is another centre's.
    :raises NotOnTheList: when there is no such row to correct, or nobody could be called by what it says.
    :raises NotConfirmed: when the people of the list are not on the board yet.
    """
    manifest = locked(manifest, by=by)
    if manifest.confirmed_at is None:
        raise NotConfirmed(
            _("Put the people of this list on the board first; then this person can be registered.")
        )
    kept = _row_of(manifest, row)
    passenger = Passenger.objects.filter(manifest_row=kept).first()
    if passenger is not None:
        return passenger
    if not kept.faults or not has_name(kept):
        raise NotOnTheList(_no_such_row())
    said = {one["field"]: "other" if one["field"] == REPEATED else AT_THE_DESK for one in kept.faults}
    _correct(manifest, kept, said, strict=True, at=at)
    audit.record("manifest.row_taken_as_is", manifest, by=by, at=at, row=row)
    return Passenger.objects.get(manifest_row=kept)


def may_be_asked(field: str) -> bool:
    """Whether a value at fault can be left for the desk to ask: not a name, nor whether two rows are one person."""
    return field not in {REPEATED, *_NAMES}


def has_name(row: ManifestRow) -> bool:
    """Whether somebody can be called by what the row says."""
    return any(row.reading.get(name) for name in ("given_names", "paternal_surname", "maternal_surname"))


def locked(manifest: Manifest, *, by: Worker | None) -> Manifest:
    """The list, locked for a change by its own centre.

    :raises NotYours: when it is another centre's.
    """
    manifest = (
        Manifest.objects.select_for_update(of=["self"])
        .select_related("arrival", "sender")
        .get(pk=manifest.pk)
    )
    if by is not None and by.institution_id != manifest.institution_id:
        raise NotYours(_("This list was sent to another reception centre."))
    return manifest


def _row_of(manifest: Manifest, row: int) -> ManifestRow:
    kept = ManifestRow.objects.select_for_update(of=["self"]).filter(manifest=manifest, row=row).first()
    if kept is None:
        raise NotOnTheList(_no_such_row())
    return kept


def _no_such_row() -> str:
    return _("This row needs no correction. Reload the page to see how the list stands.")


def _correct(
    manifest: Manifest, kept: ManifestRow, said: Mapping[str, str], *, strict: bool, at: datetime
) -> None:
    """Correct a row and save it; with nothing wrong left, and the list confirmed, the person is expected."""
    kept.corrections = {**kept.corrections, **said}
    apply_corrections(kept, said, strict=strict)
    kept.save()
    ready = manifest.confirmed_at and kept.status == _STATUS.EXPECTED
    if ready and manifest.arrival and not Passenger.objects.filter(manifest_row=kept).exists():
        expect(manifest.arrival, [kept], at=at)


def apply_corrections(kept: ManifestRow, said: Mapping[str, str], *, strict: bool) -> None:
    """Put corrections into a row's reading. ``strict`` refuses what cannot be read; else the fault simply stays."""
    for field, text in said.items():
        values: dict[str, Any] = {}
        if field != REPEATED:
            read_again = reread_value(
                field, text, settings.ARRAIGO_COUNTRY, department=str(kept.reading.get("department") or "")
            )
            if read_again.fault is not None:
                if strict:
                    raise StillWrong(read_again.fault.message(), field=field)
                continue
            values = {name: _plain(value) for name, value in read_again.values.items()}
        _mend(kept, field, text, values)
    if kept.corrections.get(REPEATED) == "same":
        kept.status = _STATUS.LEFT_OUT
    elif kept.status != _STATUS.ALREADY_IMPORTED:
        kept.status = _STATUS.CORRECTION if kept.faults else _STATUS.EXPECTED


def _mend(kept: ManifestRow, field: str, text: str, values: Mapping[str, Any]) -> None:
    """Write values into the reading, take the faults away that they mend, and keep both so that it can be undone."""
    gone = [one for one in kept.faults if _mended(one["field"], field)]
    before = {name: kept.reading.get(name) for name in values}
    kept.mended = [*kept.mended, {"field": field, "text": text, "faults": gone, "before": before}]
    kept.reading = {**kept.reading, **values}
    kept.faults = [one for one in kept.faults if one not in gone]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _mended(at_fault: str, corrected: str) -> bool:
    return at_fault == corrected or (at_fault in _NAMES and corrected in _NAMES)
