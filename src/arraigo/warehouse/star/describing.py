"""
How a fact comes to its country, its place and the attributes of its person.

Source: indicator contract, "Rules for all". In the SQL, ``f`` is the fact, ``p`` its person, ``i`` its institution,
``f.r`` the return that speaks for its person on its day, ``d`` its place.
"""

from __future__ import annotations

from arraigo.core.periods import ADULT_AGE, AGE_BANDS

ORDERED_RETURNS = """
SELECT
    return_id, person_id, arrived_on, country, from_country, return_type, destination_municipality, groups, age,
    ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY arrived_on, return_id) AS nth,
    LEAD(arrived_on) OVER (PARTITION BY person_id ORDER BY arrived_on, return_id) AS next_on
FROM returns
WHERE arrived_on IS NOT NULL AND person_id IS NOT NULL
"""
"""Returns with their place in the person's own order and the day of the next one."""

FIRST_RETURNS = """
SELECT person_id, country, from_country, return_type, destination_municipality, groups, age
FROM ordered_returns WHERE nth = 1
"""
"""What speaks for a person before and after the first return (on a tie the least ``return_id``), until the next."""

LATER_RETURNS = """
SELECT
    person_id,
    LIST(
        STRUCT_PACK(
            since := arrived_on, country := country, from_country := from_country, return_type := return_type,
            destination_municipality := destination_municipality, groups := groups, age := age
        ) ORDER BY nth
    ) AS returns
FROM ordered_returns WHERE nth > 1 AND next_on IS DISTINCT FROM arrived_on
GROUP BY person_id
"""
"""
The later returns of those who have any, the last of each day (the greatest ``return_id``): on any day the latest one on
or before it speaks for the person. Few people return twice, so that looking them up in a list is cheaper than a join by
day, which sorts every fact.
"""

LAST_RETURNS = """
SELECT person_id, arrived_on, age FROM ordered_returns WHERE next_on IS NULL
"""
"""The latest return of each person of all."""


def age_sql(on: str, told: str) -> str:
    """
    Whole years on a day, from the date of birth; where there is none, or it lies after that day, the age told.

    Somebody born on 29 February turns a year older on 1 March of a common year.
    """
    return f"""
    COALESCE(
        CASE WHEN p.birth_date <= {on} THEN
            YEAR({on}) - YEAR(p.birth_date)
            - CASE WHEN MONTH({on}) * 100 + DAY({on}) < MONTH(p.birth_date) * 100 + DAY(p.birth_date)
                THEN 1 ELSE 0 END
        END,
        {told}
    )
    """


def child_sql(age: str) -> str:
    """Whether an age is a child's; unknown age is nobody's child."""
    return f"CASE WHEN {age} < {ADULT_AGE} THEN 'yes' WHEN {age} >= {ADULT_AGE} THEN 'no' ELSE 'unknown' END"


AGE_BAND = "CASE {bands} WHEN age >= {oldest} THEN '{last}' ELSE 'unknown' END".format(
    bands=" ".join(
        f"WHEN age BETWEEN {first} AND {last} THEN '{code}'" for first, last, code in AGE_BANDS[:-1]
    ),
    oldest=AGE_BANDS[-1][0],
    last=AGE_BANDS[-1][2],
)


def of_return(base: str) -> str:
    """A return speaks for itself: ``base`` gives its own columns beside ``id`` and ``fact_on``."""
    return _described(
        base,
        return_="f",
        country="f.country",
        municipality="f.destination_municipality",
        dropped="person_id, country, from_country, return_type, destination_municipality, groups, age",
        joins="",
    )


def of_person(base: str) -> str:
    """
    A fact about a person: country of its institution, else of the return in force; its own municipality, else that of
    the return. ``base`` gives ``id``, ``fact_on``, ``person_id``, ``institution_id`` and ``own_municipality``.
    """
    return _described(
        _with_return(base),
        return_="f.r",
        country="COALESCE(i.country, f.r.country)",
        municipality="COALESCE(f.own_municipality, f.r.destination_municipality)",
        dropped="person_id, institution_id, own_municipality, r",
        joins="LEFT JOIN institutions AS i ON i.institution_id = f.institution_id",
        more=", COALESCE(f.institution_id, 'unknown') AS institution",
    )


def _with_return(base: str) -> str:
    """The facts of ``base`` with ``r``, the return that speaks for their person on their day."""
    return f"""
    SELECT
        b.*,
        COALESCE(
            LIST_LAST(LIST_FILTER(l.returns, lambda x: x.since <= b.fact_on)),
            STRUCT_PACK(
                since := DATE '0001-01-01', country := e.country, from_country := e.from_country,
                return_type := e.return_type, destination_municipality := e.destination_municipality,
                groups := e.groups, age := e.age
            )
        ) AS r
    FROM ({base}) AS b
    LEFT JOIN first_returns AS e ON e.person_id = b.person_id
    LEFT JOIN later_returns AS l ON l.person_id = b.person_id
    """  # noqa: S608 - our own names


def of_place(base: str) -> str:
    """A fact about no person: ``base`` gives ``country`` and ``municipality`` (which may be empty)."""
    return f"""
    SELECT
        f.* EXCLUDE (country, municipality),
        COALESCE(f.country, 'unknown') AS country,
        COALESCE(f.municipality, 'unknown') AS municipality,
        COALESCE(d.department, 'unknown') AS department
    FROM ({base}) AS f LEFT JOIN places AS d ON d.code = f.municipality
    """  # noqa: S608 - our own names


def _described(
    base: str, *, return_: str, country: str, municipality: str, dropped: str, joins: str, more: str = ""
) -> str:
    return f"""
    WITH located AS (
        SELECT
            f.* EXCLUDE ({dropped}){more},
            COALESCE({country}, 'unknown') AS country,
            {municipality} AS place,
            COALESCE(p.sex, 'unknown') AS sex,
            {age_sql("f.fact_on", f"{return_}.age")} AS age,
            COALESCE({return_}.from_country, 'unknown') AS from_country,
            COALESCE({return_}.return_type, 'unknown') AS return_type,
            COALESCE({return_}.groups, CAST([] AS VARCHAR[])) AS groups
        FROM ({base}) AS f
        LEFT JOIN people AS p ON p.person_id = f.person_id
        {joins}
    )
    SELECT
        f.* EXCLUDE (place),
        COALESCE(f.place, 'unknown') AS municipality,
        COALESCE(d.department, 'unknown') AS department,
        {AGE_BAND} AS age_band,
        {child_sql("age")} AS child
    FROM located AS f LEFT JOIN places AS d ON d.code = f.place
    """  # noqa: S608 - our own names
