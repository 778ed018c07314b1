"""Arrivals and the passengers they bring: expecting, landing, walk-ins, not arriving."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.core import names
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people.rules import search_text, written
from arraigo.reception import queries
from arraigo.reception.manifests import Values
from arraigo.reception.models import Arrival, ManifestRow, Passenger
from arraigo.reception.rules import State, may_become


class NotYours(Refused):
    """The arrival belongs to another reception centre."""


class NotPossibleNow(Refused):
    """The passenger's state does not allow what was asked."""


class NameMissing(Refused):
    """Nobody can be put on the board without at least one name."""

    field = "given_names"


class ReasonMissing(Refused):
    """Somebody who did not arrive is noted with a reason."""

    field = "no_show_reason"


@transaction.atomic
def announce(
    *,
    id: UUID,
    institution: Institution,
    route: str,
    origin: str,
    scheduled_at: datetime,
    from_country: str = "",
    port_of_entry: str = "",
    transport_ref: str = "",
    by: Worker | None,
    at: datetime,
) -> Arrival:
    """Announce a flight, bus or vessel; announcing the same id again gives back the first."""
    arrival, new = Arrival.objects.get_or_create(
        id=id,
        defaults={
            "institution": institution,
            "route": route,
            "origin": names.tidy(origin),
            "scheduled_at": scheduled_at,
            "from_country": from_country,
            "port_of_entry": port_of_entry,
            "transport_ref": names.tidy(transport_ref),
        },
    )
    _require_own(arrival.institution_id, by)
    if new:
        audit.record("arrival.announced", arrival, by=by, at=at, route=route)
    return arrival


@transaction.atomic
def land(arrival: Arrival, *, by: Worker, at: datetime) -> int:
    """Note that it has arrived: everybody expected is now waiting to be registered. Gives their number.

    :raises NotYours: when it belongs to another centre.
    :raises NotPossibleNow: when it was noted already.
    """
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    _require_own(arrival.institution_id, by)
    if arrival.arrived_at is not None:
        raise NotPossibleNow(_("This arrival was noted before. There is nothing more to do."))
    arrival.arrived_at = at
    arrival.save(update_fields=["arrived_at"])
    waiting = arrival.passengers.filter(state=State.EXPECTED)
    number = waiting.update(state=State.ARRIVED, state_changed_at=at)
    audit.record("arrival.landed", arrival, by=by, at=at, passengers=number)
    return number


@transaction.atomic
def undo_landing(arrival: Arrival, *, by: Worker, at: datetime) -> Arrival:
    """Undo `land`: it has not arrived, and who waited is expected again. Who walked in stays.

    :raises NotYours: when it belongs to another centre.
    :raises NotPossibleNow: when it had not arrived, or somebody of it is registered already.
    """
    arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    _require_own(arrival.institution_id, by)
    registered = arrival.passengers.filter(state__in=[State.BEING_SERVED, State.DONE])
    if arrival.arrived_at is None or registered.exists():
        raise NotPossibleNow(_("People of this arrival are registered already, so it did arrive."))
    announced = Q(manifest_row__isnull=False) | Q(state_changed_at=arrival.arrived_at)
    arrival.passengers.filter(announced, state=State.ARRIVED).update(
        state=State.EXPECTED, state_changed_at=None
    )
    arrival.arrived_at = None
    arrival.save(update_fields=["arrived_at"])
    audit.record("arrival.landing_undone", arrival, by=by, at=at)
    return arrival


@transaction.atomic
def walk_in(
    arrival: Arrival,
    *,
    id: UUID,
    given_names: str,
    paternal_surname: str = "",
    maternal_surname: str = "",
    sex: str = "",
    birth_date: date | None = None,
    birth_date_precision: str = "",
    age: int | None = None,
    alone: str = "unknown",
    by: Worker,
    at: datetime,
) -> Passenger:
    """Put somebody on the board who is on no list. The same id twice is the same person once.

    :raises NotYours: when the arrival belongs to another centre.
    :raises NameMissing: when all names are empty.
    """
    _require_own(arrival.institution_id, by)
    there = Passenger.objects.filter(pk=id, arrival=arrival).first()
    if there:
        return there
    text = search_text(given_names, paternal_surname, maternal_surname)
    if not text.strip():
        raise NameMissing(_("Write at least one name or surname."))
    passenger = Passenger.objects.create(
        id=id,
        institution_id=arrival.institution_id,
        arrival=arrival,
        state=State.ARRIVED,
        state_changed_at=at,
        given_names=names.tidy(given_names),
        paternal_surname=names.tidy(paternal_surname),
        maternal_surname=names.tidy(maternal_surname),
        sex=sex,
        birth_date=birth_date,
        birth_date_precision=birth_date_precision if birth_date else "",
        age=age,
        alone=alone,
        search_text=text,
        created_at=at,
        synthetic=arrival.institution.synthetic,
    )
    audit.record("passenger.walked_in", passenger, by=by, at=at)
    return passenger


@transaction.atomic
def change_state(
    passenger: Passenger, wanted: State, *, reason: str = "", by: Worker, at: datetime
) -> Passenger:
    """Note that a passenger arrived, did not arrive, or is expected after all (undoing a slip).

    :raises NotYours: when the passenger is on another centre's board.
    :raises NotPossibleNow: when the state does not allow it; a registered person has arrived.
    :raises ReasonMissing: when somebody did not arrive and no reason is given.
    """
    passenger = Passenger.objects.select_for_update().get(pk=passenger.pk)
    _require_own(passenger.institution_id, by)
    now = State(passenger.state)
    if now is wanted:
        return passenger
    if wanted in {State.BEING_SERVED, State.DONE} or not may_become(now, wanted):
        raise NotPossibleNow(
            _("This person is already registered. Open the registration to see how it stands.")
        )
    if wanted is State.NO_SHOW and not reason:
        raise ReasonMissing(_("Choose why the person did not arrive."))
    passenger.state, passenger.state_changed_at = wanted, at
    passenger.no_show_reason = reason if wanted is State.NO_SHOW else ""
    passenger.save(update_fields=["state", "state_changed_at", "no_show_reason"])
    audit.record(f"passenger.{wanted}", passenger, by=by, at=at, reason=passenger.no_show_reason)
    return passenger


def expect(arrival: Arrival, rows: Sequence[ManifestRow], *, at: datetime) -> None:
    """Expect the people of a list's rows, with a hint where a person of the register is surely meant."""
    landed = arrival.arrived_at is not None
    passengers = [_passenger(arrival, row, landed=landed, at=at) for row in rows]
    known = queries.surely_known_since([queries.described(one) for one in passengers])
    for position, day in known.items():
        passengers[position].known_since = day
    Passenger.objects.bulk_create(passengers, batch_size=500)


def _passenger(arrival: Arrival, row: ManifestRow, *, landed: bool, at: datetime) -> Passenger:
    said = {name: row.reading.get(name) for name in _VALUE_NAMES}
    text = {name: str(said[name] or "") for name in _TEXTS}
    # The list keeps its letters; on the board and in the register, names are written as people write them.
    text |= {name: written(text[name]) for name in ("given_names", "paternal_surname", "maternal_surname")}
    signals = set(said["signals"] or ())
    return Passenger(
        id=uuid7(),
        institution_id=arrival.institution_id,
        arrival=arrival,
        manifest_row=row,
        list_number=said["list_number"] or row.row,
        state=State.ARRIVED if landed else State.EXPECTED,
        birth_date=date.fromisoformat(said["birth_date"]) if said["birth_date"] else None,
        age=said["age"],
        alone="yes" if "child_alone" in signals else "unknown",
        health_first="health_first" in signals,
        needs_interpreter="interpreter" in signals,
        search_text=search_text(text["given_names"], text["paternal_surname"], text["maternal_surname"]),
        state_changed_at=at if landed else None,
        created_at=at,
        synthetic=arrival.institution.synthetic,
        **text,
    )


def _require_own(institution_id: UUID, by: Worker | None) -> None:
    if by is not None and by.institution_id != institution_id:
        raise NotYours(_("This arrival belongs to another reception centre."))


_VALUE_NAMES = tuple(field.name for field in fields(Values))
_TEXTS = (
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "sex",
    "birth_date_precision",
    "national_id",
    "nationality",
    "municipality",
    "phone",
    "language",
)
