"""The whole population: the tables of the exchange package, and what the demo's boards and inboxes need beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from arraigo.interop.simulator import rows
from arraigo.interop.simulator.cases import CaseMaker
from arraigo.interop.simulator.followups import FollowUpMaker, bring_to_today
from arraigo.interop.simulator.history import History, HistoryMaker, TodayMaker
from arraigo.interop.simulator.institutions import institutions, programmes
from arraigo.interop.simulator.profile import profile
from arraigo.interop.simulator.referrals import ReferralMaker
from arraigo.interop.simulator.support import applications, deliveries, document_requests
from arraigo.interop.simulator.world import Trip, World

OFFICES_CLOSE = 17


@dataclass(slots=True)
class RegisteredToday:
    """Who of today's arrivals is registered already. These rows are in no table of the history."""

    people: list[rows.Person] = field(default_factory=list)
    identifiers: list[rows.Identifier] = field(default_factory=list)
    returns: list[rows.Return] = field(default_factory=list)


@dataclass(slots=True)
class Population:
    """
    A synthetic population: three years up to the day before ``today``.

    ``arrivals`` and ``passengers`` reach to today's boards. Everything follows from people, seed, today and country.
    """

    country: str
    seed: int
    today: date
    institutions: list[rows.Institution] = field(default_factory=list)
    programmes: list[rows.Programme] = field(default_factory=list)
    people: list[rows.Person] = field(default_factory=list)
    identifiers: list[rows.Identifier] = field(default_factory=list)
    returns: list[rows.Return] = field(default_factory=list)
    document_requests: list[rows.DocumentRequest] = field(default_factory=list)
    cases: list[rows.Case] = field(default_factory=list)
    applications: list[rows.Application] = field(default_factory=list)
    services: list[rows.ServiceDelivery] = field(default_factory=list)
    referrals: list[rows.Referral] = field(default_factory=list)
    followups: list[rows.FollowUp] = field(default_factory=list)
    arrivals: list[rows.Arrival] = field(default_factory=list)
    passengers: list[rows.Passenger] = field(default_factory=list)
    registered_today: RegisteredToday = field(default_factory=RegisteredToday)


def simulate(
    people: int = 2000, seed: int = 1, *, today: date, country: str = "GTM", now: datetime | None = None
) -> Population:
    """
    Simulate a country.

    :param people: how many persons returned in the three years before ``today``.
    :param now: the moment up to which referrals are answered; by default the opening of offices today.
    :raises LookupError: when the content simulates no such country.
    :raises ValueError: when fewer people are asked for than its stories have.
    """
    world = World(profile(country), people=people, seed=seed, today=today)
    population = Population(world.country, seed, today)
    world.institutions = population.institutions = list(institutions(world))
    world.programmes = population.programmes = list(programmes(world))
    history = HistoryMaker(world).make()
    TodayMaker(world, history).make()
    _put_people(world, population, history)
    _put_accompaniment(world, population, history, now or world.at(today, 8))
    return population


def _put_people(world: World, population: Population, history: History) -> None:
    population.arrivals, population.passengers = history.arrivals, history.passengers
    population.people, population.identifiers = _persons(world, history.trips)
    population.returns = [trip.return_ for trip in history.trips]
    known = {person.person_id for person in population.people}
    new = [trip for trip in history.today if trip.traveller.person.person_id not in known]
    registered = population.registered_today
    registered.people, registered.identifiers = _persons(world, new, "identifiers_today")
    registered.returns = [trip.return_ for trip in history.today]


def _put_accompaniment(world: World, population: Population, history: History, now: datetime) -> None:
    tolds = list(CaseMaker(world, history).make())
    follow_ups, referring = FollowUpMaker(world), ReferralMaker(world, now)
    population.cases = [told.case for told in tolds]
    population.followups = [followup for told in tolds for followup in follow_ups.make(told)]
    bring_to_today(world, tolds, population.followups)
    population.referrals = [referral for told in tolds for referral in referring.make(told)]
    population.referrals += list(referring.fill_inboxes(tolds, population.referrals))
    population.document_requests = list(document_requests(world, history.trips))
    population.applications = list(applications(world, history.trips, tolds))
    population.services = list(deliveries(world, history.trips, tolds, referring.fulfilled))


def _persons(
    world: World, trips: Iterable[Trip], name: str = "identifiers"
) -> tuple[list[rows.Person], list[rows.Identifier]]:
    """Each person once, with the numbers of the documents that the register knows."""
    chance, other = world.stream(name), world.profile.numbers("other_identifier")
    people: dict[object, rows.Person] = {}
    identifiers: list[rows.Identifier] = []
    for trip in trips:
        person = trip.traveller.person
        if person.person_id in people:
            continue
        people[person.person_id] = person
        identifiers.append(
            rows.Identifier(person.person_id, "national_id", trip.traveller.national_id, world.country)
        )
        for kind in chance.some(other):
            number = f"{chance.randrange(10**8):08d}"
            identifiers.append(rows.Identifier(person.person_id, kind, f"S{number}", world.country))
    return list(people.values()), identifiers
