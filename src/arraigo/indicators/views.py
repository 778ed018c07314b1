"""Pages of figures: all of them, one of them, the records behind one, and what can be taken away as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.indicators import behind, breakdowns, cached, exports, pages, queries, wording
from arraigo.indicators import choice as choices
from arraigo.indicators.choice import Choice, Span
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure, FilterDoesNotApply, Part
from arraigo.indicators.explained import chart, explained, years_shown
from arraigo.indicators.forms import FilterForm
from arraigo.indicators.overview import lead, overview
from arraigo.warehouse.snapshot import Snapshot

_ROWS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """What every page of figures stands on."""

    snapshot: Snapshot
    span: Span
    choice: Choice
    remarks: list[str]


def _asked(request: WorkerRequest) -> Asked:
    snapshot, country = cached.snapshot_for_page(), request.worker.country
    span = cached.span(snapshot, country)
    choice, remarks = choices.read(request.GET.dict(), country, timezone.localdate(), span)
    return Asked(snapshot, span, choice, remarks)


def _frame(asked: Asked) -> dict[str, object]:
    """What the pages share: the bar of filters and what it was asked."""
    return {
        "form": FilterForm(asked.choice, asked.span),
        "choice": asked.choice,
        "remarks": asked.remarks,
        "snapshot": asked.snapshot,
        "no_data": asked.span.first is None,
    }


@require_GET
@door(Action.SEE_FIGURES)
def dashboard(request: WorkerRequest) -> HttpResponse:
    """All indicators of the country, by family."""
    asked = _asked(request)
    context = _frame(asked)
    if asked.span.first is None or asked.choice.is_ahead:
        return render(request, "indicators/dashboard.html", context)
    family = request.GET.get("family", "")
    everything = overview(asked.choice, asked.span, asked.snapshot)
    families = [each for each in everything.families if each.code == family] or everything.families
    links = {each.goal.code: reverse("policy:goal", args=[each.goal.code]) for each in everything.goals}
    context |= {
        "overview": everything,
        "families": families,
        "tabs": pages.family_tabs(everything, family),
        "lead": lead(everything, links),
        "states": pages.state_counts(everything.goals),
        "query": asked.choice.query(),
    }
    return render(request, "indicators/dashboard.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def indicator(request: WorkerRequest, code: str) -> HttpResponse:
    """One indicator: the answer, the years, a breakdown, where the number comes from."""
    measured, asked = _indicator(request, code), _asked(request)
    context = {**_frame(asked), "indicator": measured, "family_label": pages.family_label(measured)}
    if asked.span.first is None or asked.choice.is_ahead:
        return render(request, "indicators/indicator.html", context)
    try:
        shown = explained(measured, asked.choice, asked.span, asked.snapshot)
    except FilterDoesNotApply:
        context["not_so"] = True
        return render(request, "indicators/indicator.html", context)
    opens = behind.may_see_records(request.worker, measured)
    by = breakdowns.crossing_from(request.GET.get("by", ""), measured, asked.choice)
    context |= {
        "shown": shown,
        "chart": chart(shown, pages.export_url("csv", measured, asked.choice, series="years")),
        "sum": pages.taken_apart(shown, opens=opens),
        "left_out": pages.left_out(
            shown,
            cached.left_out(
                asked.snapshot, code, shown.choice.period, shown.choice.country, shown.choice.where
            ),
            opens=opens,
        ),
        "written": wording.written(measured, shown.figure.exact),
        "card": pages.card(shown),
        "csv_url": pages.export_url("csv", measured, asked.choice, by=",".join(by or ())),
        "json_url": pages.export_url("json", measured, asked.choice, by=",".join(by or ())),
        "query": asked.choice.query(),
        **(pages.broken_down(shown, by, asked.snapshot, opens=opens) if by else {}),
    }
    return render(request, "indicators/indicator.html", context)


@require_GET
@door(Action.SEE_RECORDS_OF_FIGURES)
def records(request: WorkerRequest, code: str) -> HttpResponse:
    """The people behind a figure, as far as the worker may see them; the others are counted."""
    measured, asked = _indicator(request, code), _asked(request)
    part = request.GET.get("part", Part.NUMERATOR)
    if part not in set(Part) or not behind.may_see_records(request.worker, measured):
        raise Http404
    choice = asked.choice
    try:
        cell = pages.cell_from(request.GET.dict(), measured)
        found = queries.records(
            code, choice.period, choice.country, cell, choice.where, Part(part), asked.snapshot
        )
    except (LookupError, FilterDoesNotApply) as wrong:
        raise Http404 from wrong
    shown = behind.Behind(found, measured, request.worker)
    page = Paginator(shown, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    audit.seen(
        "figure.records_seen",
        None,
        by=request.worker,
        at=timezone.now(),
        code=code,
        part=part,
        period=choice.period.label,
        page=page.number,
        shown=len(rows),
    )
    context = {
        "indicator": measured,
        "choice": choice,
        "part": part,
        "part_words": pages.part_words(measured, Part(part)),
        "cell_words": pages.cell_words(cell),
        "behind": shown,
        "page": page,
        "rows": rows,
        "counted": pages.counted_words(shown.all, shown.hidden),
        "query": choice.query(),
    }
    return render(request, "indicators/records.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def export(request: WorkerRequest) -> HttpResponse:
    """Figures as a file, CSV or JSON: of the whole page, of one breakdown, or of the years of an indicator."""
    asked = _asked(request)
    if asked.choice.is_ahead:
        raise Http404
    figures, name = _figures_to_take_away(request, asked)
    if request.GET.get("format") == "json":
        response = HttpResponse(exports.as_json(figures), content_type="application/json; charset=utf-8")
        ending = "json"
    else:
        response = HttpResponse(exports.as_csv(figures), content_type="text/csv; charset=utf-8")
        ending = "csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _figures_to_take_away(request: WorkerRequest, asked: Asked) -> tuple[list[Figure], str]:
    choice, snapshot = asked.choice, asked.snapshot
    limits = "".join(f"-{part}" for part in (choice.place, choice.people) if part)
    code = request.GET.get("code", "")
    if not code:
        periods = [choice.period, *([choice.compared] if choice.compared else [])]
        found = cached.figures(snapshot, None, periods, choice.country, where=choice.where)
        return found, f"indicadores-{choice.year}{limits}"
    measured = _indicator(request, code)
    name = f"{code.replace('.', '-')}-{choice.year}{limits}"
    if request.GET.get("series") == "years":
        periods = [choice.period_of(year) for year in years_shown(choice, asked.span)]
        return cached.figures(snapshot, [code], periods, choice.country, where=choice.where), f"{name}-years"
    by = breakdowns.crossing_from(request.GET.get("by", ""), measured, choice)
    if by is None:
        return cached.figures(snapshot, [code], [choice.period], choice.country, where=choice.where), name
    found = breakdowns.figures_of(measured, by, choice, snapshot)
    wanted = [figure for figure in found if set(figure.by) in (set(), set(by))]
    return wanted, f"{name}-{'-'.join(by)}"


def _indicator(request: WorkerRequest, code: str) -> Indicator:
    try:
        return queries.indicator(code, request.worker.country)
    except queries.IndicatorUnknown as unknown:
        raise Http404(str(unknown)) from unknown
