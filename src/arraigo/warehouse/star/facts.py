"""
The facts of the star, one by one: which table they come from, by which day, and what they know beside it.

A fact has ``id`` (the key of its row in the contract's table), ``fact_on`` (the day that places it) and ``year``, in
whose files it lies. ``next…_on`` is the day of its successor among its like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arraigo.warehouse.star.describing import age_sql, child_sql, of_person, of_place, of_return

FAR_PAST, FAR_FUTURE = "DATE '0001-01-01'", "DATE '9999-12-31'"

DAYS_OF_A_SCHOOL_RETURN = 365
"""A child returned to school who is enrolled within so many days (indicator contract, `progress.school_return`)."""

LATER_THAN_ANY = 1_000_000
"""The days by which a follow-up is late that was not done: more than any deadline allows."""

NOT_VULNERABLE = "['child', 'woman', 'youth']"
"""Target groups that alone make no child vulnerable (indicator contract, `children.vulnerable_share`)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One table of facts: the contract's table whose rows it tells of, the tables that it reads, and its SQL."""

    name: str
    table: str
    reads: tuple[str, ...]
    sql: str
    partitioned: bool = True

    @property
    def relation(self) -> str:
        """What it is called in SQL: not as the table that it comes from."""
        return f"fact_{self.name}"


_PERSON = ("people", "returns", "institutions")


def _successor(within: str, order: str, of: str = "fact_on") -> str:
    return f"LEAD({of}) OVER (PARTITION BY {within} ORDER BY {order})"


RETURNS = Fact(
    "returns",
    "returns",
    ("people", "returns", "document_requests", "services", "enrolments"),
    of_return(
        f"""
        SELECT
            e.return_id AS id, e.arrived_on AS fact_on, YEAR(e.arrived_on) AS year,
            {_successor("e.person_id", "e.arrived_on, e.return_id", "e.arrived_on")} AS next_on,
            e.person_id, e.country, e.from_country, e.route, e.return_type, e.destination_municipality,
            e.identity_document, e.certifiable_skills, e.startup_capital, e.unaccompanied, e.reception_care,
            e.groups, e.age, e.months_abroad,
            EPOCH_US(e.reception_completed_at) - EPOCH_US(e.registered_at) AS reception_microseconds,
            CASE WHEN LIST_HAS_ALL({NOT_VULNERABLE}, COALESCE(e.groups, CAST([] AS VARCHAR[])))
                THEN 'no' ELSE 'yes' END AS vulnerable,
            c.first_on AS first_document_on, s.first_on AS first_service_on,
            s.first_psychosocial_on AS first_psychosocial_on,
            CASE WHEN n.first_on - e.arrived_on <= {DAYS_OF_A_SCHOOL_RETURN} THEN 'yes' ELSE 'no' END
                AS enrolled_within_a_year
        FROM returns AS e
        LEFT JOIN first_documents AS c ON c.return_id = e.return_id
        LEFT JOIN first_services AS s ON s.return_id = e.return_id
        LEFT JOIN first_enrolments AS n ON n.return_id = e.return_id
        WHERE e.arrived_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)


def _dated(fact: str, table: str, key: str, on: str, columns: str) -> Fact:
    """A fact of a person, placed by one of the dates of its row."""
    return Fact(
        fact,
        table,
        (*_PERSON, table),
        of_person(
            f"""
            SELECT {key} AS id, {on} AS fact_on, YEAR({on}) AS year, person_id, institution_id,
                CAST(NULL AS VARCHAR) AS own_municipality, {columns}
            FROM {table} WHERE {on} IS NOT NULL
            """  # noqa: S608 - our own names
        ),
    )


_DOCUMENT = "document, delivered_on - requested_on AS days_to_deliver"
_APPLICATION = "kind, decision, decided_on - submitted_on AS days_to_decide, amount, currency"

DOCUMENTS_DELIVERED = _dated(
    "documents_delivered", "document_requests", "request_id", "delivered_on", _DOCUMENT
)
DOCUMENTS_REQUESTED = _dated(
    "documents_requested", "document_requests", "request_id", "requested_on", _DOCUMENT
)
APPLICATIONS_SUBMITTED = _dated(
    "applications_submitted", "applications", "application_id", "submitted_on", _APPLICATION
)
APPLICATIONS_DECIDED = _dated(
    "applications_decided", "applications", "application_id", "decided_on", _APPLICATION
)

SERVICES = Fact(
    "services",
    "services",
    (*_PERSON, "services", "satisfaction", "cases"),
    of_person(
        f"""
        SELECT
            e.delivery_id AS id, e.delivered_on AS fact_on, YEAR(e.delivered_on) AS year,
            {_successor("e.person_id", "e.delivered_on, e.delivery_id", "e.delivered_on")} AS next_on,
            e.person_id, e.institution_id, c.municipality AS own_municipality,
            COALESCE(e.service_type, 'unknown') AS service_type, COALESCE(e.level, 'unknown') AS level,
            COALESCE(e.dimension, 'unknown') AS dimension, COALESCE(e.programme_id, 'unknown') AS programme,
            e.value, e.currency,
            LIST_MAX(LIST_FILTER(a.days, lambda x: x <= e.delivered_on)) AS answer_before_on,
            LIST_MIN(LIST_FILTER(a.days, lambda x: x >= e.delivered_on)) AS answer_after_on
        FROM services AS e
        LEFT JOIN cases AS c ON c.case_id = e.case_id
        LEFT JOIN days_of_answer AS a ON a.person_id = e.person_id
        WHERE e.delivered_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)

SATISFACTION = Fact(
    "satisfaction",
    "satisfaction",
    (*_PERSON, "satisfaction"),
    of_person(
        f"""
        SELECT
            response_id AS id, answered_on AS fact_on, YEAR(answered_on) AS year,
            {_successor("person_id", "answered_on, response_id", "answered_on")} AS next_on,
            person_id, institution_id, CAST(NULL AS VARCHAR) AS own_municipality, satisfied
        FROM satisfaction WHERE answered_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)


def _referrals(fact: str, on: str) -> Fact:
    return Fact(
        fact,
        "referrals",
        (*_PERSON, "referrals", "cases"),
        of_person(
            f"""
            SELECT
                e.referral_id AS id, e.{on} AS fact_on, YEAR(e.{on}) AS year, c.person_id,
                e.to_institution AS institution_id, c.municipality AS own_municipality,
                e.status, COALESCE(e.service_type, 'unknown') AS service_type,
                e.answered_on - e.sent_on AS days_to_answer
            FROM referrals AS e LEFT JOIN cases AS c ON c.case_id = e.case_id
            WHERE e.{on} IS NOT NULL
            """  # noqa: S608 - our own names
        ),
    )


REFERRALS_SENT = _referrals("referrals_sent", "sent_on")
REFERRALS_ANSWERED = _referrals("referrals_answered", "answered_on")

_FOLLOWUP = f"""
    e.followup_id AS id, c.person_id, c.institution_id, c.municipality AS own_municipality,
    e.channel, e.intends_to_remigrate,
    COALESCE(e.done_on - e.due_on, {LATER_THAN_ANY}) AS days_late
"""

FOLLOWUPS_DUE = Fact(
    "followups_due",
    "followups",
    (*_PERSON, "followups", "cases"),
    of_person(
        f"""
        SELECT {_FOLLOWUP}, e.due_on AS fact_on, YEAR(e.due_on) AS year
        FROM followups AS e LEFT JOIN cases AS c ON c.case_id = e.case_id
        WHERE e.due_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)


def _next_scored(within: str, column: str, name: str) -> str:
    """The next follow-up of the same case (person) that has this score; of one without it nothing is asked."""
    scored = f"CASE WHEN e.{column} IS NOT NULL THEN e.done_on END"
    return f"LEAD({scored} IGNORE NULLS) OVER (PARTITION BY {within} ORDER BY e.done_on, e.followup_id) AS {name}"


FOLLOWUPS_DONE = Fact(
    "followups_done",
    "followups",
    (*_PERSON, "followups", "cases"),
    of_person(
        f"""
        SELECT
            {_FOLLOWUP}, e.done_on AS fact_on, YEAR(e.done_on) AS year,
            e.score, e.score_economic, e.score_social, e.score_psychosocial,
            {_successor("e.case_id", "e.done_on, e.followup_id", "e.done_on")} AS next_on,
            {_next_scored("e.case_id", "score", "next_score_on")},
            {_next_scored("e.case_id", "score_economic", "next_score_economic_on")},
            {_next_scored("e.case_id", "score_social", "next_score_social_on")},
            {_next_scored("e.case_id", "score_psychosocial", "next_score_psychosocial_on")},
            {_next_scored("COALESCE(c.person_id, e.case_id)", "score", "next_score_of_person_on")},
            {child_sql(age_sql("l.arrived_on", "l.age"))} AS was_child
        FROM followups AS e
        LEFT JOIN cases AS c ON c.case_id = e.case_id
        LEFT JOIN last_returns AS l ON l.person_id = c.person_id
        LEFT JOIN people AS p ON p.person_id = c.person_id
        WHERE e.done_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)

INITIATIVE_YEARS = Fact(
    "initiative_years",
    "initiative_years",
    (*_PERSON, "initiative_years", "initiatives"),
    of_person(
        f"""
        SELECT
            e.initiative_id || '/' || e.year_of_life AS id, e.observed_on AS fact_on,
            YEAR(e.observed_on) AS year,
            {_successor("e.initiative_id", "e.observed_on, e.year_of_life", "e.observed_on")} AS next_on,
            v.person_id, CAST(NULL AS VARCHAR) AS institution_id, v.municipality AS own_municipality,
            e.year_of_life, e.operating, e.needs_economic_assistance, e.private_sector_support,
            e.consolidated, e.jobs_generated, v.collective
        FROM initiative_years AS e LEFT JOIN initiatives AS v ON v.initiative_id = e.initiative_id
        WHERE e.observed_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
)

PERSONS_ENROLLED = Fact(
    "persons_enrolled",
    "enrolments",
    (*_PERSON, "enrolments"),
    of_person(
        """
        SELECT
            ARG_MAX(enrolment_id, (enrolled_on, enrolment_id)) AS id, MAX(enrolled_on) AS fact_on,
            school_year AS year, person_id, CAST(NULL AS VARCHAR) AS institution_id,
            CAST(NULL AS VARCHAR) AS own_municipality,
            LEAD(school_year) OVER (PARTITION BY person_id ORDER BY school_year) AS next_year,
            CASE WHEN BOOL_OR(completed = 'yes') THEN 'yes' ELSE 'no' END AS completed
        FROM enrolments WHERE school_year IS NOT NULL AND enrolled_on IS NOT NULL
        GROUP BY person_id, school_year
        """
    ),
)

INSTITUTIONS = Fact(
    "institutions",
    "institutions",
    ("institutions",),
    of_place(
        f"""
        SELECT
            institution_id AS id, institution_id AS institution, country, municipality, actor_type,
            child_mandate, linked_on, COALESCE(unlinked_on, {FAR_FUTURE}) AS unlinked_on
        FROM institutions WHERE linked_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
    partitioned=False,
)

INSTITUTION_YEARS = Fact(
    "institution_years",
    "institution_years",
    ("institution_years", "institutions"),
    of_place(
        """
        SELECT
            e.institution_id || '/' || e.year AS id, e.institution_id AS institution, i.country, i.municipality,
            e.year, e.budget_total, e.budget_reintegration, e.budget_economic_reintegration, e.currency,
            e.staff_total, e.staff_reintegration, i.child_mandate
        FROM institution_years AS e LEFT JOIN institutions AS i ON i.institution_id = e.institution_id
        WHERE e.year IS NOT NULL
        """
    ),
    partitioned=False,
)

MUNICIPALITY_YEARS = Fact(
    "municipality_years",
    "municipality_years",
    ("municipality_years",),
    of_place(
        """
        SELECT
            e.municipality || '/' || e.year AS id, e.municipality, e.country, e.year, e.migrant_office,
            e.attends_reintegration, e.reintegration_protocol,
            CASE
                WHEN e.budget_reintegration IS NULL OR b.budget_reintegration IS NULL
                    OR e.currency IS DISTINCT FROM b.currency THEN 'unknown'
                WHEN e.budget_reintegration > b.budget_reintegration THEN 'yes'
                ELSE 'no'
            END AS budget_increased
        FROM municipality_years AS e
        LEFT JOIN municipality_years AS b ON b.municipality = e.municipality AND b.year = e.year - 1
        WHERE e.year IS NOT NULL
        """
    ),
    partitioned=False,
)

MUNICIPALITIES = Fact(
    "municipalities",
    "municipality_years",
    (),
    """
    SELECT code AS id, code AS municipality, country, department FROM places WHERE level = 'municipality'
    """,
    partitioned=False,
)

PROGRAMMES = Fact(
    "programmes",
    "programmes",
    ("programmes",),
    f"""
    SELECT
        programme_id AS id, programme_id AS programme, COALESCE(institution_id, 'unknown') AS institution,
        COALESCE(country, 'unknown') AS country, COALESCE(level, 'unknown') AS level,
        COALESCE(dimension, 'unknown') AS dimension, COALESCE(service_type, 'unknown') AS service_type,
        COALESCE(target_groups, CAST([] AS VARCHAR[])) AS target_groups, funding, human_rights_protocol,
        COALESCE(starts_on, {FAR_PAST}) AS starts_on, COALESCE(ends_on, {FAR_FUTURE}) AS ends_on,
        CASE WHEN LEN(municipalities) > 0 THEN 'yes' ELSE 'no' END AS is_local
    FROM programmes
    """,  # noqa: S608 - our own names
    partitioned=False,
)

CAMPAIGNS = Fact(
    "campaigns",
    "campaigns",
    ("campaigns", "institutions"),
    of_place(
        """
        SELECT
            e.campaign_id AS id, e.started_on AS fact_on, YEAR(e.started_on) AS year,
            COALESCE(e.institution_id, 'unknown') AS institution, i.country, i.municipality, e.topic, e.reach
        FROM campaigns AS e LEFT JOIN institutions AS i ON i.institution_id = e.institution_id
        WHERE e.started_on IS NOT NULL
        """
    ),
    partitioned=False,
)

FAMILY_NETWORKS = Fact(
    "family_networks",
    "family_networks",
    ("family_networks",),
    of_place(
        f"""
        SELECT
            network_id AS id, country, municipality, started_on, psychosocial_support,
            COALESCE(ended_on, {FAR_FUTURE}) AS ended_on
        FROM family_networks WHERE started_on IS NOT NULL
        """  # noqa: S608 - our own names
    ),
    partitioned=False,
)

FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        RETURNS,
        DOCUMENTS_DELIVERED,
        DOCUMENTS_REQUESTED,
        APPLICATIONS_SUBMITTED,
        APPLICATIONS_DECIDED,
        SERVICES,
        SATISFACTION,
        REFERRALS_SENT,
        REFERRALS_ANSWERED,
        FOLLOWUPS_DUE,
        FOLLOWUPS_DONE,
        INITIATIVE_YEARS,
        PERSONS_ENROLLED,
        INSTITUTIONS,
        INSTITUTION_YEARS,
        MUNICIPALITY_YEARS,
        MUNICIPALITIES,
        PROGRAMMES,
        CAMPAIGNS,
        FAMILY_NETWORKS,
    )
}
"""All facts by name."""
