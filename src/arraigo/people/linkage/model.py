"""
The match model: how much each level of agreement says, as trained on a register; one model for the desk and
the batch.

After Fellegi and Sunter (1969): a level says ``log2(m / u)`` bits, where m is how often pairs of one person
reach it and u how often pairs of two persons do. Where both share a value, u gives way to how frequent that
value is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import log2
from typing import Any

from arraigo.people.linkage.evidence import Band
from arraigo.people.linkage.features import Features
from arraigo.people.linkage.levels import COMPARISONS, DIFFERENT, NOTHING, Comparison, level_of

FREQUENCIES = {
    "given_sound": "given",
    "first": "first",
    "paternal_sound": "surname",
    "maternal_sound": "surname",
    "municipality": "municipality",
}
"""Column -> the table of frequencies that its values are looked up in."""

# What says *somebody else*, however well all the rest agrees: twins share all but their given names, a father and a son
# all but the birth date.
CONTRADICTING = {
    "given_names": frozenset({"first_only", "some_word", DIFFERENT}),
    "birth_date": frozenset({"same_year", "near_year", DIFFERENT}),
}


@dataclass(frozen=True, slots=True)
class Odds:
    """How often pairs of one person (``m``) and of two persons (``u``) reach a level; both are shares of 1."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        return log2(self.m / self.u)


@dataclass(frozen=True)
class MatchModel:
    """
    Parameters, readable and reviewable.

    ``odds``: field -> level -> m and u. ``frequencies``: table -> value -> share of persons; a value that is
    not listed is as rare as ``rarest``. ``expected``: of how many other records of the register a record is
    expected to be one person. ``same``, ``probably``, ``possibly``: from which probability each band begins.
    """

    version: str
    trained_at: str
    trained_on: int
    odds: Mapping[str, Mapping[str, Odds]]
    frequencies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rarest: float = 1e-5
    expected: float = 0.1
    same: float = 0.98
    probably: float = 0.5
    possibly: float = 0.02

    def prior(self, persons: int) -> float:
        """Bits against any two of so many records being one person."""
        return log2(max(self.expected, 1e-6) / max(persons, 2))

    def frequency(self, column: str, one: Features) -> float:
        """How frequent the value of the column is; of two surnames together as if they met by chance."""
        if column == "surnames":
            either = 2 * self.frequency("paternal_sound", one) * self.frequency("maternal_sound", one)
            return max(either, self.rarest**2)
        return self.frequencies.get(FREQUENCIES[column], {}).get(getattr(one, column), self.rarest)

    def weight(self, comparison: Comparison, level: str, one: Features, other: Features) -> float:
        """How many bits a level says for one person, or if below zero against."""
        if level == NOTHING:
            return 0.0
        odds = self.odds[comparison.field][level]
        column = self._common[comparison.field].get(level, "")
        if not column:
            return odds.weight
        return log2(odds.m / max(self.frequency(column, one), self.frequency(column, other)))

    @cached_property
    def _common(self) -> Mapping[str, Mapping[str, str]]:
        return {one.field: {level.code: level.common for level in one.levels} for one in COMPARISONS}

    def band(self, probability: float) -> Band:
        """What a probability is called at a desk."""
        if probability >= self.same:
            return Band.SAME
        if probability >= self.probably:
            return Band.PROBABLY
        return Band.POSSIBLY if probability >= self.possibly else Band.NO

    def to_json(self) -> dict[str, Any]:
        """As it is kept and shown."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "MatchModel":
        """As it was kept by `to_json`."""
        odds = {
            name: {level: Odds(**one) for level, one in levels.items()}
            for name, levels in kept["odds"].items()
        }
        return replace(cls(**{**kept, "odds": {}}), odds=odds)

    def dumps(self) -> str:
        """As a file that people can read and compare."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class Match:
    """
    What the model says of two descriptions: the level of each field, its bits, their sum, and what that makes
    likely.
    """

    levels: Mapping[str, str]
    weights: Mapping[str, float]
    weight: float
    probability: float
    band: Band


def match(one: Features, other: Features, model: MatchModel, *, persons: int) -> Match:
    """
    Score two descriptions against each other in a register of so many records; symmetrical.

    Given names or a birth date that contradict hold the band down to *possibly*, whatever else agrees, unless
    a document number does too: families share all the rest.
    """
    levels = {each.field: level_of(each, one, other) for each in COMPARISONS}
    weights = {each.field: model.weight(each, levels[each.field], one, other) for each in COMPARISONS}
    weight = sum(weights.values())
    probability = probability_of(weight + model.prior(persons))
    if is_held(levels):
        probability = min(probability, held_probability(model))
    return Match(levels, weights, weight, probability, _band(levels, probability, model))


def _band(levels: Mapping[str, str], probability: float, model: MatchModel) -> Band:
    """Names alone never say *same*, however rare: a desk has a date or a number to ask for."""
    band = model.band(probability)
    if band is Band.SAME and levels["birth_date"] == levels["national_id"] == NOTHING:
        return Band.PROBABLY
    return band


def is_held(levels: Mapping[str, str]) -> bool:
    """Whether the pair may be offered to people, but never called the same by itself."""
    against = sum(levels[name] in codes for name, codes in CONTRADICTING.items())
    # Whoever has another's number in hand has other names and another date as well.
    return against == 2 or (against == 1 and levels["national_id"] != "same")


def held_probability(model: MatchModel) -> float:
    """The most that a pair is given that is held: just below *probably*."""
    return model.probably * 0.98


def probability_of(weight: float) -> float:
    """Bits to a probability."""
    if weight > 60:
        return 1.0
    odds = 2.0**weight if weight > -1000 else 0.0
    return odds / (1 + odds)
