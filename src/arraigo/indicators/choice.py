"""
What a page of figures was asked for, and what it can be asked: period, comparison, territory, people.

All of it stands in the address, so that a page can be kept, sent and cited. What an address says wrongly is left out,
and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from arraigo.core import content, places
from arraigo.core.periods import Period, add_months
from arraigo.indicators import spoken

PEOPLE: Mapping[str, Mapping[str, str]] = {
    "female": {"sex": "female"},
    "male": {"sex": "male"},
    "children": {"child": "yes"},
    "adults": {"child": "no"},
}
"""Some of the people by sex or age; beside them, target groups that are neither derived from these nor protected."""

PERIOD, AGAINST, PLACE, PEOPLE_KEY = "period", "against", "place", "people"
"""The names that the four parts of a choice have in an address."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which the data tell something; both None where there are none."""

    first: date | None
    last: date | None

    def years(self, today: date) -> list[int]:
        """From this year back to the one in which the data begin."""
        return list(range(today.year, (self.first or today).year - 1, -1)) if self.first else []

    def covers(self, year: int) -> bool:
        """Whether the data begin no later than the first week of the year."""
        return self.covers_from(date(year, 1, 1))

    def covers_from(self, day: date) -> bool:
        """Whether the data begin no later than a week after the day."""
        return self.first is not None and self.first <= day + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is shown: a period (as far as it has come), compared with another, of some place and some people.

    The period is the calendar ``year``, unless ``part`` says another; the compared one is the year ``against``, unless
    ``against_part`` says another. ``place`` is the P-code of a department or of a municipality.
    """

    country: str
    today: date
    year: int
    against: int | None = None
    place: str = ""
    people: str = ""
    part: Period | None = None
    against_part: Period | None = None

    @property
    def asked(self) -> Period:
        """The period as it was asked for, also where it is not over."""
        return self.part or Period.year(self.year)

    @property
    def is_year(self) -> bool:
        return self.asked == Period.year(self.asked.first.year)

    @property
    def is_so_far(self) -> bool:
        """Whether the period has begun and is not over."""
        return self.asked.first <= self.today < self.asked.last

    @property
    def is_ahead(self) -> bool:
        """Whether the period has not begun."""
        return self.asked.first > self.today

    @property
    def period(self) -> Period:
        """The days of the figures."""
        return Period(self.asked.first, self.today) if self.is_so_far else self.asked

    @property
    def beside(self) -> Period | None:
        """The period to compare with, as it was asked for."""
        if self.against_part is not None:
            return self.against_part
        return None if self.against is None else Period.year(self.against)

    @property
    def compared(self) -> Period | None:
        """The days that they are compared with: as many of the other period as have passed of this one."""
        other = self.beside
        if other is None or not self.is_so_far:
            return other
        months = 12 * (other.first.year - self.asked.first.year) + other.first.month - self.asked.first.month
        if self.asked.first.day == other.first.day == 1:
            return Period(other.first, min(add_months(self.today, months), other.last))
        return Period(other.first, min(other.first + (self.today - self.asked.first), other.last))

    def period_of(self, year: int) -> Period:
        """A year, as far as it has come."""
        if year == self.today.year and self.today != date(year, 12, 31):
            return Period(date(year, 1, 1), self.today)
        return Period.year(year)

    @property
    def place_where(self) -> dict[str, str]:
        """The part of the filter that chooses a place."""
        if not self.place:
            return {}
        level = (
            "department"
            if self.place in {each.code for each in places.departments(self.country)}
            else "municipality"
        )
        return {level: self.place}

    @property
    def department(self) -> str:
        """The chosen department, or that of the chosen municipality."""
        found = places.department_of(self.place) if self.place else None
        return found.code if found else ""

    @property
    def where(self) -> dict[str, str]:
        """The filter as the engine has it."""
        return {**self.place_where, **people_filter(self.people)}

    @property
    def people_where(self) -> dict[str, str]:
        """The part of the filter that chooses people, as goals have it."""
        return people_filter(self.people)

    def query(self, **changes: str | int | None) -> str:
        """The query string of the same choice with some of it changed or added."""
        return "?" + urlencode(self.parts(**changes))

    def parts(self, **changes: str | int | None) -> dict[str, str | int]:
        """The same as names and values, such as a form hides them."""
        named: dict[str, str | int | None] = {
            PERIOD: self.asked.label,
            AGAINST: self.beside.label if self.beside else "none",
            PLACE: self.place,
            PEOPLE_KEY: self.people,
            **changes,
        }
        return {name: value for name, value in named.items() if value not in (None, "")}

    # In words.

    @property
    def period_words(self) -> str:
        """``2025``; ``2026 so far``; ``March 2024``."""
        words = spoken.period(self.asked)
        return _("%(period)s so far") % {"period": words} if self.is_so_far else words

    @property
    def compared_words(self) -> str:
        """``2024``; ``the same days of 2025``."""
        if self.beside is None:
            return ""
        words = spoken.period(self.beside)
        return _("the same days of %(period)s") % {"period": words} if self.is_so_far else words

    @property
    def head(self) -> str:
        """The period as the head of a column."""
        return spoken.period(self.asked, short=True)

    @property
    def against_head(self) -> str:
        """The compared period as the head of a column."""
        return spoken.period(self.beside, short=True) if self.beside else ""

    @property
    def place_words(self) -> str:
        """The municipality with its department, the department, else the country."""
        return places.full_name(self.place) if self.place else str(content.country(self.country).name)

    @property
    def people_words(self) -> str:
        """Which people."""
        return people_words(self.people)

    @property
    def until_words(self) -> str:
        """``to 22 November``, for a period that is not over."""
        return _("to %(day)s") % {"day": spoken.day_letters(self.today)} if self.is_so_far else ""


def people_filter(people: str) -> dict[str, str]:
    """The filter of some of the people, by the word in the address."""
    if not people:
        return {}
    return dict(PEOPLE[people]) if people in PEOPLE else {"group": people}


def people_words(people: str) -> str:
    """Some of the people, in words for a list of choices."""
    named = {
        "": _("All people"),
        "female": _("Women and girls"),
        "male": _("Men and boys"),
        "children": _("Children and adolescents"),
        "adults": _("Adults"),
    }
    return named[people] if people in named else content.label("target_group", people)


def people_of(where: Mapping[str, str]) -> str | None:
    """The word in the address for a filter; None where the pages have no such choice."""
    return next((people for people in people_choices() if people_filter(people) == dict(where)), None)


def people_choices() -> list[str]:
    """What the filter of people offers. Protected groups are never offered: a figure must not point at anybody."""
    groups = content.codelist("target_group")
    left_out = {*groups.having("protected"), *groups.having("derived")}
    return ["", *PEOPLE, *(code for code in groups.codes if code not in left_out)]
