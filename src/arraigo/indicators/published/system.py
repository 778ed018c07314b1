"""
What a reader of a publication can put together: counts, and the sums that hold among them.

Every count is one variable, whichever figure shows it; every sum is an equation of variables with signs. A variable is
fixed where it is published, else at least ``low``. Counts that nobody publishes but that follow (the rest of a group, a
total over a crossing) are variables like the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from arraigo.indicators.published.cells import Cell
from arraigo.indicators.published.figures import Test

Number = int | Decimal

TOTAL = "total "
"""What the part of a family begins with that is no count: the days or minutes that a mean is made of."""


class Family(NamedTuple):
    """What a count is of, but for its cell. ``part`` tells the rows of ``tests`` from what is left of them."""

    country: str
    currency: str | None
    rows: str
    tests: frozenset[Test]
    part: str = ""


Breakdown = tuple[Family, tuple[str, ...]]
"""One count of a period, over all cells of the same keys: the period and the keys."""


class Sum(NamedTuple):
    """An equation: the terms, each with its sign, add up to nothing. ``line``: it is one of a breakdown."""

    terms: tuple[tuple[int, int], ...]
    line: bool = False


@dataclass(slots=True)
class System:
    """Variables by number, and the equations among them."""

    values: list[Number] = field(default_factory=list)
    lows: list[int] = field(default_factory=list)
    shows: list[int] = field(default_factory=list)
    """How many figures show the variable; 0 where none does."""
    of_total: list[bool] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    no_line: set[int] = field(default_factory=set)
    """Counts of nobody that a reader knows, because the line that somebody would be in is not there."""
    with_it: dict[int, dict[int, None]] = field(default_factory=dict)
    """Of a group: the counts out of it. Where the group is hidden they are hidden too: its people move as they are."""
    group_of: dict[int, int] = field(default_factory=dict)
    """Of a count out of a group: the group."""
    stands_for: dict[int, int] = field(default_factory=dict)
    """Of those who do not count, which nobody shows: those who do, from whom they follow."""
    left_of: dict[int, Number] = field(default_factory=dict)
    """Of a count out of a group: how many of the group do not count."""
    beside: dict[int, dict[int, None]] = field(default_factory=dict)
    """Counts that are hidden together: the answers to one question in one cell, under every code."""
    breakdown_of: dict[int, Breakdown] = field(default_factory=dict)
    breakdowns: dict[Breakdown, dict[int, None]] = field(default_factory=dict)
    """Which cells of which count are one breakdown, over all its cells."""
    dropped: set[int] = field(default_factory=set)
    """Counts that are hidden because their breakdown is, whole."""
    sums: list[Sum] = field(default_factory=list)
    sums_of: list[list[tuple[int, int]]] = field(default_factory=list)
    """Of each variable: the equations it stands in, and its sign there."""
    known: dict[tuple[Family, Cell], int] = field(default_factory=dict)

    def add(self, value: Number, *, total: bool = False) -> int:
        """A new variable that nobody publishes yet."""
        self.values.append(value)
        self.lows.append(0)
        self.shows.append(0)
        self.of_total.append(total)
        self.hidden.append(False)
        self.sums_of.append([])
        return len(self.values) - 1

    def count(self, family: Family, cell: Cell, value: Number, *, total: bool = False) -> int:
        """The variable of a count, new where it is not known yet."""
        found = self.known.get((family, cell))
        if found is None:
            found = self.known[family, cell] = self.add(value, total=total)
        return found

    def values_at(self, family: Family, cell: Cell) -> Number | None:
        """The number of a count, None where it is not known yet."""
        found = self.known.get((family, cell))
        return None if found is None else self.values[found]

    def relate(
        self, whole: int, parts: Iterable[int], *, open_ended: bool = False, line: bool = False
    ) -> int | None:
        """
        Note that the whole is the sum of the parts, and of a rest where it is more; the rest is given back.

        ``open_ended``: there may be a rest, even where it happens to be nobody. A sum that does not hold is none: where
        the parts come to more than the whole, nobody can rely on it.
        """
        terms = [(part, -1) for part in dict.fromkeys(parts)]
        left = self.values[whole] - sum(self.values[part] for part, _sign in terms)
        if left < 0 or not terms:
            return None
        remainder = None
        if left or open_ended:
            remainder = self.add(left)
            terms.append((remainder, -1))
        number = len(self.sums)
        self.sums.append(Sum(((whole, 1), *terms), line))
        for variable, sign in self.sums[-1].terms:
            self.sums_of[variable].append((number, sign))
        return remainder

    def put_beside(self, *variables: int) -> None:
        """Note that these are hidden together or not at all."""
        first, *others = variables
        near = self.beside.setdefault(first, {})
        for each in others:
            near[each] = None
            self.beside.setdefault(each, {})[first] = None

    def is_hidden(self, variable: int) -> bool:
        """Whether no figure shows the count."""
        return self.hidden[variable] or not self.shows[variable]

    def together(self, variable: int) -> list[int]:
        """A count and those that are hidden with it when it is."""
        found, edge = {variable: None}, [variable]
        while edge:
            each = edge.pop()
            for other in (*self.beside.get(each, ()), *self.with_it.get(each, ())):
                if other not in found:
                    found[other] = None
                    edge.append(other)
        return list(found)

    def hide(self, variable: int) -> bool:
        """Hide a count, and what goes with it; whether any was not hidden before."""
        fresh = [each for each in self.together(variable) if self.shows[each] and not self.hidden[each]]
        for each in fresh:
            self.hidden[each] = True
        return bool(fresh)

    def drop(self, variable: int) -> bool:
        """Hide a count in all cells of its breakdown; whether any was not hidden before."""
        breakdown = self.breakdown_of.get(variable)
        if breakdown is None:
            return False
        self.dropped.update(self.breakdowns[breakdown])
        found = [self.hide(each) for each in self.breakdowns[breakdown]]
        return any(found)

    def keys_of(self, variable: int) -> tuple[str, ...]:
        """The period and the keys of the breakdown that a count is of; none of what is of no cell."""
        found = self.breakdown_of.get(variable)
        return () if found is None else found[1]

    def standing_for(self, variable: int) -> tuple[int, ...]:
        """Where nobody shows a count: the one that it follows from."""
        found = self.stands_for.get(variable)
        return () if found is None else (found,)

    def rest_of(self, variable: int) -> Number:
        """How many of its group a count leaves."""
        return self.left_of.get(variable, 0)

    def above(self, variable: int) -> Number:
        """How much of a count is more than a reader knows to be there: where a line is, somebody is in the cell."""
        return self.values[variable] - self.lows[variable]
