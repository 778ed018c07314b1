"""What can be taken away as a file: figures as CSV, workbook or JSON, charts as SVG or picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.indicators import breakdowns, cached, explorer, exports, pages, queries, tables
from arraigo.indicators.asking import Asked, asked, indicator_of
from arraigo.indicators.engine import Figure, FilterDoesNotApply
from arraigo.indicators.explained import Explained, chart, explained, trend_periods
from arraigo.indicators.found import applies, compared_of, is_yearly, period_of
from arraigo.indicators.overview import SETS, set_of
from arraigo.web import formats
from arraigo.web.charts import LineChart, Map
from arraigo.web.charts import taking_away as alone

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NAMES = {
    "table_7": "indicadores",
    "children": "ninez",
    "sustainability": "sostenibilidad",
    "process": "proceso",
}


@require_GET
@door(Action.SEE_FIGURES)
def export(request: WorkerRequest) -> HttpResponse:
    """Figures as a file: of the whole page, of one breakdown, of the trend of an indicator, of the explorer."""
    found = asked(request)
    if not found.has_figures:
        raise Http404
    try:
        figures, name = _figures(request, found)
    except FilterDoesNotApply as wrong:
        raise Http404(str(wrong)) from wrong
    format_ = request.GET.get("format", "")
    writers: dict[str, tuple[Callable[[], str | bytes], str]] = {
        "json": (lambda: exports.as_json(figures), "application/json; charset=utf-8"),
        "xlsx": (lambda: exports.as_xlsx(figures, _about(request, found)), _SHEET),
        "csv": (lambda: exports.as_csv(figures), "text/csv; charset=utf-8"),
    }
    ending = format_ if format_ in writers else "csv"
    write, kind = writers[ending]
    return _file(write(), kind, f"{name}.{ending}")


def _file(document: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(document, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _about(request: WorkerRequest, found: Asked) -> list[tuple[str, str]]:
    """What a workbook says of itself, so that it can be understood away from the page."""
    choice = found.choice
    return [
        (_("Territory"), choice.place_words),
        (_("Period"), choice.period_words),
        (_("People"), choice.people_words),
        (_("Data of"), formats.moment(found.snapshot.made_at)),
        (_("Snapshot"), found.snapshot.id),
        (_("Address"), request.build_absolute_uri(request.get_full_path())),
    ]


def _figures(request: WorkerRequest, found: Asked) -> tuple[list[Figure], str]:
    choice, snapshot = found.choice, found.snapshot
    limits = "".join(f"-{part}" for part in (choice.asked.label, choice.place, choice.people) if part)
    if request.GET.getlist("i"):
        return _explored(request, found), f"explorar{limits}"
    code = request.GET.get("code", "")
    if not code:
        shown = set_of(request.GET.get("set", ""))
        return _of_set(found, SETS[shown]), f"{_NAMES[shown]}{limits}"
    measured = indicator_of(request, code)
    name = f"{code.replace('.', '-')}{limits}"
    if request.GET.get("series"):
        trend = trend_periods(measured, choice, found.span)
        return cached.figures(snapshot, [code], trend, choice.country, where=choice.where), f"{name}-trend"
    by = breakdowns.crossing_from(request.GET.get("by", ""), measured, choice)[0]
    if by is None:
        periods = [period_of(measured, choice)]
        return cached.figures(snapshot, [code], periods, choice.country, where=choice.where), name
    wanted = breakdowns.figures_of(measured, by, choice, snapshot, request.GET.get("currency"))
    return [each for each in wanted if set(each.by) in (set(), set(by))], f"{name}-{'-'.join(by)}"


def _of_set(found: Asked, families: Sequence[str]) -> list[Figure]:
    choice = found.choice
    wanted = [
        each
        for each in queries.indicators(choice.country)
        if each.family in families and applies(each, (), choice.where)
    ]
    figures: list[Figure] = []
    for yearly in (False, True):
        some = [each for each in wanted if is_yearly(each) is yearly]
        if some:
            periods = [period_of(some[0], choice), compared_of(some[0], choice)]
            asked_for = [each for each in periods if each]
            codes = [each.code for each in some]
            figures += cached.figures(found.snapshot, codes, asked_for, choice.country, where=choice.where)
    return figures


def _explored(request: WorkerRequest, found: Asked) -> list[Figure]:
    wanted, _remarks = explorer.read(request.GET, found.choice)
    figures: list[Figure] = []
    for code in wanted.codes:
        measured = queries.indicator(code, found.choice.country)
        figures += explorer.figures_of(measured, wanted, found.choice, found.span, found.snapshot)[0]
    return figures


@require_GET
@door(Action.SEE_FIGURES)
def chart_alone(request: WorkerRequest, code: str) -> HttpResponse:
    """The trend or the map of an indicator as a drawing (SVG) or a picture (PNG) that says what it is."""
    measured, found = indicator_of(request, code), asked(request)
    if not found.has_figures:
        raise Http404
    try:
        shown = explained(measured, found.choice, found.span, found.snapshot, request.GET.get("currency", ""))
        drawn = _drawn(request, shown, found)
        svg = alone.as_svg(
            drawn,
            str(drawn.title),
            [str(drawn.how_to_read)] if drawn.how_to_read else [],
            pages.foot(shown, found.snapshot),
        )
        name = f"{code.replace('.', '-')}-{found.choice.asked.label}"
        if request.GET.get("format") == "png":
            return _file(alone.as_png(svg), "image/png", f"{name}.png")
    except (FilterDoesNotApply, alone.NothingDrawn, alone.NoPictures) as wrong:
        raise Http404(str(wrong)) from wrong
    return _file(svg, "image/svg+xml", f"{name}.svg")


def _drawn(request: WorkerRequest, shown: Explained, found: Asked) -> LineChart | Map:
    """
    What is drawn: the map of a breakdown by place where the address says so, else the trend.

    :raises NothingDrawn: where there is too little of it.
    """
    if request.GET.get("map"):
        by = breakdowns.crossing_from(request.GET["map"], shown.indicator, found.choice)[0]
        drawn = tables.broken_down(shown, tables.Asked(by), found.snapshot).get("map") if by else None
        if isinstance(drawn, Map):
            return drawn
        raise alone.NothingDrawn(shown.indicator.code)
    line = chart(shown)
    if line is None or not line.enough:
        raise alone.NothingDrawn(shown.indicator.code)
    return line
