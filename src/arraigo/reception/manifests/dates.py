"""
Birth dates as lists write them: text of many styles, Excel's serial numbers, date cells, only a month or a year.

Two digits of a year, and which of two numbers is the day, are settled by what can be: nobody is born in the future
or travels at more than 110 years.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from arraigo.core.names import fold
from arraigo.core.periods import age_on

from .faults import Candidate, Fault
from .messages import MONTHS
from .sheets import Cell, CellKind
from .vocabulary import folded
from .xlsx import date_of_serial

OLDEST = 110
FIRST_YEAR = 1_000
FIRST_SERIAL, LAST_SERIAL = 3_000, 79_999
"""A smaller number is no serial of a birth date (18 March 1908) but a year; a larger one (in 2119) neither."""

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_MONTH_STEMS = {
    **{fold(name): number for names in MONTHS.values() for number, name in enumerate(names, start=1)},
    "setiembre": 9,
}
_MONTHS_BY_STEM = {
    **{name[:length]: number for name, number in _MONTH_STEMS.items() for length in range(3, len(name) + 1)},
    "en": 1,
    **{roman: number for number, roman in enumerate(_ROMAN, start=1)},
}

_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}.*$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$")
_WEEKDAY = re.compile(
    r"^(lunes|martes|miercoles|jueves|viernes|sabado|domingo|(mon|tues|wednes|thurs|fri|satur|sun)day)\W+"
)
_ABOUT = re.compile(
    r"\b(aprox\w*|circa|ca?\.|about|approx\w*|estimad[oa]|aproximadamente|alrededor de)(?=\W|$)\.?"
)
_AGE = re.compile(r"^(\d{1,3}) ?(anos?|a|years?|yrs?|y|meses|mes|months?|dias?|days?)\.?$")
_ISO = re.compile(r"^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$")
_NUMBERS = re.compile(r"^(\d{1,2}) ?[-/.,\\ ] ?(\d{1,2}) ?[-/.,\\ ] ?(\d{2,4})$")
_DAY_NAME = re.compile(
    r"^(\d{1,2})(?:(?:ro|o|er|st|nd|rd|th)(?![a-z]))?[\W_]*(?:de )?([a-z]+)\W*(?:del? (?:ano )?)?(\d{4}|\d{2})$"
)
_NAME_DAY = re.compile(r"^([a-z]{3,})\W*(\d{1,2})(?:st|nd|rd|th)?\W+(\d{4}|\d{2})$")
_NAME_YEAR = re.compile(r"^([a-z]{3,})\W*(?:del? (?:ano )?)?(\d{4}|\d{2})$")
_YEAR_NAME = re.compile(r"^(\d{4})[-/. ]([a-z]{3,})(?:[-/. ](\d{1,2}))?$")
_INSIDE = re.compile(r"(?<![\w/.-])(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2})(?![\w/.-])")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})$")
_UNKNOWN_PARTS = re.compile(r"(?<![a-z0-9])(?:x{1,4}|\?{1,4}|_{1,4}|-{2,4})(?![a-z0-9])")


class Order(StrEnum):
    """Which of two numbers comes first in the dates of a list."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class BirthDate:
    """
    A birth date and how much of it is known: ``day``, ``month``, ``year`` or ``estimated``. What is not known is
    the first of the month or of the year. ``age`` is set where the cell gives an age instead of a date.
    """

    on: date | None
    precision: str | None
    age: int | None = None


NOTHING = BirthDate(None, None)


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the birth dates of one list. ``today`` is the day on which nobody can be born later."""

    today: date
    order: Order = Order.DAY_FIRST

    def read(self, cell: Cell, age: int | None = None) -> BirthDate | Fault:
        """The date of a cell, or what is wrong with it. An ``age`` of the same row settles two digits of a year."""
        if cell.kind is CellKind.DATE and isinstance(cell.value, date):
            return self._plausible(_day_of(cell.value), "day")
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
            return self._read_number(cell.value)
        return self._read_text(cell.text, age)

    def _read_number(self, number: float) -> BirthDate | Fault:
        """``1994`` is a year, ``34589`` a serial; longer numbers are dates without signs."""
        whole = int(number)
        if FIRST_YEAR <= whole < FIRST_SERIAL:
            return self._plausible(date(whole, 1, 1), "year")
        if FIRST_SERIAL <= whole <= LAST_SERIAL:
            return self._plausible(date_of_serial(whole), "day")
        return self._read_digits(str(whole)) if whole == number and whole > 0 else unreadable()

    def _read_digits(self, digits: str) -> BirthDate | Fault:
        """``19940912``, ``12091994`` and ``120994``; a first zero may be lost."""
        if len(digits) in (5, 7):
            digits = "0" + digits
        if len(digits) == 8 and 1900 <= int(digits[:4]) <= self.today.year:
            found = self._build(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            if isinstance(found, BirthDate):
                return found
        if len(digits) in (6, 8):
            return self._by_order(int(digits[:2]), int(digits[2:4]), digits[4:], None)
        return unreadable()

    def _read_text(self, text: str, age: int | None) -> BirthDate | Fault:
        plain = _cleaned(text)
        if found := _AGE.match(plain):
            return BirthDate(None, None, _years(int(found[1]), found[2]))
        about = _ABOUT.search(plain)
        if about:
            plain = _ABOUT.sub(" ", plain).strip()
        read = self._read_plain(plain, age)
        if about and isinstance(read, BirthDate) and read.on:
            return BirthDate(read.on, "estimated")
        return read

    def _read_plain(self, plain: str, age: int | None) -> BirthDate | Fault:
        if re.fullmatch(r"\d+(\.0+)?", plain):
            digits = plain.partition(".")[0]
            return self._read_digits(digits) if digits.startswith("0") else self._read_number(int(digits))
        if found := _ISO.match(plain):
            return self._build(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.match(plain):
            return self._by_order(int(found[1]), int(found[2]), found[3], age)
        if found := _MONTH_YEAR.match(plain) or _YEAR_MONTH.match(plain):
            month, year = sorted((int(found[1]), int(found[2])))
            return self._build(year, month, 0)
        return self._read_month_name(plain, age)

    def _read_month_name(self, plain: str, age: int | None) -> BirthDate | Fault:
        day, name, digits = "0", "", ""
        if found := _DAY_NAME.match(plain):
            day, name, digits = found[1], found[2], found[3]
        elif found := _NAME_DAY.match(plain):
            name, day, digits = found[1], found[2], found[3]
        elif found := _NAME_YEAR.match(plain):
            name, digits = found[1], found[2]
        elif found := _YEAR_NAME.match(plain):
            digits, name, day = found[1], found[2], found[3] or "0"
        month = _MONTHS_BY_STEM.get(name, 0)
        if not month:
            return self._read_inside(plain, age)
        return self._build(self._year(digits, age, int(day), month), month, int(day))

    def _read_inside(self, plain: str, age: int | None) -> BirthDate | Fault:
        """The one date among other words: «Cobán, 12/09/94»."""
        inside = _INSIDE.findall(plain)
        return self._read_plain(inside[0], age) if len(inside) == 1 and inside[0] != plain else unreadable()

    def _by_order(self, first: int, second: int, year_digits: str, age: int | None) -> BirthDate | Fault:
        day, month = (first, second) if self.order is Order.DAY_FIRST else (second, first)
        if month > 12 and 1 <= day <= 12:
            # Written in the other order than the rest of the list: a person confirms it.
            return self._misordered(self._year(year_digits, age, month, day), day, month)
        return self._build(self._year(year_digits, age, day, month), month, day)

    def _misordered(self, year: int, month: int, day: int) -> Fault:
        fault = _no_month(day, year)
        other = self._build(year, month, day)
        if isinstance(other, Fault) or other.on is None:
            return fault
        return Fault(
            fault.code,
            fault.field,
            params=fault.params,
            candidates=(_candidate(other.on, "day"), *fault.candidates),
        )

    def _year(self, digits: str, age: int | None, day: int, month: int) -> int:
        """Two digits are of this century unless that lies ahead; an age given beside them decides if it can."""
        if len(digits) != 2:
            return int(digits)
        recent = self.today.year - self.today.year % 100 + int(digits)
        lived = self.today.year - recent
        if age is not None and lived >= 0 and abs(lived - age) > 1 and abs(lived + 100 - age) <= 1:
            return recent - 100
        if recent == self.today.year and (month, day) > (self.today.month, self.today.day):
            return recent - 100
        return self._not_ahead(recent)

    def _not_ahead(self, year: int) -> int:
        return year - 100 if year > self.today.year else year

    def _build(self, year: int, month: int, day: int) -> BirthDate | Fault:
        """A date of its parts; a day or month of 0 is not known."""
        if year < 1000:
            return unreadable()
        if month == 0:
            return self._plausible(date(year, 1, 1), "year") if day == 0 else _no_month(0, year)
        if month > 12:
            return _no_month(month, year)
        if day == 0:
            return self._plausible(date(year, month, 1), "month")
        if day > calendar.monthrange(year, month)[1]:
            return _no_day(year, month, day)
        return self._plausible(date(year, month, day), "day")

    def _plausible(self, day: date, precision: str) -> BirthDate | Fault:
        if day > self.today:
            return Fault("date_in_future", "birth_date")
        age = age_on(day, self.today)
        if age > OLDEST:
            return Fault("date_too_long_ago", "birth_date", params={"age": age})
        return BirthDate(day, precision)


def this_day() -> date:
    """The latest day that it is anywhere west of Greenwich: what stands in where the caller gives no day."""
    return datetime.now(UTC).date()


def unreadable() -> Fault:
    """The cell says something, but not a date."""
    return Fault("date_unreadable", "birth_date")


def read_parts(reader: DateReader, day: str, month: str, year: str) -> BirthDate | Fault:
    """A birth date that comes in three columns; the month as a number or a word, days and months may be missing."""
    if not year:
        return unreadable() if day or month else NOTHING
    month = (
        month if not month.isdecimal() else MONTHS["es"][int(month) - 1] if 1 <= int(month) <= 12 else month
    )
    text = f"{day} {month} {year}" if day else f"{month} {year}" if month else year
    return reader.read(Cell(CellKind.TEXT, text, text))


def order_of(texts: Iterable[str]) -> Order | None:
    """Which number comes first in the dates of a list: what most of the dates show that can be read only one way."""
    day_first = month_first = 0
    for text in texts:
        found = _NUMBERS.match(_cleaned(text))
        if found:
            day_first += 12 < int(found[1]) <= 31 and int(found[2]) <= 12
            month_first += 12 < int(found[2]) <= 31 and int(found[1]) <= 12
    if day_first == month_first == 0:
        return None
    return Order.MONTH_FIRST if month_first > day_first else Order.DAY_FIRST


def order_in_header(header: str) -> Order | None:
    """The order that a header announces: «Fecha de nacimiento (mm/dd/aaaa)»."""
    plain = fold(header)
    if re.search(r"\bm{1,2}\W+d{1,2}\W+[ay]{2,4}\b|mes\W+dia\W+a|month\W+day", plain):
        return Order.MONTH_FIRST
    return Order.DAY_FIRST if re.search(r"\bd{1,2}\W+m{1,3}\W+[ay]{2,4}\b|dia\W+mes", plain) else None


@lru_cache(maxsize=8192)
def _cleaned(text: str) -> str:
    """Folded, without time of day, weekday or the spaces around signs; unknown parts as zeros."""
    if _PLAIN.match(text):
        return text
    plain = folded(text.lstrip("'")).replace("\u2013", "-").replace("\u2212", "-")
    plain = _WEEKDAY.sub("", _TIME.sub("", plain))
    plain = _UNKNOWN_PARTS.sub("00", plain) if any(sign in plain for sign in "x?_-") else plain
    return re.sub(r"\s*([-/.])[-/.\s]*", r"\1", plain).strip(" .,;")


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _years(count: int, unit: str) -> int:
    return count if unit.startswith(("a", "y")) else 0 if unit.startswith("d") else count // 12


def _no_day(year: int, month: int, day: int) -> Fault:
    candidates = (_candidate(date(year, 1, 1), "year"), _candidate(date(year, month, 1), "month"))
    if (month, day) == (2, 29):
        return Fault("date_no_leap_day", "birth_date", params={"year": year}, candidates=candidates)
    params = {"month": month, "day": day, "year": year}
    return Fault("date_no_such_day", "birth_date", params=params, candidates=candidates)


def _no_month(month: int, year: int) -> Fault:
    params = {"month_number": month}
    return Fault(
        "date_no_such_month", "birth_date", params=params, candidates=(_candidate(date(year, 1, 1), "year"),)
    )


def _candidate(day: date, precision: str) -> Candidate:
    labels = {"year": f"{day.year}", "month": f"{day.month:02d}/{day.year}"}
    label = labels.get(precision, f"{day.day:02d}/{day.month:02d}/{day.year}")
    return Candidate(label, {"birth_date": day.isoformat(), "birth_date_precision": precision})
