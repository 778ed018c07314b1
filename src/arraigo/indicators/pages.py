"""What the pages of figures are made of: tabs, counts, links, the file card. Everything in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content
from arraigo.indicators import wording
from arraigo.indicators.choice import Choice, people_of
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Part
from arraigo.indicators.explained import Explained, left_out_words, sources
from arraigo.indicators.found import is_yearly
from arraigo.indicators.overview import SETS, goal_people
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web import formats
from arraigo.web.charts.scales import FEWEST_POINTS
from arraigo.web.components import Sum, Tab, Tabs, Term

_CELL = "in_"
"""Before the name of a breakdown's key in an address: ``in_age_band=12-17`` is one cell of it."""


# The page of all indicators.


def set_tabs(choice: Choice, current: str) -> Tabs:
    """Table 7, Table 6 for children, sustainability, process."""
    named = {
        "table_7": _("Table 7"),
        "children": _("Children"),
        "sustainability": _("Sustainability"),
        "process": _("Process"),
    }
    tabs = [
        Tab(
            named[code], choice.query(set=code if code != next(iter(SETS)) else None), current=code == current
        )
        for code in SETS
    ]
    tabs.append(Tab(_("My views"), reverse("indicators:views"), current=current == "views"))
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
    if indicator.aggregate == "growth":
        return _("Growth, %")
    if indicator.unit == "percent":
        return _("Share, %")
    if indicator.aggregate == "mean":
        return _("Mean score, from 0 to 1") if indicator.unit == "score" else _("Days on average")
    unit = wording.unit_words(indicator)
    return (
        _("%(unit)s, median") % {"unit": capfirst(unit)}
        if indicator.aggregate == "median"
        else capfirst(unit)
    )


def taken_apart(shown: Explained, *, opens: bool) -> Sum:
    """Numerator ÷ denominator = value, each with the way to its records for those who may see them."""
    indicator, figure = shown.indicator, shown.figure
    written = wording.written(indicator, figure.exact)
    counted = Term(written, str(indicator.numerator), *_opens(shown, Part.NUMERATOR, opens))
    if wording.is_counted(indicator):
        return Sum([counted], ())
    value = Term(written, _unknown_words(shown), *_opens(shown, Part.UNKNOWN, opens))
    denominator = Term(
        wording.amount(figure.denominator, figure.currency) or "–",
        str(indicator.denominator or ""),
        *_opens(shown, Part.DENOMINATOR, opens),
    )
    if indicator.aggregate == "median":
        return Sum([denominator, Term(written, _unknown_words(shown))], ("→",))
    # The sum of a mean has the same rows as its denominator: one way to them is enough.
    above = opens and indicator.aggregate == "share"
    numerator = wording.amount(figure.numerator, figure.currency, 2 if indicator.unit == "score" else 0)
    return Sum(
        [
            Term(numerator or "–", str(indicator.numerator), *_opens(shown, Part.NUMERATOR, above)),
            denominator,
            value,
        ]
    )


def _opens(shown: Explained, part: Part, opens: bool) -> tuple[str, str]:
    """Address and words of the link to the records of a part, where there are any to open."""
    figure = shown.figure
    rows: object = {
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
    if indicator.aggregate not in ("share", "count"):
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


def about(indicator: Indicator) -> Card:
    """The margin of a page that has no figure."""
    return Card(wording.formula(indicator), sources(indicator), ())


def card(shown: Explained) -> Card:
    """The margin of the page."""
    goals = [_goal_card(each, shown) for each in shown.goals]
    return Card(wording.formula(shown.indicator), sources(shown.indicator), goals)


def yearly_note(indicator: Indicator, choice: Choice) -> str:
    """What must be known of a figure that there is of whole years only."""
    if not is_yearly(indicator):
        return ""
    if not choice.is_year:
        return _("This figure is of whole calendar years: months and quarters have none.")
    return (
        _("This figure is of whole calendar years; that of %(year)d is not closed.") % {"year": choice.year}
        if choice.is_so_far
        else ""
    )


def currency_tabs(shown: Explained) -> Tabs | None:
    """Money of several currencies is never added: a tab for each."""
    if len(shown.currencies) < 2:
        return None
    tabs = [
        Tab(str(each), shown.choice.query(currency=each), current=each == shown.figure.currency)
        for each in shown.currencies
    ]
    return Tabs(tabs, _("Currencies"))


def pictures(shown: Explained, *, may_be_png: bool) -> list[Tab]:
    """The trend as a file: SVG, and PNG where this installation can make one."""
    if sum(figure.exact is not None for _period, figure in shown.trend) < FEWEST_POINTS:
        return []
    address = reverse("indicators:chart", args=[shown.indicator.code])
    formats_ = ("svg", "png") if may_be_png else ("svg",)
    return [
        Tab(each.upper(), address + shown.choice.query(format=each, currency=shown.figure.currency))
        for each in formats_
    ]


def map_pictures(shown: Explained, by: str, *, may_be_png: bool) -> list[Tab]:
    """The map of a breakdown as a file."""
    address = reverse("indicators:chart", args=[shown.indicator.code])
    return [
        Tab(each.upper(), address + shown.choice.query(map=by, format=each))
        for each in (("svg", "png") if may_be_png else ("svg",))
    ]


def foot(shown: Explained, snapshot: Snapshot) -> str:
    """Where a drawing comes from, in a line."""
    return _("%(source)s. Definition version %(version)s, data of %(moment)s.") % {
        "source": str(shown.indicator.source_institution).rstrip("."),
        "version": shown.indicator.version,
        "moment": formats.moment(snapshot.made_at),
    }


def cite(shown: Explained, snapshot: Snapshot, address: str) -> str:
    """The line by which a figure can be cited and found again."""
    return _(
        "“%(name)s”, %(place)s, %(period)s: %(value)s. Definition %(code)s version %(version)s; data of %(moment)s, "
        "snapshot %(snapshot)s. %(address)s"
    ) % {
        "name": shown.indicator.name,
        "place": shown.choice.place_words,
        "period": shown.choice.period_words,
        "value": wording.written(shown.indicator, shown.figure.exact),
        "code": shown.indicator.code,
        "version": shown.indicator.version,
        "moment": formats.moment(snapshot.made_at),
        "snapshot": snapshot.id,
        "address": address,
    }


def by_family(indicators: Sequence[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Indicators to choose from, under the names of their families."""
    families = content.codelist("indicator_family")
    grouped = [(code, [each for each in indicators if each.family == code]) for code in families.codes]
    return [(families.label(code), some) for code, some in grouped if some]


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


def export_url(format_: str, choice: Choice, **asked: str) -> str:
    """Where the figures of a page can be taken away; ``asked`` is what the page shows (code, by, set, series...)."""
    return reverse("indicators:export") + choice.query(**{**asked, "format": format_})


def downloads(choice: Choice, formats_: Sequence[str] = ("csv", "xlsx", "json"), **asked: str) -> list[Tab]:
    """The ways to take the figures of a page away, by the name of the format."""
    return [Tab(each.upper(), export_url(each, choice, **asked)) for each in formats_]


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
