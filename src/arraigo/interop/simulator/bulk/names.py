"""Names by columns: drawn by how often they are borne, shared inside families; combined at random they name nobody."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from arraigo.interop.simulator.bulk.chance import Draws, Flags
from arraigo.interop.simulator.bulk.shares import Shares, Weights, Whole
from arraigo.interop.simulator.naming import SECOND_NAME, SPANISH

FEMALE, MALE = 0, 1


class _Vocabulary:
    """Several lists of names, one behind the other."""

    def __init__(self, lists: list[dict[str, float]]) -> None:
        self.lists = [Weights(names) for names in lists]
        self.starts = np.cumsum([0, *(len(names) for names in lists)])
        self.words = pa.array([word for names in lists for word in names], pa.string())

    def draw(self, draws: Draws, of_list: Whole) -> Whole:
        """A name from each list, by its place in the whole vocabulary."""
        parts, found = draws.parts(len(of_list)), np.zeros(len(of_list), dtype=np.int64)
        for number, names in enumerate(self.lists):
            rows = np.flatnonzero(of_list == number)
            found[rows] = names.at(parts[rows]) + self.starts[number]
        return found

    def text(self, places: Whole) -> pa.Array:
        return self.words.take(pa.array(places))


class Names:
    """Draws the names of people in parties."""

    def __init__(self, shares: Shares) -> None:
        names = shares.names
        given = names.given
        self._given = _Vocabulary([_floats(given[whose]) for whose in ("female", "male", "girl", "boy")])
        languages = [SPANISH, *(name for name in names.surnames if name != SPANISH)]
        self._surnames = _Vocabulary([_floats(names.surnames[language]) for language in languages])
        self._own = shares.value("maya_surname")

    def of(
        self,
        draws: Draws,
        party: Whole,
        sex: Whole,
        child: Flags,
        second: Flags,
        indigenous: Flags,
        language: Whole,
        parties: int,
    ) -> list[pa.Array]:
        """
        Given names, paternal and maternal surnames of people.

        A child has the father's first surname, then the mother's first; brothers and sisters share both.
        """
        count = len(party)
        paternal = self._surname(draws, indigenous[party], language[party])
        maternal = self._surname(draws, indigenous[party], language[party])
        father, mother = (self._surname(draws, indigenous, language) for _ in range(2))
        for surname, whose in ((father, MALE), (mother, FEMALE)):
            parents = np.flatnonzero(~child & (sex == whose))
            surname[party[parents]] = paternal[parents]
        paternal, maternal = (
            np.where(child, father[party], paternal),
            np.where(child, mother[party], maternal),
        )
        return [
            self._given_names(draws, sex + 2 * child, count),
            self._surnames.text(paternal),
            self._surnames.text(maternal),
        ]

    def _given_names(self, draws: Draws, whose: Whole, count: int) -> pa.Array:
        first, second = self._given.draw(draws, whose), self._given.draw(draws, whose)
        two = draws.happens(SECOND_NAME, count) & (first != second)
        name = self._given.text(first)
        both = pc.binary_join_element_wise(name, self._given.text(second), " ")
        return pc.if_else(pa.array(two), both, name)

    def _surname(self, draws: Draws, indigenous: Flags, language: Whole) -> Whole:
        own = indigenous & draws.happens(self._own, len(language))
        return self._surnames.draw(draws, np.where(own, language, 0))


def _floats(names: object) -> dict[str, float]:
    return {name: float(weight) for name, weight in dict(names).items()}  # type: ignore[call-overload]
