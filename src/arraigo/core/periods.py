"""Days, ages and the periods that figures are about."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

AGE_BANDS: tuple[tuple[int, int, str], ...] = (
    (0, 4, "0-4"),
    (5, 11, "5-11"),
    (12, 17, "12-17"),
    (18, 24, "18-24"),
    (25, 34, "25-34"),
    (35, 44, "35-44"),
    (45, 59, "45-59"),
    (60, 150, "60+"),
)
"""First age, last age, code (indicator contract, Rules for all: Disaggregation)."""

ADULT_AGE = 18
"""A child is younger than this (indicator contract, Rules for all: Age)."""


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived on ``day``; negative when ``day`` is before the birth."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - int(before_birthday)


def age_band(age: int | None) -> str:
    """The band's code, or ``unknown``."""
    if age is None:
        return "unknown"
    return next((code for first, last, code in AGE_BANDS if first <= age <= last), "unknown")


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last day of the month where that day does not exist."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end ({self.last}) before it starts ({self.first})")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls(date(year, 3 * quarter - 2, 1), cls.month(year, 3 * quarter).last)

    @property
    def label(self) -> str:
        """``2026``, ``2026-Q2``, ``2026-04`` or ``2026-04-02..2026-05-01``."""
        year, month = self.first.year, self.first.month
        if self == Period.year(year):
            return f"{year}"
        if month % 3 == 1 and self == Period.quarter(year, (month + 2) // 3):
            return f"{year}-Q{(month + 2) // 3}"
        if self == Period.month(year, month):
            return f"{year}-{month:02d}"
        return f"{self.first}..{self.last}"

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def previous(self) -> "Period":
        """The period of the same kind just before; for a free range, as many days just before it."""
        if self == Period.year(self.first.year):
            return Period.year(self.first.year - 1)
        if "Q" in self.label or self == Period.month(self.first.year, self.first.month):
            months = 3 if "Q" in self.label else 1
            return Period(add_months(self.first, -months), self.first - timedelta(days=1))
        days = self.last - self.first
        return Period(self.first - timedelta(days=1) - days, self.first - timedelta(days=1))
