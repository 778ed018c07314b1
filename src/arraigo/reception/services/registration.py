"""Registration: a passenger is confirmed as a person with a return, and served until they leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.core.periods import age_on
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.people.queries import PossiblySame
from arraigo.people.rules import may_keep
from arraigo.people.services.asking import ask_to_join
from arraigo.reception.models import Passenger, ReceptionService, Return
from arraigo.reception.rules import State, groups_that_follow, may_become
from arraigo.reception.services.arrivals import NotPossibleNow, NotYours


class AlreadyRegistered(Refused):
    """Somebody registered this passenger before."""


class ConsentMissing(Refused):
    """Registration asks for consent, and every answer is an answer; none is not."""

    field = "consent"


class ServiceUnknown(Refused):
    """The service is not on the list of reception services."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What is confirmed with the person at the desk. Codes are of the code lists of the same names."""

    given_names: str
    return_type: str
    consent: str
    paternal_surname: str = ""
    maternal_surname: str = ""
    sex: str = "unknown"
    birth_date: date | None = None
    birth_date_precision: str = ""
    age: int | None = None
    national_id: str = ""
    nationality: str = ""
    language: str = "spa"
    phone: str = ""
    origin_municipality: str = ""
    destination_municipality: str = ""
    destination_safe: str = "unknown"
    return_causes: tuple[str, ...] = ()
    migration_causes: tuple[str, ...] = ()
    identity_document: str = "unknown"
    certifiable_skills: str = "unknown"
    startup_capital: str = "unknown"
    unaccompanied: str = "unknown"
    groups: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    months_abroad: int | None = None
    travels_with: tuple[UUID, ...] = field(default=())


@transaction.atomic
def register(
    passenger: Passenger,
    said: Registration,
    *,
    id: UUID,
    person: Person | None,
    unsure: Sequence[PossiblySame] = (),
    by: Worker,
    at: datetime,
) -> Return:
    """
    Confirm a passenger: a new return of a known ``person``, or of somebody new when that is ``None``.

    Where the person refuses consent, only what the arrival itself requires is kept: no groups, causes, needs,
    telephone or answers about skills and capital (design, section 2: consent). The same ``id`` twice gives back the
    first return, so a double click registers nobody twice. ``unsure``: known persons who may be the same as somebody
    new; the stewards of the register are asked about them.

    :raises NotYours: when the passenger is on another centre's board.
    :raises AlreadyRegistered: when the passenger has another registration.
    :raises ConsentMissing: when the question of consent was not answered.
    """
    passenger = (
        Passenger.objects.select_for_update(of=["self"]).select_related("arrival").get(pk=passenger.pk)
    )
    if by.institution_id != passenger.institution_id:
        raise NotYours(_("This arrival belongs to another reception centre."))
    done = Return.objects.filter(passenger=passenger).first()
    if done is not None:
        if done.pk == id:
            return done
        raise AlreadyRegistered(
            _("A colleague has registered this person already. Open the registration to go on.")
        )
    if said.consent not in content.codelist("consent_scope").codes:
        raise ConsentMissing(_("Ask whether the person agrees that this is kept, and mark the answer."))
    known = _person(passenger, said, person, by=by, at=at)
    people.give_ground(known, institution=by.institution, because="registered", by=by, at=at)
    if unsure and person is None:
        ask_to_join(known, unsure, by=by, at=at)
    people.record_consent(known, scope=said.consent, by=by, at=at)
    registered = _return(passenger, said, known, id=id, by=by, at=at)
    _travels_with(passenger, said, known, by=by, at=at)
    passenger.state, passenger.state_changed_at = State.BEING_SERVED, at
    passenger.save(update_fields=["state", "state_changed_at"])
    audit.record("return.registered", registered, by=by, at=at, known=person is not None)
    return registered


@transaction.atomic
def give_service(of_return: Return, service: str, *, by: Worker, at: datetime) -> ReceptionService:
    """Tick off a reception service with its time; ticking twice keeps the first time.

    :raises ServiceUnknown: when the code is not on the list.
    :raises NotPossibleNow: when the person has left the centre.
    """
    of_return = _open_return(of_return, by=by)
    if service not in content.codelist("reception_service").codes:
        raise ServiceUnknown(_("This service is not on the list of reception services."))
    given, new = ReceptionService.objects.get_or_create(
        of_return=of_return, service=service, defaults={"given_at": at, "given_by": by}
    )
    if new:
        audit.record("reception_service.given", of_return, by=by, at=at, service=service)
    return given


@transaction.atomic
def take_back_service(of_return: Return, service: str, *, by: Worker, at: datetime) -> None:
    """Untick a service that was ticked by mistake."""
    of_return = _open_return(of_return, by=by)
    removed, _rows = ReceptionService.objects.filter(of_return=of_return, service=service).delete()
    if removed:
        audit.record("reception_service.taken_back", of_return, by=by, at=at, service=service)


@transaction.atomic
def leave(of_return: Return, *, by: Worker, at: datetime) -> Return:
    """The person leaves the centre: reception is complete.

    :raises NotPossibleNow: when they left before.
    """
    of_return = _open_return(of_return, by=by)
    of_return.reception_completed_at = at
    of_return.save(update_fields=["reception_completed_at"])
    _passenger_becomes(of_return, State.DONE, at=at)
    audit.record("reception.completed", of_return, by=by, at=at)
    return of_return


@transaction.atomic
def come_back(of_return: Return, *, by: Worker, at: datetime) -> Return:
    """Undo `leave`: the person is still at the centre."""
    of_return = Return.objects.select_for_update(of=["self"]).get(pk=of_return.pk)
    _require_own(of_return, by)
    if of_return.reception_completed_at is None:
        return of_return
    of_return.reception_completed_at = None
    of_return.save(update_fields=["reception_completed_at"])
    _passenger_becomes(of_return, State.BEING_SERVED, at=at)
    audit.record("reception.reopened", of_return, by=by, at=at)
    return of_return


def _person(
    passenger: Passenger, said: Registration, person: Person | None, *, by: Worker, at: datetime
) -> Person:
    keeps = may_keep(said.consent, withdrawn=False)
    facts = {
        "given_names": said.given_names,
        "paternal_surname": said.paternal_surname,
        "maternal_surname": said.maternal_surname,
        "sex": said.sex,
        "birth_date": said.birth_date,
        "birth_date_precision": said.birth_date_precision,
        "nationality": said.nationality,
        "origin_municipality": said.origin_municipality,
        "language": said.language,
        "phone": said.phone if keeps else "",
    }
    if person is None:
        person = people.add_person(id=uuid7(), synthetic=passenger.synthetic, by=by, at=at, **facts)  # type: ignore[arg-type]
    else:
        person = people.correct_person(people.hold(person.pk), by=by, at=at, **facts)
    people.add_identifier(
        person, kind="national_id", number=said.national_id, country=said.nationality, by=by, at=at
    )
    return person


def _return(
    passenger: Passenger, said: Registration, person: Person, *, id: UUID, by: Worker, at: datetime
) -> Return:
    arrival = passenger.arrival
    arrived_on = timezone.localdate(arrival.arrived_at or at)
    age = said.age if said.birth_date is None else age_on(said.birth_date, arrived_on)
    keeps = may_keep(said.consent, withdrawn=False)
    groups = set(said.groups if keeps else ()) | groups_that_follow(said.sex, age, said.unaccompanied)
    protected = {code for code in groups if content.codelist("target_group").item(code).protected}
    return Return.objects.create(
        id=id,
        person=person,
        institution=by.institution,
        passenger=passenger,
        arrived_on=arrived_on,
        country=by.country or settings.ARRAIGO_COUNTRY,
        from_country=arrival.from_country,
        route=arrival.route,
        port_of_entry=arrival.port_of_entry,
        transport_ref=arrival.transport_ref,
        return_type=said.return_type,
        return_causes=list(said.return_causes) if keeps else [],
        migration_causes=list(said.migration_causes) if keeps else [],
        identity_document=said.identity_document,
        certifiable_skills=said.certifiable_skills if keeps else "unknown",
        startup_capital=said.startup_capital if keeps else "unknown",
        unaccompanied=said.unaccompanied,
        groups=sorted(groups - protected),
        protected_groups=sorted(protected),
        needs=list(said.needs) if keeps else [],
        destination_municipality=said.destination_municipality,
        destination_safe=said.destination_safe if keeps else "unknown",
        months_abroad=said.months_abroad if keeps else None,
        age=age,
        registered_at=at,
        registered_by=by,
    )


def _travels_with(
    passenger: Passenger, said: Registration, person: Person, *, by: Worker, at: datetime
) -> None:
    """Passengers who travel together share a mark; whoever of them is registered already is joined as a household."""
    others = Passenger.objects.filter(arrival=passenger.arrival, pk__in=said.travels_with)
    marked = passenger.travel_group or next((one.travel_group for one in others if one.travel_group), None)
    if not others and not marked:
        return
    mark = marked or uuid7()
    Passenger.objects.filter(pk__in=[passenger.pk, *(one.pk for one in others)]).update(travel_group=mark)
    passenger.travel_group = mark
    company = Person.objects.filter(
        returns__passenger__travel_group=mark, returns__passenger__arrival=passenger.arrival
    ).exclude(pk=person.pk)
    if company:
        people.join_household([*company, person], by=by, at=at)


def _open_return(of_return: Return, *, by: Worker) -> Return:
    of_return = Return.objects.select_for_update(of=["self"]).get(pk=of_return.pk)
    _require_own(of_return, by)
    if of_return.reception_completed_at is not None:
        raise NotPossibleNow(_("This person has left the centre. Undo the departure to change services."))
    return of_return


def _require_own(of_return: Return, by: Worker) -> None:
    if by.institution_id != of_return.institution_id:
        raise NotYours(_("This return was registered by another reception centre."))


def _passenger_becomes(of_return: Return, wanted: State, *, at: datetime) -> None:
    passenger = of_return.passenger
    if passenger is not None and may_become(State(passenger.state), wanted):
        passenger.state, passenger.state_changed_at = wanted, at
        passenger.save(update_fields=["state", "state_changed_at"])
