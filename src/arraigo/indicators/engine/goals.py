"""
The arithmetic of goals: what is wanted, what may be expected today, and how far it has come.

Source: indicator contract, "Goals". Everything is exact: values are ratios of whole numbers, and there is no tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from arraigo.core.periods import Period

Better = Literal["higher", "lower", "neutral"]


class State(StrEnum):
    """How a goal stands (code list ``goal_state``)."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    REVERSED = "reversed"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Aim:
    """
    A wanted change of a yearly figure.

    ``change``: ``increase`` or ``decrease`` by ``amount``, which is a percentage of the baseline where ``in_percent``,
    else points or a number; or ``reach`` the value ``amount``. ``until`` a day, or every year where that is None.
    Against the year ``baseline_year``, or the previous year where that is None.

    :raises ValueError: for an amount below zero of an increase or decrease, or a day that the baseline year contains.
    """

    change: Literal["increase", "decrease", "reach"]
    amount: Fraction
    in_percent: bool = False
    until: date | None = None
    baseline_year: int | None = None

    def __post_init__(self) -> None:
        if self.change == "reach" and self.in_percent:
            raise ValueError("a value to reach is not a percentage of the baseline")
        if self.change != "reach" and self.amount < 0:
            raise ValueError("an increase or a decrease is not below zero")
        if self.until and self.baseline_year and self.until <= date(self.baseline_year, 12, 31):
            raise ValueError("the day of the goal comes after the baseline year")

    def judged_year(self, today: date) -> int:
        """The year whose figure is the actual one: this year, and after the day of the goal, the year of that day."""
        return min(today, self.until or today).year

    def baseline_period(self, today: date) -> Period:
        """The year that the goal is measured against."""
        if self.baseline_year is not None:
            return Period.year(self.baseline_year)
        return Period.year((self.until or today).year - 1)

    def actual_period(self, today: date) -> Period:
        """The year whose figure, as far as it has come, is compared with what is expected."""
        return Period.year(self.judged_year(today))


@dataclass(frozen=True, slots=True)
class Way:
    """A straight line from a value on a day to a value on a later day."""

    start: date
    end: date
    from_value: Fraction
    to_value: Fraction

    def value_on(self, day: date) -> Fraction:
        """The value of the line on a day; before the start and after the end, that of the start and of the end."""
        passed = Fraction((day - self.start).days, (self.end - self.start).days)
        return self.from_value + (self.to_value - self.from_value) * min(
            max(passed, Fraction(0)), Fraction(1)
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    A goal today. ``goal`` is the value to come to (this year's, for a goal of every year), on ``until``; ``expected``
    the value of the straight line today; ``share_of_way`` (1 is all of it; it can be below 0 and above 1) is None
    where there is no way to go. Values are None where baseline or actual are missing.
    """

    state: State
    baseline: Fraction | None
    goal: Fraction | None
    expected: Fraction | None
    actual: Fraction | None
    share_of_way: Fraction | None
    start: date
    until: date


def judge(
    aim: Aim, baseline: Fraction | None, actual: Fraction | None, today: date, better: Better = "neutral"
) -> Judgement:
    """
    Judge a goal by the figures of its baseline period and its actual period.

    ``better`` is the indicator's direction: to *reach* a value means at least that value where higher is better, at
    most that value where lower is; where neither is, the direction from the baseline to the value.

    Where both figures are missing, the actual one is missed first: `no_data`.
    """
    year = _first_year(aim, today)
    start, until = date(year - 1, 12, 31), aim.until or date(year, 12, 31)
    if baseline is None:
        state = State.NO_DATA if actual is None else State.NO_BASELINE
        goal = aim.amount if aim.change == "reach" else None
        return Judgement(state, None, goal, None, actual, None, start, until)
    way = _way(aim, baseline, today)
    expected = way.value_on(today)
    if actual is None:
        return Judgement(State.NO_DATA, baseline, way.to_value, expected, None, None, way.start, way.end)
    up = _is_upwards(aim, baseline, better)
    state = _state(up, baseline, way.to_value, expected, actual)
    share = _share(baseline, way.to_value, actual)
    return Judgement(state, baseline, way.to_value, expected, actual, share, way.start, way.end)


def _first_year(aim: Aim, today: date) -> int:
    """The year whose 31 December before is the start of the line that is in force today."""
    if aim.until:
        return aim.baseline_period(today).first.year + 1
    # Before the first year of a goal of every year, its line has not begun: it is that of the first year.
    return max(today.year, (aim.baseline_year or today.year - 1) + 1)


def _way(aim: Aim, baseline: Fraction, today: date) -> Way:
    year = _first_year(aim, today)
    start = date(year - 1, 12, 31)
    if aim.until:
        return Way(start, aim.until, baseline, _goal(aim, baseline, 1))
    # The year's own line: it starts where the goal of the year before lay.
    years = year - aim.baseline_year if aim.baseline_year is not None else 1
    return Way(start, date(year, 12, 31), _goal(aim, baseline, years - 1), _goal(aim, baseline, years))


def _goal(aim: Aim, baseline: Fraction, years: int) -> Fraction:
    """The value to come to after so many years: each adds the same change, taken of the baseline."""
    if not years:
        return baseline
    if aim.change == "reach":
        return aim.amount
    step = abs(baseline) * aim.amount / 100 if aim.in_percent else aim.amount
    return baseline + years * (step if aim.change == "increase" else -step)


def _is_upwards(aim: Aim, baseline: Fraction, better: Better) -> bool:
    if aim.change != "reach":
        return aim.change == "increase"
    return aim.amount >= baseline if better == "neutral" else better == "higher"


def _state(up: bool, baseline: Fraction, goal: Fraction, expected: Fraction, actual: Fraction) -> State:
    sign = 1 if up else -1
    if sign * actual >= sign * goal:
        return State.MET
    if sign * actual >= sign * expected:
        return State.ON_TRACK
    return State.BEHIND if sign * actual >= sign * baseline else State.REVERSED


def _share(baseline: Fraction, goal: Fraction, actual: Fraction) -> Fraction | None:
    return (actual - baseline) / (goal - baseline) if goal != baseline else None
