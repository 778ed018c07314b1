"""Arrivals lists: uploading one, seeing how it was read, correcting it, confirming it."""

import csv
from collections.abc import Mapping
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
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.reception import list_page, queries, uploads
from arraigo.reception.forms import ManifestForm
from arraigo.reception.manifests import FIELDS, Fault
from arraigo.reception.models import Manifest, ManifestRow
from arraigo.reception.services import corrections
from arraigo.reception.services import manifests as operations

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
        refused=uploads.refusal_of(request),
        initial={
            "id": uuid7(),
            "arrival": request.GET.get("arrival") or (arrivals[0] if len(arrivals) == 1 else None),
        },
    )
    if data is not None and not resumed and form.is_valid():
        answer = _receive(request, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "resumed": resumed,
        "senders": queries.senders(request.worker),
        "steps": list_page.steps(1),
    }
    return render(request, "reception/manifest_new.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.IMPORT_MANIFEST)
def manifest(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """How a list was read: its columns, its faults grouped by cause, and confirming it."""
    shown = _manifest(request, pk)
    if request.method == "POST":
        return _act(request, shown)
    return render(request, "reception/manifest.html", list_page.page(shown, {}, {}))


@require_POST
@door(Action.IMPORT_MANIFEST)
def correct_row(request: WorkerRequest, pk: UUID, row: int) -> HttpResponse:
    """Correct one row; what cannot be read stays in the field with the reason."""
    shown = _manifest(request, pk)
    said = _said(request.POST)
    try:
        corrections.correct(shown, row, said, by=request.worker, at=timezone.now())
    except Refused as refused:
        shown = _manifest(request, pk)
        return render(
            request, "reception/manifest.html", list_page.page(shown, {row: said}, {row: str(refused)})
        )
    return _back_to(pk, row)


@require_POST
@door(Action.IMPORT_MANIFEST)
def uncorrect_row(request: WorkerRequest, pk: UUID, row: int) -> HttpResponse:
    """Undo the correction of one field of a row."""
    try:
        corrections.uncorrect(
            _manifest(request, pk), row, request.POST.get("field", ""), by=request.worker, at=timezone.now()
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    return _back_to(pk, row)


@require_POST
@door(Action.IMPORT_MANIFEST)
def at_the_desk(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Leave one kind of fault for the desk to ask, in all rows at once."""
    try:
        number = corrections.ask_all_at_the_desk(
            _manifest(request, pk), request.POST.get("code", ""), by=request.worker, at=timezone.now()
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        said = ngettext(
            "%(number)d row: it is asked at registration.",
            "%(number)d rows: it is asked at registration.",
            number,
        )
        messages.success(request, said % {"number": number})
    return redirect(f"{reverse('reception:manifest', args=[pk])}#to-correct")


@require_POST
@door(Action.REGISTER_RETURN)
def take_as_is(request: WorkerRequest, pk: UUID, row: int) -> HttpResponse:
    """Somebody whose row is faulty stands at the desk: register them with what there is."""
    try:
        passenger = corrections.expect_as_is(
            _manifest(request, pk), row, by=request.worker, at=timezone.now()
        )
    except Refused as refused:
        messages.warning(request, str(refused))
        return _back_to(pk, row)
    return redirect("reception:register", pk=passenger.pk)


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


def _back_to(pk: UUID, row: int) -> HttpResponse:
    return redirect(f"{reverse('reception:manifest', args=[pk])}#row-{row}")


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
            request,
            _("This very file came before. Nothing was changed and nobody was added twice; here it is."),
        )
    return redirect("reception:manifest", pk=received.manifest.pk)


def _act(request: WorkerRequest, shown: Manifest) -> HttpResponse:
    try:
        if request.POST.get("do") == "columns":
            columns = {
                column["key"]: request.POST.get(f"column-{place}", "")
                for place, column in enumerate(shown.columns)
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
        return {field: corrections.AT_THE_DESK}
    return {field: str(posted.get("value", ""))} if field in (*FIELDS, "row") else {}
