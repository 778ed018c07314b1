"""Sets of rows about people: returns, documents, applications, services, answers, schools."""

from __future__ import annotations

from arraigo.warehouse.predicates import columns
from arraigo.warehouse.predicates.columns import (
    ABOUT_A_PERSON,
    MONEY_COLUMNS,
    OF_A_PERSON,
    PERSON,
    PLACE,
    Column,
    plain,
)
from arraigo.warehouse.predicates.placing import Placing
from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.tables import Kind

_ARRIVED = {"arrived_on": Placing("returns")}

RETURNS = RowSet(
    "returns",
    "Each return of the period: somebody who came back twice is there twice.",
    "returns",
    _ARRIVED,
    columns.OF_A_RETURN,
    ABOUT_A_PERSON,
)

RETURNEES = RowSet(
    "returnees",
    "Each person with a return in the period, once, by the latest return of the period "
    "(on a tie the greatest return_id), whatever its country.",
    "returns",
    _ARRIVED,
    columns.OF_A_RETURNEE,
    ABOUT_A_PERSON,
    next="next_on",
    part_of="returns",
)

DOCUMENT_REQUESTS = RowSet(
    "document_requests",
    "Each request for an identity document, placed by the day of the request or of the delivery.",
    "document_requests",
    {"delivered_on": Placing("documents_delivered"), "requested_on": Placing("documents_requested")},
    {
        **plain(Kind.CODE, document="Which document."),
        **plain(Kind.WHOLE, days_to_deliver="Days from request to delivery."),
    },
    OF_A_PERSON,
)

APPLICATIONS = RowSet(
    "applications",
    "Each application for support, certification or a scholarship, by the day of submission or of decision.",
    "applications",
    {"submitted_on": Placing("applications_submitted"), "decided_on": Placing("applications_decided")},
    {
        **plain(Kind.CODE, kind="For what.", decision="Approved, rejected or pending."),
        **plain(Kind.WHOLE, days_to_decide="Days from submission to decision."),
        **plain(Kind.MONEY, amount="The amount."),
        **MONEY_COLUMNS,
    },
    OF_A_PERSON,
)

_DELIVERED = {"delivered_on": Placing("services")}
_SERVICE = {
    **plain(
        Kind.CODE,
        service_type="Which type of service.",
        level="Individual, community or structural.",
        dimension="Economic, social or psycho-social.",
        programme="Of which programme.",
    ),
    **plain(Kind.MONEY, value="What the service was worth."),
    **MONEY_COLUMNS,
}

SERVICES = RowSet(
    "services",
    "Each service delivered.",
    "services",
    _DELIVERED,
    _SERVICE,
    OF_A_PERSON,
)

_ANSWERED = (
    "CASE WHEN f.answer_before_on >= {first_day} OR f.answer_after_on <= {last_day} "
    "THEN 'yes' ELSE 'unknown' END"
)

PERSONS_SERVED = RowSet(
    "persons_served",
    "Each person with a service delivered in the period, once, by the latest (on a tie the greatest delivery_id).",
    "services",
    _DELIVERED,
    {
        **_SERVICE,
        **columns.of(
            Column("answered", "Answered the question of satisfaction in the period.", Kind.CODE, _ANSWERED)
        ),
    },
    OF_A_PERSON,
    next="next_on",
    part_of="services",
)

PERSONS_ANSWERING = RowSet(
    "persons_answering",
    "Each person who answered the question of satisfaction in the period, once, by the latest answer.",
    "satisfaction",
    {"answered_on": Placing("satisfaction")},
    plain(Kind.CODE, satisfied="Yes or no."),
    OF_A_PERSON,
    next="next_on",
)


PERSONS_ENROLLED = RowSet(
    "persons_enrolled",
    "Each person enrolled in formal education for a school year of the period, once, by the latest enrolment of it.",
    "enrolments",
    {"school_year": Placing("persons_enrolled", "year")},
    plain(Kind.CODE, completed="Completed the school year, by any enrolment of it."),
    {**PERSON, **PLACE},
    where="(f.next_year IS NULL OR MAKE_DATE(f.next_year, 12, 31) > {last_day})",
)

SETS = (
    RETURNS,
    RETURNEES,
    DOCUMENT_REQUESTS,
    APPLICATIONS,
    SERVICES,
    PERSONS_SERVED,
    PERSONS_ANSWERING,
    PERSONS_ENROLLED,
)
