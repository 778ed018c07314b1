"""What people fill in to ask for a service, and to answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arraigo.core import content
from arraigo.core.names import fold
from arraigo.directory import queries as directory
from arraigo.directory.models import Service
from arraigo.reception.fields import MunicipalityField
from arraigo.referrals.rules import Status
from arraigo.web.codes import CodeField

_WORDS = {"rows": 3}


class AcceptForm(forms.Form):
    """When the person is expected first. Both empty where they need not come."""

    appointment_on = forms.DateField(
        label=_("First appointment"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("That is no day of the calendar. Write day, month and year.")},
    )
    appointment_time = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("That is no hour of the day. Write it as 09:30.")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if said.get("appointment_on") and not said.get("appointment_time"):
            self.add_error("appointment_time", _("Say at what hour the person is expected."))
        if said.get("appointment_time") and not said.get("appointment_on"):
            self.add_error("appointment_on", _("Say on which day the person is expected."))
        return said

    @property
    def appointment_at(self) -> datetime | None:
        """The moment that was chosen; ``None`` where there is none."""
        on, time = self.cleaned_data["appointment_on"], self.cleaned_data["appointment_time"]
        return timezone.make_aware(datetime.combine(on, time)) if on and time else None


class DeclineForm(forms.Form):
    """Why the institution cannot."""

    reason = CodeField("decline_reason", label=_("Why can you not?"))
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=300,
        help_text=_("The sender reads this. No diagnosis, nothing of other people."),
        widget=forms.Textarea(attrs=_WORDS),
    )


class FinishForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            (Status.COMPLETED.value, _("The service was given")),
            (Status.NOT_COMPLETED.value, _("It could not be completed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended.")},
    )
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=300,
        help_text=_("The sender reads this: what was done, or why not."),
        widget=forms.Textarea(attrs=_WORDS),
    )


class ChooseServiceForm(forms.Form):
    """What narrows the list of services."""

    service_type = forms.ChoiceField(label=_("Type of service"), required=False)
    dimension = CodeField(
        "dimension", select=True, required=False, empty_label=_("Any"), label=_("Dimension")
    )
    municipality = MunicipalityField(label=_("Given in the municipality"), required=False)

    def __init__(self, *args: Any, types: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = content.codelist("service_type")
        named = sorted(((code, listed.label(code)) for code in types), key=lambda pair: fold(pair[1]))
        field = self.fields["service_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Any"))), *named]

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list; an answer that was not understood narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class SendForm(forms.Form):
    """Asking one service for a person."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    priority = CodeField("referral_priority", label=_("How soon?"))
    reason = forms.CharField(
        label=_("What for?"),
        max_length=500,
        help_text=_("What the person needs, in plain words. Not how or why they returned."),
        widget=forms.Textarea(attrs=_WORDS),
        error_messages={"required": _("Say what the person needs: who answers decides by it.")},
    )
    can_come = forms.CharField(
        label=_("When can the person come?"),
        required=False,
        max_length=200,
        help_text=_("Days, hours, and what makes coming possible."),
    )
    shared_fields = forms.MultipleChoiceField(
        label=_("What is shared"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = directory.parts_shared_with(service)
        field = self.fields["shared_fields"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(part, content.label("shared_part", part)) for part in parts]
        field.initial = parts
