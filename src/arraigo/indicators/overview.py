"""The indicators of a country on one page: what each says, how it changed, how its goal stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content
from arraigo.core.periods import Period, add_months
from arraigo.indicators import cached, queries, told, wording
from arraigo.indicators.choice import Choice, Span, people_of, people_words
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.goals import State
from arraigo.indicators.found import Found, applies, compared_of, is_yearly, period_of, periods_of
from arraigo.indicators.queries import GoalStanding
from arraigo.indicators.wording import Change
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import Sparkline, sparkline
from arraigo.web.formats import number

MONTHS = 24
YEARS = 5
"""How far back the trend of a row goes: months, or years where the figure is yearly."""

SETS: Mapping[str, tuple[str, ...]] = {
    "table_7": ("context", "outset", "progress", "impact"),
    "children": ("children",),
    "sustainability": ("sustainability",),
    "process": ("process",),
}
"""The tabs of the page, each with its families: the Guide's Table 7, its Table 6 for children, and what goes beyond."""

_NAMED = 3
"""So many goals that worry are named; of the others only the number is said."""

_STATES_THAT_WORRY = (State.REVERSED, State.BEHIND)


@dataclass(frozen=True, slots=True)
class GoalMark:
    """A goal beside its indicator; ``of`` names its people where the page shows others."""

    standing: GoalStanding
    of: str

    @property
    def state(self) -> str:
        return str(self.standing.judgement.state)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page. Without a figure where the indicator cannot be limited as the page is."""

    indicator: Indicator
    trend: Sparkline
    figure: Figure | None
    change: Change | None
    goals: Sequence[GoalMark]
    currency: str | None = None
    is_part: bool = False
    is_told: bool = False

    @property
    def value(self) -> str:
        if self.figure is None or self.figure.exact is None:
            return ""
        return wording.bare(self.indicator, self.figure.exact)

    @property
    def sign(self) -> str:
        return (
            wording.unit_sign(self.indicator, self.figure.exact)
            if self.figure and self.figure.exact is not None
            else ""
        )

    @property
    def without(self) -> str:
        """Why there is no value."""
        if self.figure is None:
            return _("not reported") if self.is_told else _("not divided this way")
        return _("of whole years") if self.is_part else _("no data")

    @property
    def unknown_share(self) -> float | None:
        """The share of the rows that do not tell; None where nothing could be unknown."""
        return unknown_share(self.indicator, self.figure) if self.figure else None


@dataclass(frozen=True, slots=True)
class Family:
    """The indicators of one family."""

    code: str
    label: str
    about: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page says."""

    choice: Choice
    families: Sequence[Family]
    goals: Sequence[GoalStanding]

    @property
    def shown(self) -> int:
        return sum(len(family.rows) for family in self.families)

    @property
    def has_figures(self) -> bool:
        return any(
            row.figure and (row.figure.denominator or row.figure.numerator)
            for family in self.families
            for row in family.rows
        )


def unknown_share(indicator: Indicator, figure: Figure) -> float | None:
    """How many of the rows do not tell, from 0 to 1. A mean leaves them out of its denominator, a share does not."""
    if figure.denominator is None or indicator.aggregate in ("growth", "ratio"):
        # Of money and staff the denominator is no number of rows.
        return None
    rows = float(figure.denominator) + (figure.unknown if indicator.aggregate in ("mean", "median") else 0)
    return figure.unknown / rows if rows else None


def set_of(asked: str) -> str:
    """The tab that an address names, by its own name or by that of one of its families; the first one for any other."""
    return next((code for code, families in SETS.items() if asked in (code, *families)), next(iter(SETS)))


def overview(choice: Choice, span: Span, snapshot: Snapshot, shown: str = "table_7") -> Overview:
    """The page of a choice: the indicators of one of the ``SETS``."""
    wanted = [each for each in queries.indicators(choice.country) if each.family in SETS[shown]]
    there = [each for each in wanted if applies(each, (), choice.where)]
    computed = [each for each in there if each.aggregate != "reported"]
    months = last_months(choice, span)
    found = Found(
        [
            *_asked(snapshot, choice, [each for each in computed if not is_yearly(each)], months),
            *_asked(snapshot, choice, [each for each in computed if is_yearly(each)], last_years(choice)),
            *(
                figure
                for each in there
                if each.aggregate == "reported"
                for figure in told.figures(each, [*periods_of(choice), *last_years(choice)], choice.country)
            ),
        ]
    )
    goals = cached.goal_states(snapshot, choice.today, choice.country)
    rows = [row for each in wanted for row in _rows_of(each, found, months, goals, choice, each in there)]
    return Overview(choice, _families(rows), goals)


def _asked(
    snapshot: Snapshot, choice: Choice, indicators: Sequence[Indicator], trend: Sequence[Period]
) -> list[Figure]:
    if not indicators:
        return []
    codes = [each.code for each in indicators]
    return cached.figures(snapshot, codes, [*periods_of(choice), *trend], choice.country, where=choice.where)


def last_years(choice: Choice) -> list[Period]:
    """The years up to that of the choice."""
    return [Period.year(choice.asked.last.year - back) for back in range(YEARS - 1, -1, -1)]


def last_months(choice: Choice, span: Span, count: int = MONTHS) -> list[Period]:
    """The last whole months of the choice's period and before, as far back as the data cover them."""
    end = choice.period.last
    whole = end if (end + timedelta(days=1)).day == 1 else end.replace(day=1) - timedelta(days=1)
    firsts = [add_months(whole.replace(day=1), -back) for back in range(count - 1, -1, -1)]
    begins = span.first or date.max
    return [Period.month(first.year, first.month) for first in firsts if first + timedelta(days=6) >= begins]


def _rows_of(
    indicator: Indicator,
    found: Found,
    months: Sequence[Period],
    goals: Sequence[GoalStanding],
    choice: Choice,
    there: bool,
) -> list[Row]:
    """The line of an indicator; of money in several currencies, a line each."""
    marks = [_mark(each, choice) for each in goals if each.goal.indicator == indicator.code]
    trend = last_years(choice) if is_yearly(indicator) else months
    if not there:
        return [Row(indicator, sparkline([]), None, None, marks)]
    currencies = found.currencies(indicator.code)
    several = len(currencies) > 1
    return [
        _row(indicator, found, trend, marks, choice, currency, several=several) for currency in currencies
    ]


def _row(
    indicator: Indicator,
    found: Found,
    trend: Sequence[Period],
    marks: Sequence[GoalMark],
    choice: Choice,
    currency: str | None,
    *,
    several: bool,
) -> Row:
    figure = found.figure(indicator.code, period_of(indicator, choice), currency)
    before = found.figure(indicator.code, compared_of(indicator, choice), currency)
    aimed = next((mark for mark in marks if not mark.of), None)
    # The goal of a count is for a year; beside months it would lie far above them.
    level = is_yearly(indicator) or not wording.is_counted(indicator)
    goal = wording.drawn(indicator, aimed.standing.judgement.goal) if aimed and level else None
    points = [found.figure(indicator.code, each, currency) for each in trend]
    values = [wording.drawn(indicator, point.exact) if point else None for point in points]
    return Row(
        indicator,
        sparkline(values, goal),
        figure,
        wording.change(indicator, figure, before) if figure else None,
        marks,
        currency if several else None,
        is_part=is_yearly(indicator) and not choice.is_year,
        is_told=indicator.aggregate == "reported",
    )


def _mark(standing: GoalStanding, choice: Choice) -> GoalMark:
    same = standing.goal.where == choice.people_where and not choice.place
    return GoalMark(standing, "" if same else goal_people(standing))


def goal_people(standing: GoalStanding) -> str:
    """Whom a goal is about, in a word or two."""
    people = people_of(standing.goal.where)
    return people_words(people) if people is not None else str(standing.goal.target_population or "")


def _families(rows: Sequence[Row]) -> list[Family]:
    families = content.codelist("indicator_family")
    found = []
    for code in families.codes:
        mine = [row for row in rows if row.indicator.family == code]
        if mine:
            item = families.item(code)
            found.append(Family(code, str(item.label), str(item.about or "").rstrip("."), mine))
    return found


# The sentence at the top.


def lead(shown: Overview, links: Mapping[str, str]) -> SafeString:
    """How things stand, in a line: who returned, then the goals; ``links`` are the addresses of goals by code."""
    sentences = [_returned(shown), *_goals_in_words(shown.goals, links)]
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences if sentence))


def _returned(shown: Overview) -> str:
    row = next((row for row in _rows(shown) if row.indicator.code == "context.persons_returned"), None)
    if row is None or row.figure is None or not row.figure.numerator:
        return ""
    people = int(row.figure.numerator)
    said = ngettext(
        "In %(period)s %(people)s person has returned.",
        "In %(period)s %(people)s persons have returned.",
        people,
    ) % {"period": shown.choice.period_words, "people": number(people)}
    comparison = wording.compared(row.change, shown.choice)
    return f"{said} {comparison}".strip()


def _rows(shown: Overview) -> list[Row]:
    return [row for family in shown.families for row in family.rows]


def _goals_in_words(goals: Sequence[GoalStanding], links: Mapping[str, str]) -> list[str]:
    if not goals:
        return []
    sentences = []
    if len(goals) > 1:
        counts = {
            "all": len(goals),
            "met": _count(goals, State.MET),
            "on_track": _count(goals, State.ON_TRACK),
        }
        if counts["on_track"]:
            said = _("Of %(all)d goals, %(met)d are met and %(on_track)d on track.")
        else:
            said = _("Of %(all)d goals, %(met)d are met and none is on track.")
        sentences.append(said % counts)
    elif goals[0].judgement.state not in _STATES_THAT_WORRY:
        sentences.append(_one_goal(goals[0], links))
    # The worst are named; the states beside the sentence count the others.
    worst = next((state for state in _STATES_THAT_WORRY if _count(goals, state)), None)
    return [*sentences, *([_worry(goals, worst, links)] if worst else [])]


def _count(goals: Sequence[GoalStanding], state: State) -> int:
    return sum(each.judgement.state is state for each in goals)


def _one_goal(standing: GoalStanding, links: Mapping[str, str]) -> SafeString:
    state = content.label("goal_state", str(standing.judgement.state))
    return format_html(
        _("The goal {goal}: {state}."), goal=_link(standing, links), state=state[:1].lower() + state[1:]
    )


def _worry(goals: Sequence[GoalStanding], state: State, links: Mapping[str, str]) -> SafeString:
    mine = [each for each in goals if each.judgement.state is state]
    named = format_html_join(", ", "{}", ((_link(each, links),) for each in mine[:_NAMED]))
    if len(mine) > _NAMED:
        more = ngettext("{goals} and one more", "{goals} and {count} more", len(mine) - _NAMED)
        named = format_html(more, goals=named, count=len(mine) - _NAMED)
    if state is State.REVERSED:
        said = ngettext(
            "One goal is going backwards: {goals}.", "{count} goals are going backwards: {goals}.", len(mine)
        )
    else:
        said = ngettext("One goal is behind: {goals}.", "{count} goals are behind: {goals}.", len(mine))
    return format_html(said, goals=named, count=len(mine))


def _link(standing: GoalStanding, links: Mapping[str, str]) -> SafeString:
    name = str(standing.goal.name)
    return format_html(
        '<a href="{}">{}</a>', links.get(standing.goal.code, ""), _("“%(goal)s”") % {"goal": capfirst(name)}
    )
