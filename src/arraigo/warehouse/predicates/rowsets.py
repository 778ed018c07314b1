"""
The sets of rows that figures count: facts of the register in a period, and the latest of several.

Each has in its SQL ``{on}``, the date that places a row in a period, and reads ``periods`` (label, first_day, last_day:
both days counted), so that many periods are answered in one pass. It gives ``id`` and ``fact_on`` beside its columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arraigo.warehouse.predicates.attributes import OF_CASE, OF_PERSON, OF_RETURN, Attribute, AttributeSet
from arraigo.warehouse.tables import Kind


@dataclass(frozen=True, slots=True)
class RowSet:
    """
    A named set of rows.

    ``table`` is the one whose key ``id`` is; ``periods`` are the dates that may place a row, the usual one first;
    ``columns`` are its own columns that a definition may test or measure; ``part_of`` is the set from which it
    chooses, when it leaves rows out.
    """

    name: str
    meaning: str
    table: str
    periods: tuple[str, ...]
    columns: Mapping[str, Kind]
    derived: AttributeSet
    sql: str
    part_of: str | None = None

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """What can be asked of a row beside its columns."""
        return self.derived.attributes

    def kind_of(self, name: str) -> Kind | None:
        """The kind of a column or attribute; None where the set has no such thing."""
        if name in self.columns:
            return self.columns[name]
        return self.attributes[name].kind if name in self.attributes else None


_RETURN_COLUMNS = (
    "f.person_id, f.country, f.from_country, f.route, f.return_type, f.destination_municipality, f.identity_document, "
    "f.certifiable_skills, f.startup_capital, f.unaccompanied, f.reception_care, f.groups, f.age, f.months_abroad"
)

_YES_NO = dict.fromkeys(
    ("identity_document", "certifiable_skills", "startup_capital", "unaccompanied", "reception_care"),
    Kind.CODE,
)

_OF_A_RETURN = {**_YES_NO, "route": Kind.CODE, "months_abroad": Kind.WHOLE}

RETURNS = RowSet(
    name="returns",
    meaning="Each return of the period: somebody who came back twice is there twice.",
    table="returns",
    periods=("arrived_on",),
    columns=_OF_A_RETURN,
    derived=OF_RETURN,
    sql=f"""
    SELECT w.label AS period, f.return_id AS id, f.{{on}} AS fact_on, {_RETURN_COLUMNS}
    FROM returns AS f JOIN periods AS w ON f.{{on}} BETWEEN w.first_day AND w.last_day
    """,  # noqa: S608 - our own names
)

RETURNEES = RowSet(
    name="returnees",
    meaning=(
        "Each person with a return in the period, once, by the latest return of the period "
        "(on a tie the greatest return_id), whatever its country."
    ),
    table="returns",
    periods=("arrived_on",),
    columns=_OF_A_RETURN,
    derived=OF_RETURN,
    part_of="returns",
    sql=f"""
    SELECT * FROM (
        SELECT
            w.label AS period, f.return_id AS id, f.{{on}} AS fact_on, {_RETURN_COLUMNS},
            ROW_NUMBER() OVER (
                PARTITION BY w.label, f.person_id ORDER BY f.{{on}} DESC, f.return_id DESC
            ) AS latest_first
        FROM returns AS f JOIN periods AS w ON f.{{on}} BETWEEN w.first_day AND w.last_day
    ) AS returned WHERE latest_first = 1
    """,  # noqa: S608 - our own names
)

DOCUMENT_REQUESTS = RowSet(
    name="document_requests",
    meaning="Each request for an identity document, placed by the day of the request or of the delivery.",
    table="document_requests",
    periods=("delivered_on", "requested_on"),
    columns={"document": Kind.CODE, "days_to_deliver": Kind.WHOLE},
    derived=OF_PERSON,
    sql="""
    SELECT
        w.label AS period, f.request_id AS id, f.{on} AS fact_on, f.person_id, f.institution_id, f.document,
        DATE_DIFF('day', f.requested_on, f.delivered_on) AS days_to_deliver
    FROM document_requests AS f JOIN periods AS w ON f.{on} BETWEEN w.first_day AND w.last_day
    """,
)

APPLICATIONS = RowSet(
    name="applications",
    meaning="Each application for support, certification or a scholarship, by the day of submission or of decision.",
    table="applications",
    periods=("submitted_on", "decided_on"),
    columns={"kind": Kind.CODE, "decision": Kind.CODE, "days_to_decide": Kind.WHOLE},
    derived=OF_PERSON,
    sql="""
    SELECT
        w.label AS period, f.application_id AS id, f.{on} AS fact_on, f.person_id, f.institution_id, f.kind,
        f.decision, DATE_DIFF('day', f.submitted_on, f.decided_on) AS days_to_decide
    FROM applications AS f JOIN periods AS w ON f.{on} BETWEEN w.first_day AND w.last_day
    """,
)

LATER_THAN_ANY = 1_000_000
"""The days by which a follow-up is late that was not done: more than any deadline allows."""

FOLLOWUPS = RowSet(
    name="followups",
    meaning="Each follow-up of a case, placed by the day on which it was due or done.",
    table="followups",
    periods=("due_on", "done_on"),
    columns={"channel": Kind.CODE, "intends_to_remigrate": Kind.CODE, "days_late": Kind.WHOLE},
    derived=OF_CASE,
    sql=f"""
    SELECT
        w.label AS period, f.followup_id AS id, f.{{on}} AS fact_on, c.person_id, c.institution_id, c.municipality,
        f.channel, f.intends_to_remigrate,
        COALESCE(DATE_DIFF('day', f.due_on, f.done_on), {LATER_THAN_ANY}) AS days_late
    FROM followups AS f
    JOIN periods AS w ON f.{{on}} BETWEEN w.first_day AND w.last_day
    LEFT JOIN cases AS c ON c.case_id = f.case_id
    """,  # noqa: S608 - our own names
)


def _latest_score(suffix: str) -> RowSet:
    column = f"score{suffix}"
    return RowSet(
        name=f"latest_{column}",
        meaning=(
            f"Each case with a follow-up done in the period that has a {column}, once, by the latest such follow-up "
            "(on a tie the greatest followup_id)."
        ),
        table="followups",
        periods=("done_on",),
        columns={"score": Kind.NUMBER},
        derived=OF_CASE,
        part_of="followups",
        sql=f"""
        SELECT * FROM (
            SELECT
                w.label AS period, f.followup_id AS id, f.{{on}} AS fact_on, c.person_id, c.institution_id,
                c.municipality, f.{column} AS score,
                ROW_NUMBER() OVER (
                    PARTITION BY w.label, f.case_id ORDER BY f.{{on}} DESC, f.followup_id DESC
                ) AS latest_first
            FROM followups AS f
            JOIN periods AS w ON f.{{on}} BETWEEN w.first_day AND w.last_day
            LEFT JOIN cases AS c ON c.case_id = f.case_id
            WHERE NOT f.{column} IS NULL
        ) AS scored WHERE latest_first = 1
        """,  # noqa: S608 - our own names
    )


ROW_SETS: Mapping[str, RowSet] = {
    rows.name: rows
    for rows in (
        RETURNS,
        RETURNEES,
        DOCUMENT_REQUESTS,
        APPLICATIONS,
        FOLLOWUPS,
        *(_latest_score(suffix) for suffix in ("", "_economic", "_social", "_psychosocial")),
    )
}


def row_set(name: str) -> RowSet:
    """
    The set of rows of a name.

    :raises LookupError: when there is none.
    """
    if name not in ROW_SETS:
        raise LookupError(f"There are no rows {name!r}. There are: {', '.join(ROW_SETS)}.")
    return ROW_SETS[name]
