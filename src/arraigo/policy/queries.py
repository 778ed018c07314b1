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
from arraigo.indicators.explained import Explained, explained
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
    return (figure.denominator or 0) - counted - figure.unknown


def _trend(standing: GoalStanding, country: str, today: date, snapshot: Snapshot) -> list[float | None]:
    quarters = last_quarters(today, cached.span(snapshot, country).first)
    if not quarters:
        return []
    goal = standing.goal
    figures = cached.figures(snapshot, [goal.indicator], quarters, country, where=goal.where)
    of = {figure.period: figure.exact for figure in figures}
    return [wording.drawn(standing.indicator, of[quarter.label]) for quarter in quarters]


def last_quarters(today: date, begins: date | None, count: int = QUARTERS) -> list[Period]:
    """The last whole quarters, as far back as the data cover them."""
    this = Period.quarter(today.year, (today.month + 2) // 3)
    last = this if today == this.last else this.previous()
    firsts = [add_months(last.first, -3 * back) for back in range(count - 1, -1, -1)]
    covered = [first for first in firsts if begins and first + timedelta(days=6) >= begins]
    return [Period.quarter(first.year, (first.month + 2) // 3) for first in covered]
