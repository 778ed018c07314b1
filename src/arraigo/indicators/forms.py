"""The bar of filters above figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arraigo.core import places
from arraigo.indicators.choice import Choice, Span, people_choices, people_words
from arraigo.web import formats


class FilterForm(forms.Form):
    """What may be chosen. It is sent by GET and read leniently (:func:`arraigo.indicators.choice.read`)."""

    year = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    against = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Territory"), required=False)
    people = forms.ChoiceField(label=gettext_lazy("People"), required=False)

    def __init__(self, choice: Choice, span: Span) -> None:
        shown = {
            "year": choice.year,
            "against": "none" if choice.against is None else choice.against,
            "place": choice.place,
            "people": choice.people,
        }
        super().__init__(initial=shown)
        years = span.years(choice.today)
        self._offer("year", [(year, _year_words(year, choice, span)) for year in years])
        others = [
            (year, _year_words(year, choice, span, compared=True)) for year in years if year != choice.year
        ]
        self._offer("against", [("none", _("No comparison")), *others])
        departments = sorted(places.departments(choice.country), key=lambda place: place.code)
        self._offer(
            "place", [("", _("The whole country")), *((each.code, each.name) for each in departments)]
        )
        self._offer("people", [(each, people_words(each)) for each in people_choices()])

    def _offer(self, name: str, options: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options


def _year_words(year: int, choice: Choice, span: Span, *, compared: bool = False) -> str:
    if year == choice.today.year and not compared:
        return _("%(year)d, to %(day)s") % {"year": year, "day": formats.day_short(choice.today)}
    if span.first and not span.covers(year):
        return _("%(year)d, from %(day)s") % {"year": year, "day": formats.day_short(span.first)}
    if compared and choice.is_so_far:
        return _("%(year)d, same days") % {"year": year}
    return _("Year %(year)d") % {"year": year}
