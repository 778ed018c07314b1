"""Pages of closed periods: which are closed, closing one, what was revised since and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators import closing, queries, services, wording
from arraigo.indicators.asking import indicator_of
from arraigo.indicators.closing import Revision
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.forms_reported import ReasonForm
from arraigo.indicators.models import ClosedPeriod, FrozenFigure
from arraigo.web.toasts import toast

_YEARS_BACK = 10


@require_http_methods(["GET", "POST"])
@door(Action.SEE_FIGURES)
def closed_periods(request: WorkerRequest) -> HttpResponse:
    """The closed periods of the country with what was revised; an analyst closes the next year here."""
    trouble = ""
    may_close = request.worker.may(Action.CLOSE_PERIOD)
    closed = closing.closed_periods(request.worker)
    done = {each.period for each in closed}
    today = timezone.localdate()
    open_years = [
        str(year) for year in range(today.year - 1, today.year - _YEARS_BACK, -1) if str(year) not in done
    ]
    if request.method == "POST":
        year = request.POST.get("year", "")
        try:
            if year not in open_years:
                raise services.AlreadyClosed(_("Choose a year that is over and not closed yet."))
            services.close_period(
                request.worker.country, Period.year(int(year)), by=request.worker, at=timezone.now()
            )
        except Refused as refused:
            trouble = str(refused)
        else:
            toast(request, _("%(period)s is closed. Its figures stand as published.") % {"period": year})
            return redirect("indicators:closed_periods")
    rows = [{"closed": each, "revisions": _sentences(each)} for each in closed]
    context = {"rows": rows, "may_close": may_close, "open_years": open_years, "trouble": trouble}
    return render(request, "indicators/closing.html", context)


@require_POST
@door(Action.CLOSE_PERIOD)
def recompute(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Compute a closed period again and keep what differs."""
    closed = get_object_or_404(ClosedPeriod, pk=pk, country=request.worker.country)
    revised = services.recompute(closed, by=request.worker, at=timezone.now())
    said = ngettext("%(count)d figure was revised.", "%(count)d figures were revised.", len(revised))
    toast(request, said % {"count": len(revised)} if revised else _("Every figure stands as published."))
    return redirect("indicators:closed_periods")


@require_GET
@door(Action.SEE_FIGURES)
def revisions(request: WorkerRequest, code: str) -> HttpResponse:
    """What was published of an indicator, and what it was revised to."""
    country = request.worker.country
    measured = indicator_of(request, code)
    rows = [
        {"revision": each, "sentence": sentence(measured, each)} for each in closing.history(code, country)
    ]
    context = {"indicator": measured, "rows": rows, "may_close": request.worker.may(Action.CLOSE_PERIOD)}
    return render(request, "indicators/revisions.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.CLOSE_PERIOD)
def explain(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Write why a figure was revised."""
    figure = get_object_or_404(
        FrozenFigure.objects.select_related("closed"), pk=pk, closed__country=request.worker.country
    )
    data, resumed = form_data(request)
    form = ReasonForm(data, initial={"reason": figure.reason})
    if data is not None and not resumed and form.is_valid():
        try:
            services.explain_revision(figure, by=request.worker, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("indicators:revisions", code=figure.indicator)
    measured = indicator_of(request, figure.indicator)
    lines = closing.history(measured.code, figure.closed.country, cells=True)
    line = next((each for each in lines if each.id == str(pk)), None)
    context = {
        "form": form,
        "resumed": resumed,
        "indicator": measured,
        "sentence": sentence(measured, line) if line else "",
    }
    return render(request, "indicators/revisions_reason.html", context)


def sentence(indicator: Indicator, revision: Revision) -> str:
    """*2024 se publicó como 27.6 % y se revisó a 28.0 %.*"""
    words = {
        "period": revision.period,
        "before": wording.written(indicator, revision.before),
        "after": wording.written(indicator, revision.after),
    }
    if not revision.is_revised:
        return _("%(period)s was published as %(before)s and stands.") % words
    return _("%(period)s was published as %(before)s and revised to %(after)s.") % words


def _sentences(closed: ClosedPeriod) -> list[dict[str, object]]:
    found = []
    for code, revision in closing.revisions(closed):
        try:
            measured = queries.indicator(code, closed.country)
        except queries.IndicatorUnknown:
            continue
        found.append({"indicator": measured, "revision": revision, "sentence": sentence(measured, revision)})
    return found
