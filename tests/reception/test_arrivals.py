"""Arrivals and the people they bring: announced, landed, walked in, not arrived; and each of these undone."""

from datetime import timedelta
from uuid import UUID

import pytest

from arraigo.access.models import Entry, Worker
from arraigo.core.ids import uuid7
from arraigo.reception.models import Arrival, Passenger
from arraigo.reception.rules import State
from arraigo.reception.services import arrivals, registration
from arraigo.reception.services.registration import Registration
from tests.cast import MONDAY

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(minutes=20)


def announce(by: Worker, *, of: Worker | None = None, key: UUID | None = None) -> Arrival:
    return arrivals.announce(
        id=key or uuid7(), institution=(of or by).institution, route="air", origin="  Harlingen,  Texas ",
        scheduled_at=MONDAY, from_country="USA", by=by, at=MONDAY,
    )  # fmt: skip


def add(
    flight: Arrival, by: Worker, *, key: UUID | None = None, name: str = "Byron", state: str = ""
) -> Passenger:
    passenger = arrivals.walk_in(flight, id=key or uuid7(), given_names=name, by=by, at=MONDAY)
    if state:
        Passenger.objects.filter(pk=passenger.pk).update(state=state, state_changed_at=None)
        passenger.refresh_from_db()
    return passenger


@pytest.fixture
def flight(elena: Worker) -> Arrival:
    return announce(elena)


class TestAnnounce:
    def test_happens_once_however_often_the_form_is_sent(self, elena: Worker) -> None:
        key = uuid7()

        first, second = announce(elena, key=key), announce(elena, key=key)

        assert first == second and first.origin == "Harlingen, Texas"
        assert Entry.objects.filter(event="arrival.announced").count() == 1

    def test_is_refused_for_another_centre(self, elena: Worker, otto: Worker) -> None:
        with pytest.raises(arrivals.NotYours):
            announce(otto, of=elena)

        assert not Arrival.objects.exists()


class TestLand:
    def test_makes_everybody_expected_wait(self, flight: Arrival, elena: Worker) -> None:
        expected = add(flight, elena, state="expected")
        absent = add(flight, elena, name="Irma", state="no_show")

        assert arrivals.land(flight, by=elena, at=LATER) == 1

        expected.refresh_from_db()
        absent.refresh_from_db()
        assert (expected.state, expected.state_changed_at, absent.state) == ("arrived", LATER, "no_show")

    def test_is_noted_once(self, flight: Arrival, elena: Worker) -> None:
        arrivals.land(flight, by=elena, at=LATER)

        with pytest.raises(arrivals.NotPossibleNow):
            arrivals.land(flight, by=elena, at=LATER + timedelta(minutes=5))

        flight.refresh_from_db()
        assert flight.arrived_at == LATER

    def test_is_refused_to_another_centre(self, flight: Arrival, otto: Worker) -> None:
        with pytest.raises(arrivals.NotYours):
            arrivals.land(flight, by=otto, at=LATER)


class TestUndoLanding:
    def test_expects_again_who_was_announced_and_keeps_who_walked_in(
        self, flight: Arrival, elena: Worker
    ) -> None:
        announced, walked = add(flight, elena, state="expected"), add(flight, elena, name="Irma")
        arrivals.land(flight, by=elena, at=LATER)

        undone = arrivals.undo_landing(flight, by=elena, at=LATER)

        announced.refresh_from_db()
        walked.refresh_from_db()
        assert (undone.arrived_at, announced.state, walked.state) == (None, "expected", "arrived")

    def test_is_refused_once_somebody_is_registered(self, flight: Arrival, elena: Worker) -> None:
        passenger = add(flight, elena, state="expected")
        arrivals.land(flight, by=elena, at=LATER)
        said = Registration(given_names="Byron", return_type="involuntary", consent="share")
        registration.register(passenger, said, id=uuid7(), person=None, by=elena, at=LATER)

        with pytest.raises(arrivals.NotPossibleNow):
            arrivals.undo_landing(flight, by=elena, at=LATER)

        flight.refresh_from_db()
        assert flight.arrived_at == LATER

    def test_is_refused_to_another_centre_and_to_what_never_arrived(
        self, flight: Arrival, elena: Worker, otto: Worker
    ) -> None:
        with pytest.raises(arrivals.NotYours):
            arrivals.undo_landing(flight, by=otto, at=LATER)
        with pytest.raises(arrivals.NotPossibleNow):
            arrivals.undo_landing(flight, by=elena, at=LATER)


class TestWalkIn:
    def test_is_on_the_board_once(self, flight: Arrival, elena: Worker) -> None:
        key = uuid7()

        assert add(flight, elena, key=key) == add(flight, elena, key=key)
        assert Passenger.objects.get().state == "arrived"

    def test_has_a_name(self, flight: Arrival, elena: Worker) -> None:
        with pytest.raises(arrivals.NameMissing):
            add(flight, elena, name="  ")

        assert not Passenger.objects.exists()

    def test_is_refused_to_another_centre(self, flight: Arrival, otto: Worker) -> None:
        with pytest.raises(arrivals.NotYours):
            add(flight, otto)


class TestChangeState:
    def test_does_not_undo_a_registration(self, flight: Arrival, elena: Worker) -> None:
        passenger = add(flight, elena, state="being_served")

        with pytest.raises(arrivals.NotPossibleNow):
            arrivals.change_state(passenger, State.NO_SHOW, reason="hospital", by=elena, at=LATER)

        passenger.refresh_from_db()
        assert passenger.state == "being_served"

    def test_does_nothing_twice(self, flight: Arrival, elena: Worker) -> None:
        passenger = add(flight, elena)
        before = Entry.objects.count()

        arrivals.change_state(passenger, State.ARRIVED, by=elena, at=LATER)

        assert Entry.objects.count() == before

    def test_is_refused_to_another_centre(self, flight: Arrival, elena: Worker, otto: Worker) -> None:
        with pytest.raises(arrivals.NotYours):
            arrivals.change_state(add(flight, elena), State.NO_SHOW, reason="hospital", by=otto, at=LATER)
