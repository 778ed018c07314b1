"""Small databases for Hypothesis: few people, many returns, ties, gaps, and days on which periods begin and end."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Tables = dict[str, list[dict[str, Any]]]

PERSONS = [f"p{number}" for number in range(5)]
CASES = [f"c{number}" for number in range(4)]
INSTITUTIONS = {"i1": "GTM", "i2": "HND"}

EDGES = [
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 12, 31),
    date(2025, 1, 1),
]

days = st.one_of(st.sampled_from(EDGES), st.dates(date(2023, 6, 1), date(2025, 6, 1)))
births = st.one_of(
    st.sampled_from([date(2006, 2, 28), date(2006, 3, 1), date(2004, 2, 29), date(2024, 2, 29)]),
    st.dates(date(1940, 1, 1), date(2025, 1, 1)),
)
yes_no = st.sampled_from(["yes", "no", "unknown", None])
places = st.sampled_from(["GT0101", "GT1308", "GT1601", "HN0801", None])
institutions = st.sampled_from([*INSTITUTIONS, "not sent", None])
persons = st.sampled_from(PERSONS)
scores = st.one_of(
    st.none(),
    st.decimals(0, 1, places=4),
    st.sampled_from([Decimal("0.5"), Decimal("0.3333333333333333"), Decimal("0.1")]),
)


def rows(
    key: str, least: int, most: int, **columns: st.SearchStrategy[Any]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows whose keys do not come in the order of their days, so that ties are decided by the key alone."""

    def keyed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: f"{key}-{place:02d}", **row} for place, row in enumerate(found)]

    return st.lists(st.fixed_dictionaries(columns), min_size=least, max_size=most).map(keyed)


people = st.fixed_dictionaries(
    {
        person: st.tuples(st.sampled_from(["female", "male", "other", "unknown"]), st.none() | births)
        for person in PERSONS
    }
).map(lambda known: [{"person_id": p, "sex": sex, "birth_date": birth} for p, (sex, birth) in known.items()])

returns = rows(
    "return_id",
    0,
    14,
    person_id=persons,
    arrived_on=days,
    country=st.sampled_from(["GTM", "GTM", "HND"]),
    from_country=st.sampled_from(["USA", "MEX", None]),
    return_type=st.sampled_from(["involuntary", "voluntary_assisted"]),
    destination_municipality=places,
    identity_document=yes_no,
    certifiable_skills=yes_no,
    startup_capital=yes_no,
    groups=st.lists(st.sampled_from(["woman", "child", "youth"]), max_size=3),
    age=st.none() | st.integers(0, 90),
)


def _ordered(later: str, earlier: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The register refuses an end before its beginning."""

    def swapped(row: dict[str, Any]) -> dict[str, Any]:
        first, last = row[earlier], row[later]
        return {**row, earlier: last, later: first} if last and last < first else row

    return lambda found: [swapped(row) for row in found]


document_requests = rows(
    "request_id",
    0,
    6,
    person_id=persons,
    institution_id=institutions,
    requested_on=days,
    delivered_on=st.none() | days,
).map(_ordered("delivered_on", "requested_on"))

applications = rows(
    "application_id",
    0,
    8,
    person_id=persons,
    institution_id=institutions,
    kind=st.sampled_from(["reinsertion_support", "economic_support", "certification", "scholarship"]),
    submitted_on=days,
    decided_on=st.none() | days,
    decision=st.sampled_from(["approved", "rejected", "pending"]),
).map(_ordered("decided_on", "submitted_on"))

cases = st.fixed_dictionaries({case: st.tuples(persons, institutions, places) for case in CASES}).map(
    lambda known: [
        {"case_id": case, "person_id": person, "institution_id": institution, "municipality": place}
        for case, (person, institution, place) in known.items()
    ]
)

followups = rows(
    "followup_id",
    0,
    10,
    case_id=st.sampled_from(CASES),
    due_on=days,
    done_on=st.none() | days,
    score=scores,
    score_economic=scores,
    score_social=scores,
    score_psychosocial=scores,
)

worlds: st.SearchStrategy[Tables] = st.fixed_dictionaries(
    {
        "people": people,
        "returns": returns,
        "document_requests": document_requests,
        "applications": applications,
        "cases": cases,
        "followups": followups,
        "institutions": st.just([{"institution_id": i, "country": c} for i, c in INSTITUTIONS.items()]),
    }
)
"""A whole small database in the contract's columns."""
