"""Identity numbers, passports and telephones as lists write them, and what spreadsheets do to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from arraigo.core import content, places
from arraigo.core.content import NationalId
from arraigo.core.names import tidy

from .faults import Fault
from .sheets import Cell, CellKind

_SCIENTIFIC = re.compile(r"^(\d+(?=[.,]|[eE]\+)(?:[.,]\d+)?)[eE]\+?(\d{1,3})$")
_LABEL = re.compile(
    r"^(?:dpi|cui|dni|dui|no|n|num|id|ced|cedula|identidad|pasaporte)\b[\s.:#°º]*", re.IGNORECASE
)
_SIGNS = re.compile(r"[\s.,\-–—_/'\"`´*]+")
_FRACTION = re.compile(r"(?<=\d)\.0+$")
CUT_ZEROS = 6
"""So many zeros at the end of a number of at least eleven digits are digits that a spreadsheet forgot."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read, and notes worth a look that do not hold the row back."""

    text: str | None
    notes: tuple[Fault, ...] = ()


@lru_cache(maxsize=64)
def rules_of(country: str | None) -> NationalId | None:
    """What a country's identity numbers look like; None for a country without a pack."""
    try:
        return content.country(country).national_id if country else None
    except LookupError:
        return None


def read_national_id(cell: Cell, country: str) -> Number | Fault:
    """
    The digits of an identity number, without spaces and signs, as many as those of the country.

    A number that a spreadsheet cut (``3.02511E+12``) cannot be guessed and is a fault, as is one of the wrong length.
    A check digit that does not fit is only a note: the rule is not the registry's own publication.
    """
    rules = rules_of(country)
    text = cell.text
    if found := _SCIENTIFIC.match(text.replace(" ", "")):
        text = _written_out(found[1].replace(",", "."), int(found[2]))
        if not text:
            return _cut(rules, country)
    plain = text if text.isdecimal() else _SIGNS.sub("", _LABEL.sub("", _FRACTION.sub("", text.strip())))
    if rules is None:
        return Number(tidy(text).lstrip("'") or None)
    if not (plain.isascii() and plain.isdecimal()):
        return _id_fault("id_not_digits", rules, country)
    if len(plain) >= 11 and plain.endswith("0" * CUT_ZEROS):
        return _cut(rules, country)
    return _of_right_length(_with_lost_zero(plain, rules, country), rules, country)


def _of_right_length(plain: str, rules: NationalId, country: str) -> Number | Fault:
    if len(plain) != rules.digits:
        return _id_fault("id_wrong_length", rules, country, found=len(plain))
    if rules.check and not rules.check.fits(plain):
        return Number(plain, (Fault("id_check_digit", "national_id", params={"country": country}),))
    return Number(plain)


def _cut(rules: NationalId | None, country: str) -> Fault:
    if rules is None:
        return Fault("number_cut_by_spreadsheet", "national_id")
    return _id_fault("id_cut_by_spreadsheet", rules, country)


def _id_fault(code: str, rules: NationalId, country: str, **params: int) -> Fault:
    return Fault(code, "national_id", params={"digits": rules.digits, "country": country, **params})


def _written_out(mantissa: str, exponent: int) -> str:
    """All digits of a number in scientific notation; nothing where the notation lost some."""
    whole, _, decimals = mantissa.lstrip("+").partition(".")
    return whole + decimals if len(decimals) == exponent else ""


def _with_lost_zero(plain: str, rules: NationalId, country: str) -> str:
    """
    A number whose first zero a spreadsheet dropped, with its zero again.

    Only where the number begins with a municipality (Honduras: ``0801-1990-12345``) and has no check digit that
    would say otherwise.
    """
    if len(plain) != rules.digits - 1 or rules.check is not None or not rules.groups:
        return plain
    prefix = content.country(country).p_code_prefix
    try:
        places.get(prefix + ("0" + plain)[: rules.groups[0]])
    except LookupError:
        return plain
    return "0" + plain


def looks_like_national_id(cell: Cell, country: str) -> bool:
    """Whether a cell holds what the country's identity number looks like, cut or whole."""
    rules = rules_of(country)
    if rules is None or not cell.text:
        return False
    if _SCIENTIFIC.match(cell.text):
        return True
    digits = _SIGNS.sub("", cell.text)
    return digits.isdecimal() and len(digits) == rules.digits


def shown(cell: Cell) -> str:
    """An identity number as a person sees it in the sheet: General format shows long numbers as ``3.02511E+12``."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float) and cell.value >= 1e11:
        mantissa, exponent = f"{cell.value:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    return cell.text


def read_passport(cell: Cell) -> str | None:
    """Letters and digits, upper case."""
    plain = "".join(letter for letter in cell.text.upper() if letter.isalnum())
    return plain[:24] or None


def read_phone(cell: Cell) -> str | None:
    """A telephone number: its digits, with the plus sign if it had one; None where there are too few."""
    text = cell.text.split("/")[0]
    digits = "".join(letter for letter in text if letter.isdecimal() and letter.isascii())
    if not 7 <= len(digits) <= 15:
        return None
    return f"+{digits}" if text.strip().startswith("+") else digits
