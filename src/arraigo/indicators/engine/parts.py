"""A part of a definition: rows of one fact, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from arraigo.indicators.engine.definition import Condition, Definition
from arraigo.warehouse.predicates import Placing, RowSet, row_set
from arraigo.warehouse.tables import Kind

Role = Literal["all", "counted", "out_of", "before"]
"""
``all``: the whole figure. ``counted``: the rows of a share whose denominator is of other rows, which are ``out_of``.
``before``: what a growth is measured against.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What one scan counts for a definition; ``tells`` is the column whose unknown value makes a row unknown."""

    definition: Definition
    role: Role
    rows: RowSet
    placing: Placing
    of: tuple[Condition, ...]
    tells: str | None = None

    @property
    def code(self) -> str:
        """The definition's."""
        return self.definition.code

    @property
    def of_money(self) -> bool:
        """Whether there is a figure for each currency."""
        measured = self.definition.measure
        return measured is not None and self.rows.kind_of(measured) is Kind.MONEY

    @property
    def adds_up(self) -> bool:
        """Whether cells add up to the total."""
        return self.definition.aggregate != "median"

    @property
    def of_the_period_before(self) -> bool:
        """Whether it reads the period before."""
        return self.role == "before"

    def columns(self) -> Iterator[str]:
        """The columns that it tests and measures."""
        yield from (condition.column for condition in self.of)
        if self.role in ("all", "counted"):
            yield from (condition.column for condition in self.definition.that)
        if self.role != "out_of":
            yield from (each for each in (self.definition.measure, self.definition.over) if each)
        if self.tells:
            yield self.tells


def parts_of(definition: Definition) -> tuple[Part, ...]:
    """The parts of a definition; none of one that is reported."""
    if definition.aggregate == "reported":
        return ()
    rows = row_set(definition.rows)
    placing = rows.periods[definition.period]
    if definition.aggregate == "growth":
        return tuple(Part(definition, role, rows, placing, definition.of) for role in ("all", "before"))
    if out := definition.out_of:
        others = row_set(out.rows)
        return (
            Part(definition, "counted", rows, placing, definition.of),
            Part(definition, "out_of", others, others.periods[out.period], out.of, out.tells),
        )
    return (Part(definition, "all", rows, placing, definition.of),)
