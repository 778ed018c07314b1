"""Arrivals, passengers, returns and reception services from a population's rows."""

from typing import Any

from django.utils import timezone

from arraigo.core import content
from arraigo.interop.history.cast import Cast
from arraigo.interop.simulator import Population
from arraigo.reception.models import Arrival, Passenger, ReceptionService, Return


def records(population: Population, cast: Cast) -> dict[str, Any]:
    """Arguments of the operation `reception.services.history.take_in`."""
    institution_of = {row.arrival_id: cast.institutions[row.institution_id] for row in population.arrivals}
    passengers = {row.passenger_id for row in population.passengers}
    returns = [*population.returns, *population.registered_today.returns]
    return {
        "arrivals": [_arrival(row, institution_of[row.arrival_id]) for row in population.arrivals],
        "passengers": [_passenger(row, institution_of[row.arrival_id]) for row in population.passengers],
        "returns": [_return(row, cast, passengers) for row in returns],
        "reception_services": [
            ReceptionService(
                of_return_id=row.return_id,
                service=given.service,
                given_at=given.given_at,
                given_by=cast.officers.get(cast.institutions[row.institution_id].pk),
            )
            for row in returns
            for given in row.reception_services
        ],
    }


def _arrival(row: Any, institution: Any) -> Arrival:
    return Arrival(
        id=row.arrival_id,
        institution=institution,
        route=row.route,
        origin=row.origin_city,
        from_country=row.from_country,
        port_of_entry=row.port_of_entry,
        transport_ref=row.transport_ref,
        scheduled_at=row.scheduled_at,
        arrived_at=row.arrived_at,
    )


def _passenger(row: Any, institution: Any) -> Passenger:
    return Passenger(
        id=row.passenger_id,
        institution=institution,
        arrival_id=row.arrival_id,
        list_number=row.list_number,
        state=row.state,
        no_show_reason=row.no_show_reason,
        given_names=row.given_names,
        paternal_surname=row.paternal_surname,
        maternal_surname=row.maternal_surname,
        sex=row.sex,
        birth_date=row.birth_date,
        birth_date_precision=row.birth_date_precision if row.birth_date else "",
        age=row.age,
        national_id=row.national_id or "",
        nationality=row.nationality or "",
        municipality=row.municipality or "",
        phone=row.phone or "",
        language=row.language or "",
        alone=row.alone,
        health_first=row.health_first,
        needs_interpreter=row.needs_interpreter,
        travel_group=row.travel_group,
        known_since=row.known_since,
        state_changed_at=row.state_changed_at,
        created_at=row.state_changed_at or timezone.now(),
        synthetic=True,
    )


def _return(row: Any, cast: Cast, passengers: set[Any]) -> Return:
    protected = {code for code in row.groups if content.codelist("target_group").item(code).protected}
    institution = cast.institutions[row.institution_id]
    return Return(
        id=row.return_id,
        person_id=row.person_id,
        institution=institution,
        passenger_id=row.passenger_id if row.passenger_id in passengers else None,
        arrived_on=row.arrived_on,
        country=row.country,
        from_country=row.from_country,
        route=row.route,
        port_of_entry=row.port_of_entry,
        transport_ref=row.transport_ref,
        return_type=row.return_type,
        return_causes=list(row.return_causes),
        migration_causes=list(row.migration_causes),
        identity_document=row.identity_document,
        certifiable_skills=row.certifiable_skills,
        startup_capital=row.startup_capital,
        unaccompanied=row.unaccompanied,
        groups=sorted(set(row.groups) - protected),
        protected_groups=sorted(protected),
        needs=list(row.needs),
        destination_municipality=row.destination_municipality,
        destination_safe=row.destination_safe,
        months_abroad=row.months_abroad,
        age=row.age,
        reception_care=row.reception_care,
        registered_at=row.registered_at,
        registered_by=cast.officers.get(institution.pk),
        reception_completed_at=row.reception_completed_at,
    )
