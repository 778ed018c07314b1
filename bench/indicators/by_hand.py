"""
The same figures as somebody would write them by hand, fused: one statement a fact, with the joins, windows and
latest-of that the contract asks for, on the contract's tables. Cells: year x sex x age band x department x type.
"""
# ruff: noqa: E501 - SQL in its own lines, of our own names

from __future__ import annotations

AGE = """
COALESCE(CASE WHEN p.birth_date <= {on} THEN YEAR({on}) - YEAR(p.birth_date)
    - CASE WHEN MONTH({on}) * 100 + DAY({on}) < MONTH(p.birth_date) * 100 + DAY(p.birth_date) THEN 1 ELSE 0 END
END, {told})
"""

BAND = """
CASE WHEN age BETWEEN 0 AND 4 THEN '0-4' WHEN age BETWEEN 5 AND 11 THEN '5-11' WHEN age BETWEEN 12 AND 17 THEN '12-17'
WHEN age BETWEEN 18 AND 24 THEN '18-24' WHEN age BETWEEN 25 AND 34 THEN '25-34' WHEN age BETWEEN 35 AND 44 THEN '35-44'
WHEN age BETWEEN 45 AND 59 THEN '45-59' WHEN age >= 60 THEN '60+' ELSE 'unknown' END
"""

CELL = "year, sex, age_band, department, return_type"

IN_FORCE = """
CREATE OR REPLACE TEMP TABLE in_force AS
WITH ordered AS (
    SELECT *, ROW_NUMBER() OVER w AS nth, LEAD(arrived_on) OVER w AS next_on FROM returns
    WINDOW w AS (PARTITION BY person_id ORDER BY arrived_on, return_id)
)
SELECT person_id, country, return_type, destination_municipality, age, arrived_on AS since
FROM ordered WHERE nth > 1 AND next_on IS DISTINCT FROM arrived_on
UNION ALL
SELECT person_id, country, return_type, destination_municipality, age, DATE '0001-01-01' FROM ordered WHERE nth = 1
"""


def described(base: str) -> str:
    """Facts with the sex, age, place and return type of their person on their day."""
    return f"""
    SELECT f.* EXCLUDE (place), YEAR(f.day) AS year, COALESCE(p.sex, 'unknown') AS sex, {AGE.format(on="f.day", told="r.age")} AS age,
        COALESCE(i.country, r.country) AS country, COALESCE(r.return_type, 'unknown') AS return_type,
        COALESCE(d.department, 'unknown') AS department
    FROM ({base}) AS f
    LEFT JOIN people AS p ON p.person_id = f.person_id
    LEFT JOIN institutions AS i ON i.institution_id = f.institution_id
    ASOF LEFT JOIN in_force AS r ON r.person_id = f.person_id AND f.day >= r.since
    LEFT JOIN places AS d ON d.code = COALESCE(f.place, r.destination_municipality)
    """


def cells(base: str, aggregates: str, where: str = "country = 'GTM'") -> str:
    """The aggregates of each cell of described facts."""
    return f"""
    SELECT {CELL}, {aggregates}
    FROM (SELECT *, {BAND} AS age_band FROM ({base}) WHERE {where}) GROUP BY {CELL}
    """


def dated(table: str, day: str, columns: str, more: str = "") -> str:
    """Facts of a person, placed by a day of theirs."""
    return described(
        f"SELECT {day} AS day, person_id, institution_id, NULL AS place, {columns} FROM {table} WHERE {day} IS NOT NULL {more}"
    )


def latest(table: str, day: str, key: str, of: str, columns: str) -> str:
    """The latest row of each person (case) of each year."""
    return f"""
    SELECT * FROM (
        SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {of}, YEAR({day}) ORDER BY {day} DESC, {key} DESC) AS nth
        FROM {table} WHERE {day} IS NOT NULL
    ) WHERE nth = 1
    """


RETURNS = f"""
WITH documents AS (
    SELECT e.return_id, MIN(g.delivered_on) AS first_on FROM document_requests AS g
    JOIN returns AS e ON e.person_id = g.person_id AND g.delivered_on >= e.arrived_on GROUP BY ALL
), given AS (
    SELECT e.return_id, MIN(g.delivered_on) AS first_on,
        MIN(g.delivered_on) FILTER (WHERE g.dimension = 'psychosocial') AS psychosocial_on
    FROM services AS g JOIN returns AS e ON e.person_id = g.person_id AND g.delivered_on >= e.arrived_on GROUP BY ALL
), schools AS (
    SELECT e.return_id, MIN(g.enrolled_on) AS first_on FROM enrolments AS g
    JOIN returns AS e ON e.person_id = g.person_id AND g.enrolled_on >= e.arrived_on GROUP BY ALL
), told AS (
    SELECT e.*, YEAR(e.arrived_on) AS year, COALESCE(p.sex, 'unknown') AS sex, {AGE.format(on="e.arrived_on", told="e.age")} AS years_old,
        COALESCE(d.department, 'unknown') AS department, c.first_on AS document_on, s.first_on AS service_on,
        s.psychosocial_on, h.first_on AS school_on,
        ROW_NUMBER() OVER (PARTITION BY e.person_id, YEAR(e.arrived_on) ORDER BY e.arrived_on DESC, e.return_id DESC) AS nth
    FROM returns AS e LEFT JOIN people AS p ON p.person_id = e.person_id
    LEFT JOIN places AS d ON d.code = e.destination_municipality
    LEFT JOIN documents AS c ON c.return_id = e.return_id LEFT JOIN given AS s ON s.return_id = e.return_id
    LEFT JOIN schools AS h ON h.return_id = e.return_id
), flagged AS (
    SELECT * EXCLUDE (age), years_old AS age, nth = 1 AS once, nth = 1 AND years_old < 18 AS child,
        MAKE_DATE(year, 12, 31) AS year_end, NOT LIST_HAS_ALL(['child', 'woman', 'youth'], COALESCE(groups, [])) AS vulnerable
    FROM told WHERE country = 'GTM'
)
SELECT {CELL}, COUNT(*) FILTER (WHERE once), COUNT(*),
    COUNT(*) FILTER (WHERE once AND identity_document = 'no'), COUNT(*) FILTER (WHERE once AND COALESCE(identity_document, 'unknown') = 'unknown'),
    COUNT(*) FILTER (WHERE child), COUNT(*) FILTER (WHERE once AND age IS NULL),
    COUNT(*) FILTER (WHERE once AND certifiable_skills = 'yes'), COUNT(*) FILTER (WHERE once AND COALESCE(certifiable_skills, 'unknown') = 'unknown'),
    COUNT(*) FILTER (WHERE once AND startup_capital = 'yes'), COUNT(*) FILTER (WHERE once AND COALESCE(startup_capital, 'unknown') = 'unknown'),
    COUNT(*) FILTER (WHERE child AND school_on - arrived_on <= 365),
    COUNT(*) FILTER (WHERE child AND reception_care = 'yes'), COUNT(*) FILTER (WHERE child AND COALESCE(reception_care, 'unknown') = 'unknown'),
    COUNT(*) FILTER (WHERE child AND (identity_document = 'yes' OR document_on <= year_end)),
    COUNT(*) FILTER (WHERE child AND COALESCE(identity_document, 'unknown') = 'unknown' AND COALESCE(document_on > year_end, TRUE)),
    COUNT(*) FILTER (WHERE child AND vulnerable), COUNT(*) FILTER (WHERE child AND vulnerable AND service_on <= year_end),
    COUNT(*) FILTER (WHERE child AND psychosocial_on <= year_end),
    MEDIAN(EPOCH_US(reception_completed_at) - EPOCH_US(registered_at)),
    COUNT(*) FILTER (WHERE reception_completed_at IS NULL OR registered_at IS NULL)
FROM (SELECT *, {BAND} AS age_band FROM flagged) GROUP BY {CELL}
"""

_FOLLOWUP = "e.done_on AS day, c.person_id, c.institution_id, c.municipality AS place"


def _scores() -> str:
    nth = ", ".join(
        f"ROW_NUMBER() OVER (PARTITION BY {of}, YEAR(e.done_on) ORDER BY {has} DESC, e.done_on DESC, e.followup_id DESC) AS {name}"
        for of, has, name in (
            ("e.case_id", "TRUE", "of_case"),
            ("e.case_id", "(e.score IS NOT NULL)", "scored"),
            ("e.case_id", "(e.score_economic IS NOT NULL)", "scored_e"),
            ("e.case_id", "(e.score_social IS NOT NULL)", "scored_s"),
            ("e.case_id", "(e.score_psychosocial IS NOT NULL)", "scored_p"),
            ("c.person_id", "(e.score IS NOT NULL)", "of_person"),
        )
    )
    base = described(
        f"""
        SELECT {_FOLLOWUP}, e.intends_to_remigrate, e.score, e.score_economic, e.score_social, e.score_psychosocial, {nth},
            {AGE.format(on="l.arrived_on", told="l.age")} < 18 AS was_child
        FROM followups AS e LEFT JOIN cases AS c ON c.case_id = e.case_id LEFT JOIN people AS p ON p.person_id = c.person_id
        LEFT JOIN (SELECT person_id, MAX(arrived_on) AS arrived_on, ARG_MAX(age, (arrived_on, return_id)) AS age FROM returns GROUP BY 1) AS l
            ON l.person_id = c.person_id
        WHERE e.done_on IS NOT NULL
        """
    )
    parts = [
        f"SUM({column}) FILTER (WHERE {nth} = 1), COUNT({column}) FILTER (WHERE {nth} = 1)"
        for column, nth in (
            ("score", "scored"),
            ("score_economic", "scored_e"),
            ("score_social", "scored_s"),
            ("score_psychosocial", "scored_p"),
        )
    ]
    parts += [
        "COUNT(*) FILTER (WHERE scored = 1 AND score >= 0.5)",
        "COUNT(*) FILTER (WHERE of_case = 1), COUNT(*) FILTER (WHERE of_case = 1 AND intends_to_remigrate = 'yes')",
        "COUNT(*) FILTER (WHERE of_case = 1 AND COALESCE(intends_to_remigrate, 'unknown') = 'unknown')",
        "COUNT(score) FILTER (WHERE of_person = 1 AND was_child), COUNT(*) FILTER (WHERE of_person = 1 AND was_child AND score >= 0.5)",
    ]
    return cells(base, ", ".join(parts))


STATEMENTS: tuple[str, ...] = (
    RETURNS,
    cells(
        dated("document_requests", "delivered_on", "delivered_on - requested_on AS days"),
        "COUNT(days), SUM(days)",
    ),
    cells(
        dated(
            "applications",
            "decided_on",
            "kind, decision, decided_on - submitted_on AS days",
            "AND decision = 'approved'",
        ),
        "COUNT(days) FILTER (WHERE kind = 'economic_support'), SUM(days) FILTER (WHERE kind = 'economic_support'), "
        "COUNT(*) FILTER (WHERE kind = 'scholarship')",
    ),
    cells(
        dated("applications", "submitted_on", "kind, decision"),
        "COUNT(*) FILTER (WHERE kind IN ('reinsertion_support', 'economic_support')), "
        "COUNT(*) FILTER (WHERE kind IN ('reinsertion_support', 'economic_support') AND decision = 'approved'), "
        "COUNT(*) FILTER (WHERE kind = 'certification'), "
        "COUNT(*) FILTER (WHERE kind = 'certification' AND decision = 'approved')",
    ),
    cells(
        described(
            """
            SELECT e.observed_on AS day, v.person_id, NULL AS institution_id, v.municipality AS place, e.*,
                ROW_NUMBER() OVER (PARTITION BY e.initiative_id, YEAR(e.observed_on)
                    ORDER BY e.observed_on DESC, e.year_of_life DESC) AS nth
            FROM initiative_years AS e LEFT JOIN initiatives AS v ON v.initiative_id = e.initiative_id
            """
        ),
        "COUNT(*) FILTER (WHERE year_of_life = 2 AND operating = 'yes'), "
        "COUNT(*) FILTER (WHERE year_of_life = 2 AND operating = 'yes' AND needs_economic_assistance = 'no'), "
        "COUNT(*) FILTER (WHERE year_of_life = 2 AND operating = 'yes' AND consolidated = 'yes'), "
        "COUNT(*) FILTER (WHERE nth = 1 AND operating = 'yes'), "
        "COUNT(*) FILTER (WHERE nth = 1 AND operating = 'yes' AND private_sector_support = 'yes'), "
        "SUM(jobs_generated), COUNT(*) FILTER (WHERE jobs_generated IS NULL)",
    ),
    cells(
        described(
            latest(
                "satisfaction",
                "answered_on",
                "response_id",
                "person_id",
                "answered_on AS day, person_id, institution_id, NULL AS place, satisfied",
            )
        ),
        "COUNT(*), COUNT(*) FILTER (WHERE satisfied = 'yes')",
    ),
    cells(
        described(
            """
            SELECT e.day, e.person_id, e.institution_id, c.municipality AS place, a.person_id IS NULL AS silent
            FROM ("""
            + latest(
                "services",
                "delivered_on",
                "delivery_id",
                "person_id",
                "delivered_on AS day, person_id, institution_id, case_id",
            )
            + """) AS e LEFT JOIN cases AS c ON c.case_id = e.case_id
            LEFT JOIN (SELECT DISTINCT person_id, YEAR(answered_on) AS year FROM satisfaction) AS a
                ON a.person_id = e.person_id AND a.year = YEAR(e.day)
            """
        ),
        "COUNT(*), COUNT(*) FILTER (WHERE silent)",
    ),
    cells(
        described(
            """
            SELECT MAX(enrolled_on) AS day, person_id, NULL AS institution_id, NULL AS place, school_year,
                BOOL_OR(completed = 'yes') AS completed
            FROM enrolments GROUP BY person_id, school_year
            """
        ).replace("YEAR(f.day) AS year", "f.school_year AS year"),
        "COUNT(*), COUNT(*) FILTER (WHERE completed)",
    ),
    _scores(),
    cells(
        described(
            f"SELECT {_FOLLOWUP.replace('done_on', 'due_on')}, e.done_on - e.due_on AS late FROM followups AS e "
            "LEFT JOIN cases AS c ON c.case_id = e.case_id"
        ),
        "COUNT(*), COUNT(*) FILTER (WHERE late <= 14)",
    ),
    *(
        cells(
            described(
                f"SELECT e.{day} AS day, c.person_id, e.to_institution AS institution_id, c.municipality AS place, "
                "e.answered_on - e.sent_on AS days, e.status FROM referrals AS e "
                f"LEFT JOIN cases AS c ON c.case_id = e.case_id WHERE e.{day} IS NOT NULL"
            ),
            aggregates,
        )
        for day, aggregates in (
            ("answered_on", "COUNT(days), SUM(days)"),
            (
                "sent_on",
                "COUNT(*) FILTER (WHERE status <> 'withdrawn'), COUNT(*) FILTER (WHERE status = 'completed')",
            ),
        )
    ),
)
"""All indicators that have these breakdowns, in twelve statements."""
