"""
Facts about a row that its own columns do not hold: of the person, of the place, of the return in force.

Source: indicator contract, "Rules for all". In the SQL, ``f`` is the row, ``p`` its person, ``i`` its institution,
``r`` the return in force on its date, ``d`` its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arraigo.core.periods import ADULT_AGE, AGE_BANDS
from arraigo.warehouse.tables import Kind


@dataclass(frozen=True, slots=True)
class Attribute:
    """
    A derived fact about one row: what it means, what kind of value it is, its SQL, and the joins that it needs.

    Codes are never empty: what is not known is ``unknown``. ``from_attribute`` names another attribute whose value
    the SQL reads, instead of the columns of the tables.
    """

    name: str
    meaning: str
    kind: Kind
    sql: str
    joins: tuple[str, ...] = ()
    from_attribute: str | None = None


@dataclass(frozen=True, slots=True)
class AttributeSet:
    """The attributes that a set of rows has, and how a row finds what they need."""

    attributes: Mapping[str, Attribute]
    place: str

    def joins(self, names: Iterable[str]) -> list[str]:
        """The SQL of the joins of these names, in an order in which each finds what it stands on."""
        wanted = set(names)
        return [sql.format(place=self.place) for name, sql in JOINS.items() if name in wanted]


RETURNS_IN_FORCE = """
SELECT
    return_id, person_id, country, from_country, return_type, destination_municipality, groups, age,
    CASE WHEN ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY arrived_on, return_id) = 1
        THEN CAST('0001-01-01' AS DATE) ELSE arrived_on END AS in_force_from,
    COALESCE(
        LEAD(arrived_on) OVER (PARTITION BY person_id ORDER BY arrived_on, return_id), CAST('9999-12-31' AS DATE)
    ) AS in_force_until
FROM returns
WHERE NOT arrived_on IS NULL AND person_id IN (SELECT person_id FROM counted)
"""
"""
Each return of the persons who are counted, with the days, from and until, on which it speaks for its person.

On any day that is the latest return on or before it (latest ``arrived_on``, on a tie the greatest ``return_id``: the
span of the others of that day is empty); before all of them, the first return (on a tie the least ``return_id``).
"""

JOINS: Mapping[str, str] = {
    "person": "LEFT JOIN people AS p ON p.person_id = f.person_id",
    "institution": "LEFT JOIN institutions AS i ON i.institution_id = f.institution_id",
    "return": (
        "LEFT JOIN returns_in_force AS r ON r.person_id = f.person_id"
        " AND r.in_force_from <= f.fact_on AND f.fact_on < r.in_force_until"
    ),
    "place": "LEFT JOIN places AS d ON d.code = {place}",
}
"""How a row finds its person, institution, return in force and place. Each adds at most one row to a row."""

_AGE = """
COALESCE(
    CASE WHEN p.birth_date <= f.fact_on THEN
        EXTRACT(YEAR FROM f.fact_on) - EXTRACT(YEAR FROM p.birth_date) - CASE
            WHEN EXTRACT(MONTH FROM f.fact_on) * 100 + EXTRACT(DAY FROM f.fact_on)
                < EXTRACT(MONTH FROM p.birth_date) * 100 + EXTRACT(DAY FROM p.birth_date) THEN 1
            ELSE 0
        END
    END,
    {return_}.age
)
"""

_AGE_BAND = "CASE {bands} WHEN age >= {oldest} THEN '{last}' ELSE 'unknown' END".format(
    bands=" ".join(
        f"WHEN age BETWEEN {first} AND {last} THEN '{code}'" for first, last, code in AGE_BANDS[:-1]
    ),
    oldest=AGE_BANDS[-1][0],
    last=AGE_BANDS[-1][2],
)

_CHILD = f"CASE WHEN age < {ADULT_AGE} THEN 'yes' WHEN age >= {ADULT_AGE} THEN 'no' ELSE 'unknown' END"

_QUARTER = "STRFTIME(f.fact_on, '%Y') || '-Q' || CAST(EXTRACT(QUARTER FROM f.fact_on) AS TEXT)"


def _about_a_person(return_: str) -> list[Attribute]:
    """What every row about a person has; ``return_`` is the alias of the return that speaks for the person."""
    of_return = () if return_ == "f" else ("return",)
    code = Kind.CODE
    return [
        Attribute("sex", "As known.", code, "COALESCE(p.sex, 'unknown')", ("person",)),
        Attribute(
            "age",
            "Whole years on the day of the fact, from the date of birth; where there is none, or it lies after that "
            "day, the age that was told on arrival; else empty.",
            Kind.WHOLE,
            _AGE.format(return_=return_),
            ("person", *of_return),
        ),
        Attribute("age_band", "The band of that age.", code, _AGE_BAND, from_attribute="age"),
        Attribute(
            "child", "Younger than 18; unknown age is nobody's child.", code, _CHILD, from_attribute="age"
        ),
        Attribute(
            "from_country",
            "The country returned from.",
            code,
            f"COALESCE({return_}.from_country, 'unknown')",
            of_return,
        ),
        Attribute(
            "return_type",
            "How the person returned.",
            code,
            f"COALESCE({return_}.return_type, 'unknown')",
            of_return,
        ),
        Attribute("groups", "The target groups of that return.", Kind.CODES, f"{return_}.groups", of_return),
    ]


def _placed(
    country: str, country_joins: tuple[str, ...], place: str, place_joins: tuple[str, ...]
) -> list[Attribute]:
    """Where and when a row is: country, municipality, department, month, quarter."""
    code = Kind.CODE
    return [
        Attribute("country", "Of the fact.", code, f"COALESCE({country}, 'unknown')", country_joins),
        Attribute("municipality", "Of the fact.", code, f"COALESCE({place}, 'unknown')", place_joins),
        Attribute(
            "department",
            "The department or state in which the municipality lies.",
            code,
            "COALESCE(d.department, 'unknown')",
            (*place_joins, "place"),
        ),
        Attribute("month", "Of the day of the fact.", code, "STRFTIME(f.fact_on, '%Y-%m')"),
        Attribute("quarter", "Of the day of the fact.", code, _QUARTER),
    ]


_INSTITUTION = Attribute(
    "institution", "Whose row it is.", Kind.CODE, "COALESCE(f.institution_id, 'unknown')"
)


def _set(place: str, *attributes: Attribute) -> AttributeSet:
    return AttributeSet({attribute.name: attribute for attribute in attributes}, place)


_COUNTRY = ("i.country, r.country", ("institution", "return"))
_CASE_PLACE = "COALESCE(f.municipality, r.destination_municipality)"

OF_RETURN = _set(
    "f.destination_municipality",
    *_about_a_person("f"),
    *_placed("f.country", (), "f.destination_municipality", ()),
)
"""A row that is a return speaks for itself."""

OF_PERSON = _set(
    "r.destination_municipality",
    *_about_a_person("r"),
    *_placed(*_COUNTRY, "r.destination_municipality", ("return",)),
    _INSTITUTION,
)
"""A row about a person: country of its institution, else of the return in force; place of that return."""

OF_CASE = _set(
    _CASE_PLACE,
    *_about_a_person("r"),
    *_placed(*_COUNTRY, _CASE_PLACE, ("return",)),
    _INSTITUTION,
)
"""A row about a case: the institution and the municipality are the case's; else as for a person."""
