"""Comparing two descriptions as a person reads it: the model's probability, and the evidence field by field."""

from dataclasses import dataclass

from arraigo.core.names import fold
from arraigo.people.linkage.evidence import Band, Evidence, Mark, Why
from arraigo.people.linkage.features import Described, Features, Reader
from arraigo.people.linkage.levels import COMPARISONS, DIFFERENT, NOTHING
from arraigo.people.linkage.lexicon import plain
from arraigo.people.linkage.model import Match, MatchModel, match

SHOWN = ("given_names", "paternal_surname", "maternal_surname", "birth_date", "municipality", "national_id")
"""The fields whose evidence is shown, in this order."""

_MARKS = {(one.field, level.code): (level.mark, level.why) for one in COMPARISONS for level in one.levels}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two descriptions compared: what the model says, and why."""

    match: Match
    evidence: tuple[Evidence, ...]

    @property
    def band(self) -> Band:
        return self.match.band

    @property
    def probability(self) -> float:
        return self.match.probability


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compares descriptions with one model in a register of so many persons."""

    reader: Reader
    model: MatchModel
    persons: int

    def features(self, one: Described) -> Features:
        """What is compared of a description."""
        return self.reader.features(one)

    def compare(self, today: Described, register: Described) -> Compared:
        """Compare two descriptions; symmetrical but for the evidence's words."""
        return self.compared(today, self.features(today), register, self.features(register))

    def compared(self, today: Described, said: Features, register: Described, known: Features) -> Compared:
        """`compare`, of descriptions whose features are at hand."""
        found = self.match(said, known)
        return Compared(found, self.evidence(today, said, register, known, found))

    def evidence(
        self, today: Described, said: Features, register: Described, known: Features, found: Match
    ) -> tuple[Evidence, ...]:
        """The evidence of a match, field by field, in the words of what was written."""
        return _evidence(today, said, register, known, found)

    def match(self, said: Features, known: Features) -> Match:
        """What the model alone says: for ranking many."""
        return match(said, known, self.model, persons=self.persons)


def _evidence(
    today: Described, said: Features, register: Described, known: Features, found: Match
) -> tuple[Evidence, ...]:
    swapped = found.levels["paternal_surname"] == "swapped"
    evidence = []
    for name in SHOWN:
        level = found.levels[name]
        mark, why = _mark(name, level)
        if name == "maternal_surname" and swapped:
            mark, why = Mark.ALIKE, Why.SURNAMES_SWAPPED
        elif mark is Mark.SAME:
            mark, why = _same(name, today, register)
        elif name == "given_names" and level.startswith("part") and _is_nickname(said, known):
            why = Why.NICKNAME
        evidence.append(Evidence(name, mark, why, found.weights[name]))
    return tuple(evidence)


def _mark(name: str, level: str) -> tuple[Mark, Why | None]:
    if level == NOTHING:
        return Mark.NOTHING, None
    return (Mark.DIFFERENT, None) if level == DIFFERENT else _MARKS[name, level]


def _same(name: str, today: Described, register: Described) -> tuple[Mark, Why | None]:
    """The same to the model; to the eye, names may still be written otherwise."""
    one, other = getattr(today, name, ""), getattr(register, name, "")
    if not (isinstance(one, str) and isinstance(other, str)):
        return Mark.SAME, None
    if one.casefold() == other.casefold():
        return Mark.SAME, None
    if plain(one) == plain(other) or fold(one) == fold(other):
        return Mark.ALIKE, Why.ONLY_ACCENTS
    return Mark.ALIKE, Why.ABBREVIATED


def _is_nickname(said: Features, known: Features) -> bool:
    """Whether a word of one has the meaning, but not the letters, of a word of the other."""
    shared = set(said.roots) & set(known.roots)
    return bool(shared) and set(said.given_sound.split()).isdisjoint(known.given_sound.split())
