"""
Identity numbers as people and lists write them: what they are, whether they can be right, what they tell.

Pure: the rules come as values (content: ``national_id`` of the packs and of ``national_ids/``). What a number tells of
its holder is told, never taken for true: a typist's slip in the number is a slip in its date as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from arraigo.core.content import NationalId
from arraigo.core.names import fold
from arraigo.people.linkage.lexicon import is_missing

SHORTEST = 5
"""Characters; what is shorter is no identity number of the region (Panama apart, whose rule says so)."""

LONGEST_RUN = 8
"""So many times the same digit, or digits in counting order, are typed to fill a field, not read from a card."""

LOST_ZEROS = 2
"""So many zeros may be missing in front of a number that went through a spreadsheet."""

_LABEL = re.compile(
    r"^(?:(?:dpi|cui|dni|dui|curp|id|no|num|nro|numero|ced|cedula|identidad|documento|de)\b[\s.:#°º-]*)+",
    re.ASCII,
)
_FRACTION = re.compile(r"(?<=\d)\.0+$")
_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+e\+?|e\+)\d{1,3}$", re.ASCII)
_SIGNS = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True)
class NumberRules:
    """What content says of numbers: the rule of each country (ISO3), and the words that stand for no number."""

    of: Mapping[str, NationalId] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Says:
    """
    What a number carries in itself. None: it does not say, or says no possible date.

    ``year`` has four figures, or with ``short_year`` only the last two. ``record_year`` is the year of the birth
    record, which for those who were registered late is not that of their birth. ``municipality`` is the country's own
    number.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    short_year: bool = False
    record_year: int | None = None
    sex: str | None = None
    municipality: str | None = None

    @property
    def birth_date(self) -> date | None:
        """The date of birth, where the number has it with all four figures of the year."""
        if self.short_year or self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def fits_birth(self, born: date) -> bool | None:
        """
        Whether somebody born on a day may have the number; None where it carries no date of birth.

        A record is made in the year of birth or later, so an earlier record year does not fit.
        """
        if self.record_year is not None:
            return self.record_year >= born.year
        if self.year is None:
            return None
        year = born.year % 100 if self.short_year else born.year
        return (year, born.month, born.day) == (self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Number:
    """
    A number that was read. ``normal`` is what is compared and stored: letters and digits, upper case, no signs.

    ``sound``: true where form and check fit; false where the form does not, or a check that all numbers keep; None
    where the country has no check or no rule, or a check that some right numbers break. ``placeholder``: it stands for
    no number and must link nobody.
    """

    normal: str
    country: str
    sound: bool | None = None
    placeholder: bool = False
    says: Says = Says()


def read_number(text: str, country: str, rules: NumberRules) -> Number:
    """
    Read a number that was issued by a country (ISO3, or empty where nobody said), whatever signs it is written with.

    Gives back lost zeros where the country's rule says how; a number in scientific notation lost its digits and is a
    placeholder.
    """
    said = _in_plain_digits(fold(text))
    rule = rules.of.get(country)
    bare = _FRACTION.sub("", _LABEL.sub("", said)).upper()
    normal = _SIGNS.sub("", bare)
    if rule is not None:
        normal = _with_zeros(normal, bare, rule)
    if _says_nothing(said, normal, rules):
        return Number("", country, placeholder=True)
    if rule is None:
        return Number(normal, country, placeholder=_stands_for_nothing(normal, None))
    return Number(
        normal, country, _sound(normal, rule), _stands_for_nothing(normal, rule), _said_by(normal, rule)
    )


def _in_plain_digits(text: str) -> str:
    return "".join([str(int(sign)) if sign.isdecimal() else sign for sign in text])


def _says_nothing(said: str, normal: str, rules: NumberRules) -> bool:
    """No digit or only zeros, words for nothing, or a number that a spreadsheet cut (``3.02511E+12``)."""
    if normal.isdecimal():
        return not normal.strip("0")
    if normal.isalpha() or not normal or _SCIENTIFIC.match(said):
        return True
    return is_missing(said, rules.missing) or is_missing(normal, rules.missing)


def one_slip(one: str, other: str) -> bool:
    """
    Whether two normal numbers differ by one slip of the fingers: one character, or two neighbours exchanged.

    Symmetric; two numbers that are the same differ by none.
    """
    if len(one) != len(other) or one == other:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    first, second = wrong
    return one[first] == other[second] and one[second] == other[first]


def _with_zeros(normal: str, bare: str, rule: NationalId) -> str:
    """
    The number with the zeros that it lost, in its groups or in front, where that makes it a right one; without those of
    its groups where they do not count.
    """
    groups = [group for group in _SIGNS.split(bare) if group]
    if rule.unpadded and len(groups) > 1:
        return "".join(group.lstrip("0") for group in groups)
    if rule.padded and len(groups) == len(rule.groups):
        padded = "".join(group.zfill(length) for group, length in zip(groups, rule.groups, strict=True))
        return padded if len(padded) == rule.digits else normal
    if rule.starts_with_zero and 0 < rule.digits - len(normal) <= LOST_ZEROS:
        filled = normal.zfill(rule.digits)
        return filled if rule.is_well_formed(filled) else normal
    return normal


def _sound(normal: str, rule: NationalId) -> bool | None:
    if not rule.shape.fullmatch(normal):
        return False
    if rule.check is None:
        return None
    if rule.check.fits(normal):
        return True
    return False if rule.check.firm else None


def _stands_for_nothing(normal: str, rule: NationalId | None) -> bool:
    shortest = (rule.fewest if rule else None) or SHORTEST
    if len(normal) < shortest or _has_a_run(normal, min(LONGEST_RUN, len(normal))):
        return True
    serial = rule.places.get("serial") if rule and len(normal) == rule.digits else None
    return serial is not None and not normal[serial].strip("0")


def _runs(length: int) -> frozenset[str]:
    """All stretches of one digit, and of digits that count up or down, where 0 follows 9."""
    starts = range(10)
    return frozenset(
        "".join(str((start + step * place) % 10) for place in range(length))
        for start in starts
        for step in (0, 1, -1)
    )


_RUNS = {length: _runs(length) for length in range(1, LONGEST_RUN + 1)}


def _has_a_run(normal: str, length: int) -> bool:
    runs = _RUNS[length]
    return any(normal[at : at + length] in runs for at in range(len(normal) - length + 1))


_SEXES = {"H": "male", "M": "female", "X": "other"}


def _said_by(normal: str, rule: NationalId) -> Says:
    if len(normal) != rule.digits or not rule.shape.fullmatch(normal):
        return Says()
    part = {name: normal[place] for name, place in rule.places.items()}
    record, sex = part.get("record_year"), part.get("sex")
    year, short = _year(part)
    day, month = int(part.get("birth_day", 0)) or None, int(part.get("birth_month", 0)) or None
    if year is not None and not _may_be_a_date(year, month, day, short=short):
        year = month = day = None
    return Says(
        day=day,
        month=month,
        year=year,
        short_year=short and year is not None,
        record_year=int(record) if record else None,
        sex=_SEXES.get(sex) if sex else None,
        municipality=part.get("municipality"),
    )


def _year(part: Mapping[str, str]) -> tuple[int | None, bool]:
    """The year of birth, and whether it has only its last two figures."""
    if "birth_year" in part:
        return int(part["birth_year"]), False
    if "birth_yy" not in part:
        return None, False
    if "century" in part:
        return int(part["birth_yy"]) + (1900 if part["century"].isdigit() else 2000), False
    return int(part["birth_yy"]), True


def _may_be_a_date(year: int, month: int | None, day: int | None, *, short: bool) -> bool:
    try:
        date(
            2000 + year if short else year, month or 1, day or 1
        )  # 29 February needs a leap year of its century
    except ValueError:
        return False
    return True
