"""What people fill in about reported values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from arraigo.indicators import queries
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.services import MOST_BYTES, AttachmentTooLarge, Upload

_NUMBER = {
    "required": _("Write the value."),
    "invalid": _("Write the value with figures only, for example 12 or 12.5."),
    "max_digits": _("Write a shorter number."),
    "max_whole_digits": _("Write a shorter number."),
    "max_decimal_places": _("Write at most six decimals."),
}


class _ValueForm(forms.Form):
    """A value and where it comes from."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    value = forms.DecimalField(
        label=_("Value"),
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=_NUMBER,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("The document or system in which it can be read."),
        error_messages={"required": _("Say where the value can be read.")},
    )
    source_on = forms.DateField(
        label=_("Date of the source"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Say of which day the source is."),
            "invalid": _("That day is not in the calendar."),
        },
    )
    attachment = forms.FileField(
        label=_("Document"), required=False, help_text=_("PDF, PNG, JPEG, Word or Excel, up to 10 MB.")
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        """``too_large``: a file was dropped while it came in, so that there is none to look at."""
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_attachment(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["attachment"]
        if self.too_large or (file is not None and (file.size or 0) > MOST_BYTES):
            raise forms.ValidationError(AttachmentTooLarge.words())
        return file

    def said(self) -> dict[str, Any]:
        """What an operation takes."""
        found = dict(self.cleaned_data)
        file: UploadedFile[Any] | None = found.pop("attachment", None)
        found["attachment"] = Upload(file.name or "", file.read()) if file else None
        return found


class ReportForm(_ValueForm):
    """A value of an indicator and a period."""

    field_order = ("indicator", "period", "value")

    indicator = forms.ChoiceField(
        label=_("Indicator"), error_messages={"required": _("Choose an indicator from the list.")}
    )
    period = forms.CharField(
        label=_("Period"),
        max_length=24,
        help_text=_("For example 2025, 2025-Q1 or 2025-03."),
        error_messages={"required": _("Write a year, a quarter or a month: 2025, 2025-Q1 or 2025-03.")},
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        found = queries.indicators(country)
        field.choices = [
            ("", "—"),
            (_("Only an institution can tell them"), _named(found, told=True)),
            (_("Beside what is computed"), _named(found, told=False)),
        ]


def _named(found: Iterable[Indicator], *, told: bool) -> list[tuple[str, str]]:
    return [(each.code, str(each.name)) for each in found if (each.aggregate == "reported") is told]


class CorrectForm(_ValueForm):
    """Another value in the place of one."""

    field_order = ("value", "reason")

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=300,
        error_messages={"required": _("Write why the value is corrected.")},
    )


class ReasonForm(forms.Form):
    """Why a figure was revised."""

    reason = forms.CharField(
        label=_("Why was it revised?"),
        max_length=300,
        error_messages={"required": _("Write why the figure was revised.")},
    )
