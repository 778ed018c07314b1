"""A day, as people write it or as the browser's own calendar gives it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_WRITTEN = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"]


class DayField(forms.DateField):
    """A date. What is no date of the calendar is said so, with the remedy."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Write the day."),
                "invalid": _("There is no such day. Write it as day/month/year, for example 14/04/2026."),
            },
        )
        super().__init__(input_formats=_WRITTEN, **kwargs)
