"""What people fill in at reception."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arraigo.core import content
from arraigo.people.linkage import Described
from arraigo.people.models import Person
from arraigo.people.rules import normal_number
from arraigo.reception.fields import (
    BirthDate,
    BirthDateField,
    MunicipalityField,
    NationalIdField,
    PhoneField,
)
from arraigo.reception.manifests import ManifestRefused
from arraigo.reception.models import Arrival, Passenger
from arraigo.reception.services.registration import Registration
from arraigo.web.codes import CodeField, CodesField

_NAME = {"autocomplete": "off", "spellcheck": "false"}


class AnnounceForm(forms.Form):
    """A flight, bus or vessel that is expected."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    route = CodeField("route", label=_("How they come"))
    origin = forms.CharField(label=_("Where from"), max_length=120, help_text=_("City and state or country"))
    from_country = forms.ChoiceField(
        label=_("Country they return from"), choices=lambda: _countries(), required=False
    )
    transport_ref = forms.CharField(label=_("Flight or bus"), max_length=40, required=False)
    scheduled_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scheduled_time = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def as_announced(self) -> dict[str, Any]:
        """Arguments of the operation `announce`."""
        said = self.cleaned_data
        moment = datetime.combine(said["scheduled_on"], said["scheduled_time"])
        return {
            "id": said["id"],
            "route": said["route"],
            "origin": said["origin"],
            "from_country": said["from_country"],
            "transport_ref": said["transport_ref"],
            "scheduled_at": timezone.make_aware(moment),
        }


class WalkInForm(forms.Form):
    """Somebody who is on no list."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    given_names = forms.CharField(label=_("Given names"), max_length=120, widget=forms.TextInput(attrs=_NAME))
    paternal_surname = forms.CharField(label=_("First surname"), max_length=80, required=False)
    maternal_surname = forms.CharField(label=_("Second surname"), max_length=80, required=False)
    sex = CodeField("sex", label=_("Sex"), select=True, required=False)
    birth_date = BirthDateField(label=_("Date of birth"), required=False, help_text=_("Or only the year"))
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=120, required=False)
    alone = CodeField("yes_no_unknown", label=_("Is this a child without family?"), required=False)

    def as_passenger(self) -> dict[str, Any]:
        """Arguments of the operation `walk_in`."""
        said = dict(self.cleaned_data)
        born: BirthDate = said.pop("birth_date")
        said["alone"] = said["alone"] or "unknown"
        return said | {"birth_date": born.on, "birth_date_precision": born.precision}


class NoShowForm(forms.Form):
    """Why somebody on the list did not arrive."""

    no_show_reason = CodeField("no_show_reason", label=_("Why did the person not arrive?"))


class RegistrationForm(forms.Form):
    """Confirming a person at the desk: one page, keyboard order = reading order."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    same_person = forms.CharField(required=False, widget=forms.HiddenInput)
    offered = forms.CharField(required=False, widget=forms.HiddenInput)
    given_names = forms.CharField(label=_("Given names"), max_length=120, widget=forms.TextInput(attrs=_NAME))
    paternal_surname = forms.CharField(
        label=_("First surname"), max_length=80, required=False, widget=forms.TextInput(attrs=_NAME)
    )
    maternal_surname = forms.CharField(
        label=_("Second surname"), max_length=80, required=False, widget=forms.TextInput(attrs=_NAME)
    )
    birth_date = BirthDateField(label=_("Date of birth"), required=False)
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=120, required=False)
    sex = CodeField("sex", label=_("Sex"), select=True)
    national_id = NationalIdField(label=_("Identity number"), required=False)
    nationality = forms.ChoiceField(label=_("Nationality"), choices=lambda: _countries(), required=False)
    language = CodeField("language", label=_("Language"), select=True)
    travels_with = forms.ModelMultipleChoiceField(
        Passenger.objects.none(), label=_("Travels with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unaccompanied = CodeField("yes_no_unknown", label=_("Is this a child without family?"), required=False)
    return_type = CodeField("return_type", label=_("How was the return?"))
    return_causes = CodesField("return_cause", label=_("Why did the person return?"))
    migration_causes = CodesField("migration_cause", label=_("Why had the person left?"))
    months_abroad = forms.IntegerField(label=_("Months abroad"), min_value=0, max_value=1200, required=False)
    identity_document = CodeField("yes_no_unknown", label=_("Do they bring an identity document?"))
    certifiable_skills = CodeField("yes_no_unknown", label=_("Skills that can be certified"), required=False)
    startup_capital = CodeField("yes_no_unknown", label=_("Capital to start something"), required=False)
    needs = CodesField("need_of_moment", label=_("What is needed now"))
    groups = CodesField("target_group", label=_("Asks for special care as"))
    destination_municipality = MunicipalityField(label=_("Municipality"), required=False)
    phone = PhoneField(label=_("Contact telephone"), required=False)
    destination_safe = CodeField("destination_safety", label=_("Is it safe to go back there?"))
    consent = CodeField("consent_scope", label=_("Permission"))

    def __init__(self, *args: Any, passenger: Passenger, company: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._passenger, self._company, self._is_unchecked = passenger, company, False
        field = self.fields["travels_with"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = company
        field.label_from_instance = _companion  # type: ignore[method-assign, assignment]
        _use_short_labels(self, "return_type", "return_type")
        _use_short_labels(self, "consent", "consent_scope")
        derived = set(content.codelist("target_group").having("derived")) | {"unaccompanied_child"}
        groups = self.fields["groups"]
        assert isinstance(groups, forms.MultipleChoiceField)
        groups.choices = [
            pair for pair in content.codelist("target_group").choices() if pair[0] not in derived
        ]

    @property
    def was_typed(self) -> bool:
        """Whether the form comes back from the desk, and is not a fresh page."""
        return self.is_bound or self._is_unchecked

    @property
    def was_offered(self) -> set[str]:
        """Ids of the known persons who stood beside the form when it was filled in."""
        return set(str(self["offered"].value() or "").split())

    def unchecked(self) -> "RegistrationForm":
        """The form with all that was typed and without complaints: nobody has sent it yet."""
        typed = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        again = RegistrationForm(passenger=self._passenger, company=self._company, initial=typed)
        again._is_unchecked = True
        return again

    def described(self, passenger: Passenger) -> Described:
        """The person as the form says, as far as it can be read; else as the list does."""
        said = self.cleaned_data
        born: BirthDate = said.get("birth_date") or BirthDate(None, "")
        number = said.get("national_id", "")
        return Described(
            given_names=said.get("given_names", passenger.given_names),
            paternal_surname=said.get("paternal_surname", passenger.paternal_surname),
            maternal_surname=said.get("maternal_surname", passenger.maternal_surname),
            birth_date=born.on,
            birth_date_precision=born.precision or "day",
            national_ids=frozenset({number} if number else ()),
            municipality=passenger.municipality or said.get("destination_municipality", ""),
            sex=said.get("sex", passenger.sex),
        )

    def as_registration(self, person: Person | None) -> Registration:
        """What is confirmed, for the operation `register`."""
        said = self.cleaned_data
        born: BirthDate = said["birth_date"]
        plain = [
            "given_names",
            "paternal_surname",
            "maternal_surname",
            "sex",
            "age",
            "national_id",
            "nationality",
            "language",
            "phone",
            "return_type",
            "months_abroad",
            "identity_document",
            "destination_municipality",
            "destination_safe",
            "consent",
        ]
        return Registration(
            **{name: said[name] for name in plain},
            birth_date=born.on,
            birth_date_precision=born.precision,
            origin_municipality=person.origin_municipality if person else said["destination_municipality"],
            return_causes=tuple(said["return_causes"]),
            migration_causes=tuple(said["migration_causes"]),
            certifiable_skills=said["certifiable_skills"] or "unknown",
            startup_capital=said["startup_capital"] or "unknown",
            unaccompanied=said["unaccompanied"] or "unknown",
            groups=tuple(said["groups"]),
            needs=tuple(said["needs"]),
            travels_with=tuple(one.pk for one in said["travels_with"]),
        )


class ManifestForm(forms.Form):
    """A list that came: the file, who sent it, and the arrival it announces."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, as it came"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": _("Choose the file of the list."),
            "empty": _("This file is empty. Ask the sender for it again."),
        },
    )
    sender = forms.CharField(
        label=_("Who sends it"),
        max_length=120,
        help_text=_("We remember what the headers of each sender mean"),
        widget=forms.TextInput(attrs={"list": "senders", "autocomplete": "off"}),
    )
    arrival = forms.ModelChoiceField(
        Arrival.objects.none(),
        label=_("Which arrival does it announce?"),
        error_messages={"required": _("Choose the flight or bus, or announce it first.")},
    )

    def __init__(
        self, *args: Any, arrivals: Any, refused: ManifestRefused | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused
        self.fields["file"].required = refused is None
        field = self.fields["arrival"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = arrivals
        field.label_from_instance = _arrival_words  # type: ignore[method-assign, assignment]

    def clean_file(self) -> Any:
        """A file that was too large never came in whole."""
        if self.refused is not None:
            raise forms.ValidationError(str(self.refused))
        return self.cleaned_data["file"]


def _use_short_labels(form: forms.Form, name: str, list_code: str) -> None:
    """At the desk each word costs a second: the short form of a label, where its list has one."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [
        (item.code, str(item.get("short") or item.label)) for item in content.codelist(list_code)
    ]


def initial_of(passenger: Passenger) -> dict[str, Any]:
    """What the list said, as the registration form is prefilled with it."""
    number = normal_number(passenger.national_id)
    return {
        "given_names": passenger.given_names,
        "paternal_surname": passenger.paternal_surname,
        "maternal_surname": passenger.maternal_surname,
        "birth_date": _written(passenger.birth_date, passenger.birth_date_precision),
        "age": passenger.age,
        "sex": passenger.sex or "unknown",
        "national_id": number,
        "nationality": passenger.nationality,
        "language": passenger.language or "spa",
        "unaccompanied": passenger.alone if passenger.alone != "unknown" else "",
        "destination_municipality": passenger.municipality,
        "phone": passenger.phone,
    }


def _written(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return str(day.year) if precision == "year" else f"{day:%d/%m/%Y}"


def _companion(passenger: Passenger) -> str:
    return passenger.full_name if passenger.age is None else f"{passenger.full_name}, {passenger.age}"


def _arrival_words(arrival: Arrival) -> str:
    moment = timezone.localtime(arrival.scheduled_at)
    return f"{moment:%d/%m %H:%M} · {arrival.origin}"


def _countries() -> list[tuple[str, str]]:
    return [
        ("", "—"),
        *((code.upper(), label) for code, label in content.codelist("manifest_nationality").choices()),
    ]
