"""
What an indicator and a goal look like as content (``content/indicators``, ``content/goals``).

An indicator is declarative: a set of rows, flat conditions (one column, one test), an aggregate. It carries its reason,
source, steward and worked examples; the examples are its tests. ``docs/content.md`` shows how one is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from arraigo.core.content import Code, ContentObject, Lists, Misfit, Strict, Text, Words, register_kind
from arraigo.core.periods import Period
from arraigo.indicators.engine.definition import BREAKDOWNS, UNKNOWN, Aggregate, Condition, Definition, Test
from arraigo.indicators.engine.goals import Aim, State
from arraigo.indicators.engine.periods import PeriodNotUnderstood, read_period
from arraigo.warehouse.predicates import ROW_SETS, RowSet
from arraigo.warehouse.tables import TABLES, Kind

NUMBER_TESTS = ("at_least", "at_most", "above", "below")

Unit = Literal["persons", "returns", "percent", "days", "score"]


def _read_test(value: Any) -> Any:
    """``no`` is one code, ``[a, b]`` any of several, ``{not: a}`` and ``{at_least: 5}`` name their test."""
    if isinstance(value, str):
        return ("is", (value,))
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ("any_of", tuple(value))
    if isinstance(value, dict) and len(value) == 1:
        test, wanted = next(iter(value.items()))
        if test == "not" and isinstance(wanted, str):
            return ("not", (wanted,))
        if test in NUMBER_TESTS and isinstance(wanted, str):
            return (test, (_decimal(wanted),))
    if isinstance(value, tuple):
        return value
    raise ValueError(
        f"a test is a code, a list of codes, {{not: code}}, or a number as in {{{NUMBER_TESTS[0]}: 5}}"
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as wrong:
        raise ValueError(f"'{text}' is no number") from wrong


def _fraction(value: Any) -> Any:
    return Fraction(value) if isinstance(value, str) else value


def _period(value: Any) -> Any:
    try:
        return read_period(value) if isinstance(value, str) else value
    except PeriodNotUnderstood as wrong:
        raise ValueError(str(wrong)) from wrong


TestOfColumn = Annotated[tuple[Test, tuple[str | Decimal, ...]], BeforeValidator(_read_test)]
Conditions = dict[str, TestOfColumn]
Exact = Annotated[Fraction, BeforeValidator(_fraction)]
Filter = dict[str, str]
SomePeriod = Annotated[Period, BeforeValidator(_period)]


def conditions_of(written: Conditions) -> tuple[Condition, ...]:
    """Conditions as the engine has them."""
    return tuple(Condition(column, test, values) for column, (test, values) in written.items())


class Steward(Strict):
    """Who answers for a definition, when it was last reviewed, and until when it must be again."""

    owner: Text
    reviewed_on: date
    review_by: date


class Gives(Strict):
    """What a worked example must give; what is not written is not checked. ``value: none`` means no value."""

    value: Annotated[Fraction | None, BeforeValidator(lambda v: None if v == "none" else _fraction(v))] = None
    numerator: Exact | None = None
    denominator: int | None = None
    unknown: int | None = None


class Example(Strict):
    """
    A small world in the contract's columns and the figure that it gives. Keys of rows may be left out.

    ``country`` may be left out where all rows lie in one; ``by`` is the cell, where it is not the total.
    """

    because: Words
    period: SomePeriod
    country: str | None = None
    where: Filter = Field(default_factory=dict)
    by: Filter = Field(default_factory=dict)
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


class Indicator(ContentObject):
    """
    An indicator. ``name`` is its title, ``definition`` says it in plain words, ``numerator`` and ``denominator`` what
    is divided by what; ``rows``, ``period``, ``of``, ``that``, ``aggregate`` and ``measure`` compute it.
    """

    order: int = 0
    why: Text
    definition: Text
    numerator: Text
    denominator: Text | None = None
    unit: Unit
    better: Literal["higher", "lower", "neutral"]
    rows: Words
    period: Words
    of: Conditions = Field(default_factory=dict)
    that: Conditions = Field(default_factory=dict)
    aggregate: Aggregate = "share"
    measure: Words | None = None
    by: tuple[str, ...] = ()
    source_institution: Text
    steward: Steward
    examples: tuple[Example, ...] = Field(min_length=1)

    @property
    def family(self) -> str:
        """The first part of the code (code list ``indicator_family``)."""
        return self.code.split(".")[0]

    @property
    def computed(self) -> Definition:
        """What the engine computes under this code."""
        return Definition(
            code=self.code,
            rows=self.rows,
            period=self.period,
            aggregate=self.aggregate,
            of=conditions_of(self.of),
            that=conditions_of(self.that),
            measure=self.measure,
            by=self.by,
        )

    @model_validator(mode="after")
    def _can_be_computed(self) -> Indicator:
        rows = ROW_SETS.get(self.rows)
        if rows is None:
            raise ValueError(f"there are no rows '{self.rows}'; there are {', '.join(ROW_SETS)}")
        if self.period not in rows.periods:
            raise ValueError(
                f"the rows '{self.rows}' are placed by {' or '.join(rows.periods)}, not '{self.period}'"
            )
        for written in (self.of, self.that):
            for column, test in written.items():
                _check_test(rows, column, test)
        self._check_aggregate(rows)
        self._check_breakdowns(rows)
        return self

    def _check_aggregate(self, rows: RowSet) -> None:
        if (self.aggregate == "share") != bool(self.that) and self.aggregate != "count":
            raise ValueError("a share says in 'that' which of its rows count, and a mean does not")
        if (self.aggregate == "mean") != (self.measure is not None):
            raise ValueError("a mean has a 'measure', and nothing else has one")
        if self.measure and rows.kind_of(self.measure) not in (Kind.WHOLE, Kind.NUMBER):
            raise ValueError(f"the rows '{self.rows}' have no number '{self.measure}'")
        if (self.denominator is None) != (self.aggregate == "count"):
            raise ValueError("a count has no 'denominator', and everything else has one")
        if (self.unit == "percent") != (self.aggregate == "share"):
            raise ValueError("a share is in percent, and nothing else is")

    def _check_breakdowns(self, rows: RowSet) -> None:
        offered = [key for key, attribute in BREAKDOWNS.items() if attribute in rows.attributes]
        for key in self.by:
            if key not in offered:
                raise ValueError(
                    f"the rows '{self.rows}' have no breakdown '{key}'; they have {', '.join(offered)}"
                )

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """A family that the code list does not have."""
        families = lists("indicator_family")
        if families is not None and self.family not in families.codes:
            yield Misfit(("code",), f"there is no family '{self.family}'", ", ".join(families.codes))


def _check_test(rows: RowSet, column: str, test: tuple[Test, tuple[str | Decimal, ...]]) -> None:
    kind = rows.kind_of(column)
    if kind is None:
        offered = ", ".join([*rows.columns, *rows.attributes])
        raise ValueError(f"the rows '{rows.name}' have no '{column}'; they have {offered}")
    if (test[0] in NUMBER_TESTS) != (kind in (Kind.WHOLE, Kind.NUMBER)):
        raise ValueError(
            f"'{column}' is a {'number' if kind in (Kind.WHOLE, Kind.NUMBER) else 'code'}: test it as one"
        )
    if UNKNOWN in test[1]:
        raise ValueError("unknown is not something to test for: every figure says how many are")


class Amount(Strict):
    """By how much: a percentage of the baseline, points (of a percentage), or a number. One of them."""

    percent: Annotated[Exact, Field(ge=0)] | None = None
    points: Annotated[Exact, Field(ge=0)] | None = None
    number: Annotated[Exact, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Amount:
        if sum(each is not None for each in (self.percent, self.points, self.number)) != 1:
            raise ValueError("an amount is one of percent, points, number")
        return self

    @property
    def exact(self) -> Fraction:
        return next(each for each in (self.percent, self.points, self.number) if each is not None)


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


class Goal(ContentObject):
    """
    A wanted change of an indicator (indicator contract, "Goals").

    ``change`` and ``by``, or ``reach`` a value; ``until`` a day or ``every_year``; against ``baseline``, a year or
    ``previous_year``; for the people of ``where``.
    """

    why: Text
    indicator: Words
    where: Filter = Field(default_factory=dict)
    change: Literal["increase", "decrease"] | None = None
    by: Amount | None = None
    reach: Exact | None = None
    until: date | Literal["every_year"]
    baseline: int | Literal["previous_year"]
    principle: Code | None = None
    target_population: Text | None = None
    steward: Steward
    examples: tuple[GoalExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_whole(self) -> Goal:
        if (self.reach is None) == (self.change is None) or (self.change is None) != (self.by is None):
            raise ValueError("a goal says 'change' and 'by', or 'reach'")
        if self.change == "decrease" and self.by and self.by.percent is not None and self.by.percent > 100:
            raise ValueError("nothing can decrease by more than 100 percent")
        _ = self.aim
        return self

    @property
    def aim(self) -> Aim:
        """The goal as the arithmetic has it."""
        return Aim(
            change=self.change or "reach",
            amount=self.by.exact if self.by else self.reach or Fraction(0),
            in_percent=self.by is not None and self.by.percent is not None,
            until=None if self.until == "every_year" else self.until,
            baseline_year=None if self.baseline == "previous_year" else self.baseline,
        )


register_kind("indicator", Indicator)
register_kind("goal", Goal)
