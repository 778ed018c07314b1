"""What an address asks for, read leniently: what is not understood is left out, and a sentence says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from arraigo.core import places
from arraigo.core.periods import Period
from arraigo.indicators import spoken
from arraigo.indicators.choice import AGAINST, PEOPLE_KEY, PERIOD, PLACE, Choice, Span, people_choices
from arraigo.indicators.engine import PeriodNotUnderstood, read_period
from arraigo.web import formats

_YEARS = (1900, 2999)

NONE, YEAR_BEFORE, PERIOD_BEFORE = "none", "year_before", "period_before"
"""What a comparison may say beside a period of its own."""


def read(asked: Mapping[str, str], country: str, today: date, span: Span) -> tuple[Choice, list[str]]:
    """The choice of an address, and sentences about what of it was not understood."""
    remarks: list[str] = []
    period = _period(asked, today, span, remarks)
    choice = _of(country, today, period)
    beside = _beside(asked.get(AGAINST, ""), choice, span, remarks)
    place, people = _place(asked, country, remarks), asked.get(PEOPLE_KEY, "")
    if people not in people_choices():
        remarks.append(_("There is no such group here; all people are shown."))
        people = ""
    against, part = _against(beside)
    return replace(choice, against=against, against_part=part, place=place, people=people), remarks


def _of(country: str, today: date, period: Period) -> Choice:
    year = period.first.year
    return Choice(country, today, year, part=None if period == Period.year(year) else period)


def _against(beside: Period | None) -> tuple[int | None, Period | None]:
    if beside is None or beside != Period.year(beside.first.year):
        return None, beside
    return beside.first.year, None


def _period(asked: Mapping[str, str], today: date, span: Span, remarks: list[str]) -> Period:
    this_year = Period.year(today.year)
    first, last = asked.get("from", "").strip(), asked.get("to", "").strip()
    # ``year`` is how addresses were written before there were other periods; kept ones still mean the same.
    written = (asked.get(PERIOD) or asked.get("year") or "").strip()
    if first or last:
        written = f"{first or span.first or today}..{last or today}"
    if not written:
        return this_year
    try:
        period = _within_calendars(read_period(written))
    except PeriodNotUnderstood:
        remarks.append(
            _("That is no period; %(year)d is shown. Choose one above, or a first and a last day.")
            % {"year": today.year}
        )
        return this_year
    if span.first and period.last < span.first:
        remarks.append(
            _("There are no data of %(asked)s: they begin on %(day)s. %(shown)d is shown.")
            % {"asked": spoken.period(period), "day": formats.day(span.first), "shown": today.year}
        )
        return this_year
    return period


def _beside(written: str, choice: Choice, span: Span, remarks: list[str]) -> Period | None:
    """The period to compare with: the same of the year before, where the data cover it, unless the address says."""
    if written == NONE:
        return None
    if written == PERIOD_BEFORE:
        return choice.asked.previous()
    usual = spoken.years_before(choice.asked)
    if written in ("", YEAR_BEFORE):
        return usual if written or span.covers_from(usual.first) else None
    try:
        found = _within_calendars(read_period(written))
    except PeriodNotUnderstood:
        remarks.append(_("The period to compare with was not understood; nothing is compared."))
        return None
    if found == choice.asked:
        return usual if span.covers_from(usual.first) else None
    if span.first and found.last < span.first:
        remarks.append(
            _("There are no data of %(asked)s to compare with: they begin on %(day)s.")
            % {"asked": spoken.period(found), "day": formats.day(span.first)}
        )
        return None
    return found


def _within_calendars(period: Period) -> Period:
    """
    The period, if years can be counted back and forth from it.

    :raises PeriodNotUnderstood: for one that no register can be of.
    """
    if period.first.year < _YEARS[0] or period.last.year > _YEARS[1]:
        raise PeriodNotUnderstood(period.label)
    return period


def _place(asked: Mapping[str, str], country: str, remarks: list[str]) -> str:
    place, town = asked.get(PLACE, ""), asked.get("town", "")
    if not place:
        return ""
    found = next((each for each in places.departments(country) if each.code == place), None)
    if found is None:
        found = next((each for each in places.municipalities(country) if each.code == place), None)
    if found is None:
        remarks.append(_("There is no such territory here; the whole country is shown."))
        return ""
    department = found.parent or found.code
    towns = {each.code for each in places.municipalities(country, department)}
    return town if town in towns else found.code
