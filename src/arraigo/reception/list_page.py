"""How a list was read, as the page shows it: each column with what we took it for, faults grouped by their cause."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content, places
from arraigo.people.rules import written
from arraigo.reception.manifests import Fault
from arraigo.reception.models import Manifest, ManifestRow
from arraigo.reception.services import corrections
from arraigo.web import formats
from arraigo.web.components import Stepper

_SAMPLE_ROWS = 4
_MOST_SHOWN = 200
"""Faults on one page; a list with more was read with the wrong columns, or goes back to its sender."""


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column as it came, and what we took it for."""

    place: int
    key: str
    letter: str
    field: str
    because: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that would mend a fault: what the button says and what it sends."""

    label: str
    sends: str


@dataclass(frozen=True, slots=True)
class FaultShown:
    """
    One row to correct: what the list says, what is wrong, and what was typed if it was wrong too.

    ``mended`` is what the correction says, once there is one; it can be undone.
    """

    row: int
    person: str
    value: str
    field: str
    reason: str
    remedy: str
    choices: list[Choice] = dataclasses.field(default_factory=list)
    may_be_asked: bool = True
    may_be_taken: bool = False
    typed: str = ""
    complaint: str = ""
    mended: str = ""


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Rows with the same cause. ``askable`` when all of them may be left for the desk at once."""

    title: str
    column: str
    code: str
    faults: list[FaultShown] = dataclasses.field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(not fault.mended for fault in self.faults)

    @property
    def askable(self) -> bool:
        return self.waiting > 1 and all(fault.may_be_asked for fault in self.faults)


def page(
    shown: Manifest, typed: Mapping[int, Mapping[str, str]], complaints: Mapping[int, str]
) -> dict[str, Any]:
    """What the page of a list needs. ``typed`` and ``complaints``, by row, are of a correction that was refused."""
    rows = list(shown.rows.all())
    status = ManifestRow.Status
    waiting = sum(row.status == status.CORRECTION for row in rows)
    ready = sum(row.status == status.EXPECTED for row in rows)
    corrected = sum(bool(row.mended) and row.status != status.CORRECTION for row in rows)
    return {
        "manifest": shown,
        "columns": _columns(shown, rows),
        "field_choices": content.codelist("manifest_column").choices(),
        "groups": _groups(shown, rows, typed, complaints),
        "waiting": waiting,
        "corrected": corrected,
        "to_show": waiting + corrected,
        "ready": ready,
        "already": sum(row.status == status.ALREADY_IMPORTED for row in rows),
        "left_out": sum(row.status == status.LEFT_OUT for row in rows),
        "summary": _summary(shown, ready, waiting),
        "steps": steps(4 if shown.confirmed_at else 2),
    }


def steps(current: int) -> Stepper:
    """The three steps of taking a list in; past the last one all are done."""
    return Stepper([_("File"), _("Columns and corrections"), _("Confirm")], current)


def _summary(shown: Manifest, ready: int, waiting: int) -> str:
    if shown.confirmed_at is None:
        said = ngettext("%(number)s is ready", "%(number)s are ready", ready)
    else:
        said = ngettext("%(number)s is on the board", "%(number)s are on the board", ready)
    return said % {"number": formats.number(ready, 0)}


def _columns(shown: Manifest, rows: list[ManifestRow]) -> list[ColumnShown]:
    samples = rows[:_SAMPLE_ROWS]
    return [
        ColumnShown(
            place,
            column["key"],
            column["letter"],
            column["field"] or "ignored",
            _because(column),
            [row.raw.get(column["key"], "") for row in samples],
        )
        for place, column in enumerate(shown.columns)
    ]


def _because(column: Mapping[str, Any]) -> str:
    return {
        "header": _("By its header"),
        "header_and_content": _("By its header and its content"),
        "content": _("By its content"),
        "remembered": _("Remembered from this sender"),
        "chosen": _("As you chose"),
        "constant": _("The same in all rows"),
        "unknown": _("We do not recognise it"),
    }[column["because"]]


def _groups(
    shown: Manifest,
    rows: list[ManifestRow],
    typed: Mapping[int, Mapping[str, str]],
    complaints: Mapping[int, str],
) -> list[FaultGroup]:
    groups: dict[tuple[str, str], FaultGroup] = {}
    lines = [
        line
        for row in rows
        for line in _lines(shown, row, typed.get(row.row, {}), complaints.get(row.row, ""))
    ]
    for fault, line in lines[:_MOST_SHOWN]:
        place = (fault.title(), fault.column)
        groups.setdefault(place, FaultGroup(fault.title(), fault.column, fault.code)).faults.append(line)
    return list(groups.values())


def _lines(
    shown: Manifest, row: ManifestRow, typed: Mapping[str, str], complaint: str
) -> list[tuple[Fault, FaultShown]]:
    """What waits in a row, then what was mended in it."""
    lines = []
    if row.status == ManifestRow.Status.CORRECTION:
        for kept in row.faults:
            fault = Fault.from_json(kept)
            lines.append((fault, _waiting(shown, row, fault, typed, complaint)))
    for mended in row.mended:
        for kept in mended["faults"]:
            fault = Fault.from_json(kept)
            lines.append((fault, _mended(row, fault, mended)))
    return lines


def _waiting(
    shown: Manifest, row: ManifestRow, fault: Fault, typed: Mapping[str, str], complaint: str
) -> FaultShown:
    choices = [
        Choice(one.label, ";".join(f"{name}={value}" for name, value in one.values.items()))
        for one in fault.candidates
    ]
    if fault.field == corrections.REPEATED:
        choices = [Choice(_("It is the same"), "row=same"), Choice(_("They are two people"), "row=other")]
    return FaultShown(
        row=row.row,
        person=_name(row) or _("no name"),
        value=fault.value,
        field=fault.field,
        reason=fault.reason(),
        remedy=fault.remedy(),
        choices=choices,
        may_be_asked=corrections.may_be_asked(fault.field),
        may_be_taken=shown.confirmed_at is not None and corrections.has_name(row),
        typed=typed.get(fault.field, ""),
        complaint=complaint if fault.field in typed else "",
    )


def _mended(row: ManifestRow, fault: Fault, mended: Mapping[str, Any]) -> FaultShown:
    return FaultShown(
        row=row.row,
        person=_name(row) or _("no name"),
        value=fault.value,
        field=str(mended["field"]),
        reason=fault.reason(),
        remedy="",
        mended=_said(row, str(mended["field"]), str(mended["text"])),
    )


def _said(row: ManifestRow, name: str, text: str) -> str:
    """What a correction says, in words."""
    if name == corrections.REPEATED:
        return _("Left out: it is the same person") if text == "same" else _("They are two people")
    if text == corrections.AT_THE_DESK:
        return _("It is asked at registration")
    return places.full_name(str(row.reading.get("municipality"))) if name == "municipality" else text


def _name(row: ManifestRow) -> str:
    parts = (
        str(row.reading.get(part) or "") for part in ("given_names", "paternal_surname", "maternal_surname")
    )
    return written(" ".join(filter(None, parts)))
