"""
Hiding shares until nothing that is protected can be recomputed.

A line is a sum of a breakdown: a total and its cells, a department and its municipalities, a margin of a crossing, a
year and its months. What is protected is hidden; then, line by line, partners are hidden with it, a share whole in its
cell, the cheapest first. `elimination` says what can still be worked out; where no partner helps, the breakdown of that
indicator is hidden whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from arraigo.indicators.published.elimination import changes
from arraigo.indicators.published.system import System

ROUNDS = 25
"""So often partners are looked for; what is still told then loses its breakdown."""


def protect_all(system: System, wanted: Collection[int], threshold: int) -> None:
    """Hide what has to be hidden for every wanted count."""
    for variable in wanted:
        system.hide(variable)
    search = Partners(system, wanted, threshold)
    for _round in range(ROUNDS):
        told = search.told()
        if not search.find(told) and not search.drop(told):
            return
    search.drop(search.told())


class Partners:
    """The protected counts of one system, and what is hidden with them."""

    def __init__(self, system: System, wanted: Collection[int], threshold: int) -> None:
        self.system = system
        self.threshold = threshold
        self.few = [each for each in wanted if system.values[each] > 0]
        self.least = [each for each in wanted if not system.above(each)]
        self.change: dict[int, int] = {}
        self.served: set[int] = set()

    def told(self) -> list[int]:
        """The protected counts that follow from what is shown, were every nobody known."""
        system = self.system
        free = {v for v, value in enumerate(system.values) if value and system.is_hidden(v)}
        self.change = changes([each.terms for each in system.sums], free)
        return [variable for variable in self.few if not self.change[variable]]

    def find(self, told: Sequence[int]) -> bool:
        """Hide partners of what is told, and where a line leaves too little room; whether there were any."""
        self.served.clear()
        found = [self._untell(each) for each in told]
        found += [self._serve(line) for each in self.few for line in self._narrow(each)]
        found += [self._serve(line) for each in self.least for line in self._alone(each)]
        return any(found)

    def drop(self, told: Sequence[int]) -> bool:
        """Hide the whole breakdowns that told counts are of; whether any was not hidden so far."""
        found = [self.system.drop(other) for each in told for other in self.system.together(each)]
        # Nothing more is hidden for them: where hardly anybody is so, all would be, one after the other.
        self.few = [each for each in self.few if not self._left_out(each)]
        self.least = [each for each in self.least if not self._left_out(each)]
        return any(found)

    def _left_out(self, variable: int) -> bool:
        return not self.system.dropped.isdisjoint((variable, *self.system.standing_for(variable)))

    def _untell(self, variable: int) -> bool:
        """Hide partners in the lines that tell a count; where they have none, in the lines that tell those of them."""
        seen, edge = {variable}, [variable]
        while edge:
            lines = dict.fromkeys(line for each in edge for line in self._telling(each))
            found = [line in self.served or self._serve(line) for line in lines]
            if any(found):
                return True
            near = [other for line in lines for other, _sign in self.system.sums[line].terms]
            edge = [each for each in dict.fromkeys(near) if each not in seen and self.system.is_hidden(each)]
            seen.update(edge)
        return False

    def _telling(self, variable: int) -> Iterator[int]:
        """The lines of a told count, and of those hidden with it, in which nothing else can change."""
        for each in self.system.together(variable):
            if self.change.get(each):
                continue
            for number in self._lines(each):
                terms = self.system.sums[number].terms
                if not any(self.change.get(other) for other, _sign in terms):
                    yield number

    def _narrow(self, variable: int) -> Iterator[int]:
        """The lines whose hidden cells have too few, together, or nobody else who could count instead."""
        system = self.system
        for each in (variable, *system.standing_for(variable)):
            for number in self._lines(each):
                terms = system.sums[number].terms
                if any(sign > 0 and system.is_hidden(other) for other, sign in terms):
                    continue
                others = [other for other, sign in terms if other != each and system.is_hidden(other)]
                if each == variable:
                    room = system.values[each] + sum(system.above(other) for other in others)
                else:
                    room = sum(system.rest_of(other) for other in (each, *others))
                if room < self.threshold:
                    yield number

    def _alone(self, variable: int) -> Iterator[int]:
        """The lines in which nobody could be there instead of nobody, or in place of the one who is."""
        system = self.system
        for each in system.together(variable):
            if not system.is_hidden(each):
                continue
            for number in self._lines(each):
                others = [other for other, _sign in system.sums[number].terms if other != each]
                if not any(system.is_hidden(other) and system.above(other) for other in others):
                    yield number

    def _lines(self, variable: int) -> Iterator[int]:
        for number, _sign in self.system.sums_of[variable]:
            if self.system.sums[number].line:
                yield number

    def _serve(self, number: int) -> bool:
        """Hide the cheapest count of a line that is shown; once a round."""
        if number in self.served:
            return False
        shown = [
            (self._cost(variable, sign), variable)
            for variable, sign in self.system.sums[number].terms
            if self.system.values[variable] and not self.system.is_hidden(variable)
            if not (self.system.of_total[variable] and (sign > 0 or variable in self.system.group_of))
            if sign < 0 or not self._is_margin(number)
        ]
        if not shown:
            return False
        self.served.add(number)
        self.system.hide(min(shown)[1])
        return True

    def _is_margin(self, number: int) -> bool:
        """Whether what adds up is a crossing: rather than what it adds up to, the crossing is lost."""
        (whole, _sign), *parts = self.system.sums[number].terms
        mine = len(self.system.keys_of(whole))
        return any(mine < len(self.system.keys_of(part)) for part, _ in parts)

    def _cost(self, variable: int, sign: int) -> tuple[object, ...]:
        """A cell before what it is a part of; one with room before one without; then the one of fewest."""
        system = self.system
        value, group = system.values[variable], system.group_of.get(variable)
        size = value if group is None else system.values[group]
        room = value if group is None else min(value, size - value)
        return (system.of_total[variable], sign > 0, room < self.threshold, size, variable)
