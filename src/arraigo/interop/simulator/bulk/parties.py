"""Who travels together in one part of the country: people alone, families, and children without family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from arraigo.interop.simulator.bulk.calendar import ReturnDays
from arraigo.interop.simulator.bulk.chance import Draws, Flags
from arraigo.interop.simulator.bulk.shares import Shares, Weights, Whole
from arraigo.interop.simulator.chance import spread

SINGLE, FAMILY, CHILD_ALONE = range(3)


@dataclass(slots=True)
class Parties:
    """One row a party, in the order of their days."""

    line: Whole  # place in the profile's lines
    kind: Whole
    first_is_woman: Flags
    two_parents: Flags
    children: Whole
    day: Whole
    flight: Whole  # which of the day's on its line, from 1

    @property
    def sizes(self) -> Whole:
        result: Whole = 1 + self.two_parents + self.children
        return result

    def take(self, order: Whole) -> Parties:
        return Parties(*(getattr(self, name)[order] for name in self.__slots__))


class PartyMaker:
    """Draws parties so that people come out by the published shares of each line."""

    def __init__(self, shares: Shares, days: ReturnDays, people: int) -> None:
        self._shares, self._days, self._people = shares, days, people
        self.lines = list(shares.lines)
        self._of_line = [shares.number("lines", line) for line in self.lines]
        children = shares.numbers("children_in_family")
        self._mean_children = sum(int(n) * w for n, w in children.items()) / sum(children.values())

    def make(self, draws: Draws, people: int, since: float, until: float) -> Parties:
        """Parties with exactly so many people, who come in one stretch of all returns (parts from 0 to 1)."""
        of_lines = [
            self._on_line(draws, place, count)
            for place, count in enumerate(spread(people, self._of_line))
            if count
        ]
        parties = Parties(
            *(np.concatenate([getattr(one, name) for one in of_lines]) for name in Parties.__slots__)
        )
        count = len(parties.line)
        parts = since + (until - since) * (np.arange(count) + draws.parts(count)) / count
        parties = parties.take(np.argsort(draws.parts(count), kind="stable"))
        parties.day = self._days.at(parts)
        parties.flight = 1 + draws.below(self._flights(parties), count)
        return parties

    def _on_line(self, draws: Draws, line: int, people: int) -> Parties:
        """Enough parties for the people of a line; the last one is as large as there is room."""
        code = self.lines[line]
        count = int(people / self._mean_size(code) * 1.08) + 60
        kind = draws.pick(self._kinds(code), count)
        family, single = kind == FAMILY, kind == SINGLE
        mother = draws.happens(self._shares.value("family_adult_is_woman"), count)
        woman = draws.happens(1 - self._single_men(code), count)
        two = draws.happens(self._shares.value("two_parents_share"), count) & family
        children = 1 + draws.pick(self._shares.weights("children_in_family"), count)
        none = np.zeros(count, dtype=np.int64)
        parties = Parties(
            none + line, kind, np.where(family, mother, woman & single), two, children * family, none, none
        )
        ends = np.cumsum(parties.sizes)
        last = int(np.searchsorted(ends, people))
        parties = parties.take(np.arange(last + 1))
        _shrink(parties, last, int(ends[last]) - people)
        return parties

    def _flights(self, parties: Parties) -> Whole:
        """How many flights or buses the day has on each party's line."""
        sizes = np.array([float(line.size.mean) for line in self._shares.lines.values()])
        of_line = np.array(self._of_line) / sum(self._of_line)
        people = self._people * self._days.part_on(parties.day) * of_line[parties.line]
        result: Whole = np.maximum(1, np.rint(people / sizes[parties.line])).astype(np.int64)
        return result

    def _families(self, line: str) -> tuple[float, float, float]:
        accompanied = self._shares.number("children_accompanied", line)
        alone = self._shares.number("children_alone", line)
        return accompanied, alone, accompanied / self._mean_children

    def _kinds(self, line: str) -> Weights:
        """As the demo has it: so many families that children come out by their share; the others are on their own."""
        accompanied, alone, families = self._families(line)
        parents = families * (1 + self._shares.value("two_parents_share"))
        return Weights({"single": 1 - accompanied - alone - parents, "family": families, "alone": alone})

    def _mean_size(self, line: str) -> float:
        accompanied, _, families = self._families(line)
        parents = families * (1 + self._shares.value("two_parents_share"))
        return 1 / (1 - accompanied - parents + families)

    def _single_men(self, line: str) -> float:
        """The part of men among those on their own, so that all adults come out by the published share."""
        accompanied, alone, families = self._families(line)
        women, two = self._shares.value("family_adult_is_woman"), self._shares.value("two_parents_share")
        adults = 1 - accompanied - alone
        men = self._shares.number("adults_men", line) * adults - families * ((1 - women) * (1 - two) + two)
        return min(1.0, max(0.0, men / (adults - families * (1 + two))))


def _shrink(parties: Parties, last: int, by: int) -> None:
    """Take people from the last party: children first, then the second parent."""
    fewer = min(by, int(parties.children[last]))
    parties.children[last] -= fewer
    if by > fewer:
        parties.two_parents[last] = False
    if parties.kind[last] == FAMILY and not parties.children[last]:
        parties.kind[last] = SINGLE
