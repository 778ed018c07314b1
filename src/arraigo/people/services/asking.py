"""Asking those who keep the register whether records are of one person, from any desk that sees one of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.people.models import Person
from arraigo.people.queries.also_registered import likely_records_of
from arraigo.people.queries.recognising import PossiblySame
from arraigo.people.services.pairs import propose


@transaction.atomic
def ask_to_join(
    person: Person, alike: Iterable[PossiblySame] | None = None, *, by: Worker, at: datetime
) -> None:
    """
    Put the person and those alike to the stewards as pairs, each with the probability that was found; asking again
    changes nothing.

    ``alike`` are those that an officer could not decide on; without it, whoever the register finds likely now.
    """
    found = likely_records_of(person) if alike is None else list(alike)
    pairs = [(person.pk, one.person.pk, one.probability, one.band.value) for one in found]
    propose(pairs, run=None, at=at)
    audit.record("pair.asked", person, by=by, at=at, pairs=len(pairs))
