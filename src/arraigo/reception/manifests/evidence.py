"""What the cells of a column look like: how many could be dates of birth, identity numbers, municipalities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from arraigo.core import places

from .dates import BirthDate, DateReader, Order
from .identifiers import looks_like_national_id
from .names import units_of
from .sheets import Cell, CellKind
from .vocabulary import bare, folded_words, given_names, is_missing, nationalities

ENOUGH = 0.6
"""Share of a column's cells that must fit for its content alone to say what it is."""
ENOUGH_IDS = 0.3
"""The same for identity numbers: nothing else looks like them, and passports often stand among them."""


class Evidence:
    """Which field the content of a column speaks for, in a list of a country (ISO3) read on a day."""

    def __init__(self, country: str, today: date) -> None:
        self._country = country
        self._readers = tuple(DateReader(today, order) for order in Order)
        self._tests: dict[str, Callable[[Cell], bool]] = {
            "national_id": lambda cell: looks_like_national_id(cell, country),
            "birth_date": self._is_date,
            "sex": lambda cell: bare(cell.text) in _sex_words(),
            "nationality": lambda cell: len(cell.text) > 2 and bare(cell.text) in nationalities(),
            "municipality": lambda cell: is_municipality(cell.text, country),
            "department": lambda cell: is_department(cell.text, country),
            "age": lambda cell: cell.text.isdecimal() and int(cell.text) <= 110,
            "list_number": lambda cell: cell.text.rstrip(".").isdecimal() and len(cell.text) < 7,
            "phone": lambda cell: sum(letter.isdecimal() for letter in cell.text) in (8, 11),
            "full_name": _is_name,
        }

    def share(self, field: str, cells: Sequence[Cell]) -> float:
        """The share of the cells with a value that could be this field; 1 for fields that may hold anything."""
        test = self._tests.get(field)
        said = [cell for cell in cells if cell.text and not is_missing(cell.text)]
        if test is None or not said:
            return 1.0 if test is None else 0.0
        return sum(map(test, said)) / len(said)

    def guess(self, cells: Sequence[Cell]) -> str | None:
        """What a column without a known header holds; None where its content does not say it clearly."""
        said = [cell for cell in cells if cell.text and not is_missing(cell.text)]
        different = Counter(cell.text for cell in said)
        if len(said) < 2 or len(different) < 2:
            return None
        if self._counts_up(said):
            return "list_number"
        for field in ("national_id", "birth_date", "sex", "department", "municipality", "nationality"):
            if self.share(field, said) >= ENOUGH and self._varies(field, different, said):
                return field
        return (
            "full_name" if self.share("full_name", said) >= 0.5 and len(different) > len(said) * 0.7 else None
        )

    def _varies(self, field: str, different: Counter[str], said: Sequence[Cell]) -> bool:
        """Birth dates lie years apart; municipalities outnumber departments; sexes are few."""
        if field == "birth_date":
            days = [found.on for cell in said if isinstance(found := self._readers[0].read(cell), BirthDate)]
            years = {day.year for day in days if day}
            return len(years) > 3 or (len(said) < 6 and len(years) > 1)
        if field == "sex":
            return len(different) <= 6
        if field == "department":
            return self.share("municipality", said) < self.share("department", said)
        return True

    def _counts_up(self, said: Sequence[Cell]) -> bool:
        numbers = [int(cell.text.rstrip(".")) for cell in said if self._tests["list_number"](cell)]
        rising = sum(after == before + 1 for before, after in pairwise(numbers))
        return len(numbers) >= 3 and len(numbers) > len(said) * 0.8 and rising > (len(numbers) - 1) * 0.8

    def _is_date(self, cell: Cell) -> bool:
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float) and cell.value < 3_000:
            return False
        found = (reader.read(cell) for reader in self._readers)
        return any(isinstance(each, BirthDate) and each.on and each.precision == "day" for each in found)


@lru_cache(maxsize=8192)
def is_municipality(text: str, country: str) -> bool:
    """Whether a text is the name of one or more municipalities of a country."""
    try:
        return any(letter.isalpha() for letter in text) and bool(places.find(text, country).exact)
    except LookupError:
        return False


@lru_cache(maxsize=2048)
def is_department(text: str, country: str) -> bool:
    """Whether a text is the name of a department of a country."""
    try:
        return any(letter.isalpha() for letter in text) and bool(places.find_department(text, country).exact)
    except LookupError:
        return False


@lru_cache(maxsize=1)
def _sex_words() -> frozenset[str]:
    return folded_words("female") | folded_words("male") | folded_words("other_sex") | {"m"}


def _is_name(cell: Cell) -> bool:
    units = units_of(cell.text)
    if (
        cell.kind is not CellKind.TEXT
        or not 2 <= len(units) <= 7
        or any(letter.isdecimal() for letter in cell.text)
    ):
        return False
    return any(bare(unit) in given_names() for unit in units)
