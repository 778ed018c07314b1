"""Taking in persons in bulk: history from elsewhere (an exchange package, the simulator)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.people.models import Consent, Ground, Household, Identifier, Person
from arraigo.people.rules import normal_number
from arraigo.people.services import search_index

_BATCH = 500


@transaction.atomic
def take_in(
    *,
    households: Sequence[Household],
    persons: Sequence[Person],
    identifiers: Sequence[Identifier],
    consents: Sequence[Consent],
    grounds: Sequence[Ground],
    at: datetime,
) -> None:
    """Take in persons that nobody knows yet with all that belongs to them; one audit line for all."""
    for person in persons:
        person.set_search_text()
        person.changed_at = at
    for identifier in identifiers:
        identifier.number = normal_number(identifier.number)
    Household.objects.bulk_create(households, batch_size=_BATCH)
    Person.objects.bulk_create(persons, batch_size=_BATCH)
    Identifier.objects.bulk_create(identifiers, batch_size=_BATCH)
    Consent.objects.bulk_create(consents, batch_size=_BATCH)
    Ground.objects.bulk_create(grounds, batch_size=_BATCH)
    search_index.add_many(persons, identifiers)
    audit.record_bulk("people.taken_in", "people.person", by=None, at=at, rows=len(persons))
