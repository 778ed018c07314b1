"""
The slow, obvious referee: the indicator contract once more, in plain Python over plain rows.

It shares no code with the engine, so that agreement means something. Rows are dicts in the contract's columns with
Python values; what is missing is None. Nothing here is clever on purpose.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Verdict:
    """What a figure must be. ``denominator`` is None for a count."""

    value: Fraction | None
    numerator: Fraction
    denominator: int | None
    unknown: int


@dataclass
class Unit:
    """One row that counts: its attributes, and its answer (yes, no, unknown) or its measure."""

    attributes: dict[str, Any]
    answer: str = "yes"
    measure: Fraction | None = None


# Rules for all


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
        return "unknown"
    for first, last in [(0, 4), (5, 11), (12, 17), (18, 24), (25, 34), (35, 44), (45, 59)]:
        if first <= age <= last:
            return f"{first}-{last}"
    return "60+"


def child(age: int | None) -> str:
    if age is None:
        return "unknown"
    return "yes" if age < 18 else "no"


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


def return_at(tables: Tables, person_id: str, day: date) -> Row | None:
    """The latest return on or before the day, else the first one."""
    own = [row for row in tables["returns"] if row["person_id"] == person_id]
    before = [row for row in own if row["arrived_on"] <= day]
    if before:
        return latest(before, "arrived_on", "return_id")
    return min(own, key=lambda row: (row["arrived_on"], row["return_id"])) if own else None


def described(
    tables: Tables,
    person_id: str,
    day: date,
    *,
    return_: Row | None,
    country: str | None,
    municipality: str | None,
    institution: str | None,
) -> dict[str, Any]:
    person = one(tables["people"], "person_id", person_id)
    age = age_of(person, return_, day)
    place = municipality or (return_ and return_["destination_municipality"]) or "unknown"
    return {
        "country": country or (return_ and return_["country"]) or "unknown",
        "sex": (person and person["sex"]) or "unknown",
        "age_band": band_of(age),
        "child": child(age),
        "municipality": place,
        "department": place[:4] if place != "unknown" else "unknown",
        "from_country": (return_ and return_["from_country"]) or "unknown",
        "return_type": (return_ and return_["return_type"]) or "unknown",
        "group": sorted(set(return_["groups"])) if return_ else [],
        "institution": institution or "unknown",
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
    }


def described_return(tables: Tables, row: Row) -> dict[str, Any]:
    return described(
        tables,
        row["person_id"],
        row["arrived_on"],
        return_=row,
        country=row["country"],
        municipality=None,
        institution=None,
    )


def described_fact(
    tables: Tables, person_id: str, institution_id: str | None, day: date, municipality: str | None = None
) -> dict[str, Any]:
    institution = one(tables["institutions"], "institution_id", institution_id)
    return described(
        tables,
        person_id,
        day,
        return_=return_at(tables, person_id, day),
        country=institution["country"] if institution else None,
        municipality=municipality,
        institution=institution_id,
    )


# Rows that count


def returns_in(tables: Tables, first: date, last: date) -> list[Row]:
    return [row for row in tables["returns"] if first <= row["arrived_on"] <= last]


def returnees(
    tables: Tables, first: date, last: date, answer: Callable[[Row, dict[str, Any]], str]
) -> list[Unit]:
    found = []
    for person_id in sorted({row["person_id"] for row in returns_in(tables, first, last)}):
        own = [row for row in returns_in(tables, first, last) if row["person_id"] == person_id]
        row = latest(own, "arrived_on", "return_id")
        attributes = described_return(tables, row)
        found.append(Unit(attributes, answer(row, attributes)))
    return found


def yes_no(column: str, wanted: str) -> Callable[[Row, dict[str, Any]], str]:
    def answer(row: Row, _: dict[str, Any]) -> str:
        if row[column] in (None, "unknown"):
            return "unknown"
        return "yes" if row[column] == wanted else "no"

    return answer


def all_returns(tables: Tables, first: date, last: date) -> list[Unit]:
    return [Unit(described_return(tables, row)) for row in returns_in(tables, first, last)]


def documents(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["document_requests"]:
        if row["delivered_on"] and first <= row["delivered_on"] <= last:
            days = Fraction((row["delivered_on"] - row["requested_on"]).days)
            attributes = described_fact(tables, row["person_id"], row["institution_id"], row["delivered_on"])
            found.append(Unit(attributes, measure=days))
    return found


def applications(tables: Tables, first: date, last: date, kinds: set[str]) -> list[Unit]:
    found = []
    for row in tables["applications"]:
        if row["kind"] in kinds and first <= row["submitted_on"] <= last:
            attributes = described_fact(tables, row["person_id"], row["institution_id"], row["submitted_on"])
            found.append(Unit(attributes, "yes" if row["decision"] == "approved" else "no"))
    return found


def approvals(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["applications"]:
        approved = row["kind"] == "economic_support" and row["decision"] == "approved"
        if approved and row["decided_on"] and first <= row["decided_on"] <= last:
            attributes = described_fact(tables, row["person_id"], row["institution_id"], row["decided_on"])
            found.append(Unit(attributes, measure=Fraction((row["decided_on"] - row["submitted_on"]).days)))
    return found


def described_followup(tables: Tables, row: Row, day: date) -> dict[str, Any]:
    case = one(tables["cases"], "case_id", row["case_id"])
    assert case is not None
    return described_fact(tables, case["person_id"], case["institution_id"], day, case["municipality"])


def scores(tables: Tables, first: date, last: date, column: str) -> list[Unit]:
    found = []
    for case in tables["cases"]:
        done = [
            row
            for row in tables["followups"]
            if row["case_id"] == case["case_id"]
            and row["done_on"]
            and first <= row["done_on"] <= last
            and row[column] is not None
        ]
        if done:
            row = latest(done, "done_on", "followup_id")
            score = Fraction(row[column])
            attributes = described_followup(tables, row, row["done_on"])
            found.append(Unit(attributes, "yes" if score >= Fraction(1, 2) else "no", score))
    return found


def due(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["followups"]:
        if first <= row["due_on"] <= last:
            in_time = row["done_on"] and row["done_on"] <= row["due_on"] + timedelta(days=14)
            found.append(Unit(described_followup(tables, row, row["due_on"]), "yes" if in_time else "no"))
    return found


# Figures


def count(units: list[Unit]) -> Verdict:
    return Verdict(Fraction(len(units)), Fraction(len(units)), None, 0)


def share(units: list[Unit]) -> Verdict:
    yes = len([unit for unit in units if unit.answer == "yes"])
    unknown = len([unit for unit in units if unit.answer == "unknown"])
    return Verdict(Fraction(100 * yes, len(units)) if units else None, Fraction(yes), len(units), unknown)


def mean(units: list[Unit]) -> Verdict:
    total = sum((unit.measure for unit in units if unit.measure is not None), Fraction(0))
    return Verdict(total / len(units) if units else None, total, len(units), 0)


SUPPORT = {"reinsertion_support", "economic_support"}

RULES: dict[str, tuple[Callable[[Tables, date, date], list[Unit]], Callable[[list[Unit]], Verdict]]] = {
    "context.persons_returned": (lambda t, a, z: returnees(t, a, z, lambda *_: "yes"), count),
    "context.returns": (all_returns, count),
    "context.undocumented_share": (
        lambda t, a, z: returnees(t, a, z, yes_no("identity_document", "no")),
        share,
    ),
    "context.children_share": (lambda t, a, z: returnees(t, a, z, lambda _, person: person["child"]), share),
    "context.certifiable_skills_share": (
        lambda t, a, z: returnees(t, a, z, yes_no("certifiable_skills", "yes")),
        share,
    ),
    "context.startup_capital_share": (
        lambda t, a, z: returnees(t, a, z, yes_no("startup_capital", "yes")),
        share,
    ),
    "outset.document_days": (documents, mean),
    "outset.support_approval_days": (approvals, mean),
    "progress.positive_responses": (lambda t, a, z: applications(t, a, z, SUPPORT), share),
    "progress.certified": (lambda t, a, z: applications(t, a, z, {"certification"}), share),
    "sustainability.score": (lambda t, a, z: scores(t, a, z, "score"), mean),
    "sustainability.score_economic": (lambda t, a, z: scores(t, a, z, "score_economic"), mean),
    "sustainability.score_social": (lambda t, a, z: scores(t, a, z, "score_social"), mean),
    "sustainability.score_psychosocial": (lambda t, a, z: scores(t, a, z, "score_psychosocial"), mean),
    "sustainability.sustained_share": (lambda t, a, z: scores(t, a, z, "score"), share),
    "process.followup_on_time": (due, share),
}
"""The indicators that the referee knows, each with its rows and its arithmetic."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""Country, and the cell as pairs in the order of the breakdown; empty for the total."""


def verdicts(
    code: str,
    tables: Tables,
    first: date,
    last: date,
    *,
    countries: Iterable[str],
    by: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
) -> dict[Key, Verdict]:
    """What every figure must be: a total for each country, and every cell that has rows."""
    rows, arithmetic = RULES[code]
    units = [unit for unit in rows(tables, first, last) if _holds(unit, where or {})]
    found: dict[Key, Verdict] = {}
    for country in countries:
        own = [unit for unit in units if unit.attributes["country"] == country]
        found[country, ()] = arithmetic(own)
        for cell in sorted({cell for unit in own for cell in _cells(unit, by)}):
            members = [unit for unit in own if cell in _cells(unit, by)]
            found[country, cell] = arithmetic(members)
    return found


def _holds(unit: Unit, where: Mapping[str, str]) -> bool:
    for key, wanted in where.items():
        value = unit.attributes[key]
        if wanted not in value if isinstance(value, list) else wanted != value:
            return False
    return True


def _cells(unit: Unit, by: tuple[str, ...]) -> list[tuple[tuple[str, str], ...]]:
    """The cells that a unit is in: one, or one for each of its groups; none without a breakdown."""
    if not by:
        return []
    cells: list[tuple[tuple[str, str], ...]] = [()]
    for key in by:
        value = unit.attributes[key]
        cells = [
            (*cell, (key, each)) for cell in cells for each in (value if isinstance(value, list) else [value])
        ]
    return cells
