"""Each named predicate alone: sets of rows, and facts about a row (indicator contract, "Rules for all")."""

import pytest

from arraigo.core.periods import Period
from arraigo.warehouse import places
from arraigo.warehouse.predicates import ROW_SETS
from arraigo.warehouse.tables import Row
from tests.warehouse.asked import Y2024, born, facts, returned


class TestRowSets:
    def test_returns_are_all_of_the_period_and_both_its_ends_count(self):
        days = ["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"]

        assert sorted(facts({"returns": [returned(day, day) for day in days]}, "returns")) == days[1:3]

    def test_returnees_are_there_once_by_the_latest_return(self):
        rows = [returned("z", "2024-01-01"), returned("a", "2024-06-01"), returned("y", "2025-01-01")]

        assert set(facts({"returns": rows}, "returnees")) == {"a"}

    def test_of_two_returns_on_one_day_the_greatest_id_is_the_latest(self):
        rows = [returned("b", "2024-06-01"), returned("a", "2024-06-01")]

        assert set(facts({"returns": rows}, "returnees")) == {"b"}

    def test_a_returnee_of_two_periods_is_in_both(self):
        rows = [returned("a", "2024-01-10"), returned("b", "2024-02-10")]
        months = (Period.month(2024, 1), Period.month(2024, 2), Y2024)

        found = facts({"returns": rows}, "returnees", periods=months)

        assert set(found) == {"a", "b"}

    @pytest.mark.parametrize("column", ["score", "score_economic", "score_social", "score_psychosocial"])
    def test_the_latest_score_of_a_case_passes_over_followups_without_one(self, column: str):
        followups = [
            {"followup_id": "a", "case_id": "c", "done_on": "2024-05-01", column: "0.2"},
            {"followup_id": "c", "case_id": "c", "done_on": "2024-06-01", column: "0.4"},
            {"followup_id": "b", "case_id": "c", "done_on": "2024-06-01", column: "0.3"},
            {"followup_id": "d", "case_id": "c", "done_on": "2024-07-01"},
            {"followup_id": "e", "case_id": "c", "done_on": "2025-01-01", column: "0.9"},
        ]
        cases = [{"case_id": "c", "person_id": "reyna"}]

        assert set(facts({"followups": followups, "cases": cases}, f"latest_{column}")) == {"c"}

    def test_document_requests_know_the_days_they_took(self):
        requests = [{"request_id": "a", "requested_on": "2024-02-28", "delivered_on": "2024-03-01"}]

        assert facts({"document_requests": requests}, "document_requests", "days_to_deliver") == {"a": 2}

    def test_applications_are_placed_by_submission_or_by_decision(self):
        tables: dict[str, list[Row]] = {
            "applications": [
                {"application_id": "a", "submitted_on": "2023-12-30", "decided_on": "2024-01-02"}
            ]
        }

        assert facts(tables, "applications", "days_to_decide", on="submitted_on") == {}
        assert facts(tables, "applications", "days_to_decide", on="decided_on") == {"a": 3}

    def test_a_followup_that_was_not_done_is_later_than_any_deadline(self):
        followups = [
            {"followup_id": "a", "case_id": "c", "due_on": "2024-03-01", "done_on": "2024-02-28"},
            {"followup_id": "b", "case_id": "c", "due_on": "2024-03-01"},
        ]

        found = facts({"followups": followups}, "followups", "days_late")

        assert found["a"] == -2
        assert found["b"] > 365 * 100

    def test_every_set_says_what_it_means_and_of_which_table_its_ids_are(self):
        assert all(rows.meaning and rows.name == name for name, rows in ROW_SETS.items())
        columns = [
            each for rows in ROW_SETS.values() for each in (*rows.columns.values(), *rows.attributes.values())
        ]
        assert all(each.meaning and each.kind for each in columns)


class TestAge:
    @pytest.mark.parametrize(
        ("birth", "day", "age"),
        [
            ("2006-03-01", "2024-02-29", 17),
            ("2006-03-01", "2024-03-01", 18),
            ("2004-02-29", "2022-02-28", 17),
            ("2004-02-29", "2022-03-01", 18),
            ("2004-02-29", "2024-02-29", 20),
            ("2024-02-29", "2024-02-29", 0),
            ("1900-01-01", "2024-12-31", 124),
        ],
    )
    def test_is_whole_years_on_the_day(self, birth: str, day: str, age: int):
        year = (Period.year(int(day[:4])),)

        assert facts(
            {"people": [born(birth)], "returns": [returned("a", day)]}, "returns", "age", periods=year
        ) == {"a": age}

    @pytest.mark.parametrize(("birth", "age"), [(None, 30), ("2024-03-02", 30), ("2000-01-01", 24)])
    def test_is_what_was_told_where_no_date_of_birth_can_be_right(self, birth: str | None, age: int):
        tables: dict[str, list[Row]] = {
            "people": [born(birth)],
            "returns": [returned("a", "2024-03-01", age=30)],
        }

        assert facts(tables, "returns", "age") == {"a": age}

    @pytest.mark.parametrize(
        ("age", "band", "child"),
        [
            (0, "0-4", "yes"),
            (4, "0-4", "yes"),
            (5, "5-11", "yes"),
            (12, "12-17", "yes"),
            (17, "12-17", "yes"),
            (18, "18-24", "no"),
            (34, "25-34", "no"),
            (44, "35-44", "no"),
            (59, "45-59", "no"),
            (60, "60+", "no"),
            (120, "60+", "no"),
            (None, "unknown", "unknown"),
        ],
    )
    def test_gives_the_band_and_the_child(self, age: int | None, band: str, child: str):
        tables: dict[str, list[Row]] = {"returns": [returned("a", "2024-03-01", age=age)]}

        assert facts(tables, "returns", "age_band", "child") == {"a": (band, child)}


class TestReturnInForce:
    RETURNS = [
        returned("b", "2022-05-01", destination_municipality="GT0101", from_country="MEX", groups="youth"),
        returned("a", "2022-05-01", destination_municipality="GT1308", from_country="USA", groups="woman"),
        returned("c", "2024-05-01", country="HND", destination_municipality="HN0801", age=33),
    ]

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2024-04-30", ("GTM", "GT0101", "GT01", "MEX", ["youth"])),
            ("2024-05-01", ("HND", "HN0801", "HN08", "unknown", [])),
            ("2024-12-31", ("HND", "HN0801", "HN08", "unknown", [])),
        ],
    )
    def test_is_the_latest_on_or_before_the_day(self, day: str, expected: tuple[object, ...]):
        assert self._request(self.RETURNS, day) == expected

    def test_is_the_first_one_where_all_come_later(self):
        later = [{**row, "arrived_on": row["arrived_on"].replace("202", "203")} for row in self.RETURNS]

        assert self._request(later, "2024-05-01") == ("GTM", "GT1308", "GT13", "USA", ["woman"])

    def test_is_none_for_who_never_returned(self):
        assert self._request([], "2024-05-01") == ("unknown", "unknown", "unknown", "unknown", [])

    @staticmethod
    def _request(returns: list[Row], day: str) -> object:
        request = {"request_id": "r", "person_id": "reyna", "requested_on": day}
        names = ("country", "municipality", "department", "from_country", "groups")
        return facts(
            {"returns": returns, "document_requests": [request]},
            "document_requests",
            *names,
            on="requested_on",
        )["r"]


class TestPlaceAndCountry:
    RETURNS = [returned("a", "2022-05-01", destination_municipality="GT1308")]
    INSTITUTIONS = [{"institution_id": "clinic", "country": "HND"}]

    @pytest.mark.parametrize(
        ("institution", "country"), [("clinic", "HND"), ("", "GTM"), ("of another package", "GTM")]
    )
    def test_the_institution_decides_the_country_and_else_the_return(self, institution: str, country: str):
        request = {
            "request_id": "r",
            "person_id": "reyna",
            "requested_on": "2024-01-01",
            "institution_id": institution,
        }
        tables: dict[str, list[Row]] = {
            "returns": self.RETURNS,
            "institutions": self.INSTITUTIONS,
            "document_requests": [request],
        }

        found = facts(tables, "document_requests", "country", "institution", on="requested_on")

        assert found["r"] == (country, institution or "unknown")

    @pytest.mark.parametrize(("of_case", "place"), [("GT0101", "GT0101"), ("", "GT1308")])
    def test_the_case_decides_the_place_of_its_followups_and_else_the_return(self, of_case: str, place: str):
        tables: dict[str, list[Row]] = {
            "returns": self.RETURNS,
            "cases": [
                {"case_id": "c", "person_id": "reyna", "municipality": of_case, "institution_id": "clinic"}
            ],
            "institutions": self.INSTITUTIONS,
            "followups": [{"followup_id": "f", "case_id": "c", "due_on": "2024-01-01"}],
        }

        found = facts(tables, "followups", "municipality", "department", "country", "institution")

        assert found["f"] == (place, place[:4], "HND", "clinic")

    @pytest.mark.parametrize(
        ("code", "department"),
        [("GT1308", "GT13"), ("GT13", "GT13"), ("GT1399", "GT13"), ("XX9999", "unknown"), ("", "unknown")],
    )
    def test_a_municipality_lies_in_its_department(self, code: str, department: str):
        tables: dict[str, list[Row]] = {
            "returns": [returned("a", "2024-01-01", destination_municipality=code)]
        }

        assert facts(tables, "returns", "municipality", "department") == {
            "a": (code or "unknown", department)
        }

    def test_month_and_quarter_are_those_of_the_day(self):
        rows = [returned("a", "2024-03-31"), returned("b", "2024-10-01")]

        assert facts({"returns": rows}, "returns", "month", "quarter") == {
            "a": ("2024-03", "2024-Q1"),
            "b": ("2024-10", "2024-Q4"),
        }


class TestDimensionOfPlaces:
    def test_has_every_place_of_every_country(self):
        departments = {row["code"]: row["department"] for row in places.dimension()}

        assert (departments["GT1601"], departments["GT16"]) == ("GT16", "GT16")
        assert departments["HN0801"] == "HN08"
