"""Field-by-field evidence for and against *the same person*, and the band it adds up to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from arraigo.core.names import fold


class Mark(StrEnum):
    """How two values compare, as it is shown (look: state, comparison)."""

    SAME = "="
    ALIKE = "≈"
    DIFFERENT = "≠"
    NOTHING = "–"


class Why(StrEnum):
    """Why two values are alike but not the same (labels: code list ``comparison_why``)."""

    ONLY_ACCENTS = "only_accents"
    PART_OF_NAME = "part_of_name"
    SURNAMES_SWAPPED = "surnames_swapped"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    ONLY_THE_YEAR = "only_the_year"


class Band(StrEnum):
    """How sure the evidence makes us (labels: code list ``linkage_band``). People decide; nothing joins by itself."""

    SAME = "same"
    PROBABLY = "probably"
    POSSIBLY = "possibly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Described:
    """A person as a list, a form or the register describes them. Empty means not known."""

    given_names: str = ""
    paternal_surname: str = ""
    maternal_surname: str = ""
    birth_date: date | None = None
    birth_date_precision: str = "day"
    national_ids: frozenset[str] = frozenset()
    municipality: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of the comparison."""

    field: str
    mark: Mark
    why: Why | None = None


def compare(today: Described, register: Described) -> tuple[Evidence, ...]:
    """Compare two descriptions; symmetrical."""
    swapped = _surnames_swapped(today, register)
    return (
        _name("given_names", today.given_names, register.given_names),
        _surname("paternal_surname", today, register, swapped),
        _surname("maternal_surname", today, register, swapped),
        _birth_date(today, register),
        _plain("municipality", today.municipality, register.municipality),
        _national_id(today.national_ids, register.national_ids),
    )


def band(evidence: tuple[Evidence, ...]) -> Band:
    """What the evidence adds up to; a number that differs outweighs a common name."""
    marks = {item.field: item.mark for item in evidence}
    agrees: Callable[[str], bool] = lambda field: marks[field] in {Mark.SAME, Mark.ALIKE}  # noqa: E731
    names_agree = agrees("given_names") and agrees("paternal_surname")
    no_surname_against = marks["maternal_surname"] is not Mark.DIFFERENT
    if marks["national_id"] is Mark.SAME and (names_agree or agrees("birth_date")):
        return Band.SAME
    if not names_agree or marks["national_id"] is Mark.DIFFERENT:
        return Band.POSSIBLY if names_agree and agrees("birth_date") else Band.NO
    if marks["birth_date"] is Mark.SAME and no_surname_against:
        return Band.SAME if agrees("maternal_surname") else Band.PROBABLY
    if agrees("birth_date") and no_surname_against:
        return Band.PROBABLY
    if marks["birth_date"] is Mark.NOTHING and agrees("maternal_surname"):
        return Band.POSSIBLY
    return Band.NO


def same_person(today: Described, register: Described) -> bool:
    """Whether the evidence alone would convince a careful officer."""
    return band(compare(today, register)) is Band.SAME


def _plain(field: str, one: str, other: str) -> Evidence:
    if not one or not other:
        return Evidence(field, Mark.NOTHING)
    return Evidence(field, Mark.SAME if one == other else Mark.DIFFERENT)


def _name(field: str, one: str, other: str) -> Evidence:
    if not one or not other:
        return Evidence(field, Mark.NOTHING)
    if one.casefold() == other.casefold():
        return Evidence(field, Mark.SAME)
    if fold(one) == fold(other):
        return Evidence(field, Mark.ALIKE, Why.ONLY_ACCENTS)
    words, others = set(fold(one).split()), set(fold(other).split())
    if words <= others or others <= words:
        return Evidence(field, Mark.ALIKE, Why.PART_OF_NAME)
    return Evidence(field, Mark.DIFFERENT)


def _surnames_swapped(one: Described, other: Described) -> bool:
    mine = fold(one.paternal_surname), fold(one.maternal_surname)
    theirs = fold(other.maternal_surname), fold(other.paternal_surname)
    return all(mine) and mine == theirs and mine[0] != mine[1]


def _surname(field: str, one: Described, other: Described, swapped: bool) -> Evidence:
    if swapped:
        return Evidence(field, Mark.ALIKE, Why.SURNAMES_SWAPPED)
    return _name(field, getattr(one, field), getattr(other, field))


def _birth_date(one: Described, other: Described) -> Evidence:
    mine, theirs = one.birth_date, other.birth_date
    if mine is None or theirs is None:
        return Evidence("birth_date", Mark.NOTHING)
    if "year" in {one.birth_date_precision, other.birth_date_precision}:
        if mine.year == theirs.year:
            return Evidence("birth_date", Mark.ALIKE, Why.ONLY_THE_YEAR)
    elif mine == theirs:
        return Evidence("birth_date", Mark.SAME)
    elif (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return Evidence("birth_date", Mark.ALIKE, Why.DAY_AND_MONTH_SWAPPED)
    return Evidence("birth_date", Mark.DIFFERENT)


def _national_id(mine: frozenset[str], theirs: frozenset[str]) -> Evidence:
    if not mine or not theirs:
        return Evidence("national_id", Mark.NOTHING)
    return Evidence("national_id", Mark.SAME if mine & theirs else Mark.DIFFERENT)
