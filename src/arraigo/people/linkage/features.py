"""A person as lists, forms and the register describe them, and what of it is compared."""

import re
from dataclasses import dataclass
from datetime import date

from arraigo.people.linkage.births import UNKNOWN, Birth, birth
from arraigo.people.linkage.lexicon import Lexicon
from arraigo.people.linkage.names import NameReader

_ENOUGH_DIGITS = 5
# What a spreadsheet made of a long number, without its signs: 1.23E+12.
_ROUNDED = re.compile(r"\d{1,6}E\d{1,2}")
_RUNS = "01234567890123456789 98765432109876543210"
SEXES = frozenset({"female", "male", "other"})


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
class Features:
    """
    What is compared of a person. Names in plain letters; ``*_sound`` as they sound; ``roots``: of each given
    name the sound of its full form, of a nickname that is short for several names all of them.
    """

    given: tuple[str, ...] = ()
    given_sound: str = ""
    roots: tuple[str, ...] = ()
    first: str = ""
    second: str = ""
    paternal: str = ""
    paternal_sound: str = ""
    maternal: str = ""
    maternal_sound: str = ""
    birth: Birth = UNKNOWN
    sex: str = ""
    municipality: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def department(self) -> str:
        """The department of the municipality's P-code: country and two figures."""
        return self.municipality[:4]


class Reader:
    """Turns descriptions into features, with what content says of names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.names = NameReader(lexicon)

    def features(self, one: Described) -> Features:
        """
        The features of a description; total: nothing that people type is refused, what says nothing is left
        out.
        """
        name = self.names.read(one.given_names, one.paternal_surname, one.maternal_surname)
        given, paternal, maternal = name.given, name.paternal, name.maternal
        return Features(
            given=given.words,
            given_sound=given.sound,
            roots=given.roots,
            first=given.first,
            second=given.second,
            paternal=paternal.text,
            paternal_sound=paternal.sound,
            maternal=maternal.text,
            maternal_sound=maternal.sound,
            birth=birth(one.birth_date, one.birth_date_precision),
            sex=one.sex if one.sex in SEXES else "",
            municipality=one.municipality,
            numbers=tuple(sorted([number for number in one.national_ids if says_something(number)])),
        )


def says_something(number: str) -> bool:
    """
    Whether a document number can tell one person from another: not ``0000000``, ``1234567``, ``XXXX`` or
    ``123E12``.
    """
    figures = number
    if not number.isdigit():
        if _ROUNDED.fullmatch(number):
            return False
        figures = "".join([letter for letter in number if letter.isdigit()])
    return len(figures) >= _ENOUGH_DIGITS and len(set(figures)) > 2 and figures not in _RUNS
