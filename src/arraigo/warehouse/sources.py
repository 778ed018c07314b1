"""
From the rooms' own tables to rows in the contract's columns: the only place that reads the register in bulk.

Each function names the columns that it takes; names of persons, numbers, contacts and free text are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from arraigo.access.models import Institution
from arraigo.cases.models import Case, FollowUp
from arraigo.people.models import Person
from arraigo.reception.models import Return
from arraigo.support.models import Application, DocumentRequest
from arraigo.warehouse import places as dimension
from arraigo.warehouse.snapshot import Store
from arraigo.warehouse.tables import Row

ROWS_AT_A_TIME = 2_000

STANDING = Coalesce("person__merged_into", "person")
"""Whose a row is: the record that stands for the person, also where the row had to stay with an alias."""


def store() -> Store:
    """All tables of the register, those that refer to others first: whatever a row refers to is read after it."""
    return {
        "followups": followups,
        "cases": cases,
        "applications": applications,
        "document_requests": document_requests,
        "returns": returns,
        "people": people,
        "institutions": institutions,
        "places": places,
    }


def followups() -> Iterator[Row]:
    """Follow-up contacts, due and done."""
    return _rows(
        FollowUp.objects.all(),
        followup_id="id",
        case_id="case_id",
        due_on="due_on",
        done_on="done_on",
        channel="channel",
        intends_to_remigrate="intends_to_remigrate",
        score_economic="score_economic",
        score_social="score_social",
        score_psychosocial="score_psychosocial",
        score="score",
    )


def cases() -> Iterator[Row]:
    """Reintegration cases."""
    return _rows(
        Case.objects.all(),
        case_id="id",
        person_id=STANDING,
        return_id="after_return_id",
        institution_id="institution_id",
        municipality="municipality",
        opened_on="opened_on",
        closed_on="closed_on",
        closure_reason="closure_reason",
    )


def applications() -> Iterator[Row]:
    """Applications for support, certification or scholarship."""
    return _rows(
        Application.objects.all(),
        application_id="id",
        person_id=STANDING,
        institution_id="institution_id",
        kind="kind",
        submitted_on="submitted_on",
        decided_on="decided_on",
        decision="decision",
        amount="amount",
        currency="currency",
    )


def document_requests() -> Iterator[Row]:
    """Requests for a personal identity document."""
    return _rows(
        DocumentRequest.objects.all(),
        request_id="id",
        person_id=STANDING,
        institution_id="institution_id",
        document="document",
        requested_on="requested_on",
        delivered_on="delivered_on",
    )


def returns() -> Iterator[Row]:
    """Returns. Protected groups count like the others; only the files' permissions keep them from other eyes."""
    found = _rows(
        Return.objects.all(),
        return_id="id",
        person_id=STANDING,
        arrived_on="arrived_on",
        country="country",
        from_country="from_country",
        route="route",
        return_type="return_type",
        destination_municipality="destination_municipality",
        identity_document="identity_document",
        certifiable_skills="certifiable_skills",
        startup_capital="startup_capital",
        unaccompanied="unaccompanied",
        groups="groups",
        protected_groups="protected_groups",
        migration_causes="migration_causes",
        months_abroad="months_abroad",
        age="age",
        registered_at="registered_at",
        reception_completed_at="reception_completed_at",
        reception_care="reception_care",
    )
    for row in found:
        yield {**row, "groups": [*row["groups"], *row["protected_groups"]]}


def people() -> Iterator[Row]:
    """Persons, each once: sex and date of birth, nothing that says who they are."""
    return _rows(
        Person.objects.standing(),
        person_id="id",
        sex="sex",
        birth_date="birth_date",
        birth_date_precision="birth_date_precision",
    )


def institutions() -> Iterator[Row]:
    """Institutions: where they are and of what kind."""
    return _rows(
        Institution.objects.all(),
        institution_id="id",
        country="country",
        actor_type="actor_type",
        municipality="municipality",
    )


def places() -> list[Row]:
    """The places of the content, and those that the register names beside them."""
    used = {
        *Return.objects.order_by().values_list("destination_municipality", flat=True).distinct(),
        *Case.objects.order_by().values_list("municipality", flat=True).distinct(),
    }
    return dimension.dimension(used)


def _rows(query: QuerySet, **columns: str | Coalesce) -> Iterator[Row]:  # type: ignore[type-arg]
    """The rows of a query: column of the contract = field of the room."""
    names = tuple(columns)
    found = query.order_by().values_list(*columns.values())
    for values in found.iterator(chunk_size=ROWS_AT_A_TIME):
        yield dict(zip(names, values, strict=True))
