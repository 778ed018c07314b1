"""Registration: a passenger becomes a person with a return, once."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from arraigo.access.models import Entry, Worker
from arraigo.core.ids import uuid7
from arraigo.people.models import Person
from arraigo.people.queries import may_share_data_of
from arraigo.reception.models import Arrival, Passenger, ReceptionService, Return
from arraigo.reception.services import arrivals, registration
from arraigo.reception.services.registration import Registration
from tests.cast import MONDAY, SOLOMA

pytestmark = pytest.mark.django_db


@pytest.fixture
def flight(elena: Worker) -> Arrival:
    return arrivals.announce(
        id=uuid7(),
        institution=elena.institution,
        route="air",
        origin="Harlingen, Texas",
        scheduled_at=MONDAY,
        from_country="USA",
        by=elena,
        at=MONDAY,
    )


@pytest.fixture
def passenger(flight: Arrival, elena: Worker) -> Passenger:
    return arrivals.walk_in(
        flight,
        id=uuid7(),
        given_names="Reyna Isabel",
        paternal_surname="López",
        maternal_surname="Choc",
        sex="female",
        birth_date=date(1994, 9, 12),
        by=elena,
        at=MONDAY,
    )


def said(**changes: object) -> Registration:
    facts: dict[str, object] = {
        "given_names": "Reyna Isabel",
        "paternal_surname": "López",
        "maternal_surname": "Choc",
        "sex": "female",
        "birth_date": date(1994, 9, 12),
        "birth_date_precision": "day",
        "return_type": "voluntary_obligated",
        "consent": "share",
        "identity_document": "no",
        "destination_municipality": SOLOMA,
        "needs": ("food", "call_family"),
        "groups": ("indigenous", "gbv_survivor"),
        "phone": "41234567",
    }
    return Registration(**{**facts, **changes})  # type: ignore[arg-type]


class TestRegister:
    def test_makes_a_person_with_a_return_seen_by_the_centre(
        self, passenger: Passenger, elena: Worker
    ) -> None:
        registered = registration.register(passenger, said(), id=uuid7(), person=None, by=elena, at=MONDAY)

        passenger.refresh_from_db()
        assert passenger.state == "being_served"
        assert registered.arrived_on == date(2026, 11, 16) and registered.age == 32
        assert registered.from_country == "USA" and registered.route == "air"
        assert Person.objects.visible_to(elena).get() == registered.person
        assert may_share_data_of(registered.person)

    def test_keeps_protected_groups_apart_and_encrypted(self, passenger: Passenger, elena: Worker) -> None:
        registered = registration.register(passenger, said(), id=uuid7(), person=None, by=elena, at=MONDAY)

        again = Return.objects.get(pk=registered.pk)
        assert again.groups == ["indigenous", "woman"] and again.protected_groups == ["gbv_survivor"]
        stored = Return.objects.extra(select={"raw": "protected_groups"}).values_list("raw", flat=True).get()
        assert "gbv" not in stored

    def test_is_done_once_however_often_the_form_is_sent(self, passenger: Passenger, elena: Worker) -> None:
        key: UUID = uuid7()

        first = registration.register(passenger, said(), id=key, person=None, by=elena, at=MONDAY)
        second = registration.register(passenger, said(), id=key, person=None, by=elena, at=MONDAY)

        assert first == second and Return.objects.count() == Person.objects.count() == 1

    def test_is_refused_when_a_colleague_did_it(self, passenger: Passenger, elena: Worker) -> None:
        registration.register(passenger, said(), id=uuid7(), person=None, by=elena, at=MONDAY)

        with pytest.raises(registration.AlreadyRegistered):
            registration.register(passenger, said(), id=uuid7(), person=None, by=elena, at=MONDAY)

        assert Return.objects.count() == 1

    def test_is_refused_to_another_institution(self, passenger: Passenger, otto: Worker) -> None:
        before = Entry.objects.count()

        with pytest.raises(registration.NotYours):
            registration.register(passenger, said(), id=uuid7(), person=None, by=otto, at=MONDAY)

        assert not Return.objects.exists() and Entry.objects.count() == before

    def test_keeps_only_what_the_arrival_requires_when_consent_is_refused(
        self, passenger: Passenger, elena: Worker
    ) -> None:
        registered = registration.register(
            passenger, said(consent="refused"), id=uuid7(), person=None, by=elena, at=MONDAY
        )

        registered.refresh_from_db()
        assert registered.needs == [] and registered.protected_groups == [] and registered.person.phone == ""
        assert registered.groups == ["woman"] and registered.identity_document == "no"
        assert not may_share_data_of(registered.person)

    def test_asks_for_the_consent(self, passenger: Passenger, elena: Worker) -> None:
        with pytest.raises(registration.ConsentMissing):
            registration.register(passenger, said(consent=""), id=uuid7(), person=None, by=elena, at=MONDAY)

        assert not Person.objects.exists()

    def test_gives_a_known_person_a_second_return(
        self, passenger: Passenger, elena: Worker, reyna: Person
    ) -> None:
        registered = registration.register(passenger, said(), id=uuid7(), person=reyna, by=elena, at=MONDAY)

        assert registered.person == reyna and reyna.returns.count() == 2

    def test_joins_those_who_travel_together_whoever_comes_first(
        self, flight: Arrival, passenger: Passenger, elena: Worker
    ) -> None:
        kevin = arrivals.walk_in(
            flight, id=uuid7(), given_names="Kevin", paternal_surname="Choc", age=9, by=elena, at=MONDAY
        )
        registration.register(
            passenger, said(travels_with=(kevin.pk,)), id=uuid7(), person=None, by=elena, at=MONDAY
        )
        kevin.refresh_from_db()

        child = registration.register(
            kevin,
            said(given_names="Kevin", birth_date=None, age=9, sex="male"),
            id=uuid7(),
            person=None,
            by=elena,
            at=MONDAY,
        )

        mother = Person.objects.get(given_names="Reyna Isabel")
        assert child.person.household is not None and mother.household == child.person.household
        assert "child" in child.groups


class TestReceptionServices:
    @pytest.fixture
    def registered(self, passenger: Passenger, elena: Worker) -> Return:
        return registration.register(passenger, said(), id=uuid7(), person=None, by=elena, at=MONDAY)

    def test_keep_the_first_time(self, registered: Return, elena: Worker) -> None:
        registration.give_service(registered, "food", by=elena, at=MONDAY)
        registration.give_service(registered, "food", by=elena, at=MONDAY + timedelta(minutes=5))

        assert ReceptionService.objects.get().given_at == MONDAY

    def test_can_be_taken_back(self, registered: Return, elena: Worker) -> None:
        registration.give_service(registered, "food", by=elena, at=MONDAY)
        registration.take_back_service(registered, "food", by=elena, at=MONDAY)

        assert not ReceptionService.objects.exists()

    def test_end_when_the_person_leaves_until_it_is_undone(self, registered: Return, elena: Worker) -> None:
        later = MONDAY + timedelta(minutes=70)
        registration.leave(registered, by=elena, at=later)

        registered.passenger.refresh_from_db()  # type: ignore[union-attr]
        assert registered.passenger.state == "done"  # type: ignore[union-attr]
        with pytest.raises(arrivals.NotPossibleNow):
            registration.give_service(registered, "food", by=elena, at=later)

        registration.come_back(registered, by=elena, at=later)
        assert registration.give_service(registered, "food", by=elena, at=later)

    def test_are_on_the_list(self, registered: Return, elena: Worker) -> None:
        with pytest.raises(registration.ServiceUnknown):
            registration.give_service(registered, "massage", by=elena, at=MONDAY)


class TestNoShow:
    def test_asks_for_a_reason_and_can_be_undone(self, passenger: Passenger, elena: Worker) -> None:
        with pytest.raises(arrivals.ReasonMissing):
            arrivals.change_state(passenger, arrivals.State.NO_SHOW, by=elena, at=MONDAY)
        noted = arrivals.change_state(
            passenger, arrivals.State.NO_SHOW, reason="did_not_board", by=elena, at=MONDAY
        )
        assert noted.no_show_reason == "did_not_board"

        back = arrivals.change_state(noted, arrivals.State.ARRIVED, by=elena, at=MONDAY)
        assert back.state == "arrived" and back.no_show_reason == ""
