"""Who may be known from before, and who may travel together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from arraigo.core.names import fold
from arraigo.people import queries as people
from arraigo.people.linkage import Described
from arraigo.people.models import Person
from arraigo.people.queries import PossiblySame
from arraigo.people.rules import normal_number
from arraigo.reception.models import Passenger, Return


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """A possible known person and their last return, if they have one."""

    candidate: PossiblySame
    last_return: Return | None


def known_before(described: Described) -> list[KnownBefore]:
    """Persons who may be the one described, with their last return: what the registration shows beside the form."""
    candidates = people.possibly_same(described)
    returns = last_returns([one.person.pk for one in candidates])
    return [KnownBefore(one, returns.get(one.person.pk)) for one in candidates]


def last_returns(person_ids: Sequence[UUID]) -> dict[UUID, Return]:
    """The last return of each person who has one."""
    newest = Return.objects.filter(person=OuterRef("person")).order_by("-arrived_on", "-id").values("pk")[:1]
    found = Return.objects.filter(person__in=person_ids, pk=Subquery(newest))
    return {one.person_id: one for one in found}


def surely_known_since(described: Sequence[Described]) -> dict[int, date]:
    """For a whole list: position -> day of the last return of the person who is surely meant."""
    known = people.surely_known(described)
    returns = last_returns([person.pk for person in known.values()])
    return {
        position: returns[person.pk].arrived_on for position, person in known.items() if person.pk in returns
    }


def described(passenger: Passenger) -> Described:
    """A passenger as the comparison needs them."""
    number = normal_number(passenger.national_id)
    return Described(
        given_names=passenger.given_names,
        paternal_surname=passenger.paternal_surname,
        maternal_surname=passenger.maternal_surname,
        birth_date=passenger.birth_date,
        birth_date_precision=passenger.birth_date_precision or "day",
        national_ids=frozenset({number} if number else ()),
        municipality=passenger.municipality,
        sex=passenger.sex,
    )


def may_travel_together(passenger: Passenger) -> QuerySet[Passenger]:
    """Others on the same arrival who share a surname: whom the officer may ask about."""
    surnames = [fold(name) for name in (passenger.paternal_surname, passenger.maternal_surname) if name]
    shared = Q(travel_group=passenger.travel_group) if passenger.travel_group else Q(pk=None)
    for surname in surnames:
        shared |= Q(search_text__contains=f" {surname}")
    return (
        passenger.arrival.passengers.filter(shared).exclude(pk=passenger.pk).order_by("list_number", "id")[:8]
    )


def household_of(person: Person) -> QuerySet[Person]:
    """The other members of the person's household."""
    if person.household_id is None:
        return Person.objects.none()
    return (
        Person.objects.filter(household_id=person.household_id)
        .exclude(pk=person.pk)
        .order_by("birth_date", "id")
    )
