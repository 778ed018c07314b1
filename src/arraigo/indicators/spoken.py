"""Periods in words, and the periods that pages offer."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from arraigo.core.periods import Period, add_months
from arraigo.web import formats

day_letters = formats.day_letters


def period(asked: Period, *, short: bool = False) -> str:
    """``2025``, ``second quarter of 2025``, ``Mar 2025``, ``2 Apr 2025 to 1 May 2025``; ``short`` in a head."""
    year, month = asked.first.year, asked.first.month
    if asked == Period.year(year):
        return str(year)
    if asked.label.startswith(f"{year}-Q"):
        return quarter((month + 2) // 3, year, short=short)
    if asked == Period.month(year, month):
        return formats.month_year(asked.first)
    return _("%(first)s to %(last)s") % {
        "first": formats.day(asked.first),
        "last": formats.day(asked.last),
    }


def quarter(number: int, year: int, *, short: bool = False) -> str:
    """``Q2 2025``; in letters ``second quarter of 2025``."""
    if short:
        return _("Q%(quarter)d %(year)d") % {"quarter": number, "year": year}
    said = (
        _("first quarter of %(year)d"),
        _("second quarter of %(year)d"),
        _("third quarter of %(year)d"),
        _("fourth quarter of %(year)d"),
    )[number - 1]
    return said % {"year": year}


def years_before(asked: Period, years: int = 1) -> Period:
    """The same period some years before."""
    first, after = add_months(asked.first, -12 * years), asked.last + timedelta(days=1)
    # Counted from the day after, so that February ends with its last day in every year.
    return Period(first, add_months(after, -12 * years) - timedelta(days=1))


def quarters(today: date, begins: date, count: int = 8) -> list[Period]:
    """The last quarters, this one first, as far back as the data go."""
    first = Period.quarter(today.year, (today.month + 2) // 3).first
    found = [add_months(first, -3 * back) for back in range(count)]
    return [Period.quarter(day.year, (day.month + 2) // 3) for day in found if add_months(day, 3) > begins]


def months(today: date, begins: date, count: int = 24) -> list[Period]:
    """The last months, this one first, as far back as the data go."""
    found = [add_months(today.replace(day=1), -back) for back in range(count)]
    return [Period.month(day.year, day.month) for day in found if add_months(day, 1) > begins]
