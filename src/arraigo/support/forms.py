"""What people fill in about documents and applications."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution
from arraigo.cases.forms.days import DayField
from arraigo.core import content
from arraigo.web.codes import CodeField


class _WithInstitution(forms.Form):
    """A form that may name an institution of the country."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), required=False, empty_label="—"
    )
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Institution.objects.filter(country=settings.ARRAIGO_COUNTRY).order_by("name")
        self.fields["institution"].queryset = known  # type: ignore[attr-defined]


class DocumentForm(_WithInstitution):
    """A request for an identity document."""

    document = CodeField("document_type", label=_("Which document?"))


class ApplicationForm(_WithInstitution):
    """An application for support, certification or a scholarship."""

    kind = CodeField("application_kind", label=_("What is it for?"))
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Write the amount with figures only, for example 6000 or 6000.50."),
            "min_value": _("Write the amount without a minus sign."),
        },
    )

    @property
    def currency(self) -> str:
        """The currency of the country, in which the amount is."""
        return content.country(settings.ARRAIGO_COUNTRY).currency


class DeliverForm(forms.Form):
    """When a document was delivered."""

    on = DayField(label=_("On which day was it delivered?"))


class DecideForm(forms.Form):
    """The decision on an application."""

    decision = CodeField("application_decision", without=frozenset({"pending"}), label=_("What was decided?"))
    on = DayField(label=_("On which day?"))
