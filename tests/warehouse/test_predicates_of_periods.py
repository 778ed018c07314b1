"""Each named predicate that depends on the period: what had happened by its end, the latest of it, what it spans."""

import pytest

from arraigo.core.periods import Period
from arraigo.indicators.engine import read_period
from arraigo.warehouse.tables import Row
from tests.cast import SOLOMA
from tests.warehouse.asked import answer, born, facts, returned, served


class TestAfterTheReturn:
    """What had happened between a return and the end of the period."""

    @pytest.mark.parametrize(
        ("delivered", "document", "documented"),
        [
            ("2024-05-01", "no", "yes"),
            ("2024-12-31", "unknown", "yes"),
            ("2025-01-01", "no", "no"),
            ("2025-01-01", None, "unknown"),
            ("2024-04-30", "no", "no"),
            ("2025-01-01", "yes", "yes"),
        ],
    )
    def test_a_document_counts_from_the_day_of_the_return_to_the_end(
        self, delivered: str, document: str | None, documented: str
    ):
        request = {
            "request_id": "r",
            "person_id": "reyna",
            "requested_on": "2024-01-01",
            "delivered_on": delivered,
        }
        tables: dict[str, list[Row]] = {
            "returns": [returned("a", "2024-05-01", identity_document=document)],
            "document_requests": [request],
        }

        assert facts(tables, "returnees", "documented") == {"a": documented}

    @pytest.mark.parametrize(
        ("day", "dimension", "expected"),
        [
            ("2024-05-01", "psychosocial", ("yes", "yes")),
            ("2024-12-31", "economic", ("yes", "no")),
            ("2025-01-01", "psychosocial", ("no", "no")),
            ("2024-04-30", "psychosocial", ("no", "no")),
        ],
    )
    def test_a_service_counts_from_the_day_of_the_return_to_the_end(
        self, day: str, dimension: str, expected: tuple[str, str]
    ):
        tables: dict[str, list[Row]] = {
            "returns": [returned("a", "2024-05-01")],
            "services": [served("s", day, dimension=dimension)],
        }

        assert facts(tables, "returnees", "served", "served_psychosocial") == {"a": expected}

    @pytest.mark.parametrize(
        ("day", "enrolled"),
        [("2024-05-01", "yes"), ("2025-05-01", "yes"), ("2025-05-02", "no"), ("2024-04-30", "no")],
    )
    def test_a_child_is_back_at_school_within_365_days(self, day: str, enrolled: str):
        tables: dict[str, list[Row]] = {
            "returns": [returned("a", "2024-05-01")],
            "enrolments": [
                {"enrolment_id": "e", "person_id": "reyna", "school_year": "2024", "enrolled_on": day}
            ],
        }

        assert facts(tables, "returnees", "enrolled_within_a_year") == {"a": enrolled}

    @pytest.mark.parametrize(
        ("groups", "vulnerable"),
        [("", "no"), ("child;woman;youth", "no"), ("child;disability", "yes"), ("indigenous", "yes")],
    )
    def test_vulnerable_is_who_is_in_another_group_than_child_woman_youth(self, groups: str, vulnerable: str):
        assert facts(
            {"returns": [returned("a", "2024-05-01", groups=groups)]}, "returnees", "vulnerable"
        ) == {"a": vulnerable}

    def test_reception_takes_as_long_as_from_registration_to_leaving(self):
        row = returned(
            "a",
            "2024-05-01",
            registered_at="2024-05-01T23:50:00",
            reception_completed_at="2024-05-01T18:05:30-06:00",
        )

        assert facts({"returns": [row]}, "returns", "reception_minutes") == {"a": 15.5 * 60_000_000}


class TestServedAndAsked:
    def test_persons_served_are_there_once_by_the_latest_service(self):
        services = [served("b", "2024-03-01"), served("a", "2024-03-01"), served("c", "2025-01-01")]

        assert set(facts({"services": services}, "persons_served")) == {"b"}
        assert set(facts({"services": services}, "services")) == {"a", "b"}

    @pytest.mark.parametrize(
        ("answered_on", "answered"),
        [("2024-01-01", "yes"), ("2024-12-31", "yes"), ("2023-12-31", "unknown"), ("2025-01-01", "unknown")],
    )
    def test_an_answer_in_the_period_tells_before_or_after_the_service(self, answered_on: str, answered: str):
        tables: dict[str, list[Row]] = {
            "services": [served("s", "2024-06-01")],
            "satisfaction": [answer("x", answered_on, "yes")],
        }

        assert facts(tables, "persons_served", "answered") == {"s": answered}

    def test_persons_answering_are_there_once_by_the_latest_answer(self):
        answers = [
            answer("b", "2024-03-01", "no"),
            answer("a", "2024-03-01", "yes"),
            answer("z", "2023-01-01", "yes"),
        ]

        assert facts({"satisfaction": answers}, "persons_answering", "satisfied") == {"b": "no"}


class TestScoresOfPersons:
    def test_the_latest_score_of_all_cases_and_whether_a_child_returned_last(self):
        tables: dict[str, list[Row]] = {
            "people": [born("2008-06-01")],
            "returns": [returned("a", "2023-06-01"), returned("b", "2027-06-01")],
            "cases": [{"case_id": "c", "person_id": "reyna"}, {"case_id": "d", "person_id": "reyna"}],
            "followups": [
                {"followup_id": "1", "case_id": "c", "done_on": "2024-05-01", "score": "0.2"},
                {"followup_id": "2", "case_id": "d", "done_on": "2024-06-01", "score": "0.7"},
                {"followup_id": "3", "case_id": "d", "done_on": "2024-07-01"},
            ],
        }

        assert facts(tables, "latest_score_of_person", "was_child") == {"2": "no"}
        assert set(facts(tables, "latest_score")) == {"1", "2"}
        assert set(facts(tables, "latest_followup")) == {"1", "3"}


class TestInitiatives:
    def test_the_latest_observation_of_a_period_and_on_a_tie_the_older_initiative(self):
        years = [
            {"initiative_id": "i", "year_of_life": "1", "observed_on": "2024-03-01"},
            {"initiative_id": "i", "year_of_life": "2", "observed_on": "2024-03-01"},
            {"initiative_id": "i", "year_of_life": "3", "observed_on": "2025-03-01"},
        ]

        assert set(facts({"initiative_years": years}, "latest_initiative_year")) == {"i/2"}
        assert set(facts({"initiative_years": years}, "initiative_years")) == {"i/1", "i/2"}


class TestYears:
    """A row of a year is in a period that contains the whole year."""

    YEARS = [{"institution_id": "m", "year": str(year)} for year in (2022, 2023, 2024)]

    @pytest.mark.parametrize(
        ("period", "years"),
        [
            ("2024", {"m/2024"}),
            ("2023-01-01..2024-12-31", {"m/2023", "m/2024"}),
            ("2023-01-02..2024-12-31", {"m/2024"}),
            ("2024-12", set()),
            ("2024-Q4", set()),
        ],
    )
    def test_institution_years(self, period: str, years: set[str]):
        assert (
            set(facts({"institution_years": self.YEARS}, "institution_years", periods=(read_period(period),)))
            == years
        )

    def test_persons_enrolled_are_there_once_a_year_and_completed_by_any_enrolment(self):
        enrolments = [
            {
                "enrolment_id": "a",
                "person_id": "p",
                "school_year": "2024",
                "enrolled_on": "2024-02-01",
                "completed": "yes",
            },
            {
                "enrolment_id": "b",
                "person_id": "p",
                "school_year": "2024",
                "enrolled_on": "2024-07-01",
                "completed": "no",
            },
            {
                "enrolment_id": "c",
                "person_id": "p",
                "school_year": "2025",
                "enrolled_on": "2024-12-01",
                "completed": "no",
            },
        ]

        assert facts({"enrolments": enrolments}, "persons_enrolled", "completed") == {"b": "yes"}

    @pytest.mark.parametrize(
        ("before", "now", "increased"),
        [
            (
                {"budget_reintegration": "10", "currency": "GTQ"},
                {"budget_reintegration": "11", "currency": "GTQ"},
                "yes",
            ),
            (
                {"budget_reintegration": "10", "currency": "GTQ"},
                {"budget_reintegration": "10", "currency": "GTQ"},
                "no",
            ),
            (
                {"budget_reintegration": "10", "currency": "USD"},
                {"budget_reintegration": "80", "currency": "GTQ"},
                "unknown",
            ),
            ({}, {"budget_reintegration": "80", "currency": "GTQ"}, "unknown"),
        ],
    )
    def test_a_budget_is_compared_with_that_of_the_year_before(
        self, before: dict[str, str], now: dict[str, str], increased: str
    ):
        years = [
            {"municipality": SOLOMA, "year": "2023", "country": "GTM", **before},
            {"municipality": SOLOMA, "year": "2024", "country": "GTM", **now},
        ]

        assert facts({"municipality_years": years}, "municipality_years", "budget_increased") == {
            f"{SOLOMA}/2024": increased
        }

    def test_municipalities_are_all_of_the_country_with_their_row_if_they_have_one(self):
        years = [{"municipality": SOLOMA, "year": "2024", "country": "GTM", "migrant_office": "yes"}]

        found = facts({"municipality_years": years}, "municipalities", "migrant_office")

        assert (found[SOLOMA], found["GT0101"]) == ("yes", None)
        assert facts({"municipality_years": years}, "municipalities", periods=(Period.month(2024, 5),)) == {}


class TestSpans:
    @pytest.mark.parametrize(
        ("linked", "unlinked", "takes_part"),
        [
            ("2024-12-31", "", True),
            ("2025-01-01", "", False),
            ("", "", False),
            ("2020-01-01", "2024-12-31", False),
            ("2020-01-01", "2025-01-01", True),
        ],
    )
    def test_institutions_take_part_on_the_last_day(self, linked: str, unlinked: str, takes_part: bool):
        row = {"institution_id": "m", "country": "GTM", "linked_on": linked, "unlinked_on": unlinked}

        assert bool(facts({"institutions": [row]}, "linked_institutions")) is takes_part

    @pytest.mark.parametrize(
        ("starts", "ends", "active"),
        [
            ("", "", True),
            ("2024-12-31", "", True),
            ("2025-01-01", "", False),
            ("", "2024-01-01", True),
            ("", "2023-12-31", False),
        ],
    )
    def test_programmes_are_active_on_a_day_of_the_period(self, starts: str, ends: str, active: bool):
        programme = {"programme_id": "g", "institution_id": "m", "starts_on": starts, "ends_on": ends}
        local = {**programme, "municipalities": SOLOMA}
        institution = {"institution_id": "m", "country": "GTM", "linked_on": "2020-01-01"}

        assert bool(facts({"programmes": [programme]}, "programmes")) is active
        found = facts(
            {"programmes": [local], "institutions": [institution]},
            "linked_institutions",
            "runs_local_programme",
        )
        assert found == {"m": "yes" if active else "no"}

    def test_a_programme_of_the_whole_country_is_not_local(self):
        tables: dict[str, list[Row]] = {
            "programmes": [{"programme_id": "g", "institution_id": "m"}],
            "institutions": [{"institution_id": "m", "linked_on": "2020-01-01"}],
        }

        assert facts(tables, "linked_institutions", "runs_local_programme") == {"m": "no"}

    def test_networks_are_active_to_their_last_day(self):
        networks = [
            {"network_id": "a", "started_on": "2020-01-01", "ended_on": "2024-01-01"},
            {"network_id": "b", "started_on": "2020-01-01", "ended_on": "2023-12-31"},
            {"network_id": "c", "started_on": "2024-12-31"},
        ]

        assert set(facts({"family_networks": networks}, "family_networks")) == {"a", "c"}


class TestReferrals:
    def test_are_of_the_institution_that_received_them_and_of_the_place_of_the_case(self):
        tables: dict[str, list[Row]] = {
            "institutions": [
                {"institution_id": "clinic", "country": "GTM"},
                {"institution_id": "window", "country": "HND"},
            ],
            "cases": [{"case_id": "c", "person_id": "reyna", "municipality": SOLOMA}],
            "referrals": [
                {
                    "referral_id": "r",
                    "case_id": "c",
                    "from_institution": "window",
                    "to_institution": "clinic",
                    "sent_on": "2024-02-28",
                    "answered_on": "2024-03-01",
                }
            ],
        }

        names = ("institution", "country", "municipality", "days_to_answer")
        assert facts(tables, "referrals", *names) == {"r": ("clinic", "GTM", SOLOMA, 2)}
        assert set(facts(tables, "referrals", on="answered_on")) == {"r"}
