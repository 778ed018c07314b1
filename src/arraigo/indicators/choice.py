"""
What a page of figures was asked for, and what it can be asked: period, comparison, territory, people.

All of it stands in the address, so that a page can be kept, sent and cited. What an address says wrongly is left out,
and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from arraigo.core import content, places
from arraigo.core.periods import Period, add_months
from arraigo.web import formats

PEOPLE: Mapping[str, Mapping[str, str]] = {
    "female": {"sex": "female"},
    "male": {"sex": "male"},
    "children": {"child": "yes"},
    "adults": {"child": "no"},
}
"""Some of the people by sex or age; beside them, target groups that are neither derived from these nor protected."""


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
        return self.first is not None and self.first <= date(year, 1, 7)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown: a year (this one as far as it has come), compared with another, of some place and some people."""

    country: str
    today: date
    year: int
    against: int | None = None
    place: str = ""
    people: str = ""

    @property
    def is_so_far(self) -> bool:
        """Whether the year is not over."""
        return self.period_of(self.year).last == self.today and self.today != date(self.year, 12, 31)

    @property
    def is_ahead(self) -> bool:
        """Whether the year has not begun."""
        return self.year > self.today.year

    @property
    def period(self) -> Period:
        """The days of the figures."""
        return self.period_of(self.year)

    @property
    def compared(self) -> Period | None:
        """The days that they are compared with: as many of the other year as have passed of this one."""
        if self.against is None:
            return None
        if not self.is_so_far:
            return Period.year(self.against)
        return Period(date(self.against, 1, 1), add_months(self.today, 12 * (self.against - self.year)))

    def period_of(self, year: int) -> Period:
        """A year, as far as it has come."""
        if year == self.today.year:
            return Period(date(year, 1, 1), self.today)
        return Period.year(year)

    @property
    def where(self) -> dict[str, str]:
        """The filter as the engine has it."""
        place = {"department": self.place} if self.place else {}
        return {**place, **people_filter(self.people)}

    @property
    def people_where(self) -> dict[str, str]:
        """The part of the filter that chooses people, as goals have it."""
        return people_filter(self.people)

    def query(self, **changes: str | int | None) -> str:
        """The query string of the same choice with some of it changed or added."""
        parts: dict[str, str | int | None] = {
            "year": self.year,
            "against": self.against if self.against is not None else "none",
            "place": self.place,
            "people": self.people,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value not in (None, "")})

    # In words.

    @property
    def period_words(self) -> str:
        """``2025``; ``2026 so far``."""
        return _("%(year)d so far") % {"year": self.year} if self.is_so_far else str(self.year)

    @property
    def compared_words(self) -> str:
        """``2024``; ``the same days of 2025``."""
        return (
            _("the same days of %(year)d") % {"year": self.against} if self.is_so_far else str(self.against)
        )

    @property
    def place_words(self) -> str:
        """The department, else the country."""
        return places.name(self.place) if self.place else str(content.country(self.country).name)

    @property
    def people_words(self) -> str:
        """Which people."""
        return people_words(self.people)

    @property
    def until_words(self) -> str:
        """``to 22 November``, for a year that is not over."""
        return _("to %(day)s") % {"day": formats.day_letters(self.today)} if self.is_so_far else ""


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


def read(asked: Mapping[str, str], country: str, today: date, span: Span) -> tuple[Choice, list[str]]:
    """What an address asks for, and sentences about what of it was not understood."""
    remarks: list[str] = []
    year, against = _year(asked.get("year", ""), today, span, remarks), asked.get("against", "")
    choice = Choice(country, today, year, _usual_comparison(year, span))
    if against == "none":
        choice = replace(choice, against=None)
    elif against.isdigit() and int(against) in span.years(today) and int(against) != year:
        choice = replace(choice, against=int(against))
    place, people = asked.get("place", ""), asked.get("people", "")
    if place and place not in {each.code for each in places.departments(country)}:
        remarks.append(_("There is no such territory here; the whole country is shown."))
        place = ""
    if people not in people_choices():
        remarks.append(_("There is no such group here; all people are shown."))
        people = ""
    return replace(choice, place=place, people=people), remarks


def _year(written: str, today: date, span: Span, remarks: list[str]) -> int:
    if not written:
        return today.year
    if written.isdigit() and len(written) == 4:
        year = int(written)
        if year > today.year or not span.first or year >= span.first.year:
            return year
        remarks.append(
            _("There are no data of %(asked)d: they begin on %(day)s. %(shown)d is shown.")
            % {"asked": year, "day": formats.day(span.first), "shown": today.year}
        )
        return today.year
    remarks.append(_("That is no year; %(year)d is shown.") % {"year": today.year})
    return today.year


def _usual_comparison(year: int, span: Span) -> int | None:
    """The year before, if the data cover it."""
    return year - 1 if span.covers(year - 1) else None
