"""The explorer: any indicators, one or two breakdowns, one or several periods; the address holds the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from arraigo.core.periods import Period
from arraigo.indicators import breakdowns, cached, names, queries, spoken, wording
from arraigo.indicators.breakdowns import OFFERED, Crossing
from arraigo.indicators.choice import Choice, Span
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.definition import GROUP, UNKNOWN
from arraigo.indicators.found import Found, applies, compared_of, is_yearly, period_of
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import BarCell, LineChart, Series, line_chart
from arraigo.web.formats import number

MOST_INDICATORS = 6
LINES_A_PAGE = 40
MOST_COLUMNS = 12
"""So many columns a table has; all cells are in the file."""

USUAL = "context.persons_returned"

OVER = ("", "compared", "years", "quarters", "months")
"""Which periods: the chosen one; also the compared one; the years up to it; the quarters or months inside it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is put together: indicators, how they are broken down, over which periods."""

    codes: Sequence[str]
    by: Crossing = ()
    over: str = ""

    def parts(self) -> list[tuple[str, str]]:
        """As names and values of an address."""
        return [
            *(("i", code) for code in self.codes),
            *zip(("by1", "by2"), self.by, strict=False),
            *([("over", self.over)] if self.over else []),
        ]


def read(query: QueryDict, choice: Choice) -> tuple[Asked, list[str]]:
    """What an address puts together, and sentences about what of it there is not."""
    remarks: list[str] = []
    known = {each.code for each in queries.indicators(choice.country)}
    wanted = list(dict.fromkeys(query.getlist("i")))
    codes = [code for code in wanted if code in known]
    if len(codes) < len(wanted):
        remarks.append(_("An indicator of this address does not exist here; the others are shown."))
    if len(codes) > MOST_INDICATORS:
        remarks.append(
            _("At most %(most)d indicators are shown together; these are the first.")
            % {"most": MOST_INDICATORS}
        )
    keys = [query.get("by1", ""), query.get("by2", "")]
    if query.get("by"):
        keys = str(query["by"]).split(",")[:2]
    by = tuple(dict.fromkeys(key for key in keys if key in OFFERED))
    if any(key and key not in OFFERED for key in keys):
        remarks.append(_("There is no such breakdown; it is left out."))
    over = query.get("over", "")
    if over not in OVER:
        remarks.append(_("Those periods were not understood; the chosen one is shown."))
        over = ""
    return Asked(tuple(codes[:MOST_INDICATORS]) or (USUAL,), by, over), remarks


def periods_for(indicator: Indicator, asked: Asked, choice: Choice, span: Span) -> list[Period]:
    """The periods of an indicator's columns, oldest first."""
    now, before = period_of(indicator, choice), compared_of(indicator, choice)
    if asked.over == "compared":
        return sorted({now, *([before] if before else [])}, key=lambda each: each.first)
    if asked.over == "years":
        years = [year for year in span.years(choice.today) if year <= choice.asked.last.year][:8]
        whole = [Period.year(year) if is_yearly(indicator) else choice.period_of(year) for year in years]
        return whole[::-1] or [now]
    if asked.over in ("quarters", "months") and not is_yearly(indicator):
        return _inside(now, asked.over)
    return [now]


def _inside(whole: Period, over: str) -> list[Period]:
    """The quarters or months that have a day in the period, cut to it."""
    found: list[Period] = []
    day = whole.first
    while day <= whole.last and len(found) < 36:
        part = (
            Period.month(day.year, day.month)
            if over == "months"
            else Period.quarter(day.year, (day.month + 2) // 3)
        )
        found.append(Period(max(part.first, whole.first), min(part.last, whole.last)))
        day = part.last.fromordinal(part.last.toordinal() + 1)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its name, and a cell for each column."""

    label: str
    cells: Sequence[object]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator's part of the page."""

    indicator: Indicator
    heads: Sequence[str]
    first_head: str
    page: Page[Line] | None
    total: Line | None
    note: str = ""
    chart: LineChart | None = None
    currency: str | None = None
    more_columns: int = 0
    has_bars: bool = False
    remarks: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Table:
    """What a section is made of, while it is being made."""

    indicator: Indicator
    by: Crossing
    periods: Sequence[Period]
    found: Found
    figures: Sequence[Figure]
    currency: str | None


def sections(asked: Asked, choice: Choice, span: Span, snapshot: Snapshot, page: str = "") -> list[Section]:
    """The page: a section for each indicator, and for each currency of one that is money."""
    found: list[Section] = []
    for code in asked.codes:
        indicator = queries.indicator(code, choice.country)
        found += _sections(indicator, asked, choice, span, snapshot, page)
    return found


def figures_of(
    indicator: Indicator, asked: Asked, choice: Choice, span: Span, snapshot: Snapshot
) -> tuple[list[Figure], Crossing, str]:
    """The figures of an indicator as they were asked for, how they are broken down, and what had to be left out."""
    if indicator.aggregate == "reported":
        return [], (), _("Institutions report this figure; it is not computed.")
    if not applies(indicator, (), choice.where):
        return [], (), _("Its records do not say what the filter asks for.")
    by = tuple(key for key in asked.by if key in indicator.by and applies(indicator, (key,), choice.where))
    left_out = [names.key(key) for key in asked.by if key not in by]
    note = ""
    if left_out:
        note = _("It is not broken down by %(keys)s; the rest is shown.") % {"keys": ", ".join(left_out)}
    crossings = tuple(dict.fromkeys([by, *((key,) for key in by)])) if by else ()
    periods = periods_for(indicator, asked, choice, span)
    found = cached.figures(snapshot, [indicator.code], periods, choice.country, crossings, choice.where)
    return [each for each in found if breakdowns.may_be_shown(each)], by, note


def _sections(
    indicator: Indicator, asked: Asked, choice: Choice, span: Span, snapshot: Snapshot, page: str
) -> list[Section]:
    figures, by, note = figures_of(indicator, asked, choice, span, snapshot)
    if not figures:
        return [Section(indicator, (), "", None, None, note)]
    found = Found(figures)
    periods = periods_for(indicator, asked, choice, span)
    currencies = found.currencies(indicator.code)
    tables = [Table(indicator, by, periods, found, figures, currency) for currency in currencies]
    return [_section(each, page, note, several=len(tables) > 1) for each in tables]


def _section(table: Table, page: str, note: str, *, several: bool) -> Section:
    indicator, by = table.indicator, table.by
    down, columns, heads = _columns(table)
    codes = _codes(table, down) if down else []
    label = names.labels(down, codes) if down else str
    shown = columns[:MOST_COLUMNS]
    make = _cells(table, down, shown)
    lines = Paginator([Line(label(code), make(code)) for code in codes], LINES_A_PAGE)
    notes = [note] if note else []
    if GROUP in by:
        notes.append(_("Somebody can be in several groups: the lines do not add up to the total."))
    return Section(
        indicator,
        [*heads[:MOST_COLUMNS], *(_detail_heads(indicator) if len(columns) == 1 else [])],
        names.key(down) if down else "",
        lines.get_page(page) if down else None,
        Line(_("Total"), make(""), is_total=True),
        " ".join(notes),
        _chart(table) if len(table.periods) > 1 else None,
        table.currency if several else None,
        len(columns) - len(shown),
        len(columns) == 1,
    )


Column = tuple[Period, str, str]
"""A period, and the key and code of a cell across (empty where nothing goes across)."""


def _columns(table: Table) -> tuple[str, list[Column], list[str]]:
    """The key that goes down, the columns across, and their heads."""
    by, periods = table.by, table.periods
    if len(by) == 2:
        one, other = by
        few_first = len(_codes(table, one)) <= len(_codes(table, other))
        across, down = (one, other) if few_first else (other, one)
        codes = _codes(table, across)
        label = names.labels(across, codes)
        last = periods[-1]
        return (
            down,
            [*((last, across, code) for code in codes), (last, "", "")],
            [*(label(code) for code in codes), _("Total")],
        )
    down = by[0] if by else ""
    return down, [(each, "", "") for each in periods], [_short(each) for each in periods]


def _codes(table: Table, key: str) -> list[str]:
    last = table.periods[-1].label
    alone = [each for each in table.figures if set(each.by) == {key}]
    named = dict.fromkeys(each.by[key] for each in alone)
    size = {
        each.by[key]: float(each.denominator or each.numerator or 0) for each in alone if each.period == last
    }
    in_order = names.order(key)
    if in_order:
        return sorted(named, key=in_order)
    return sorted(named, key=lambda code: (code == UNKNOWN, -size.get(code, 0.0), code))


def _detail_heads(indicator: Indicator) -> list[str]:
    if wording.is_counted(indicator):
        return [_("No data")]
    return [str(indicator.numerator), str(indicator.denominator or ""), _("No data")]


def _cells(table: Table, down: str, columns: Sequence[Column]):  # type: ignore[no-untyped-def]
    """A function from the code of a line (empty for the total) to its cells."""
    indicator, found = table.indicator, table.found

    def figure(column: Column, code: str) -> Figure | None:
        period, across, other = column
        by = {key: value for key, value in ((down, code), (across, other)) if key and value}
        return found.figure(indicator.code, period, table.currency, by)

    top = _top(table, down, columns, figure)

    def line(code: str) -> list[object]:
        cells = [figure(column, code) for column in columns]
        if len(columns) > 1:
            return [
                wording.bare(indicator, each.exact) if each and each.exact is not None else ""
                for each in cells
            ]
        (only,) = cells
        if only is None:
            return [""]
        drawn = wording.drawn(indicator, only.exact)
        words = wording.bare(indicator, only.exact) if only.exact is not None else ""
        counted = wording.is_counted(indicator)
        bar = (
            words
            if counted and not code and down
            else BarCell(
                max(drawn, 0.0) if drawn is not None else None, top, 0, wording.unit_of(indicator), words
            )
        )
        parts = [] if counted else [wording.amount(only.numerator), wording.amount(only.denominator)]
        return [bar, *parts, number(only.unknown, 0)]

    return line


def _top(table: Table, down: str, columns: Sequence[Column], figure) -> float:  # type: ignore[no-untyped-def]
    codes = _codes(table, down) if down else [""]
    if not wording.is_counted(table.indicator):
        codes = [*codes, ""]
    values = [
        wording.drawn(table.indicator, each.exact)
        for each in (figure(columns[0], code) for code in codes)
        if each
    ]
    return max((value for value in values if value is not None), default=0.0)


def _chart(table: Table) -> LineChart | None:
    """The way through the periods: of the total, or of up to three cells."""
    indicator = table.indicator
    codes = _codes(table, table.by[0]) if len(table.by) == 1 else []
    if len(table.by) > 1 or len(codes) > 3:
        codes = []
    label = names.labels(table.by[0], codes) if codes else str
    lines = [(label(code), {table.by[0]: code}) for code in codes] or [(str(indicator.name), {})]
    series = []
    for words, by in lines:
        points = [table.found.figure(indicator.code, each, table.currency, by) for each in table.periods]
        series.append(
            Series(words, [wording.drawn(indicator, each.exact) if each else None for each in points])
        )
    heads = [_short(each) for each in table.periods]
    return line_chart(
        title=f"{indicator.name}, {heads[0]} – {heads[-1]}",
        labels=heads,
        series=series,
        unit=wording.unit_of(indicator),
    )


def _short(period: Period) -> str:
    """A period that is cut short, by the name of the whole it is part of."""
    if ".." not in period.label:
        return spoken.period(period, short=True)
    first = period.first
    if first.month == 1 and first.day == 1 and period.last.month > 3:
        return str(first.year)
    month = first.month == period.last.month
    whole = (
        Period.month(first.year, first.month) if month else Period.quarter(first.year, (first.month + 2) // 3)
    )
    return spoken.period(whole, short=True)


def overs() -> list[tuple[str, str]]:
    """The choices of periods, in words."""
    return [
        ("", _("The chosen period")),
        ("compared", _("It and the compared one")),
        ("years", _("Year by year")),
        ("quarters", _("Its quarters")),
        ("months", _("Its months")),
    ]
