"""Three years of arrivals, filled with people: new ones, those who return again, and those of the story."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from arraigo.core.periods import add_months
from arraigo.interop.simulator.arrivals import Calendar, todays
from arraigo.interop.simulator.people import Party, PeopleMaker
from arraigo.interop.simulator.returns import ReturnMaker
from arraigo.interop.simulator.rows import Arrival, Passenger
from arraigo.interop.simulator.schema import KnownReturn, Story, TodaysArrival
from arraigo.interop.simulator.world import Traveller, Trip, World
from arraigo.reception.rules import State

KNOWN_PEOPLE = Path(__file__).parent / "lists" / "known_people.csv"
"""People whom the bundled arrivals list brings back."""

AGAIN_AFTER_DAYS = 60
"""Nobody returns twice within so many days."""
TRIES = 6
EVENTS_TO_PERSONS = 1.25
"""Second returns for each person who returned twice: some return a third time, and at first nobody can."""
SERVED_FOR_MINUTES = 145
"""How long after landing today's first flight is looked at."""


@dataclass(slots=True)
class History:
    """What happened until yesterday, and what today brings."""

    arrivals: list[Arrival] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    passengers: list[Passenger] = field(default_factory=list)
    stories: dict[int, Trip] = field(default_factory=dict)  # index of the story -> the trip of its person
    known: dict[int, Trip] = field(
        default_factory=dict
    )  # line of the file of known people -> the earlier trip
    today: list[Trip] = field(default_factory=list)  # those of today who are registered already


@lru_cache(maxsize=1)
def known_people() -> tuple[dict[str, str], ...]:
    """The lines of the file of known people."""
    with KNOWN_PEOPLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def returned_on(world: World, story: Story) -> date:
    """The day on which a story's person returned."""
    if story.returned_days_ago is not None:
        return world.today - timedelta(days=story.returned_days_ago)
    assert story.due is not None
    due = world.today + timedelta(days=story.due.in_days)
    day = add_months(due, -story.due.month)
    # The day before may lead to the same due day where the month is short; never to a later one.
    while add_months(day, story.due.month) > due:
        day -= timedelta(days=1)
    return day


class HistoryMaker:
    """Fills the calendar. The population has exactly the people asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = PeopleMaker(world)
        self._returns = ReturnMaker(world)
        self._chance = world.stream("again")
        self._pool: list[Traveller] = []
        self._owed = 0.0  # second returns that are due by their share
        self._left = 0  # new people still to come
        self.history = History()

    def make(self) -> History:
        """
        The whole history.

        :raises ValueError: when fewer people are asked for than the stories have.
        """
        profile = self._world.profile
        fixed = sum(1 + story.children for story in profile.stories) + len(profile.known_people)
        self._left = self._world.people - fixed
        if self._left < 0:
            raise ValueError(
                f"A population of {profile.iso3} has at least {fixed} people: those of its stories."
            )
        calendar = Calendar(self._world, self._left)
        waiting = self._claimed(calendar)
        borrowed = 0
        for slot, arrival in calendar.arrivals():
            aboard = len(self.history.passengers)
            for number, wanted in waiting.get(id(slot), []):
                self._tell(number, wanted, arrival)
            borrowed = self._fill(slot.people - borrowed, arrival)
            self._come_again(slot.people, arrival)
            self._no_shows(arrival)
            if len(self.history.passengers) > aboard:  # none where a family before took all its seats
                self.history.arrivals.append(arrival)
        return self.history

    def _claimed(self, calendar: Calendar) -> dict[int, list[tuple[int, Story | KnownReturn]]]:
        """Stories and known people by the slot that was moved to their day."""
        waiting: dict[int, list[tuple[int, Story | KnownReturn]]] = {}
        for number, story in enumerate(self._world.profile.stories):
            slot = calendar.claim(returned_on(self._world, story), story.line)
            waiting.setdefault(id(slot), []).append((number, story))
        for number, known in enumerate(self._world.profile.known_people):
            slot = calendar.claim(self._world.today - timedelta(days=known.days_ago), known.line)
            waiting.setdefault(id(slot), []).append((number, known))
        return waiting

    def _tell(self, number: int, wanted: Story | KnownReturn, arrival: Arrival) -> None:
        day = arrival.scheduled_at.date()
        if isinstance(wanted, Story):
            trips = self._put(self._people.told(wanted, day), arrival, document=wanted.identity_document)
            self.history.stories[number] = trips[0]
        else:
            trips = self._put(self._people.known(known_people()[number], day), arrival)
            self.history.known[number] = trips[0]
        for trip in trips:
            trip.return_.consent_scope, trip.return_.destination_safe = "share", "yes"
            trip.return_.destination_municipality = trip.traveller.person.origin_municipality

    def _fill(self, room: int, arrival: Arrival) -> int:
        """New people, party by party. A family that does not fit borrows seats of the next arrival: how many."""
        while room > 0 and self._left > 0:
            party = self._people.party(arrival.line, arrival.scheduled_at.date(), self._left)
            self._left -= len(party.members)
            room -= len(party.members)
            trips = self._put(party, arrival)
            self._pool += [trip.traveller for trip in trips if trip.party is None and not trip.alone]
        return -room

    def _come_again(self, people: int, arrival: Arrival) -> None:
        self._owed += self._world.profile.value("repeat_share") * EVENTS_TO_PERSONS * people
        while self._owed >= 1:
            self._owed -= 1
            if traveller := self._somebody_again(arrival.scheduled_at.date()):
                self._put(Party([traveller]), arrival)

    def _somebody_again(self, day: date) -> Traveller | None:
        for _ in range(TRIES if self._pool else 0):
            traveller = self._chance.one_of(self._pool)
            if (day - traveller.returned_on[-1]).days >= AGAIN_AFTER_DAYS:
                return traveller
        return None

    def _no_shows(self, arrival: Arrival) -> None:
        """Lines of the list whose people did not arrive: they are not of the population."""
        if self._chance.happens(self._world.profile.value("no_show") * len(self._on(arrival))):
            day = arrival.scheduled_at.date()
            party = Party([self._people.adult(self._people.home(), day, "male")])
            passenger = self._returns.passenger(party.members[0], arrival, party)
            self._returns.no_show(passenger, arrival.scheduled_at + timedelta(hours=3))
            self.history.passengers.append(passenger)

    def _on(self, arrival: Arrival) -> list[Passenger]:
        return [p for p in self.history.passengers[-200:] if p.arrival_id == arrival.arrival_id]

    def _put(self, party: Party, arrival: Arrival, *, document: str | None = None) -> list[Trip]:
        trips = self._returns.trips(party, arrival, document=document)
        for trip in trips:
            self._returns.serve(trip)
            self.history.trips.append(trip)
            self.history.passengers.append(trip.passenger)
        return trips


class TodayMaker:
    """The arrivals of the day itself: what landed is mostly served, the others are awaited."""

    def __init__(self, world: World, history: History) -> None:
        self._world, self._history = world, history
        self._people = PeopleMaker(world, "people_today")
        self._returns = ReturnMaker(world, "returns_today")
        self._chance = world.stream("today")
        told = {t.traveller.person.person_id for t in (*history.stories.values(), *history.known.values())}
        alone = {
            t.traveller.person.person_id: t.traveller for t in history.trips if not t.party and not t.alone
        }
        self._pool = [traveller for id_, traveller in alone.items() if id_ not in told]

    def make(self) -> None:
        """Add today's arrivals, their passengers, and the trips of those who are registered already."""
        for wanted, arrival in todays(self._world, self._chance):
            self._history.arrivals.append(arrival)
            trips = self._aboard(wanted, arrival)
            if arrival.arrived_at:
                self._land(trips, arrival, served=round(len(trips) * float(wanted.served)))
            self._history.passengers += [trip.passenger for trip in trips]

    def _aboard(self, wanted: TodaysArrival, arrival: Arrival) -> list[Trip]:
        trips: list[Trip] = []
        while len(trips) < wanted.people:
            party = self._somebody_known() or self._people.party(
                wanted.line, self._world.today, wanted.people - len(trips)
            )
            trips += self._returns.trips(party, arrival)
        return trips

    def _somebody_known(self) -> Party | None:
        if not self._pool or not self._chance.happens(self._world.profile.value("repeat_share")):
            return None
        traveller = self._chance.one_of(self._pool)
        late_enough = (self._world.today - traveller.returned_on[-1]).days >= AGAIN_AFTER_DAYS
        self._pool.remove(traveller)
        return Party([traveller]) if late_enough else None

    def _land(self, trips: list[Trip], arrival: Arrival, *, served: int) -> None:
        assert arrival.arrived_at is not None
        now = arrival.arrived_at + timedelta(minutes=SERVED_FOR_MINUTES)
        for number, trip in enumerate(trips):
            trip.passenger.state, trip.passenger.state_changed_at = State.ARRIVED.value, arrival.arrived_at
            if number < served:
                self._returns.serve(trip, until=now)
                self._history.today.append(trip)
        if len(trips) > served:
            self._returns.no_show(trips[-1].passenger, now)
