"""Worked examples as they are written: a small world and its figure; a goal on a day and how it then stands."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from arraigo.core.content import Strict, Words
from arraigo.core.periods import Period
from arraigo.indicators.definitions.conditions import Filter
from arraigo.indicators.engine.goals import State
from arraigo.indicators.engine.periods import PeriodNotUnderstood, read_period
from arraigo.warehouse.tables import TABLES

NONE = "none"


def _fraction(value: Any) -> Any:
    try:
        return Fraction(value) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError) as wrong:
        raise ValueError(f"'{value}' is no number") from wrong


def _fraction_or_none(value: Any) -> Any:
    return None if value == NONE else _fraction(value)


def _period(value: Any) -> Any:
    try:
        return read_period(value) if isinstance(value, str) else value
    except PeriodNotUnderstood as wrong:
        raise ValueError(str(wrong)) from wrong


Exact = Annotated[Fraction, BeforeValidator(_fraction)]
ExactOrNone = Annotated[Fraction | None, BeforeValidator(_fraction_or_none)]
SomePeriod = Annotated[Period, BeforeValidator(_period)]


class Gives(Strict):
    """What a worked example must give; what is not written is not checked. ``none`` means that there is none."""

    value: ExactOrNone = None
    numerator: ExactOrNone = None
    denominator: ExactOrNone = None
    unknown: int | None = None


class Example(Strict):
    """
    A small world in the contract's columns and the figure that it gives. Keys of rows may be left out.

    ``country`` may be left out where all rows lie in one; ``by`` is the cell, where it is not the total; ``currency``
    is that of the figure, where there is one for each.
    """

    because: Words
    period: SomePeriod
    country: str | None = None
    where: Filter = Field(default_factory=dict)
    by: Filter = Field(default_factory=dict)
    currency: str | None = None
    tables: dict[str, list[dict[str, str]]]
    gives: Gives

    @model_validator(mode="before")
    @classmethod
    def _tables_stand_at_the_top(cls, written: Any) -> Any:
        if not isinstance(written, dict) or "tables" in written:
            return written
        tables = {name: rows for name, rows in written.items() if name in TABLES}
        return {**{key: value for key, value in written.items() if key not in TABLES}, "tables": tables}

    @model_validator(mode="after")
    def _columns_exist(self) -> Example:
        for name, rows in self.tables.items():
            unknown = {column for row in rows for column in row} - TABLES[name].columns.keys()
            if unknown:
                raise ValueError(f"the table '{name}' has no column '{sorted(unknown)[0]}'")
        return self


class GoalGives(Strict):
    """How the goal stands, and what is expected on that day."""

    state: State
    expected: Exact | None = None


class GoalExample(Strict):
    """A baseline and an actual value on a day, and how the goal then stands."""

    because: Words
    today: date
    baseline: Exact | None = None
    actual: Exact | None = None
    gives: GoalGives
