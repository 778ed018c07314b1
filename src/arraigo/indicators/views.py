"""Pages of figures: all of them, one of them, the records behind one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.indicators import behind, breakdowns, cached, pages, queries, revised, tables, told, wording
from arraigo.indicators.asking import Asked, asked, frame, indicator_of
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import FilterDoesNotApply, Part
from arraigo.indicators.explained import chart, explained
from arraigo.indicators.found import period_of
from arraigo.indicators.overview import lead, overview, set_of
from arraigo.web.charts import taking_away

_ROWS_A_PAGE = 25


@require_GET
@door(Action.SEE_FIGURES)
def dashboard(request: WorkerRequest) -> HttpResponse:
    """The indicators of the country by family, a set of families at a time."""
    found = asked(request)
    shown = set_of(request.GET.get("set", "") or request.GET.get("family", ""))
    context = frame(found, kept=[("set", shown)]) | {"tabs": pages.set_tabs(found.choice, shown)}
    if not found.has_figures:
        return render(request, "indicators/dashboard.html", context)
    everything = overview(found.choice, found.span, found.snapshot, shown)
    links = {each.goal.code: reverse("policy:goal", args=[each.goal.code]) for each in everything.goals}
    context |= {
        "overview": everything,
        "families": everything.families,
        "lead": lead(everything, links),
        "states": pages.state_counts(everything.goals),
        "downloads": pages.downloads(found.choice, set=shown),
    }
    return render(request, "indicators/dashboard.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def indicator(request: WorkerRequest, code: str) -> HttpResponse:
    """One indicator: the answer, the way through time, a breakdown, where the number comes from."""
    measured, found = indicator_of(request, code), asked(request)
    kept = [("by", _by(request)), ("currency", request.GET.get("currency", ""))]
    context = {**frame(found, kept=kept), "indicator": measured, "family_label": pages.family_label(measured)}
    context |= {"card": pages.about(measured), "yearly": pages.yearly_note(measured, found.choice)}
    if not found.has_figures:
        return render(request, "indicators/indicator.html", context)
    try:
        context |= _indicator(request, measured, found)
    except FilterDoesNotApply:
        context["not_so"] = True
    return render(request, "indicators/indicator.html", context)


def _indicator(request: WorkerRequest, measured: Indicator, found: Asked) -> dict[str, object]:
    choice, currency = found.choice, request.GET.get("currency", "")
    shown = explained(measured, choice, found.span, found.snapshot, currency)
    opens = behind.may_see_records(request.worker, measured)
    by, remark = breakdowns.crossing_from(_by(request), measured, choice)
    if remark:
        found.remarks.append(remark)
    own = {"code": measured.code, "by": ",".join(by or ()), "currency": shown.figure.currency or ""}
    context: dict[str, object] = {
        "shown": shown,
        "chart": chart(shown, pages.export_url("csv", choice, code=measured.code, series="trend")),
        "pictures": pages.pictures(shown, may_be_png=taking_away.may_be_pictured()),
        "sum": pages.taken_apart(shown, opens=opens),
        "written": wording.written(measured, shown.figure.exact),
        "card": pages.card(shown),
        "cite": pages.cite(shown, found.snapshot, request.build_absolute_uri(request.path + choice.query())),
        "downloads": pages.downloads(choice, **own),
        "currencies": pages.currency_tabs(shown),
        "revisions": revised.told(measured, choice.country),
    }
    beside = None if choice.where else told.value_of(measured, period_of(measured, choice), choice.country)
    context["reported"] = told.sentence(measured, beside) if beside else ""
    if measured.aggregate != "reported":
        count = cached.left_out(
            found.snapshot, measured.code, period_of(measured, choice), choice.country, choice.where
        )
        context["left_out"] = pages.left_out(shown, count, opens=opens)
    if by:
        wanted = tables.Asked(by, request.GET.get("sort", ""), request.GET.get("page", ""), opens)
        context |= tables.broken_down(shown, wanted, found.snapshot)
    return context


def _by(request: WorkerRequest) -> str:
    """The breakdown of an address: ``by=sex,age_band``, or from the form of two ``by1=sex&by2=age_band``."""
    two = [request.GET.get(each, "") for each in ("by1", "by2")]
    return request.GET.get("by", "") or ",".join(each for each in two if each)


@require_GET
@door(Action.SEE_RECORDS_OF_FIGURES)
def records(request: WorkerRequest, code: str) -> HttpResponse:
    """The people behind a figure, as far as the worker may see them; the others are counted."""
    measured, found = indicator_of(request, code), asked(request)
    part = request.GET.get("part", Part.NUMERATOR)
    if part not in set(Part) or not behind.may_see_records(request.worker, measured):
        raise Http404
    choice, period = found.choice, period_of(measured, found.choice)
    try:
        cell = pages.cell_from(request.GET.dict(), measured)
        listed = queries.records(code, period, choice.country, cell, choice.where, Part(part), found.snapshot)
    except (LookupError, FilterDoesNotApply) as wrong:
        raise Http404 from wrong
    shown = behind.Behind(listed, measured, request.worker)
    page = Paginator(shown, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    audit.seen(
        "figure.records_seen",
        None,
        by=request.worker,
        at=timezone.now(),
        code=code,
        part=part,
        period=period.label,
        page=page.number,
        shown=len(rows),
    )
    context = {
        "indicator": measured,
        "choice": choice,
        "part": part,
        "part_words": pages.part_words(measured, Part(part)),
        "cell_words": tables.cell_words(cell),
        "behind": shown,
        "page": page,
        "rows": rows,
        "counted": pages.counted_words(shown.all, shown.hidden),
        "query": choice.query(),
    }
    return render(request, "indicators/records.html", context)
