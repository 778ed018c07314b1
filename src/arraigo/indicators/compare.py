"""An indicator in several places and two periods, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arraigo.core import places
from arraigo.core.periods import Period
from arraigo.indicators import cached, names, wording
from arraigo.indicators.choice import Choice, Span, people_filter
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.explained import trend_periods
from arraigo.indicators.found import Found, compared_of, period_of
from arraigo.indicators.wording import Change
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import LineChart, Series, line_chart
from arraigo.web.formats import number

MOST_LINES = 3
"""A chart has at most so many lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place: what it had, what it has, by how much that differs."""

    label: str
    before: str
    value: str
    change: Change | None
    numerator: str
    denominator: str
    unknown: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The page: its lines, and the way of up to three places through time."""

    lines: Sequence[Line]
    chart: LineChart | None
    level: str


def level_of(indicator: Indicator, choice: Choice) -> str:
    """Departments, or the municipalities of the chosen one; nothing where the figure knows no places."""
    level = "municipality" if choice.place else "department"
    return level if level in indicator.by else ""


def offered(indicator: Indicator, choice: Choice) -> list[places.Place]:
    """The places that can be compared."""
    level = level_of(indicator, choice)
    if level == "municipality":
        return places.municipalities(choice.country, choice.department)
    return places.departments(choice.country) if level else []


def compared(
    indicator: Indicator, choice: Choice, span: Span, snapshot: Snapshot, chosen: Sequence[str]
) -> Compared:
    """The chosen places, or all of them; below them the whole they are part of."""
    level = level_of(indicator, choice)
    now, before = period_of(indicator, choice), compared_of(indicator, choice)
    trend = trend_periods(indicator, choice, span)
    where = people_filter(choice.people)
    if level == "municipality":
        where = {**where, "department": choice.department}
    periods = [now, *([before] if before else []), *trend]
    by = ((level,),) if level else ()
    found = Found(cached.figures(snapshot, [indicator.code], periods, choice.country, by, where))
    currency = found.currencies(indicator.code)[0]
    known = [place.code for place in offered(indicator, choice)]
    codes = [code for code in known if code in chosen] or known

    def line(code: str) -> Line | None:
        cell = {level: code} if code else {}
        figure, other = (found.figure(indicator.code, each, currency, cell) for each in (now, before))
        if figure is None and other is None:
            return None if code not in chosen else _nothing(names.label(level, code))
        return Line(
            names.label(level, code) if code else choice_words(choice),
            wording.bare(indicator, other.exact) if other and other.exact is not None else "",
            wording.bare(indicator, figure.exact) if figure and figure.exact is not None else "",
            wording.change(indicator, figure, other) if figure else None,
            wording.amount(figure.numerator) if figure else "",
            wording.amount(figure.denominator) if figure else "",
            number(figure.unknown, 0) if figure else "",
            is_total=not code,
        )

    lines = [each for each in (line(code) for code in [*codes, ""]) if each]
    drawn = codes if 0 < len(codes) <= MOST_LINES else [""]
    series = []
    for code in drawn:
        cell = {level: code} if code else {}
        points = [found.figure(indicator.code, each, currency, cell) for each in trend]
        values = [wording.drawn(indicator, each.exact) if each else None for each in points]
        series.append(Series(names.label(level, code) if code else choice_words(choice), values))
    return Compared(lines, _chart(indicator, trend, series), level)


def choice_words(choice: Choice) -> str:
    """The whole that the places are part of; a department may have the country's name."""
    return _("The whole department") if choice.department else _("The whole country")


def _nothing(label: str) -> Line:
    return Line(label, "", "", None, "", "", "")


def _chart(indicator: Indicator, trend: Sequence[Period], series: Sequence[Series]) -> LineChart | None:
    labels = [str(each.first.year) if _is_year(each) else each.label for each in trend]
    if not labels:
        return None
    title = _("%(name)s, %(first)s to %(last)s") % {
        "name": indicator.name,
        "first": labels[0],
        "last": labels[-1],
    }
    return line_chart(title=title, labels=labels, series=series, unit=wording.unit_of(indicator), level=2)


def _is_year(period: Period) -> bool:
    first, last = period.first, period.last
    return bool(first.month == first.day == 1 and (last - first).days > 92)
