"""
Where the present pace leads, and how often such a pace was kept before.

From the yearly figures of the past, the newest last. Everything is exact, in ratios of whole numbers; what is an
estimate is called one.

**The projection** goes on from the last figure by the mean of the changes from year to year. **The interval** is as
wide as those changes differ: of each past year as if every year to come were like it, least and greatest. It is no
confidence interval, for three to six figures bear no model; it says what was seen, carried on.
Under three figures (two changes) nothing is projected.

**Feasibility** asks of the change a year that the goal still needs: in how many of the past years was it reached?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

FEWEST = 3
"""Yearly figures under which no pace is told."""
MOST_YEARS = 5
"""Changes that are looked back on: an older pace is that of another time."""


@dataclass(frozen=True, slots=True)
class Pace:
    """
    ``year`` is the year of the goal, and ``value`` what the present pace leads to in it; ``low`` and ``high`` bound
    what the slowest and the fastest past year would lead to. ``changes`` are those of the years, newest last.

    ``needed`` is the change a year that the goal takes from here on; None where it is reached, or no year is left.
    ``reached`` of the ``changes`` were at least that.
    """

    year: int
    value: Fraction
    low: Fraction
    high: Fraction
    changes: tuple[Fraction, ...]
    needed: Fraction | None
    reached: int

    @property
    def years(self) -> int:
        """In how many past years the pace was looked at."""
        return len(self.changes)


def pace(
    figures: Sequence[tuple[int, Fraction | None]],
    goal_year: int,
    goal: Fraction | None,
    *,
    rising: bool | None = None,
    limits: bool = False,
) -> Pace | None:
    """
    Where whole years lead: ``figures`` are (year, value); None where a pace cannot be told.

    Years without value break the row: only the newest years that follow each other count. ``limits``: the figure is a
    percentage of a whole, so nothing leads below 0 or above 100. ``rising``: whether the goal lies above its
    baseline; a figure that is past it then takes nothing more.

    >>> four = [(2021, Fraction(40)), (2022, Fraction(36)), (2023, Fraction(33)), (2024, Fraction(31))]
    >>> found = pace(four, 2026, Fraction(20))
    >>> (found.value, found.low, found.high)
    (Fraction(25, 1), Fraction(23, 1), Fraction(27, 1))
    >>> (found.needed, found.reached, found.years)
    (Fraction(-11, 2), 0, 3)
    """
    row = _unbroken(figures)[-(MOST_YEARS + 1) :]
    if len(row) < FEWEST:
        return None
    year, last = row[-1]
    left = goal_year - year
    if left < 0:
        return None
    changes = tuple(after - before for (_, before), (_, after) in pairwise(row))
    value, low, high = (
        _held(last + left * step, limits=limits)
        for step in (sum(changes, Fraction(0)) / len(changes), min(changes), max(changes))
    )
    needed = _needed(last, goal, left, rising)
    return Pace(goal_year, value, low, high, changes, needed, _reached(changes, needed))


def _unbroken(figures: Sequence[tuple[int, Fraction | None]]) -> list[tuple[int, Fraction]]:
    """The newest years that follow each other and have a value, oldest first."""
    row: list[tuple[int, Fraction]] = []
    for year, value in sorted(figures, reverse=True):
        if value is None or (row and row[-1][0] != year + 1):
            if row:
                break
            continue
        row.append((year, value))
    return row[::-1]


def _needed(last: Fraction, goal: Fraction | None, left: int, rising: bool | None) -> Fraction | None:
    if goal is None or not left or goal == last:
        return None
    if rising is not None and rising is not (goal > last):
        return None
    return (goal - last) / left


def _held(value: Fraction, *, limits: bool) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(100)) if limits else value


def _reached(changes: Sequence[Fraction], needed: Fraction | None) -> int:
    """In how many years the change went at least as far, in the direction that is needed."""
    if needed is None:
        return 0
    return sum(change >= needed if needed > 0 else change <= needed for change in changes)
