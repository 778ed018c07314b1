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
from arraigo.people.queries.persons import records_of
from arraigo.people.rules import normal_number
from arraigo.people.services import search_index
from arraigo.people.services.standing import hold

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
        changed_at=at,
    )
    require_a_name(person)
    person.set_search_text()
    person.save(force_insert=True)
    search_index.keep(person)
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
    former = search_index.keys_of(person)
    for name in changed:
        value = fields[name]
        setattr(person, name, names.tidy(value) if isinstance(value, str) else value)
    require_a_name(person)
    person.set_search_text()
    person.changed_at = at
    person.save(update_fields=[*changed, "search_text", "changed_at"])
    search_index.keep(person, former=former)
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
    person = hold(person.pk)
    identifier, new = Identifier.objects.get_or_create(
        person=person, kind=kind, number=normal, defaults={"country": country}
    )
    if new:
        Person.objects.filter(pk=person.pk).update(changed_at=at)
        search_index.keep(person)
        audit.record("identifier.added", person, by=by, at=at, kind=kind)
    return identifier


@transaction.atomic
def give_ground(
    person: Person, *, institution: Institution, because: str, by: Worker | None, at: datetime
) -> Ground:
    """Let an institution see a person, for a reason: ``registered``, ``case`` or ``referral``."""
    person = hold(person.pk)
    ground, new = Ground.objects.get_or_create(
        person=person, institution=institution, because=because, ended_at=None, defaults={"since_at": at}
    )
    if new:
        audit.record("ground.given", person, by=by, at=at, institution=institution.code, because=because)
    return ground


@transaction.atomic
def end_ground(person: Person, *, institution: Institution, because: str, by: Worker, at: datetime) -> None:
    """Take back a ground; the institution may still have another one."""
    of_person = Ground.objects.filter(person__in=records_of(person), institution=institution, because=because)
    ended = of_person.filter(ended_at=None).update(ended_at=at)
    if ended:
        audit.record("ground.ended", person, by=by, at=at, institution=institution.code, because=because)


@transaction.atomic
def protect_ground(
    person: Person,
    *,
    institution: Institution,
    because: str,
    protected: bool,
    by: Worker | None,
    at: datetime,
) -> None:
    """
    Mark an institution's ground as one that nobody may learn of, or take the mark back.

    While it lasts, no record of the person stands in the queue of pairs, in a match or in a merge (`reviewable_by`).
    """
    of_person = Ground.objects.filter(person__in=records_of(person), institution=institution, because=because)
    changed = of_person.exclude(protected=protected).update(protected=protected)
    if changed:
        audit.record(
            "ground.protected" if protected else "ground.unprotected",
            person,
            by=by,
            at=at,
            institution=institution.code,
            because=because,
        )


@transaction.atomic
def record_consent(person: Person, *, scope: str, by: Worker, at: datetime) -> Consent:
    """Keep what the person answered to the question of consent (``share``, ``store_only`` or ``refused``)."""
    person = hold(person.pk)
    consent = Consent.objects.create(person=person, scope=scope, given_at=at, taken_by=by.institution)
    audit.record("consent.recorded", person, by=by, at=at, scope=scope)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, *, by: Worker, at: datetime) -> None:
    """Take back the consents in force. What was shared before stays known; nothing new is shared.

    :raises NotAgreed: when there is none in force.
    """
    of_person = Consent.objects.filter(person__in=records_of(person))
    withdrawn = of_person.filter(withdrawn_at=None).update(withdrawn_at=at)
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


def require_a_name(person: Person) -> None:
    """
    Hold that a person has a name.

    :raises NameMissing: when all names are empty.
    """
    if not names.fold(person.full_name):
        raise NameMissing(_("Write at least one name or surname."))
