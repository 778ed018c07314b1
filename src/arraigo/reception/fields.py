"""Form fields that understand what people write: dates as the lists have them, municipalities by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arraigo.core import content, places
from arraigo.core.places import Place
from arraigo.people.rules import normal_number
from arraigo.reception.manifests import reread_value


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date of birth and how precise it is: ``day``, ``month``, ``year`` or ``estimated``."""

    on: date | None
    precision: str


class BirthDateField(forms.CharField):
    """``12/09/1994``, ``12 sep 1994`` or only ``1994``: read with the same rules as a list."""

    def clean(self, value: Any) -> BirthDate:
        text = super().clean(value)
        if not text:
            return BirthDate(None, "")
        read = reread_value("birth_date", text, settings.ARRAIGO_COUNTRY)
        if read.fault is not None:
            raise ValidationError(read.fault.message(get_language() or "es"))
        return BirthDate(read.value.on, read.value.precision or "")


class MunicipalityField(forms.CharField):
    """A municipality by its name (with its department where the name repeats). Gives the place code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = places.find(text, settings.ARRAIGO_COUNTRY)
        if found.only is not None:
            return found.only.code
        if found.exact:
            names = _several(found.exact)
            raise ValidationError(
                _("There are several with this name: %(names)s. Write one of them.") % {"names": names}
            )
        if found.close:
            names = _several(found.close)
            raise ValidationError(
                _("There is no municipality with this name. Did you mean %(names)s?") % {"names": names}
            )
        raise ValidationError(
            _("There is no municipality with this name. Check the spelling or leave it empty.")
        )

    def prepare_value(self, value: Any) -> Any:
        return places.full_name(value) if isinstance(value, str) and value else value


class NationalIdField(forms.CharField):
    """The country's identity number; spaces and hyphens do not matter, its number of digits does."""

    def clean(self, value: Any) -> str:
        number = normal_number(super().clean(value))
        if not number:
            return ""
        identity = content.country(settings.ARRAIGO_COUNTRY).national_id
        if number.isdigit() and len(number) != identity.digits:
            raise ValidationError(
                _(
                    "The number has %(found)d digits and should have %(wanted)d. "
                    "Check it with the person, or leave it empty."
                )
                % {"found": len(number), "wanted": identity.digits}
            )
        return number


class PhoneField(forms.CharField):
    """A telephone number: of the country, or a longer one of another. A short one was cut off."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))
        super().__init__(max_length=24, **kwargs)

    def clean(self, value: Any) -> str:
        number = str(super().clean(value))
        digits = sum(letter.isdigit() for letter in number)
        wanted = content.country(settings.ARRAIGO_COUNTRY).phone.digits
        if number and digits < wanted:
            raise ValidationError(
                _(
                    "The telephone has %(found)d digits and should have %(wanted)d. "
                    "Check it with the person, or leave it empty."
                )
                % {"found": digits, "wanted": wanted}
            )
        return number


def municipality_options() -> list[str]:
    """All municipalities of the country, as the browser may suggest them."""
    return [places.full_name(place.code) for place in places.municipalities(settings.ARRAIGO_COUNTRY)]


def _several(found: Sequence[Place]) -> str:
    return "; ".join(places.full_name(place.code) for place in found[:4])
