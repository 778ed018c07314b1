"""The bar of filters above figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arraigo.core import places
from arraigo.core.names import fold
from arraigo.core.periods import Period
from arraigo.indicators import spoken
from arraigo.indicators.choice import Choice, Span, people_choices, people_words
from arraigo.indicators.reading import NONE, PERIOD_BEFORE, YEAR_BEFORE
from arraigo.web import formats


class FilterForm(forms.Form):
    """What may be chosen. It is sent by GET and read leniently (:mod:`arraigo.indicators.reading`)."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    against = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Territory"), required=False)
    town = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    people = forms.ChoiceField(label=gettext_lazy("Group"), required=False)

    def __init__(self, choice: Choice, span: Span) -> None:
        self.choice, self.span = choice, span
        super().__init__(
            initial={
                "period": choice.asked.label,
                "against": choice.beside.label if choice.beside else NONE,
                "place": choice.department,
                "town": choice.place if choice.place != choice.department else "",
                "people": choice.people,
            }
        )
        self._offer("period", self._periods())
        self._offer("against", self._comparisons())
        departments = sorted(places.departments(choice.country), key=lambda place: place.code)
        self._offer(
            "place", [("", _("The whole country")), *((each.code, each.name) for each in departments)]
        )
        self._offer_towns()
        self._offer("people", [(each, people_words(each)) for each in people_choices()])

    def _offer(self, name: str, options: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(options)

    def _offer_towns(self) -> None:
        """Municipalities stand beside their department only: there are hundreds."""
        if not self.choice.department:
            del self.fields["town"]
            return
        towns = places.municipalities(self.choice.country, self.choice.department)
        named = sorted(((each.code, each.name) for each in towns), key=lambda each: fold(each[1]))
        self._offer("town", [("", _("The whole department")), *named])

    def _periods(self) -> list[tuple[Any, Any]]:
        """Years, quarters and months of the data; the period of the page too, where it is none of these."""
        choice, begins = self.choice, self.span.first or self.choice.today
        years = [Period.year(year) for year in self.span.years(choice.today)]
        quarters = spoken.quarters(choice.today, begins)
        months = spoken.months(choice.today, begins)
        groups: list[tuple[Any, Any]] = [
            (_("Years"), [(each.label, self._period_words(each)) for each in years]),
            (_("Quarters"), [(each.label, spoken.period(each, short=True)) for each in quarters]),
            (_("Months"), [(each.label, spoken.period(each, short=True)) for each in months]),
        ]
        if choice.asked not in [*years, *quarters, *months]:
            groups.insert(0, (choice.asked.label, spoken.period(choice.asked)))
        return groups

    def _comparisons(self) -> list[tuple[Any, Any]]:
        """None, the same period of the year before, the period just before, and other years."""
        choice = self.choice
        found: list[tuple[Any, Any]] = [(NONE, _("No comparison"))]
        offered = {}
        if not choice.is_year:
            offered = {
                YEAR_BEFORE: spoken.years_before(choice.asked),
                PERIOD_BEFORE: choice.asked.previous(),
            }
            found += [
                (each.label, spoken.period(each, short=True)) for each in dict.fromkeys(offered.values())
            ]
        years = [Period.year(year) for year in self.span.years(choice.today)] if choice.is_year else []
        found += [(each.label, self._compared_words(each)) for each in years if each != choice.asked]
        if choice.beside and choice.beside.label not in {label for label, _words in found}:
            found.append((choice.beside.label, spoken.period(choice.beside)))
        return found

    def _period_words(self, year: Period) -> str:
        if year.contains(self.choice.today) and self.choice.today != year.last:
            return _("%(year)d, to %(day)s") % {
                "year": year.first.year,
                "day": formats.day_short(self.choice.today),
            }
        return self._year_words(year)

    def _compared_words(self, year: Period) -> str:
        if self.choice.is_so_far and self.span.covers(year.first.year):
            return _("%(year)d, same days") % {"year": year.first.year}
        return self._year_words(year)

    def _year_words(self, year: Period) -> str:
        if self.span.first and not self.span.covers(year.first.year):
            return _("%(year)d, from %(day)s") % {
                "year": year.first.year,
                "day": formats.day_short(self.span.first),
            }
        return _("Year %(year)d") % {"year": year.first.year}


class SaveForm(forms.Form):
    """A choice of the explorer to keep under a name; it carries the id of what it will make."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=80)
