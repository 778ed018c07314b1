"""
Columns of a set of rows: what a definition may test, measure, break down by or filter on.

In the SQL, ``f`` is the fact; ``{first_day}`` and ``{last_day}`` are those of the period that the row is counted in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arraigo.warehouse.tables import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """
    One thing that a row tells: what it means, its kind, its SQL.

    ``per``: how many of the SQL's units make one of the measure's, where the SQL counts in smaller ones.
    """

    name: str
    meaning: str
    kind: Kind
    sql: str
    per: int = 1


def plain(kind: Kind, /, **meanings: str) -> dict[str, Column]:
    """Columns that stand in the fact under their own name."""
    return {name: Column(name, meaning, kind, f"f.{name}") for name, meaning in meanings.items()}


def of(*columns: Column) -> dict[str, Column]:
    """Columns by name."""
    return {column.name: column for column in columns}


_MONTH = "CAST(YEAR(f.fact_on) AS TEXT) || '-' || LPAD(CAST(MONTH(f.fact_on) AS TEXT), 2, '0')"
_QUARTER = "CAST(YEAR(f.fact_on) AS TEXT) || '-Q' || CAST(QUARTER(f.fact_on) AS TEXT)"

MOMENT: Mapping[str, Column] = of(
    Column("month", "Of the day of the fact.", Kind.CODE, _MONTH),
    Column("quarter", "Of the day of the fact.", Kind.CODE, _QUARTER),
)

PLACE: Mapping[str, Column] = plain(
    Kind.CODE,
    country="Of the fact.",
    municipality="Of the fact.",
    department="The department or state in which the municipality lies.",
)

INSTITUTION: Mapping[str, Column] = plain(Kind.CODE, institution="Whose row it is.")

PERSON: Mapping[str, Column] = {
    **plain(
        Kind.CODE,
        sex="As known.",
        age_band="The band of the age.",
        child="Younger than 18; unknown age is nobody's child.",
        from_country="The country returned from.",
        return_type="How the person returned.",
    ),
    **plain(
        Kind.WHOLE,
        age="Whole years on the day of the fact, from the date of birth; where there is none, or it lies after that "
        "day, the age that was told on arrival; else empty.",
    ),
    **plain(Kind.CODES, groups="The target groups of the return that speaks for the person."),
}
"""Who the person was on the day of the fact."""


def by_the_end(column: str) -> str:
    """Whether something had happened by the last day of the period."""
    return f"CASE WHEN f.{column} <= {{last_day}} THEN 'yes' ELSE 'no' END"


OF_A_RETURN: Mapping[str, Column] = {
    **plain(
        Kind.CODE,
        identity_document="Arrived with a valid identity document.",
        certifiable_skills="Has skills that can be certified.",
        startup_capital="Has capital or resources to start a productive venture.",
        unaccompanied="A child who came without family.",
        reception_care="A child received by an institution of child protection.",
        route="By air, land or sea.",
    ),
    **plain(Kind.WHOLE, months_abroad="Months spent abroad."),
    **of(
        Column(
            "reception_minutes",
            "Minutes from registration to leaving the centre.",
            Kind.NUMBER,
            "f.reception_microseconds",
            per=60_000_000,
        ),
    ),
}

OF_A_RETURNEE: Mapping[str, Column] = {
    **OF_A_RETURN,
    **of(
        Column(
            "documented",
            "Arrived with an identity document, or was handed one from the day of the return to the end of the period.",
            Kind.CODE,
            "CASE WHEN f.identity_document = 'yes' OR f.first_document_on <= {last_day} THEN 'yes' "
            "WHEN f.identity_document = 'no' THEN 'no' ELSE 'unknown' END",
        ),
        Column(
            "served",
            "Had a service delivered from the day of the return to the end of the period.",
            Kind.CODE,
            by_the_end("first_service_on"),
        ),
        Column(
            "served_psychosocial",
            "Had a psycho-social service delivered from the day of the return to the end of the period.",
            Kind.CODE,
            by_the_end("first_psychosocial_on"),
        ),
    ),
    **plain(
        Kind.CODE,
        enrolled_within_a_year="Was enrolled in formal education 0 to 365 days after the return.",
        vulnerable="Is in a target group other than child, woman, youth.",
    ),
}

ABOUT_A_PERSON: Mapping[str, Column] = {**PERSON, **PLACE, **MOMENT}
"""What every row about a person has."""

OF_A_PERSON: Mapping[str, Column] = {**ABOUT_A_PERSON, **INSTITUTION}
"""The same of a row that an institution wrote."""

MONEY_COLUMNS: Mapping[str, Column] = plain(Kind.CODE, currency="Of the amount.")
"""What an amount needs beside it."""
