"""Periods as they are written: ``2024``, ``2024-03``, ``2024-Q1``, ``2024-01-10..2024-02-09``."""

from __future__ import annotations

import re
from datetime import date

from arraigo.core.errors import Refused
from arraigo.core.periods import Period

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


class PeriodNotUnderstood(Refused):
    """A text is no period."""


def before(period: Period) -> Period:
    """What a growth is measured against: as many whole years earlier; of other periods the one just before."""
    first, last = period.first, period.last
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return period.previous()
    years = last.year - first.year + 1
    return Period(date(first.year - years, 1, 1), date(last.year - years, 12, 31))


def read_period(text: str) -> Period:
    """
    The period that a text means; the reverse of ``Period.label``.

    :raises PeriodNotUnderstood: when it means none, such as a month 13 or an end before the start.
    """
    try:
        if year := _YEAR.fullmatch(text):
            return Period.year(int(year[1]))
        if quarter := _QUARTER.fullmatch(text):
            return Period.quarter(int(quarter[1]), int(quarter[2]))
        if month := _MONTH.fullmatch(text):
            return Period.month(int(month[1]), int(month[2]))
        first, last = text.split("..")
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as wrong:
        raise PeriodNotUnderstood(
            f"{text!r} is no period. Write 2024, 2024-03, 2024-Q1 or 2024-01-10..2024-02-09."
        ) from wrong
