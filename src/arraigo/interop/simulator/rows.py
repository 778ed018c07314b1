"""
The rows of a simulated population, a class a table.

First the columns of the exchange package, in its order, then what the application knows beyond them; ``MORE``
names the latter. Lists are tuples, moments are aware, dates are dates. Every row is synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(slots=True)
class Institution:
    institution_id: UUID
    name: str
    country: str
    actor_type: str
    municipality: str
    child_mandate: str
    linked_on: date | None
    unlinked_on: date | None
    code: str
    duty: str
    serves: tuple[str, ...]

    MORE: ClassVar = ("code", "duty", "serves")


@dataclass(slots=True)
class Programme:
    """A service that an institution offers: what a referral asks for."""

    programme_id: UUID
    institution_id: UUID
    name: str
    country: str
    level: str
    dimension: str
    service_type: str
    target_groups: tuple[str, ...]
    municipalities: tuple[str, ...]
    capacity_per_year: int | None
    funding: str
    starts_on: date | None
    ends_on: date | None
    human_rights_protocol: str
    answer_hours: int
    priority_answer_hours: int

    MORE: ClassVar = ("answer_hours", "priority_answer_hours")


@dataclass(slots=True)
class Person:
    person_id: UUID
    given_names: str
    paternal_surname: str
    maternal_surname: str
    sex: str
    birth_date: date | None
    birth_date_precision: str
    nationality: str
    origin_municipality: str
    language: str
    phone: str
    household: UUID | None
    created_at: datetime

    MORE: ClassVar = ("language", "phone", "household", "created_at")


@dataclass(slots=True)
class Identifier:
    person_id: UUID
    kind: str
    number: str
    country: str

    MORE: ClassVar = ()


@dataclass(slots=True)
class ServiceGiven:
    """A reception service with its moment; ``minutes`` is how long it took."""

    service: str
    given_at: datetime
    minutes: int


@dataclass(slots=True)
class Return:
    return_id: UUID
    person_id: UUID
    arrived_on: date
    country: str
    from_country: str
    route: str
    port_of_entry: str
    transport_ref: str
    return_type: str
    destination_municipality: str
    identity_document: str
    certifiable_skills: str
    startup_capital: str
    unaccompanied: str
    groups: tuple[str, ...]
    migration_causes: tuple[str, ...]
    months_abroad: int
    age: int | None
    registered_at: datetime | None
    reception_completed_at: datetime | None
    reception_care: str
    institution_id: UUID
    arrival_id: UUID
    passenger_id: UUID
    return_causes: tuple[str, ...]
    needs: tuple[str, ...]
    destination_safe: str
    consent_scope: str
    reception_services: tuple[ServiceGiven, ...]

    MORE: ClassVar = (
        "institution_id",
        "arrival_id",
        "passenger_id",
        "return_causes",
        "needs",
        "destination_safe",
        "consent_scope",
        "reception_services",
    )


@dataclass(slots=True)
class Arrival:
    """A flight or bus. ``list_file`` is a bundled list that brings its passengers; then it has none here."""

    arrival_id: UUID
    institution_id: UUID
    line: str
    route: str
    origin_city: str
    from_country: str
    port_of_entry: str
    transport_ref: str
    sender: str
    scheduled_at: datetime
    arrived_at: datetime | None
    list_file: str = ""


@dataclass(slots=True)
class Passenger:
    """Somebody on an arrivals list: what the list said, and what became of it."""

    passenger_id: UUID
    arrival_id: UUID
    list_number: int
    state: str
    no_show_reason: str
    given_names: str
    paternal_surname: str
    maternal_surname: str
    sex: str
    birth_date: date | None
    birth_date_precision: str
    age: int | None
    national_id: str
    nationality: str
    municipality: str
    phone: str
    language: str
    alone: str
    health_first: bool
    needs_interpreter: bool
    travel_group: UUID | None
    known_since: date | None
    state_changed_at: datetime | None
    person_id: UUID | None
    return_id: UUID | None


@dataclass(slots=True)
class DocumentRequest:
    request_id: UUID
    person_id: UUID
    institution_id: UUID
    document: str
    requested_on: date
    delivered_on: date | None

    MORE: ClassVar = ()


@dataclass(slots=True)
class Need:
    need: str
    dimension: str
    urgent: bool
    found_on: date
    met_on: date | None


@dataclass(slots=True)
class Capacity:
    capacity: str
    dimension: str
    found_on: date


@dataclass(slots=True)
class PlanAction:
    action_id: UUID
    level: str
    dimension: str
    title: str
    service_type: str
    institution_id: UUID
    due_on: date
    status: str
    done_on: date | None
    lifts: float
    meets: tuple[str, ...]


@dataclass(slots=True)
class StageMove:
    """A stage that a case went into, when and why (codes of ``case_stage`` and ``stage_reason``)."""

    stage: str
    since: date
    because: str


@dataclass(slots=True)
class Case:
    case_id: UUID
    person_id: UUID
    return_id: UUID
    institution_id: UUID
    municipality: str
    opened_on: date
    closed_on: date | None
    closure_reason: str
    stage: str
    stage_since: date
    opened_because: str
    own_words: str
    own_words_on: date | None
    protected: bool
    consent_scope: str
    careful_contact: str
    screened_on: date | None
    screening_answers: dict[str, str | list[str]]
    screening_flags: tuple[str, ...]
    needs: tuple[Need, ...]
    capacities: tuple[Capacity, ...]
    plan_started_on: date | None
    plan_signed_on: date | None
    actions: list[PlanAction] = field(default_factory=list)
    stages: list[StageMove] = field(default_factory=list)

    MORE: ClassVar = (
        "stage",
        "stage_since",
        "opened_because",
        "own_words",
        "own_words_on",
        "protected",
        "consent_scope",
        "careful_contact",
        "screened_on",
        "screening_answers",
        "screening_flags",
        "needs",
        "capacities",
        "plan_started_on",
        "plan_signed_on",
        "actions",
        "stages",
    )


@dataclass(slots=True)
class Application:
    application_id: UUID
    person_id: UUID
    institution_id: UUID
    kind: str
    submitted_on: date
    decided_on: date | None
    decision: str
    amount: Decimal | None
    currency: str

    MORE: ClassVar = ()


@dataclass(slots=True)
class ServiceDelivery:
    delivery_id: UUID
    person_id: UUID
    case_id: UUID | None
    institution_id: UUID
    programme_id: UUID | None
    service_type: str
    level: str
    dimension: str
    delivered_on: date
    value: Decimal | None
    currency: str

    MORE: ClassVar = ()


@dataclass(slots=True)
class Referral:
    referral_id: UUID
    case_id: UUID
    from_institution: UUID
    to_institution: UUID
    service_type: str
    sent_on: date
    answered_on: date | None
    status: str
    completed_on: date | None
    programme_id: UUID
    priority: str
    reason: str
    can_come: str
    shared_fields: tuple[str, ...]
    sent_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    appointment_at: datetime | None
    decline_reason: str
    completed_at: datetime | None

    MORE: ClassVar = (
        "programme_id",
        "priority",
        "reason",
        "can_come",
        "shared_fields",
        "sent_at",
        "answer_due_at",
        "answered_at",
        "appointment_at",
        "decline_reason",
        "completed_at",
    )


@dataclass(slots=True)
class FollowUp:
    followup_id: UUID
    case_id: UUID
    due_on: date
    done_on: date | None
    channel: str
    intends_to_remigrate: str
    score_economic: Decimal | None
    score_social: Decimal | None
    score_psychosocial: Decimal | None
    score: Decimal | None
    month: int
    answers: dict[str, str | list[str]]
    excuse: str
    excused_on: date | None

    MORE: ClassVar = ("month", "answers", "excuse", "excused_on")
