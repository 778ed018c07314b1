"""Persons, identifiers, households, consents and grounds from a population's rows."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from arraigo.interop.history.cast import Cast
from arraigo.interop.simulator import Population
from arraigo.people.models import Consent, Ground, Household, Identifier, Person


def records(population: Population, cast: Cast) -> dict[str, Any]:
    """Arguments of the operation `people.services.take_in`."""
    people = [*population.people, *population.registered_today.people]
    identifiers = [*population.identifiers, *population.registered_today.identifiers]
    households = {row.household: row.created_at for row in people if row.household}
    return {
        "households": [Household(id=key, created_at=when) for key, when in households.items()],
        "persons": [_person(row) for row in people],
        "identifiers": [
            Identifier(person_id=row.person_id, kind=row.kind, number=row.number, country=row.country)
            for row in identifiers
        ],
        "consents": _consents(population, cast),
        "grounds": _grounds(population, cast),
    }


def _person(row: Any) -> Person:
    return Person(
        id=row.person_id,
        given_names=row.given_names,
        paternal_surname=row.paternal_surname,
        maternal_surname=row.maternal_surname,
        sex=row.sex,
        birth_date=row.birth_date,
        birth_date_precision=row.birth_date_precision if row.birth_date else "",
        nationality=row.nationality,
        origin_municipality=row.origin_municipality,
        language=row.language,
        phone=row.phone,
        household_id=row.household,
        synthetic=True,
        created_at=row.created_at,
    )


def _consents(population: Population, cast: Cast) -> list[Consent]:
    """One answer a return; who has a case agreed to it."""
    with_case = {row.return_id: row for row in population.cases}
    found = []
    for row in [*population.returns, *population.registered_today.returns]:
        case = with_case.get(row.return_id)
        found.append(
            Consent(
                person_id=row.person_id,
                scope=case.consent_scope if case else row.consent_scope,
                given_at=row.registered_at or timezone.now(),
                taken_by=cast.institutions[row.institution_id],
            )
        )
    return found


def _grounds(population: Population, cast: Cast) -> list[Ground]:
    """Registered where they arrived, accompanied where their case is, served while an accepted referral lasts."""
    since: dict[tuple[Any, Any, str], Any] = {}
    for row in [*population.returns, *population.registered_today.returns]:
        _ground(since, row.person_id, row.institution_id, "registered", row.registered_at)
    person_of = {}
    for case in population.cases:
        person_of[case.case_id] = case.person_id
        moment = timezone.make_aware(datetime.combine(case.opened_on, time(8)))
        _ground(since, case.person_id, case.institution_id, "case", moment)
    for referral in population.referrals:
        if referral.status == "accepted":
            _ground(
                since, person_of[referral.case_id], referral.to_institution, "referral", referral.answered_at
            )
    hidden = {(case.person_id, case.institution_id, "case") for case in population.cases if case.protected}
    return [
        Ground(
            person_id=person,
            institution=cast.institutions[institution],
            because=because,
            since_at=moment,
            protected=(person, institution, because) in hidden,
        )
        for (person, institution, because), moment in since.items()
    ]


def _ground(
    since: dict[tuple[Any, Any, str], Any], person: Any, institution: Any, because: str, moment: Any
) -> None:
    key = (person, institution, because)
    moment = moment or timezone.now()
    since[key] = min(since.get(key, moment), moment)
