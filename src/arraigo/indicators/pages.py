"""What the pages of figures are made of: tabs, counts, links, the file card. Everything in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content
from arraigo.indicators import breakdowns, wording
from arraigo.indicators.breakdowns import Breakdown, Cell, Crossing
from arraigo.indicators.choice import Choice, people_of
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Part
from arraigo.indicators.engine.definition import UNKNOWN
from arraigo.indicators.explained import Explained, left_out_words, sources
from arraigo.indicators.overview import Overview, goal_people
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web import formats
from arraigo.web.components import Sum, Tab, Tabs, Term

ENOUGH = 30
"""Rows from which on a line may be called the highest or the lowest: of fewer, chance decides."""

_CELL = "in_"
"""Before the name of a breakdown's key in an address: ``in_age_band=12-17`` is one cell of it."""


# The page of all indicators.


def family_tabs(shown: Overview, family: str) -> Tabs:
    """All indicators, or those of one family."""
    known = family in {each.code for each in shown.families}
    tabs = [Tab(_("All"), shown.choice.query(), shown.shown, current=not known)]
    tabs += [
        Tab(each.label, shown.choice.query(family=each.code), len(each.rows), current=each.code == family)
        for each in shown.families
    ]
    return Tabs(tabs, _("Families of indicators"))


def state_counts(goals: Sequence[GoalStanding]) -> list[tuple[str, int]]:
    """How many goals there are in each state that any goal has."""
    states = [str(each.judgement.state) for each in goals]
    return [(code, states.count(code)) for code in content.codelist("goal_state").codes if code in states]


# The page of one indicator.


def family_label(indicator: Indicator) -> str:
    """The name of its family."""
    return content.label("indicator_family", indicator.family)


def value_head(indicator: Indicator) -> str:
    """The head of the column of values, which says the unit."""
    return {
        "percent": _("Share, %"),
        "days": _("Days on average"),
        "score": _("Mean score, from 0 to 1"),
        "persons": _("Persons"),
        "returns": _("Returns"),
    }[indicator.unit]


def taken_apart(shown: Explained, *, opens: bool) -> Sum:
    """Numerator ÷ denominator = value, each with the way to its records for those who may see them."""
    indicator, figure = shown.indicator, shown.figure
    value = Term(
        wording.written(indicator, figure.exact), _unknown_words(shown), *_opens(shown, Part.UNKNOWN, opens)
    )
    counted = str(indicator.numerator)
    if indicator.aggregate == "count":
        return Sum(
            [Term(wording.written(indicator, figure.exact), counted, *_opens(shown, Part.NUMERATOR, opens))],
            (),
        )
    decimals = 2 if indicator.unit == "score" else 0
    numerator = formats.number(float(figure.numerator or 0), decimals)
    # The sum of a mean has the same rows as its denominator: one way to them is enough.
    above = opens and indicator.aggregate == "share"
    return Sum(
        [
            Term(numerator, counted, *_opens(shown, Part.NUMERATOR, above)),
            Term(
                formats.number(figure.denominator or 0, 0),
                str(indicator.denominator or ""),
                *_opens(shown, Part.DENOMINATOR, opens),
            ),
            value,
        ]
    )


def _opens(shown: Explained, part: Part, opens: bool) -> tuple[str, str]:
    """Address and words of the link to the records of a part, where there are any to open."""
    figure = shown.figure
    rows = {
        Part.NUMERATOR: figure.numerator,
        Part.DENOMINATOR: figure.denominator,
        Part.UNKNOWN: figure.unknown,
    }[part]
    words = {
        Part.NUMERATOR: _("See these records"),
        Part.DENOMINATOR: _("See the whole list"),
        Part.UNKNOWN: _("See those without data"),
    }[part]
    return (records_url(shown.indicator, shown.choice, part), words) if opens and rows else ("", "")


def _unknown_words(shown: Explained) -> str:
    figure, indicator = shown.figure, shown.indicator
    if not figure.unknown:
        return _("nobody without data") if indicator.unit == "percent" else _("none without data")
    words = {"count": formats.number(figure.unknown, 0)}
    if indicator.aggregate == "mean":
        return (
            ngettext(
                "%(count)s without data does not count", "%(count)s without data do not count", figure.unknown
            )
            % words
        )
    return (
        ngettext(
            "%(count)s without data stays in the denominator",
            "%(count)s without data stay in the denominator",
            figure.unknown,
        )
        % words
    )


def left_out(shown: Explained, count: int, *, opens: bool) -> dict[str, str]:
    """How many rows were left out and why, and the way to them."""
    url = records_url(shown.indicator, shown.choice, Part.EXCLUDED) if opens and count else ""
    return {"words": left_out_words(shown.indicator, count), "url": url}


def broken_down(shown: Explained, by: Crossing, snapshot: Snapshot, *, opens: bool) -> dict[str, object]:
    """Tabs, title and table of a breakdown."""
    indicator, choice = shown.indicator, shown.choice
    figures = breakdowns.figures_of(indicator, by, choice, snapshot)
    offered = breakdowns.crossings_of(indicator, choice)
    tabs = [
        Tab(breakdowns.tab_words(each), choice.query(by=",".join(each)) + "#breakdown", current=each == by)
        for each in offered
    ]
    found: dict[str, object] = {
        "tabs": Tabs(tabs, _("Breakdowns"), ruled=True),
        "tab_label": breakdowns.tab_words(by),
        "value_head": value_head(indicator),
        "breakdown_title": f"{breakdowns.title_words(by)}, {choice.period_words}",
    }
    if len(by) > 1:
        return found | {"crossed": breakdowns.crossed(indicator, figures)}
    table = breakdowns.breakdown(indicator, by, figures)
    return found | {
        "breakdown": table,
        "lines": lines(table, shown, opens=opens),
        "remark": remark(table, shown),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a breakdown with the ways to its records."""

    cell: Cell
    of_total: float | None = None
    label_url: str = ""
    numerator_url: str = ""
    denominator_url: str = ""
    unknown_url: str = ""


def lines(table: Breakdown, shown: Explained, *, opens: bool) -> list[Line]:
    """The lines of a breakdown, each number a link for those who may see the records."""
    return [_line(cell, table, shown, opens=opens) for cell in table.cells]


def _line(cell: Cell, table: Breakdown, shown: Explained, *, opens: bool) -> Line:
    figure, indicator, total = cell.figure, shown.indicator, table.total.figure
    of_total = float(figure.numerator or 0) / float(total.numerator) if total.numerator else None

    def url(part: Part, rows: float | Decimal | None) -> str:
        return records_url(indicator, shown.choice, part, {table.key: cell.code}) if opens and rows else ""

    if indicator.aggregate == "count":
        return Line(cell, of_total, url(Part.NUMERATOR, figure.numerator))
    return Line(
        cell,
        None,
        "",
        url(Part.NUMERATOR, figure.numerator) if indicator.aggregate == "share" else "",
        url(Part.DENOMINATOR, figure.denominator),
        url(Part.UNKNOWN, figure.unknown),
    )


def remark(table: Breakdown, shown: Explained) -> str:
    """What must be known to read the table."""
    if not table.is_additive:
        return _(
            "Somebody can be in several groups: the lines do not add up to the total. "
            "Protected groups are not shown, so that no figure points at anybody."
        )
    telling = [
        cell for cell in table.cells if (cell.figure.denominator or 0) >= ENOUGH and cell.code != UNKNOWN
    ]
    if shown.indicator.aggregate == "count" or len(telling) < 2:
        return ""
    highest = max(telling, key=lambda cell: cell.figure.exact or 0)
    lowest = min(telling, key=lambda cell: cell.figure.exact or 0)
    if highest.figure.exact == lowest.figure.exact:
        return ""
    return _("Lowest: %(low_name)s, %(lowest)s. Highest: %(high_name)s, %(highest)s.") % {
        "lowest": wording.written(shown.indicator, lowest.figure.exact),
        "low_name": lowest.label,
        "highest": wording.written(shown.indicator, highest.figure.exact),
        "high_name": highest.label,
    }


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal in the margin of its indicator: its state, its numbers, the way to it."""

    standing: GoalStanding
    people: str
    url: str
    same_people_url: str
    facts: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about the definition and the data of an indicator."""

    formula: str
    sources: Sequence[str]
    goals: Sequence[GoalCard]


def card(shown: Explained) -> Card:
    """The margin of the page."""
    goals = [_goal_card(each, shown) for each in shown.goals]
    return Card(wording.formula(shown.indicator), sources(shown.indicator), goals)


def _goal_card(standing: GoalStanding, shown: Explained) -> GoalCard:
    judged, indicator = standing.judgement, standing.indicator
    until = {
        "value": wording.aimed(indicator, judged.goal),
        "until": formats.month_year(judged.until),
    }
    facts = [
        (
            _("Baseline %(year)s") % {"year": standing.baseline.period},
            wording.written(indicator, judged.baseline),
            False,
        ),
        (_("Expected today"), wording.written(indicator, judged.expected), False),
        (_("It is at"), wording.written(indicator, judged.actual), True),
        (_("To reach"), _("%(value)s in %(until)s") % until, False),
    ]
    same = standing.goal.where == shown.choice.people_where and not shown.choice.place
    people = people_of(standing.goal.where)
    elsewhere = shown.choice.query(people=people, place="") if people is not None and not same else ""
    url = reverse("policy:goal", args=[standing.goal.code])
    return GoalCard(standing, "" if same else goal_people(standing), url, elsewhere, facts)


# Addresses.


def records_url(
    indicator: Indicator, choice: Choice, part: Part, cell: Mapping[str, str] | None = None
) -> str:
    """The page of the records of a part of a figure, or of one cell."""
    limits = {f"{_CELL}{key}": value for key, value in (cell or {}).items()}
    return reverse("indicators:records", args=[indicator.code]) + choice.query(part=str(part), **limits)


def cell_from(asked: Mapping[str, str], indicator: Indicator) -> dict[str, str]:
    """
    The cell that an address names, as far as the indicator has it.

    :raises LookupError: for a protected group, which is no cell of any page.
    """
    protected = content.codelist("target_group").having("protected")
    found = {key: asked[_CELL + key] for key in indicator.by if asked.get(_CELL + key)}
    if any(value in protected for value in found.values()):
        raise LookupError("protected groups are not shown")
    return found


def export_url(
    format_: str, indicator: Indicator | None, choice: Choice, *, by: str = "", series: str = ""
) -> str:
    """Where the figures of a page can be taken away."""
    named = {"format": format_, "code": indicator.code if indicator else "", "by": by, "series": series}
    asked = {key: value for key, value in named.items() if value}
    return f"{reverse('indicators:export')}{choice.query()}&{urlencode(asked)}"


# The page of records.


def part_words(indicator: Indicator, part: Part) -> str:
    """Which of a figure's records are listed."""
    return {
        Part.NUMERATOR: capfirst(str(indicator.numerator)),
        Part.DENOMINATOR: capfirst(str(indicator.denominator or indicator.numerator)),
        Part.UNKNOWN: _("Without data"),
        Part.EXCLUDED: _("Left out"),
    }[part]


def counted_words(count: int, hidden: int) -> str:
    """How many records there are, and how many of them the reader may not see."""
    words = {"count": formats.number(count, 0), "hidden": formats.number(hidden, 0)}
    said = ngettext("%(count)s record.", "%(count)s records.", count) % words
    if not hidden:
        return said
    if hidden == count:
        return f"{said} " + _("You may see none of them.")
    more = (
        ngettext("%(hidden)s more that you may not see", "%(hidden)s more that you may not see", hidden)
        % words
    )
    return f"{said} " + _("You see %(seen)s; there are %(more)s.") % {
        "seen": formats.number(count - hidden, 0),
        "more": more,
    }


def cell_words(cell: Mapping[str, str]) -> str:
    """The cell in words: *De 12 a 17 años*."""
    return " · ".join(breakdowns.labels(key, [value])(value) for key, value in cell.items())
