"""One person: added, corrected, identified, seen by whom, agreed to what."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.core import names
from arraigo.core.errors import Refused
from arraigo.people.models import Consent, Ground, Household, Identifier, Person
from arraigo.people.rules import normal_number

_CORRECTABLE = frozenset(
    {
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "sex",
        "birth_date",
        "birth_date_precision",
        "nationality",
        "origin_municipality",
        "language",
        "phone",
    }
)


class NameMissing(Refused):
    """Nobody can be registered without at least one name."""

    field = "given_names"


class NotAgreed(Refused):
    """The person has not agreed to what was about to happen with their data."""

    field = "consent"


@transaction.atomic
def add_person(
    *,
    id: UUID,
    given_names: str,
    paternal_surname: str = "",
    maternal_surname: str = "",
    sex: str = "unknown",
    birth_date: date | None = None,
    birth_date_precision: str = "",
    nationality: str = "",
    origin_municipality: str = "",
    language: str = "spa",
    phone: str = "",
    synthetic: bool = False,
    by: Worker | None,
    at: datetime,
) -> Person:
    """Add a person nobody knows yet.

    :raises NameMissing: when all names are empty.
    """
    person = Person(
        id=id,
        given_names=names.tidy(given_names),
        paternal_surname=names.tidy(paternal_surname),
        maternal_surname=names.tidy(maternal_surname),
        sex=sex,
        birth_date=birth_date,
        birth_date_precision=birth_date_precision if birth_date else "",
        nationality=nationality,
        origin_municipality=origin_municipality,
        language=language,
        phone=names.tidy(phone),
        synthetic=synthetic,
        created_at=at,
    )
    _require_a_name(person)
    person.set_search_text()
    person.save(force_insert=True)
    audit.record("person.added", person, by=by, at=at)
    return person


@transaction.atomic
def correct_person(person: Person, *, by: Worker, at: datetime, **fields: Any) -> Person:
    """Correct what is known of a person; an empty value never wipes out a known one.

    :raises NameMissing: when all names would be empty.
    """
    unknown = fields.keys() - _CORRECTABLE
    if unknown:
        raise TypeError(f"not correctable: {sorted(unknown)}")
    changed = [name for name, value in fields.items() if value and getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        value = fields[name]
        setattr(person, name, names.tidy(value) if isinstance(value, str) else value)
    _require_a_name(person)
    person.set_search_text()
    person.save(update_fields=[*changed, "search_text"])
    audit.record("person.corrected", person, by=by, at=at, fields=sorted(changed))
    return person


@transaction.atomic
def add_identifier(
    person: Person, *, kind: str, number: str, country: str = "", by: Worker | None, at: datetime
) -> Identifier | None:
    """Note a document number of the person, once; ``None`` when there is no number."""
    normal = normal_number(number)
    if not normal:
        return None
    identifier, new = Identifier.objects.get_or_create(
        person=person, kind=kind, number=normal, defaults={"country": country}
    )
    if new:
        audit.record("identifier.added", person, by=by, at=at, kind=kind)
    return identifier


@transaction.atomic
def give_ground(
    person: Person, *, institution: Institution, because: str, by: Worker | None, at: datetime
) -> Ground:
    """Let an institution see a person, for a reason: ``registered``, ``case`` or ``referral``."""
    ground, new = Ground.objects.get_or_create(
        person=person, institution=institution, because=because, ended_at=None, defaults={"since_at": at}
    )
    if new:
        audit.record("ground.given", person, by=by, at=at, institution=institution.code, because=because)
    return ground


@transaction.atomic
def end_ground(person: Person, *, institution: Institution, because: str, by: Worker, at: datetime) -> None:
    """Take back a ground; the institution may still have another one."""
    ended = Ground.objects.filter(
        person=person, institution=institution, because=because, ended_at=None
    ).update(ended_at=at)
    if ended:
        audit.record("ground.ended", person, by=by, at=at, institution=institution.code, because=because)


@transaction.atomic
def record_consent(person: Person, *, scope: str, by: Worker, at: datetime) -> Consent:
    """Keep what the person answered to the question of consent (``share``, ``store_only`` or ``refused``)."""
    consent = Consent.objects.create(person=person, scope=scope, given_at=at, taken_by=by.institution)
    audit.record("consent.recorded", person, by=by, at=at, scope=scope)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, *, by: Worker, at: datetime) -> None:
    """Take back the consents in force. What was shared before stays known; nothing new is shared.

    :raises NotAgreed: when there is none in force.
    """
    withdrawn = Consent.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=at)
    if not withdrawn:
        raise NotAgreed(_("There is no permission to take back: the person had not given one."))
    audit.record("consent.withdrawn", person, by=by, at=at)


@transaction.atomic
def join_household(persons: list[Person], *, by: Worker, at: datetime) -> Household:
    """Put people who travel together into one household: that of the first who has one, or a new one."""
    known = next((person.household for person in persons if person.household), None)
    household = known or Household.objects.create(created_at=at)
    Person.objects.filter(pk__in=[person.pk for person in persons]).update(household=household)
    for person in persons:
        person.household = household
    audit.record("household.joined", household, by=by, at=at, members=len(persons))
    return household


def _require_a_name(person: Person) -> None:
    if not names.fold(person.full_name):
        raise NameMissing(_("Write at least one name or surname."))
