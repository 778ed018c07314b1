"""
What is known about a row: ages, the return in force, the country and the place. All of it from plain rows.

Source: indicator contract, "Rules for all". Rows are dicts in the contract's columns; what is missing is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

UNKNOWN = "unknown"


@dataclass
class Unit:
    """
    One row that counts: what it can be broken down or limited by, and its answer (yes, no, unknown), or its measure
    and what that is set against, in a currency where it is money.
    """

    attributes: dict[str, Any]
    answer: str = "yes"
    measure: Fraction | None = None
    over: Fraction | None = None
    currency: str | None = None


def one(rows: Iterable[Row], key: str, value: object) -> Row | None:
    found = [row for row in rows if row[key] == value]
    return found[0] if found else None


def latest(rows: Iterable[Row], day: str, key: str) -> Row:
    best: Row | None = None
    for row in rows:
        if best is None or (row[day], row[key]) > (best[day], best[key]):
            best = row
    assert best is not None
    return best


# Age


def whole_years(birth: date, day: date) -> int:
    years = 0
    while birthday(birth, birth.year + years + 1) <= day:
        years += 1
    return years


def birthday(birth: date, year: int) -> date:
    """Who was born on 29 February turns a year older on 1 March of a common year."""
    if (birth.month, birth.day) == (2, 29) and not is_leap(year):
        return date(year, 3, 1)
    return date(year, birth.month, birth.day)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def age_of(person: Row | None, return_: Row | None, day: date) -> int | None:
    birth = person["birth_date"] if person else None
    if birth and birth <= day:
        return whole_years(birth, day)
    return return_["age"] if return_ else None


def band_of(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    for first, last in [(0, 4), (5, 11), (12, 17), (18, 24), (25, 34), (35, 44), (45, 59)]:
        if first <= age <= last:
            return f"{first}-{last}"
    return "60+"


def child(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    return "yes" if age < 18 else "no"


# The return in force


def return_at(tables: Tables, person_id: str | None, day: date) -> Row | None:
    """The latest return on or before the day, else the first one."""
    own = [row for row in tables["returns"] if row["person_id"] == person_id and person_id is not None]
    before = [row for row in own if row["arrived_on"] <= day]
    if before:
        return latest(before, "arrived_on", "return_id")
    return min(own, key=lambda row: (row["arrived_on"], row["return_id"])) if own else None


# Attributes


def department_of(municipality: str | None) -> str:
    """P-codes begin with that of their department: two letters and two digits here."""
    return municipality[:4] if municipality else UNKNOWN


def placed(country: str | None, municipality: str | None) -> dict[str, Any]:
    return {
        "country": country or UNKNOWN,
        "municipality": municipality or UNKNOWN,
        "department": department_of(municipality),
    }


def dated(day: date) -> dict[str, Any]:
    return {
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
    }


def about_person(tables: Tables, person_id: str | None, day: date, return_: Row | None) -> dict[str, Any]:
    person = one(tables["people"], "person_id", person_id)
    age = age_of(person, return_, day)
    return {
        "sex": (person and person["sex"]) or UNKNOWN,
        "age_band": band_of(age),
        "child": child(age),
        "from_country": (return_ and return_["from_country"]) or UNKNOWN,
        "return_type": (return_ and return_["return_type"]) or UNKNOWN,
        "group": sorted(set(return_["groups"])) if return_ else [],
    }


def about_return(tables: Tables, row: Row) -> dict[str, Any]:
    return {
        **about_person(tables, row["person_id"], row["arrived_on"], row),
        **placed(row["country"], row["destination_municipality"]),
        **dated(row["arrived_on"]),
    }


def about_fact(
    tables: Tables,
    person_id: str | None,
    institution_id: str | None,
    day: date,
    municipality: str | None = None,
) -> dict[str, Any]:
    """A fact of a person: country of its institution, else of the return in force; its place, else of that return."""
    return_ = return_at(tables, person_id, day)
    country = country_of_institution(tables, institution_id) or (return_ and return_["country"])
    place = municipality or (return_ and return_["destination_municipality"])
    return {
        **about_person(tables, person_id, day, return_),
        **placed(country, place),
        **dated(day),
        "institution": institution_id or UNKNOWN,
    }


def country_of_institution(tables: Tables, institution_id: str | None) -> str | None:
    institution = one(tables["institutions"], "institution_id", institution_id)
    return institution["country"] if institution else None


def about_case(tables: Tables, case_id: str, day: date) -> dict[str, Any]:
    case = one(tables["cases"], "case_id", case_id)
    assert case is not None
    return about_fact(tables, case["person_id"], case["institution_id"], day, case["municipality"])
