"""Who may be known from before, and who may travel together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from arraigo.access.models import Worker
from arraigo.core.names import fold
from arraigo.people import queries as people
from arraigo.people.linkage import Described
from arraigo.people.models import Person
from arraigo.people.queries import Followed, KnownElsewhere, PossiblySame
from arraigo.people.rules import normal_number
from arraigo.reception.models import Passenger, Return


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """A possible known person: their last return, how many they have, and where they were accompanied."""

    candidate: PossiblySame
    last_return: Return | None
    returns: int = 0
    followed: tuple[Followed, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Who stands beside a registration: those whom the officer may see, and where to ask about others."""

    known: tuple[KnownBefore, ...] = ()
    elsewhere: tuple[KnownElsewhere, ...] = ()


def beside(worker: Worker, described: Described) -> Beside:
    """
    Who may be the one described, as far as the worker may know: what the registration shows beside the form. A constant
    number of queries.
    """
    found = people.recognise(worker, described)
    return Beside(tuple(_with_returns(found.shown)), found.elsewhere)


def known_before(described: Described) -> list[KnownBefore]:
    """Persons of the register who may be the one described, whoever asks: for the simulator and for whole lists."""
    return _with_returns(people.possibly_same(described))


def last_returns(person_ids: Sequence[UUID]) -> dict[UUID, Return]:
    """The last return of each person who has one."""
    newest = Return.objects.filter(person=OuterRef("person")).order_by("-arrived_on", "-id").values("pk")[:1]
    found = Return.objects.filter(person__in=person_ids, pk=Subquery(newest))
    return {one.person_id: one for one in found}


def earlier(of_return: Return) -> list[Return]:
    """The person's returns before this one, the last of them first."""
    before = Q(arrived_on__lt=of_return.arrived_on) | Q(arrived_on=of_return.arrived_on, pk__lt=of_return.pk)
    return list(Return.objects.filter(before, person=of_return.person_id))


def _with_returns(candidates: Sequence[PossiblySame]) -> list[KnownBefore]:
    pks = [one.person.pk for one in candidates]
    returns: dict[UUID, list[Return]] = {}
    for one in Return.objects.filter(person__in=pks).order_by("-arrived_on", "-id"):
        returns.setdefault(one.person_id, []).append(one)
    followed = people.followed_at(pks)
    return [
        KnownBefore(
            one,
            next(iter(returns.get(one.person.pk, ())), None),
            len(returns.get(one.person.pk, ())),
            followed.get(one.person.pk, ()),
        )
        for one in candidates
    ]


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
        Person.objects.standing()
        .filter(household_id=person.household_id)
        .exclude(pk=person.pk)
        .order_by("birth_date", "id")
    )
