"""The rest of a reception centre at work: colleagues register and serve a flight while the journey looks on."""

from collections.abc import Collection
from datetime import datetime, timedelta

from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.people.linkage import Band
from arraigo.reception import queries
from arraigo.reception.models import Arrival, Passenger, Return
from arraigo.reception.rules import State, is_child
from arraigo.reception.services import arrivals, registration
from arraigo.reception.services.registration import Registration

NOT_ARRIVED = 3


def serve(flight: Arrival, *, by: Worker, at: datetime, besides: Collection[str], left: int) -> None:
    """
    Register everybody of the flight but a few: some have left by now, the others are being served, three never came.

    :param besides: given names of those who still wait.
    :param left: how many have left, those who did not arrive included.
    """
    waiting = flight.passengers.filter(state=State.ARRIVED).exclude(given_names__in=besides)
    for place, passenger in enumerate(waiting.select_related("arrival").order_by("list_number")):
        if place < NOT_ARRIVED:
            arrivals.change_state(passenger, State.NO_SHOW, reason="did_not_board", by=by, at=at)
            continue
        begun = at - timedelta(minutes=40 - place % 23)
        registered = _register(passenger, by=by, at=begun)
        _give(registered, left if place < left else 1, by=by, at=begun)
        if place < left:
            registration.leave(registered, by=by, at=begun + timedelta(minutes=9 + place % 8))


def _register(passenger: Passenger, *, by: Worker, at: datetime) -> Return:
    found = queries.known_before(queries.described(passenger))
    person = next((one.candidate.person for one in found if one.candidate.band is Band.SAME), None)
    said = Registration(
        given_names=passenger.given_names,
        paternal_surname=passenger.paternal_surname,
        maternal_surname=passenger.maternal_surname,
        sex=passenger.sex or "unknown",
        birth_date=passenger.birth_date,
        birth_date_precision=passenger.birth_date_precision,
        age=passenger.age,
        origin_municipality=passenger.municipality,
        destination_municipality=passenger.municipality,
        destination_safe="yes",
        unaccompanied="no" if is_child(passenger.age) else "unknown",
        return_type="involuntary",
        identity_document="yes",
        needs=("food", "call_family"),
        consent="share",
    )
    return registration.register(passenger, said, id=uuid7(), person=person, by=by, at=at)


def _give(registered: Return, number: int, *, by: Worker, at: datetime) -> None:
    wanted = [
        item.code
        for item in content.codelist("reception_service")
        if item.flag("for_all") or item.get("need") in registered.needs
    ]
    for minutes, service in enumerate(wanted[:number], 1):
        registration.give_service(registered, service, by=by, at=at + timedelta(minutes=2 * minutes))
