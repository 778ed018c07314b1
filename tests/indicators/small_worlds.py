"""
Small databases of every table of the contract: few people, many returns, ties, gaps, and days on which periods begin
and end. ``worlds`` for Hypothesis; ``world(random.Random(7))`` for the bench.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Any_ = TypeVar("Any_")

PERSONS = [f"p{number}" for number in range(5)]
CASES = [f"c{number}" for number in range(4)]
INSTITUTIONS = {"i1": "GTM", "i2": "HND", "i3": "GTM"}
MUNICIPALITIES = {"GT0101": "GTM", "GT1308": "GTM", "GT1601": "GTM", "HN0801": "HND"}
YEARS = [2022, 2023, 2024, 2025]

EDGES = [
    date(2022, 12, 31),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 3, 31),
    date(2024, 12, 31),
    date(2025, 1, 1),
]
BIRTHS = [
    date(2006, 2, 28),
    date(2006, 3, 1),
    date(2004, 2, 29),
    date(2008, 2, 29),
    date(2024, 2, 29),
    date(2012, 6, 1),
    date(2013, 1, 1),
]
SCORES = [
    Decimal("0.5"),
    Decimal("0.4999"),
    Decimal("0.3333333333333333"),
    Decimal("0.1"),
    Decimal(0),
    Decimal(1),
]
AMOUNTS = [Decimal(0), Decimal("0.1"), Decimal("100.01"), Decimal("99999999999.99"), Decimal(7), Decimal(3)]
YES_NO = ["yes", "no", "unknown", None]


class Chance:
    """What may be in a cell. Every choice is asked of one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def of(self, *these: Any_) -> Any_:
        return these[self.random.randint(0, len(these) - 1)]

    def maybe(self, value: Any_) -> Any_ | None:
        return value if self.random.randint(0, 3) else None

    def number(self, most: int) -> int:
        return self.random.randint(0, most)

    def day(self) -> date:
        if self.random.randint(0, 1):
            return self.of(*EDGES)
        return date(2023, 7, 1) + timedelta(days=self.random.randint(0, 640))

    def born(self) -> date:
        return self.of(*BIRTHS, date(1940, 1, 1) + timedelta(days=self.random.randint(0, 31000)))

    def person(self) -> str:
        return self.of(*PERSONS)

    def institution(self) -> str | None:
        return self.of(*INSTITUTIONS, "not sent", None)

    def place(self) -> str | None:
        return self.of(*MUNICIPALITIES, None)

    def yes_no(self) -> str | None:
        return self.of(*YES_NO)

    def codes(self, *these: str) -> list[str]:
        return [self.of(*these) for _ in range(self.random.randint(0, 2))]

    def score(self) -> Decimal | None:
        return self.maybe(self.of(*SCORES, Decimal(self.random.randint(0, 10000)) / 10000))

    def amount(self) -> Decimal | None:
        return self.maybe(self.of(*AMOUNTS))

    def few(self, most: int, row: Callable[[], Row], key: str) -> list[Row]:
        """Rows whose keys do not come in the order of their days, so that ties are decided by the key alone."""
        return [{key: f"{key}-{number:02d}", **row()} for number in range(self.random.randint(0, most))]


def in_order(earlier: str, later: str, row: Row) -> Row:
    """The register refuses an end before its beginning."""
    first, last = row[earlier], row[later]
    return {**row, earlier: last, later: first} if first and last and last < first else row


def world(random: Random) -> Tables:
    """A whole small database in the contract's columns."""
    c = Chance(random)
    return {**_institutions(c), **_people(c), **_accompanied(c), **_ventures_and_schools(c)}


def _institutions(c: Chance) -> Tables:
    return {
        "institutions": [
            in_order(
                "linked_on",
                "unlinked_on",
                {
                    "institution_id": key,
                    "country": country,
                    "actor_type": c.of("ngo", "local_government"),
                    "municipality": c.place(),
                    "child_mandate": c.yes_no(),
                    "linked_on": c.maybe(c.day()),
                    "unlinked_on": c.of(None, None, c.day()),
                },
            )
            for key, country in INSTITUTIONS.items()
        ],
        "institution_years": [
            {
                "institution_id": key,
                "year": year,
                "budget_total": c.amount(),
                "budget_reintegration": c.amount(),
                "budget_economic_reintegration": c.amount(),
                "currency": c.of("GTQ", "GTQ", "USD", None),
                "staff_total": c.maybe(c.number(30)),
                "staff_reintegration": c.maybe(c.number(9)),
            }
            for key in INSTITUTIONS
            for year in YEARS
            if c.number(2)
        ],
        "municipality_years": [
            {
                "municipality": place,
                "country": country,
                "year": year,
                "migrant_office": c.yes_no(),
                "attends_reintegration": c.of("yes", "yes", "yes", *YES_NO),
                "reintegration_protocol": c.yes_no(),
                "budget_reintegration": c.amount(),
                "currency": c.of("GTQ", "GTQ", "GTQ", "USD", None),
            }
            for place, country in MUNICIPALITIES.items()
            for year in YEARS
            if c.number(2)
        ],
        "programmes": c.few(
            5,
            lambda: in_order(
                "starts_on",
                "ends_on",
                {
                    "institution_id": c.of(*INSTITUTIONS),
                    "country": c.of("GTM", "HND"),
                    "level": c.of("individual", "community"),
                    "dimension": c.of("economic", "psychosocial"),
                    "target_groups": c.codes("child", "unaccompanied_child", "woman"),
                    "municipalities": c.codes(*MUNICIPALITIES),
                    "starts_on": c.maybe(c.day()),
                    "ends_on": c.maybe(c.day()),
                    "human_rights_protocol": c.yes_no(),
                },
            ),
            "programme_id",
        ),
        "campaigns": c.few(
            4,
            lambda: {
                "institution_id": c.of(*INSTITUTIONS),
                "started_on": c.day(),
                "topic": c.of("stigma", "services", "other"),
            },
            "campaign_id",
        ),
        "family_networks": c.few(
            4,
            lambda: in_order(
                "started_on",
                "ended_on",
                {
                    "municipality": c.place(),
                    "country": c.of("GTM", "HND"),
                    "started_on": c.day(),
                    "ended_on": c.of(None, c.day()),
                    "psychosocial_support": c.yes_no(),
                },
            ),
            "network_id",
        ),
    }


def _people(c: Chance) -> Tables:
    def return_() -> Row:
        registered = datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(seconds=c.number(90000))
        return {
            "person_id": c.person(),
            "arrived_on": c.day(),
            "country": c.of("GTM", "GTM", "HND"),
            "from_country": c.of("USA", "MEX", None),
            "return_type": c.of("involuntary", "voluntary_assisted"),
            "destination_municipality": c.place(),
            "identity_document": c.yes_no(),
            "certifiable_skills": c.yes_no(),
            "startup_capital": c.yes_no(),
            "reception_care": c.yes_no(),
            "groups": c.codes("woman", "child", "indigenous", "disability"),
            "age": c.maybe(c.of(0, 4, 17, 18, 60, c.number(90))),
            "registered_at": c.maybe(registered),
            "reception_completed_at": c.maybe(registered + timedelta(seconds=c.number(20000))),
        }

    return {
        "people": [
            {
                "person_id": person,
                "sex": c.of("female", "male", "other", "unknown"),
                "birth_date": c.maybe(c.born()),
            }
            for person in PERSONS
            if c.number(7)
        ],
        "returns": c.few(12, return_, "return_id"),
        "document_requests": c.few(
            5,
            lambda: in_order(
                "requested_on",
                "delivered_on",
                {
                    "person_id": c.person(),
                    "institution_id": c.institution(),
                    "document": c.of("national_id", "passport"),
                    "requested_on": c.day(),
                    "delivered_on": c.maybe(c.day()),
                },
            ),
            "request_id",
        ),
        "applications": c.few(
            10,
            lambda: in_order(
                "submitted_on",
                "decided_on",
                {
                    "person_id": c.person(),
                    "institution_id": c.institution(),
                    "kind": c.of("reinsertion_support", "economic_support", "certification", "scholarship"),
                    "submitted_on": c.day(),
                    "decided_on": c.maybe(c.day()),
                    "decision": c.of("approved", "approved", "rejected", "pending"),
                    "amount": c.amount(),
                    "currency": c.of("GTQ", "USD", None),
                },
            ),
            "application_id",
        ),
    }


def _accompanied(c: Chance) -> Tables:
    return {
        "cases": [
            {
                "case_id": case,
                "person_id": c.person(),
                "institution_id": c.institution(),
                "municipality": c.place(),
                "opened_on": c.day(),
            }
            for case in CASES
        ],
        "services": c.few(
            9,
            lambda: {
                "person_id": c.person(),
                "case_id": c.of(*CASES, "not sent", None),
                "institution_id": c.institution(),
                "programme_id": c.of("programme_id-00", "not sent", None),
                "service_type": c.of("food", "psychosocial_support"),
                "level": c.of("individual", "community", None),
                "dimension": c.of("psychosocial", "psychosocial", "social", None),
                "delivered_on": c.day(),
                "value": c.amount(),
                "currency": c.of("GTQ", "USD", None),
            },
            "delivery_id",
        ),
        "referrals": c.few(
            5,
            lambda: in_order(
                "sent_on",
                "answered_on",
                {
                    "case_id": c.of(*CASES),
                    "from_institution": c.of(*INSTITUTIONS),
                    "to_institution": c.of(*INSTITUTIONS, "not sent"),
                    "service_type": c.of("food", "psychosocial_support"),
                    "sent_on": c.day(),
                    "answered_on": c.maybe(c.day()),
                    "status": c.of("sent", "accepted", "declined", "completed", "not_completed", "withdrawn"),
                },
            ),
            "referral_id",
        ),
        "followups": c.few(
            8,
            lambda: {
                "case_id": c.of(*CASES),
                "due_on": c.day(),
                "done_on": c.maybe(c.day()),
                "channel": c.of("visit", "phone", None),
                "intends_to_remigrate": c.yes_no(),
                "score": c.score(),
                "score_economic": c.score(),
                "score_social": c.score(),
                "score_psychosocial": c.score(),
            },
            "followup_id",
        ),
        "satisfaction": c.few(
            6,
            lambda: {
                "person_id": c.person(),
                "institution_id": c.institution(),
                "answered_on": c.day(),
                "satisfied": c.of("yes", "no"),
            },
            "response_id",
        ),
    }


def _ventures_and_schools(c: Chance) -> Tables:
    initiatives = c.few(
        5,
        lambda: {
            "person_id": c.of(*PERSONS, *PERSONS, "not sent", None),
            "started_on": c.day(),
            "sector": c.of("bakery", None),
            "municipality": c.place(),
            "collective": c.yes_no(),
        },
        "initiative_id",
    )
    return {
        "initiatives": initiatives,
        "initiative_years": [
            {
                "initiative_id": each["initiative_id"],
                "year_of_life": year,
                "observed_on": c.day(),
                "operating": c.of("yes", "yes", "yes", "yes", "no", None),
                "needs_economic_assistance": c.yes_no(),
                "private_sector_support": c.yes_no(),
                "consolidated": c.yes_no(),
                "jobs_generated": c.maybe(c.number(9)),
            }
            for each in initiatives
            for year in (1, 2, 10)
            if c.number(3)
        ],
        "enrolments": c.few(
            6,
            lambda: {
                "person_id": c.person(),
                "school_year": c.of(*YEARS),
                "enrolled_on": c.day(),
                "completed": c.of("yes", "no", "pending"),
            },
            "enrolment_id",
        ),
    }


worlds: st.SearchStrategy[Tables] = st.randoms(use_true_random=False).map(world)
"""A whole small database in the contract's columns."""
