"""What can be asked about the policy: its goals, how they stand today, and where they fall behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.core.content import Principle
from arraigo.core.errors import Refused
from arraigo.core.periods import Period, add_months
from arraigo.indicators import cached, wording
from arraigo.indicators.choice import Choice, people_of
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.pace import MOST_YEARS, Pace, pace
from arraigo.indicators.explained import Explained, explained
from arraigo.indicators.found import is_yearly
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse.snapshot import Snapshot

QUARTERS = 12
MOST_PLACES = 5


class GoalUnknown(Refused):
    """The country has no goal of that code."""


@dataclass(frozen=True, slots=True)
class GoalToday:
    """A goal with the principle that it serves and the values of the last quarters, oldest first."""

    standing: GoalStanding
    principle: Principle | None
    trend: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Weight:
    """A department and how many of its rows keep the goal from being met."""

    place: str
    count: int


def goal_states(worker: Worker, today: date, snapshot: Snapshot) -> list[GoalToday]:
    """The goals of the worker's country, in the order of the Guide's matrix."""
    standings = cached.goal_states(snapshot, today, worker.country)
    found = [
        GoalToday(each, principle_of(each), _trend(each, worker.country, today, snapshot))
        for each in standings
    ]
    return sorted(
        found,
        key=lambda each: (each.principle.matrix_order if each.principle else 99, each.standing.goal.code),
    )


def goal(worker: Worker, code: str, today: date, snapshot: Snapshot) -> GoalToday:
    """
    One goal of the worker's country.

    :raises GoalUnknown: when there is none of that code.
    """
    for each in goal_states(worker, today, snapshot):
        if each.standing.goal.code == code:
            return each
    raise GoalUnknown(code)


def principle_of(standing: GoalStanding) -> Principle | None:
    """The guiding principle that a goal serves, if it names one."""
    code = standing.goal.principle
    return next((each for each in content.principles(standing.country) if each.code == code), None)


def way_of(today: GoalToday, snapshot: Snapshot) -> Explained | None:
    """The indicator of a goal through the years, for the goal's people; None where no page has such a choice."""
    standing = today.standing
    people = people_of(standing.goal.where)
    if people is None:
        return None
    choice = Choice(standing.country, standing.today, standing.today.year, people=people)
    return explained(standing.indicator, choice, cached.span(snapshot, standing.country), snapshot)


def goal_pace(today: GoalToday, snapshot: Snapshot) -> Pace | None:
    """
    Where the pace of the last whole years leads by the goal's date, and how often what it still takes was reached.

    The year that runs is no whole year and is left out. None where there are too few years, or for every year.
    """
    standing = today.standing
    goal, country, judged = standing.goal, standing.country, standing.judgement
    if goal.aim.until is None:
        return None
    years = _whole_years(standing, cached.span(snapshot, country).first)
    if not years:
        return None
    found = cached.figures(snapshot, [goal.indicator], years, country, where=goal.where)
    of = {figure.period: figure.exact for figure in found if figure.currency == standing.actual.currency}
    row = [(period.first.year, of.get(period.label)) for period in years]
    limits = standing.indicator.aggregate == "share"
    rising = None
    if judged.goal is not None and judged.baseline is not None and judged.goal != judged.baseline:
        rising = judged.goal > judged.baseline
    return pace(row, judged.until.year, judged.goal, rising=rising, limits=limits)


def _whole_years(standing: GoalStanding, begins: date | None) -> list[Period]:
    """
    The last whole years that a pace can be read from, and the one before the first change.

    Where the data begin within a year, that one is none. A yearly share or a reported value says itself by having no
    figure; a count would be zero in years of which nothing is known.
    """
    indicator, last = standing.indicator, standing.today.year - 1
    first = last - MOST_YEARS
    if not is_yearly(indicator) or indicator.aggregate in ("count", "sum"):
        first = max(first, (begins - timedelta(days=7)).year + 1) if begins else last + 1
    return [Period.year(year) for year in range(first, last + 1)]


def weights(today: GoalToday, snapshot: Snapshot) -> list[Weight]:
    """The departments in which most rows keep a goal from being met, the heaviest first. Only shares can tell."""
    standing = today.standing
    indicator, country = standing.indicator, standing.country
    if indicator.aggregate != "share" or "department" not in indicator.by or indicator.better == "neutral":
        return []
    period = standing.goal.aim.actual_period(standing.today)
    cells = cached.figures(
        snapshot, [indicator.code], [period], country, (("department",),), standing.goal.where
    )
    found = [
        Weight(figure.by["department"], _short_of(figure, indicator.better))
        for figure in cells
        if figure.by and figure.by["department"] != "unknown"
    ]
    heaviest = sorted(found, key=lambda each: (-each.count, each.place))
    return [each for each in heaviest if each.count][:MOST_PLACES]


def _short_of(figure: Figure, better: str) -> int:
    """How many rows are not as the goal wants them; those without data are not counted against it."""
    counted = int(figure.numerator or 0)
    if better == "lower":
        return counted
    return int(figure.denominator or 0) - counted - figure.unknown


def _trend(standing: GoalStanding, country: str, today: date, snapshot: Snapshot) -> list[float | None]:
    """The last quarters; of what there is of whole years only, the last years and this one."""
    goal, begins = standing.goal, cached.span(snapshot, country).first
    if is_yearly(standing.indicator):
        periods = [*_whole_years(standing, begins), Period.year(today.year)]
    else:
        periods = last_quarters(today, begins)
    if not periods:
        return []
    figures = cached.figures(snapshot, [goal.indicator], periods, country, where=goal.where)
    of = {figure.period: figure.exact for figure in figures if figure.currency == standing.actual.currency}
    return [wording.drawn(standing.indicator, of.get(each.label)) for each in periods]


def last_quarters(today: date, begins: date | None, count: int = QUARTERS) -> list[Period]:
    """The last whole quarters, as far back as the data cover them."""
    this = Period.quarter(today.year, (today.month + 2) // 3)
    last = this if today == this.last else this.previous()
    firsts = [add_months(last.first, -3 * back) for back in range(count - 1, -1, -1)]
    covered = [first for first in firsts if begins and first + timedelta(days=6) >= begins]
    return [Period.quarter(first.year, (first.month + 2) // 3) for first in covered]
