"""Rows that count about institutions, municipalities, programmes, campaigns and networks."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.indicators.referee.attributes import (
    UNKNOWN,
    Row,
    Tables,
    Unit,
    dated,
    one,
    placed,
)
from tests.indicators.referee.people import whole_calendar_years, within, yes_if


def known(value: str | None) -> str:
    return value or UNKNOWN


# Institutions


def linked(
    tables: Tables, first: date, last: date, of: Callable[[dict[str, Any]], bool], column: str | None = None
) -> list[Unit]:
    """Institutions linked on the last day of the period; ``column``: whose yes counts."""
    found = []
    for row in tables["institutions"]:
        came = row["linked_on"] is not None and row["linked_on"] <= last
        left = row["unlinked_on"] is not None and row["unlinked_on"] <= last
        if came and not left:
            attributes = {
                **placed(row["country"], row["municipality"]),
                "institution": row["institution_id"],
                "actor_type": known(row["actor_type"]),
                "child_mandate": known(row["child_mandate"]),
                "runs_local_programme": yes_if(local_programmes(tables, row["institution_id"], first, last)),
            }
            if of(attributes):
                found.append(Unit(attributes, attributes[column] if column else "yes"))
    return found


def local_programmes(tables: Tables, institution_id: str, first: date, last: date) -> list[Row]:
    return [
        row
        for row in tables["programmes"]
        if row["institution_id"] == institution_id
        and row["municipalities"]
        and overlaps(row["starts_on"], row["ends_on"], first, last)
    ]


def overlaps(starts: date | None, ends: date | None, first: date, last: date) -> bool:
    """Active on at least one day of the period; an empty day is open."""
    return (starts is None or starts <= last) and (ends is None or ends >= first)


def institution_years(
    tables: Tables, first: date, last: date, measure: str, over: str | None = None, *, money: bool
) -> list[Unit]:
    found = []
    for row in tables["institution_years"]:
        if row["year"] in whole_calendar_years(first, last):
            institution = one(tables["institutions"], "institution_id", row["institution_id"])
            attributes = {
                **place_of_institution(tables, row["institution_id"]),
                "institution": row["institution_id"],
                "child_mandate": known(institution["child_mandate"]) if institution else UNKNOWN,
            }
            found.append(
                Unit(
                    attributes,
                    measure=number(row[measure]),
                    over=number(row[over]) if over else None,
                    currency=row["currency"] if money else None,
                )
            )
    return found


def place_of_institution(tables: Tables, institution_id: str) -> dict[str, Any]:
    institution = one(tables["institutions"], "institution_id", institution_id)
    return placed(institution["country"], institution["municipality"]) if institution else placed(None, None)


def number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def of_child_mandate(units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.attributes["child_mandate"] == "yes"]


def period_before(first: date, last: date) -> tuple[date, date]:
    """Whole years have as many before, a quarter or month the one before; any other range as many days before it."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = last.year - first.year + 1
        return date(first.year - years, 1, 1), date(last.year - years, 12, 31)
    day = timedelta(days=1)
    if first.day == 1 and (last + day).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 1 or (months == 3 and first.month in (1, 4, 7, 10)):
            before = first
            for _ in range(months):
                before = (before - day).replace(day=1)
            return before, first - day
    return first - day - (last - first), first - day


# Municipalities


def municipality_years(tables: Tables, first: date, last: date, column: str) -> list[Unit]:
    found = []
    for row in tables["municipality_years"]:
        if row["year"] in whole_calendar_years(first, last):
            attributes = placed(row["country"], row["municipality"])
            found.append(Unit(attributes, known(row[column])))
    return found


def budgets(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["municipality_years"]:
        attends = row["attends_reintegration"] == "yes"
        if row["year"] in whole_calendar_years(first, last) and attends:
            attributes = placed(row["country"], row["municipality"])
            found.append(Unit(attributes, budget_increased(tables, row)))
    return found


def budget_increased(tables: Tables, row: Row) -> str:
    same = [each for each in tables["municipality_years"] if each["municipality"] == row["municipality"]]
    before = one(same, "year", row["year"] - 1)
    if before is None or before["budget_reintegration"] is None or row["budget_reintegration"] is None:
        return UNKNOWN
    if before["currency"] != row["currency"]:
        return UNKNOWN
    return yes_if(row["budget_reintegration"] > before["budget_reintegration"])


def municipalities(tables: Tables, first: date, last: date) -> list[Unit]:
    """Every municipality of the lists, by the last whole year; of one without a row nothing is known."""
    years = whole_calendar_years(first, last)
    found = []
    for place in tables["municipalities"] if years else []:
        same = [row for row in tables["municipality_years"] if row["municipality"] == place["code"]]
        row = one(same, "year", max(years))
        answer = known(row["reintegration_protocol"]) if row else UNKNOWN
        found.append(Unit(placed(place["country"], place["code"]), answer))
    return found


# Programmes, campaigns, networks


def programmes_for_children(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["programmes"]:
        for_children = {"child", "unaccompanied_child"} & set(row["target_groups"])
        if for_children and overlaps(row["starts_on"], row["ends_on"], first, last):
            attributes = {
                **placed(row["country"], None),
                "institution": known(row["institution_id"]),
                "programme": row["programme_id"],
                "level": known(row["level"]),
                "dimension": known(row["dimension"]),
            }
            found.append(Unit(attributes, known(row["human_rights_protocol"])))
    return found


def campaigns(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["campaigns"]:
        if within(row["started_on"], first, last):
            attributes = {
                **place_of_institution(tables, row["institution_id"]),
                **dated(row["started_on"]),
                "institution": known(row["institution_id"]),
            }
            found.append(Unit(attributes, yes_if(row["topic"] == "stigma")))
    return found


def family_networks(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["family_networks"]:
        if overlaps(row["started_on"], row["ended_on"], first, last):
            attributes = placed(row["country"], row["municipality"])
            found.append(Unit(attributes, known(row["psychosocial_support"])))
    return found
