"""Pages of reported values: all of them, a new one, a correction, the document behind one."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.core.names import fold
from arraigo.indicators import queries, reported, services, spoken, wording
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import read_period
from arraigo.indicators.forms_reported import CorrectForm, ReportForm
from arraigo.indicators.models import ReportedValue
from arraigo.reception import uploads
from arraigo.web import formats
from arraigo.web.toasts import toast


@require_GET
@door(Action.SEE_FIGURES)
def reported_values(request: WorkerRequest) -> HttpResponse:
    """The values in force of the country; who may, enters and corrects them here."""
    found = sorted(reported.values_of(request.worker), key=lambda each: each[0].period, reverse=True)
    rows = [
        _row(each, earlier) | {"may_correct": reported.may_correct(request.worker, each)}
        for each, earlier in found
    ]
    rows.sort(key=lambda row: fold(str(row["name"])))
    context = {"rows": rows, "may_report": request.worker.may(Action.REPORT_VALUE)}
    return render(request, "indicators/reported.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.REPORT_VALUE)
def report(request: WorkerRequest) -> HttpResponse:
    """Enter a value."""
    data, resumed = form_data(request)
    initial = {"id": uuid7(), "indicator": request.GET.get("indicator", "")}
    form = ReportForm(
        data,
        request.FILES or None,
        initial=initial,
        country=request.worker.country,
        too_large=uploads.refusal_of(request) is not None,
    )
    if data is not None and not resumed and form.is_valid():
        try:
            services.report_value(by=request.worker, at=timezone.now(), **form.said())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("Value noted."))
            return redirect("indicators:reported")
    return render(request, "indicators/reported_new.html", {"form": form, "resumed": resumed})


@require_http_methods(["GET", "POST"])
@door(Action.REPORT_VALUE)
def correct(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Put another value in the place of one, with the reason."""
    earlier = get_object_or_404(
        ReportedValue.objects.visible_to(request.worker).select_related("institution"), pk=pk
    )
    data, resumed = form_data(request)
    if not reported.may_correct(request.worker, earlier):
        raise Http404
    initial = {"id": uuid7(), "value": f"{earlier.value.normalize():f}", "source": earlier.source}
    too_large = uploads.refusal_of(request) is not None
    form = CorrectForm(data, request.FILES or None, initial=initial, too_large=too_large)
    if data is not None and not resumed and form.is_valid():
        try:
            services.correct_value(earlier, by=request.worker, at=timezone.now(), **form.said())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("Value corrected. The earlier one stays to be read."))
            return redirect("indicators:reported")
    context = {"form": form, "resumed": resumed, **_row(earlier, reported.earlier(earlier))}
    return render(request, "indicators/reported_correct.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def attachment(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The document of a value, to be saved: nothing that somebody sent is opened as a page of ours."""
    value = get_object_or_404(
        ReportedValue.objects.visible_to(request.worker).select_related("attachment"), pk=pk
    )
    if value.attachment is None:
        raise Http404
    try:
        content = reported.bytes_of(value.attachment)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = HttpResponse(content, content_type=value.attachment.content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, value.attachment.name) or "attachment"
    )
    return response


def _row(value: ReportedValue, earlier: list[ReportedValue]) -> dict[str, object]:
    """A value with the words of its indicator, and what stood before."""
    try:
        indicator = queries.indicator(value.indicator, value.country)
    except queries.IndicatorUnknown:
        indicator = None
    return {
        "value": value,
        "name": indicator.name if indicator else value.indicator,
        "is_known": indicator is not None,
        "period": spoken.period(read_period(value.period)),
        "written": _written(indicator, value),
        "earlier": [{"value": each, "written": _written(indicator, each)} for each in earlier],
        "beside": indicator is not None and indicator.aggregate != "reported",
    }


def _written(indicator: Indicator | None, value: ReportedValue) -> str:
    """As it was typed in: a plain number is not rounded."""
    if indicator is None or wording.unit_of(indicator) == "number":
        return formats.number(float(value.value))
    return wording.written(indicator, Fraction(value.value))
