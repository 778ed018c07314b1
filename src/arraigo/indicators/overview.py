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
from arraigo.indicators import cached, queries, wording
from arraigo.indicators.choice import Choice, Span, people_of, people_words
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.goals import State
from arraigo.indicators.queries import GoalStanding
from arraigo.indicators.wording import Change
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import Sparkline, sparkline
from arraigo.web.formats import number

MONTHS = 24

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

    @property
    def value(self) -> str:
        if self.figure is None or self.figure.exact is None:
            return ""
        return wording.bare(self.indicator, self.figure.exact)

    @property
    def sign(self) -> str:
        return (
            wording.unit_sign(self.indicator, self.figure.exact) if self.figure and self.figure.exact else ""
        )

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
    if figure.denominator is None:
        return None
    rows = figure.denominator + (figure.unknown if indicator.aggregate == "mean" else 0)
    return figure.unknown / rows if rows else None


def overview(choice: Choice, span: Span, snapshot: Snapshot, family: str = "") -> Overview:
    """The page of a choice; with ``family`` only the indicators of that family."""
    months = last_months(choice, span)
    periods = [choice.period, *([choice.compared] if choice.compared else []), *months]
    found = cached.figures(snapshot, None, periods, choice.country, where=choice.where)
    of = {(figure.code, figure.period): figure for figure in found}
    goals = cached.goal_states(snapshot, choice.today, choice.country)
    rows = [_row(each, of, months, goals, choice) for each in queries.indicators(choice.country)]
    return Overview(
        choice, _families([row for row in rows if row.indicator.family == family or not family]), goals
    )


def last_months(choice: Choice, span: Span, count: int = MONTHS) -> list[Period]:
    """The last whole months of the choice's period and before, as far back as the data cover them."""
    end = choice.period.last
    whole = end if (end + timedelta(days=1)).day == 1 else end.replace(day=1) - timedelta(days=1)
    firsts = [add_months(whole.replace(day=1), -back) for back in range(count - 1, -1, -1)]
    begins = span.first or date.max
    return [Period.month(first.year, first.month) for first in firsts if first + timedelta(days=6) >= begins]


def _row(
    indicator: Indicator,
    of: Mapping[tuple[str, str], Figure],
    months: Sequence[Period],
    goals: Sequence[GoalStanding],
    choice: Choice,
) -> Row:
    figure = of.get((indicator.code, choice.period.label))
    before = of.get((indicator.code, choice.compared.label)) if choice.compared else None
    marks = [_mark(each, choice) for each in goals if each.goal.indicator == indicator.code]
    aimed = next((mark for mark in marks if not mark.of), None)
    values = [
        of[indicator.code, each.label].exact if (indicator.code, each.label) in of else None
        for each in months
    ]
    goal = (
        wording.drawn(indicator, aimed.standing.judgement.goal)
        if aimed and indicator.aggregate != "count"
        else None
    )
    return Row(
        indicator,
        sparkline([wording.drawn(indicator, value) for value in values], goal),
        figure,
        wording.change(indicator, figure, before) if figure else None,
        marks,
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
        sentences.append(
            _("Of %(all)d goals, %(met)d are met and %(on_track)d on track.")
            % {"all": len(goals), "met": _count(goals, State.MET), "on_track": _count(goals, State.ON_TRACK)}
        )
    elif goals[0].judgement.state not in _STATES_THAT_WORRY:
        sentences.append(_one_goal(goals[0], links))
    return sentences + [_worry(goals, state, links) for state in _STATES_THAT_WORRY if _count(goals, state)]


def _count(goals: Sequence[GoalStanding], state: State) -> int:
    return sum(each.judgement.state is state for each in goals)


def _one_goal(standing: GoalStanding, links: Mapping[str, str]) -> SafeString:
    state = content.label("goal_state", str(standing.judgement.state))
    return format_html(
        _("The goal {goal}: {state}."), goal=_link(standing, links), state=state[:1].lower() + state[1:]
    )


def _worry(goals: Sequence[GoalStanding], state: State, links: Mapping[str, str]) -> SafeString:
    mine = [each for each in goals if each.judgement.state is state]
    named = format_html_join(", ", "{}", ((_link(each, links),) for each in mine))
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
