"""Computed figures, to be picked from: by code, period, cell and currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from arraigo.core.periods import Period
from arraigo.indicators.choice import Choice
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import (
    BreakdownDoesNotApply,
    Definition,
    Figure,
    FilterDoesNotApply,
    compile_plan,
)
from arraigo.warehouse.predicates import row_set

_YEARLY = ("year", "whole_year")


def is_yearly(indicator: Indicator) -> bool:
    """Whether there are figures of whole calendar years only: resources of a year, enrolments, reported values."""
    if indicator.aggregate == "reported":
        return True
    return row_set(str(indicator.rows)).periods[str(indicator.period)].by in _YEARLY


def period_of(indicator: Indicator, choice: Choice) -> Period:
    """The period of the indicator's figure on a page: of a yearly one the whole year, also where it is not over."""
    return choice.asked if choice.is_year and is_yearly(indicator) else choice.period


def compared_of(indicator: Indicator, choice: Choice) -> Period | None:
    """The period that it is compared with."""
    return choice.beside if choice.is_year and is_yearly(indicator) else choice.compared


def years_of(indicator: Indicator, choice: Choice, years: Iterable[int]) -> list[Period]:
    """Each of the years as the indicator has it."""
    return [Period.year(year) if is_yearly(indicator) else choice.period_of(year) for year in years]


def periods_of(choice: Choice) -> list[Period]:
    """The periods that the indicators of a page need, whether yearly or not."""
    wanted = [choice.period, choice.compared]
    if choice.is_year:
        wanted += [choice.asked, choice.beside]
    return [each for each in dict.fromkeys(wanted) if each is not None]


class Found:
    """Figures by what they are of. Money of several currencies has a figure for each."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._of: dict[tuple[str, str, frozenset[tuple[str, str]]], dict[str | None, Figure]] = {}
        self._currencies: dict[str, dict[str | None, None]] = {}
        for figure in figures:
            key = (figure.code, figure.period, frozenset(figure.by.items()))
            self._of.setdefault(key, {})[figure.currency] = figure
            self._currencies.setdefault(figure.code, {})[figure.currency] = None

    def currencies(self, code: str) -> Sequence[str | None]:
        """In which currencies an indicator has figures; ``(None,)`` for one that is no money."""
        there = sorted(each for each in self._currencies.get(code, {}) if each)
        return there or (None,)

    def figure(
        self,
        code: str,
        period: Period | None,
        currency: str | None = None,
        by: Mapping[str, str] | None = None,
    ) -> Figure | None:
        """The figure; None where there is none. Without a currency, the first there is."""
        if period is None:
            return None
        there = self._of.get((code, period.label, frozenset((by or {}).items())), {})
        if currency in there:
            return there[currency]
        if currency is None:
            return there[min(there, key=str)] if there else None
        return there.get(None)


@lru_cache(maxsize=4096)
def _applies(definition: Definition, by: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> bool:
    if definition.aggregate == "reported":
        return not by and not where
    try:
        compile_plan([definition], Period.year(2000), (), by, dict(where))
    except (BreakdownDoesNotApply, FilterDoesNotApply):
        return False
    return True


def applies(indicator: Indicator, by: Iterable[str] = (), where: Mapping[str, str] | None = None) -> bool:
    """Whether an indicator has these breakdowns and can be limited so."""
    return _applies(indicator.computed, tuple(by), tuple(sorted((where or {}).items())))
