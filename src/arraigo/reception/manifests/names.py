"""
Names as lists write them, parted into given names, first and second surname.

Particles stay with the surname that they begin («de la Cruz», «viuda de»). No letter is changed. A full name in one
column is parted by its comma, by what its header says, or by the order that most names of the list show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .vocabulary import folded, given_names, is_missing

PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "da", "das", "do", "dos", "di", "du", "van", "von", "der", "den",
     "mac", "mc", "san", "santa", "sta", "sn", "vda", "vda.", "viuda", "v.", "vd."}
)  # fmt: skip
WIDOW = frozenset({"vda", "vda.", "viuda", "v.", "vd."})


class NameOrder(StrEnum):
    """Which part comes first in a full name without a comma."""

    GIVEN_FIRST = "given_first"
    SURNAMES_FIRST = "surnames_first"


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, with the letters of the file; None for what the file lacks."""

    given_names: str | None = None
    paternal_surname: str | None = None
    maternal_surname: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.given_names or self.paternal_surname or self.maternal_surname)


def name_text(text: str) -> str | None:
    """A name trimmed, with single spaces; None for «N/A», «XXXX», dashes and whatever has no letter."""
    clean = text.lstrip("'\"").rstrip(" ,;-_/*").lstrip(" ,;.-_/*")
    if not any(letter.isalpha() for letter in clean) or is_missing(clean) or clean in ("X", "x"):
        return None
    return clean


def units_of(text: str) -> list[str]:
    """The words of a name with their particles: ``DE LA CRUZ PEREZ`` is ``DE LA CRUZ``, ``PEREZ``."""
    units: list[str] = []
    waiting: list[str] = []
    for word in text.split():
        waiting.append(word)
        if folded(word) not in PARTICLES:
            units.append(" ".join(waiting))
            waiting.clear()
    if waiting:
        units.append(" ".join([units.pop(), *waiting] if units else waiting))
    return units


def part_surnames(text: str) -> tuple[str | None, str | None]:
    """
    First and second surname of a column that holds both. What follows the first surname is the second, with a
    husband's name if there is one; a first surname joined by «y» is one (``ORTEGA Y GASSET LOPEZ``).
    """
    units = units_of(text)
    if not units:
        return None, None
    cut = 2 if len(units) > 2 and folded(units[1]).startswith("y ") else 1
    return " ".join(units[:cut]), " ".join(units[cut:]) or None


def part_full_name(text: str, order: NameOrder) -> Name:
    """A name in one column. With a comma the surnames come before it, whatever the order of the list."""
    before, comma, behind = text.partition(",")
    if comma and (given := name_text(behind)) and (surnames := name_text(before)):
        return Name(given.replace(",", ""), *part_surnames(surnames))
    units = units_of(text.replace(",", " "))
    if len(units) == 1 and order is NameOrder.GIVEN_FIRST:
        return Name(given_names=units[0])
    if order is NameOrder.SURNAMES_FIRST:
        cut = _surnames_in_front(units)
        return Name(" ".join(units[cut:]) or None, *part_surnames(" ".join(units[:cut])))
    cut = _given_in_front(units)
    return Name(" ".join(units[:cut]), *part_surnames(" ".join(units[cut:])))


def _given_in_front(units: list[str]) -> int:
    """How many units are given names when they come first: as people write them, two and two."""
    count = len([unit for unit in units if not _is_widow(unit)])
    if count <= 2:
        return 1
    if count == 3:
        return 2 if _is_given(units[1]) else 1
    return 3 if count > 4 and _is_given(units[2]) else 2


def _surnames_in_front(units: list[str]) -> int:
    """How many units are surnames when they come first."""
    count = len(units)
    if count <= 2:
        return 1
    widow = sum(_is_widow(unit) for unit in units[:4])
    if count - widow == 3:
        return 1 + widow if _is_given(units[1 + widow]) and not _is_given(units[0]) else 2 + widow
    return min(2 + widow, count - 1)


def _is_given(unit: str) -> bool:
    return folded(unit) in given_names()


def _is_widow(unit: str) -> bool:
    return folded(unit.split(maxsplit=1)[0]) in WIDOW


def order_of(texts: Iterable[str]) -> NameOrder | None:
    """The order of the full names of a list, by which end has the common given names; None where it is not clear."""
    given_first = surnames_first = 0
    for text in texts:
        units = units_of(text)
        if "," in text or len(units) < 3:
            continue
        front, back = _is_given(units[0]), _is_given(units[-1])
        given_first += front and not back
        surnames_first += back and not front
    if abs(given_first - surnames_first) <= (given_first + surnames_first) * 0.2:
        return None
    return NameOrder.GIVEN_FIRST if given_first > surnames_first else NameOrder.SURNAMES_FIRST


def order_in_header(header: str) -> NameOrder | None:
    """The order that a header announces: «Apellidos y nombres», "First and last name"."""
    plain = folded(header)
    surname = min((plain.find(word) for word in ("apellid", "last", "surname") if word in plain), default=-1)
    given = min((plain.find(word) for word in ("nombre", "first", "given") if word in plain), default=-1)
    if surname < 0 or given < 0:
        return None
    return NameOrder.SURNAMES_FIRST if surname < given else NameOrder.GIVEN_FIRST
