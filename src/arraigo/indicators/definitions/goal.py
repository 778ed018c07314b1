"""The schema of a goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from arraigo.core.content import Code, ContentObject, Lists, Misfit, Objects, Strict, Text, Words
from arraigo.indicators.definitions.conditions import Filter, misfits_of_filter
from arraigo.indicators.definitions.examples import Exact, GoalExample
from arraigo.indicators.definitions.indicator import PERCENT, Indicator, Steward
from arraigo.indicators.engine.goals import Aim
from arraigo.warehouse.predicates import ROW_SETS

GROUP = "group"


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


class Goal(ContentObject):
    """
    A wanted change of an indicator (indicator contract, "Goals").

    ``change`` and ``by``, or ``reach`` a value; ``until`` a day or ``every_year``; against ``baseline``, a year or
    ``previous_year``; for the rows of ``where`` and the target group ``group``, which is one of the conditions of
    ``where`` once it was read. ``principle``, ``objective``, ``responsible``, ``actions`` and ``target_population``
    are the other columns of the Guide's matrix.
    """

    order: int = 0
    why: Text
    objective: Text
    responsible: Text
    actions: Text | None = None
    indicator: Words
    where: Filter = Field(default_factory=dict)
    group: Code | None = None
    change: Literal["increase", "decrease"] | None = None
    by: Amount | None = None
    reach: Exact | None = None
    until: date | Literal["every_year"]
    baseline: int | Literal["previous_year"]
    principle: Code | None = None
    target_population: Text | None = None
    steward: Steward
    examples: tuple[GoalExample, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _group_is_a_condition(cls, written: Any) -> Any:
        if isinstance(written, dict) and isinstance(written.get("where", {}), dict) and GROUP in written:
            return {**written, "where": {**written.get("where", {}), GROUP: written[GROUP]}}
        return written

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

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """A target group that the list does not have."""
        groups = lists("target_group")
        if self.group and groups is not None and self.group not in groups:
            what = f"'{self.group}' is not in the code list 'target_group'"
            yield Misfit((GROUP,), what, ", ".join(groups.codes))

    def disagreements(self, objects: Objects) -> Iterator[Misfit]:
        """An indicator or a principle that there is not; a filter or an amount that does not fit the indicator."""
        if self.principle and objects("principle", self.principle) is None:
            yield Misfit(("principle",), f"there is no principle '{self.principle}'")
        indicator = objects("indicator", self.indicator)
        if not isinstance(indicator, Indicator):
            yield Misfit(("indicator",), f"there is no indicator '{self.indicator}'")
            return
        yield from self._misfits_of_where(indicator, objects)
        percent = indicator.unit == PERCENT
        if self.by and (
            (self.by.points is not None and not percent) or (self.by.number is not None and percent)
        ):
            what = f"the indicator '{self.indicator}' is in {indicator.unit}"
            yield Misfit(("by",), what, "percent, points" if percent else "percent, number")

    def _misfits_of_where(self, indicator: Indicator, objects: Objects) -> Iterator[Misfit]:
        rows = ROW_SETS.get(indicator.rows or "")
        if rows is None and self.where and indicator.aggregate == "reported":
            yield Misfit(("where",), f"what is reported ('{self.indicator}') has no part to look at")
        if rows is not None:
            yield from misfits_of_filter(self.where, rows, lists_of(objects), ("where",))


def lists_of(objects: Objects) -> Lists:
    """The code lists among the objects."""
    from arraigo.core.content import CodeList

    def found(code: str) -> CodeList | None:
        each = objects("codelist", code)
        return each if isinstance(each, CodeList) else None

    return found
