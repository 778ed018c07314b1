"""Arrivals lists: uploading one, seeing how it was read, correcting it, confirming it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.reception import queries
from arraigo.reception.forms import ManifestForm
from arraigo.reception.manifests import FIELDS, Fault
from arraigo.reception.models import Manifest, ManifestRow
from arraigo.reception.services import manifests as operations
from arraigo.web.components import Stepper

_SAMPLE_ROWS = 4
_LISTS_A_PAGE = 25


@require_GET
@door(Action.IMPORT_MANIFEST)
def manifests(request: WorkerRequest) -> HttpResponse:
    """All lists of the centre, newest first."""
    page = Paginator(queries.manifests(request.worker), _LISTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reception/manifests.html", {"page": page})


@require_http_methods(["GET", "POST"])
@door(Action.IMPORT_MANIFEST)
def manifest_new(request: WorkerRequest) -> HttpResponse:
    """Upload a list as it came."""
    data, resumed = form_data(request)
    day = timezone.localdate()
    arrivals = queries.arrivals_open_to_lists(request.worker, day)
    form = ManifestForm(
        data,
        request.FILES or None,
        arrivals=arrivals,
        initial={"id": uuid7(), "arrival": request.GET.get("arrival") or (arrivals[0] if len(arrivals) == 1 else None)},
    )
    if data is not None and not resumed and form.is_valid():
        answer = _receive(request, form)
        if answer is not None:
            return answer
    context = {"form": form, "resumed": resumed, "senders": queries.senders(request.worker), "steps": _steps(1)}
    return render(request, "reception/manifest_new.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.IMPORT_MANIFEST)
def manifest(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """How a list was read: its columns, its faults grouped by cause, and confirming it."""
    shown = _manifest(request, pk)
    if request.method == "POST":
        return _act(request, shown)
    return render(request, "reception/manifest.html", _page(shown, {}, {}))


@require_POST
@door(Action.IMPORT_MANIFEST)
def correct_row(request: WorkerRequest, pk: UUID, row: int) -> HttpResponse:
    """Correct one row; what cannot be read stays in the field with the reason."""
    shown = _manifest(request, pk)
    said = _said(request.POST)
    try:
        operations.correct(shown, row, said, by=request.worker, at=timezone.now())
    except Refused as refused:
        shown = _manifest(request, pk)
        return render(request, "reception/manifest.html", _page(shown, {row: said}, {row: str(refused)}))
    return redirect(f"{reverse('reception:manifest', args=[pk])}#row-{row}")


@require_GET
@door(Action.IMPORT_MANIFEST)
def faults_file(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The rows to correct as a CSV, to send back to who made the list."""
    shown = _manifest(request, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    headers = list(shown.mapping)
    writer.writerow([_("row"), *headers, _("what to correct")])
    for row in shown.rows.filter(status=ManifestRow.Status.CORRECTION):
        reasons = " ".join(Fault.from_json(one).message() for one in row.faults)
        writer.writerow([row.row, *(row.raw.get(header, "") for header in headers), reasons])
    return answer


def _manifest(request: WorkerRequest, pk: UUID) -> Manifest:
    return get_object_or_404(queries.manifests(request.worker), pk=pk)


def _receive(request: WorkerRequest, form: ManifestForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        received = operations.receive(
            id=said["id"],
            arrival=said["arrival"],
            sender_name=said["sender"],
            file_name=said["file"].name,
            content=said["file"].read(),
            by=request.worker,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file" if refused.field == "file" else None, str(refused))
        return None
    if received.before:
        messages.warning(
            request, _("This very file came before. Nothing was changed and nobody was added twice; here it is.")
        )
    return redirect("reception:manifest", pk=received.manifest.pk)


def _act(request: WorkerRequest, shown: Manifest) -> HttpResponse:
    try:
        if request.POST.get("do") == "columns":
            columns = {
                column["key"]: request.POST.get(f"column-{place}", "") for place, column in enumerate(shown.columns)
            }
            operations.choose_columns(shown, columns, by=request.worker, at=timezone.now())
            messages.success(request, _("Read again with these columns."))
        else:
            number = operations.confirm(shown, by=request.worker, at=timezone.now())
            sentence = ngettext(
                "%(number)d person is on the board.", "%(number)d people are on the board.", number
            )
            messages.success(request, sentence % {"number": number})
            if shown.arrival_id:
                return redirect("reception:arrival", pk=shown.arrival_id)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("reception:manifest", pk=shown.pk)


def _said(posted: Mapping[str, Any]) -> dict[str, str]:
    """Field -> text of a correction form. A chosen candidate says ``field=value`` pairs joined with ``;``."""
    if posted.get("choice"):
        return dict(pair.split("=", 1) for pair in str(posted["choice"]).split(";") if "=" in pair)
    field = str(posted.get("field", ""))
    if posted.get("do") == "at_the_desk":
        return {field: operations.AT_THE_DESK}
    return {field: str(posted.get("value", ""))} if field in (*FIELDS, "row") else {}


def _steps(current: int) -> Stepper:
    return Stepper([_("File"), _("Columns and corrections"), _("Confirm")], current)


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
    """One row to correct: what the list says, what is wrong, and what was typed if it was wrong too."""

    row: int
    person: str
    value: str
    field: str
    reason: str
    remedy: str
    choices: list[Choice]
    typed: str
    complaint: str


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Rows with the same cause."""

    title: str
    column: str
    faults: list[FaultShown]


def _page(shown: Manifest, typed: Mapping[int, Mapping[str, str]], complaints: Mapping[int, str]) -> dict[str, Any]:
    rows = list(shown.rows.all())
    waiting = [row for row in rows if row.status == ManifestRow.Status.CORRECTION]
    corrected = [row for row in rows if row.corrections and row.status != ManifestRow.Status.CORRECTION]
    ready = sum(row.status == ManifestRow.Status.EXPECTED for row in rows)
    return {
        "manifest": shown,
        "columns": _columns(shown, rows),
        "field_choices": content.codelist("manifest_column").choices(),
        "groups": _groups(waiting, typed, complaints),
        "waiting": len(waiting),
        "corrected": corrected,
        "ready": ready,
        "already": sum(row.status == ManifestRow.Status.ALREADY_IMPORTED for row in rows),
        "steps": _steps(3 if shown.confirmed_at else 2),
    }


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
    waiting: list[ManifestRow], typed: Mapping[int, Mapping[str, str]], complaints: Mapping[int, str]
) -> list[FaultGroup]:
    groups: dict[tuple[str, str], FaultGroup] = {}
    for row in waiting:
        for kept in row.faults:
            fault = Fault.from_json(kept)
            group = groups.setdefault((fault.title(), fault.column), FaultGroup(fault.title(), fault.column, []))
            group.faults.append(_fault_shown(row, fault, typed.get(row.row, {}), complaints.get(row.row, "")))
    return list(groups.values())


def _fault_shown(row: ManifestRow, fault: Fault, typed: Mapping[str, str], complaint: str) -> FaultShown:
    parts = ("given_names", "paternal_surname", "maternal_surname")
    person = " ".join(str(row.reading.get(part) or "") for part in parts).strip()
    choices = [
        Choice(one.label, ";".join(f"{name}={value}" for name, value in one.values.items())) for one in fault.candidates
    ]
    if fault.field == "row":
        choices = [Choice(_("It is the same"), "row=same"), Choice(_("They are two people"), "row=other")]
    return FaultShown(
        row=row.row,
        person=person or _("no name"),
        value=fault.value,
        field=fault.field,
        reason=fault.reason(),
        remedy=fault.remedy(),
        choices=choices,
        typed=typed.get(fault.field, ""),
        complaint=complaint if fault.field in typed else "",
    )
