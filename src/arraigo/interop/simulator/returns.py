"""A return and its line on the list: what was said at reception, what was given, and how long it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from arraigo.core import content
from arraigo.core.content import CodeItem
from arraigo.core.periods import age_band, age_on
from arraigo.interop.simulator.people import Party
from arraigo.interop.simulator.rows import Arrival, Passenger, Return, ServiceGiven
from arraigo.interop.simulator.world import Traveller, Trip, World
from arraigo.reception.rules import State, groups_that_follow

ON_LIST_WITH_NUMBER = 0.7
"""Part of the lists' lines that carry the number of an identity document."""
FIRST_REGISTERED_AFTER = 9
MINUTES_BETWEEN_REGISTRATIONS = 1.1
SHORT_STAY_MONTHS = 3
LONGEST_STAY_MONTHS = 300


class ReturnMaker:
    """Makes the rows of a party's return on an arrival. ``name`` keeps today's chance apart from the history's."""

    def __init__(self, world: World, name: str = "returns") -> None:
        self._world, self._profile, self._name = world, world.profile, name
        self._chance = world.stream(name)
        self._deck = world.deck
        self._services = content.codelist("reception_service", world.country).items
        self._on_board: dict[object, int] = {}

    def trips(self, party: Party, arrival: Arrival, *, document: str | None = None) -> list[Trip]:
        """One trip for each of the party, who left together and for the same reasons."""
        day = arrival.scheduled_at.date()
        return_type = self._deck.pick(
            (self._name, "type", arrival.line), self._profile.weighted("return_type", arrival.line)
        )
        causes = self._some_of("return_causes", return_type)
        months = self._months_abroad(party.members[0], arrival.route)
        destination = self._destination(party.members[0].person.origin_municipality)
        consent = self._deck.pick((self._name, "consent"), self._profile.weighted("consent"))
        safe = self._deck.pick((self._name, "safe"), self._profile.weighted("destination_safe"))
        trips = []
        for traveller in party.members:
            passenger = self.passenger(traveller, arrival, party)
            return_ = self._return(traveller, arrival, passenger)
            return_.return_type, return_.return_causes = return_type, causes
            return_.months_abroad = self._own_months(traveller, months, day)
            return_.destination_municipality, return_.destination_safe = destination, safe
            return_.consent_scope = consent
            if document:
                return_.identity_document = document
            trips.append(Trip(traveller, arrival, party.id, party.child_alone, return_, passenger))
        return trips

    def passenger(self, traveller: Traveller, arrival: Arrival, party: Party) -> Passenger:
        """The line of the list, as it came: the person is still expected."""
        person, day = traveller.person, arrival.scheduled_at.date()
        number = self._on_board[arrival.arrival_id] = self._on_board.get(arrival.arrival_id, 0) + 1
        on_list = self._chance.happens(ON_LIST_WITH_NUMBER)
        return Passenger(
            passenger_id=self._chance.id(arrival.scheduled_at - timedelta(hours=14)),
            arrival_id=arrival.arrival_id,
            list_number=number,
            state=State.EXPECTED.value,
            no_show_reason="",
            given_names=person.given_names,
            paternal_surname=person.paternal_surname,
            maternal_surname=person.maternal_surname,
            sex=person.sex,
            birth_date=person.birth_date,
            birth_date_precision=person.birth_date_precision,
            age=self._age(traveller, day),
            national_id=traveller.national_id if on_list else "",
            nationality=person.nationality,
            municipality=person.origin_municipality,
            phone="",
            language=person.language,
            alone="yes" if party.child_alone else "no" if traveller.is_child else "unknown",
            health_first=self._chance.happens(self._profile.value("health_first")),
            needs_interpreter=traveller.wants_interpreter,
            travel_group=party.id,
            known_since=max(traveller.returned_on, default=None),
            state_changed_at=None,
            person_id=None,
            return_id=None,
        )

    def no_show(self, passenger: Passenger, at: datetime) -> None:
        """Somebody of the list who did not arrive."""
        passenger.state = State.NO_SHOW.value
        passenger.no_show_reason = self._chance.pick(self._profile.weighted("no_show_reason"))
        passenger.state_changed_at = at

    def serve(self, trip: Trip, *, until: datetime | None = None) -> None:
        """
        Register the person and give services one after the other; the passenger follows.

        With ``until``, what would come later has not happened yet.
        """
        return_, passenger = trip.return_, trip.passenger
        moment = self._registered_at(trip)
        return_.registered_at = moment
        given: list[ServiceGiven] = []
        for item in self._wanted(trip):
            minutes = max(2, round(self._chance.skewed(item.minutes or 8, 0.35)))
            moment += timedelta(
                minutes=minutes + self._chance.expovariate(1 / self._profile.value("waiting_minutes"))
            )
            if until is None or moment <= until:
                given.append(ServiceGiven(item.code, moment, minutes))
        return_.reception_services = tuple(given)
        left = (until is None or moment <= until) and not self._chance.happens(
            self._profile.value("left_without_closing")
        )
        return_.reception_completed_at = moment + timedelta(minutes=2) if left else None
        over = left or until is None
        passenger.state = State.DONE.value if over else State.BEING_SERVED.value
        passenger.state_changed_at = (
            return_.reception_completed_at or moment if over else return_.registered_at
        )
        passenger.person_id, passenger.return_id = return_.person_id, return_.return_id
        trip.traveller.returned_on.append(return_.arrived_on)

    def _return(self, traveller: Traveller, arrival: Arrival, passenger: Passenger) -> Return:
        day = arrival.scheduled_at.date()
        alone = passenger.alone == "yes"
        landed = arrival.arrived_at or arrival.scheduled_at
        return Return(
            return_id=self._chance.id(landed),
            person_id=traveller.person.person_id,
            arrived_on=day,
            country=self._world.country,
            from_country=arrival.from_country,
            route=arrival.route,
            port_of_entry=arrival.port_of_entry,
            transport_ref=arrival.transport_ref,
            return_type="",
            destination_municipality="",
            identity_document=self._document(traveller, passenger.age, day),
            certifiable_skills="no" if traveller.is_child else self._skills(day),
            startup_capital="no"
            if traveller.is_child
            else self._deck.pick((self._name, "capital"), self._profile.weighted("startup_capital")),
            unaccompanied="yes" if alone else "no",
            groups=self._groups(traveller, passenger),
            migration_causes=self._some_of("migration_causes", _kind_of(traveller)),
            months_abroad=0,
            age=passenger.age if traveller.person.birth_date is None else None,
            registered_at=None,
            reception_completed_at=None,
            reception_care=self._reception_care(day) if traveller.is_child else "unknown",
            institution_id=arrival.institution_id,
            arrival_id=arrival.arrival_id,
            passenger_id=passenger.passenger_id,
            return_causes=(),
            needs=tuple(self._chance.some(self._profile.numbers("immediate_needs"))),
            destination_safe="unknown",
            consent_scope="",
            reception_services=(),
        )

    def _age(self, traveller: Traveller, day: date) -> int | None:
        """The age that follows from what is written down of the birth; of some nothing is."""
        if traveller.person.birth_date:
            return age_on(traveller.person.birth_date, day)
        return None if traveller.person.person_id.int % 3 == 0 else age_on(traveller.born, day)

    def _document(self, traveller: Traveller, age: int | None, day: date) -> str:
        who = "child" if traveller.is_child else "adult"
        band = age_band(age) if traveller.is_child and age is not None else who
        without = self._world.in_year("no_document", who, day)
        without *= self._profile.numbers("no_document_of_age", "factor").get(band, 1)
        of = (self._name, "document", who, self._world.years_ago(day))
        unknown = self._profile.value("document_unknown")
        return self._deck.yes_no_unknown(of, 1 - without - unknown, unknown)

    def _skills(self, day: date) -> str:
        yes = self._world.in_year("certifiable_skills", "yes", day)
        unknown = self._world.in_year("certifiable_skills", "unknown", day)
        return self._deck.yes_no_unknown((self._name, "skills", self._world.years_ago(day)), yes, unknown)

    def _reception_care(self, day: date) -> str:
        yes = self._world.in_year("reception_care", "yes", day)
        unknown = self._world.in_year("reception_care", "unknown", day)
        return self._deck.yes_no_unknown((self._name, "care", self._world.years_ago(day)), yes, unknown)

    def _groups(self, traveller: Traveller, passenger: Passenger) -> tuple[str, ...]:
        """Groups that follow from sex, age and company, and those that the person or the worker names."""
        groups = groups_that_follow(traveller.person.sex, passenger.age, passenger.alone)
        named = self._chance.some(self._profile.numbers("groups"))
        groups |= {group for group in named if not (traveller.is_child and group == "criminal_record")}
        if "woman" in groups and self._chance.happens(self._profile.value("gbv_survivor_of_women")):
            groups.add("gbv_survivor")
        if traveller.indigenous:
            groups.add("indigenous")
        order = content.codelist("target_group", self._world.country).codes
        return tuple(sorted(groups, key=order.index))

    def _some_of(self, share: str, row: str) -> tuple[str, ...]:
        """Several may be true; at least one is."""
        numbers = self._profile.numbers(share, row)
        found = self._chance.some(numbers)
        return tuple(found) or (self._chance.pick(self._profile.weighted(share, row)),)

    def _months_abroad(self, traveller: Traveller, route: str) -> int:
        if self._chance.happens(self._profile.number("months_abroad_short", route, "share")):
            return int(self._chance.random() * SHORT_STAY_MONTHS)
        mean = self._profile.number("months_abroad_long", _kind_of(traveller), "mean")
        return min(SHORT_STAY_MONTHS + int(self._chance.expovariate(1 / mean)), LONGEST_STAY_MONTHS)

    def _own_months(self, traveller: Traveller, months: int, day: date) -> int:
        """Nobody was away for longer than since birth, or since the last return."""
        since = max([traveller.born, *traveller.returned_on])
        return min(months, max(0, (day - since).days // 31))

    def _destination(self, origin: str) -> str:
        if not self._chance.happens(self._profile.value("other_destination")):
            return origin
        department = self._chance.pick(self._profile.weighted("departments"))
        return self._chance.pick(self._profile.municipalities[department])

    def _registered_at(self, trip: Trip) -> datetime:
        landed = trip.arrival.arrived_at or trip.arrival.scheduled_at
        queue = FIRST_REGISTERED_AFTER + MINUTES_BETWEEN_REGISTRATIONS * trip.passenger.list_number
        return landed + timedelta(minutes=queue + 6 * self._chance.random())

    def _wanted(self, trip: Trip) -> list[CodeItem]:
        """The services that this person is given, in the order of the list."""
        also = self._profile.numbers("reception_services")
        return [item for item in self._services if self._chance.happens(self._wish(item, trip, also))]

    def _wish(self, item: CodeItem, trip: Trip, also: dict[str, float]) -> Fraction | float:
        child, without = trip.traveller.is_child, trip.return_.identity_document == "no"
        if item.code == "child_protection":
            return float(trip.alone)
        if item.code == "identity_guidance":
            return 0.8 if without else 0.02
        if item.get("need") in trip.return_.needs:
            return 0.96
        if child and item.code in {
            "job_window",
            "skills_guidance",
            "financial_access",
            "belongings",
            "matters_abroad",
        }:
            return 0
        if trip.passenger.health_first and item.code == "health_check":
            return 1
        return also.get(
            item.code, 0.02 if item.code == "hospital_transfer" and trip.passenger.health_first else 0
        )


def _kind_of(traveller: Traveller) -> str:
    return "child" if traveller.is_child else traveller.person.sex
