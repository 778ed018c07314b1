"""What completes the demo's population: rows of the contract that refer to its people, alive in every year."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from arraigo.interop.package.loading import load
from arraigo.interop.simulator import exchange
from arraigo.interop.simulator.bulk.contract import schemas
from arraigo.interop.simulator.bulk.demo import complete, write

OWN = (
    "people",
    "identifiers",
    "returns",
    "document_requests",
    "cases",
    "applications",
    "referrals",
    "followups",
)


@pytest.fixture(scope="module")
def tables(guatemala):
    return complete(guatemala)


class TestComplete:
    def test_has_all_tables_that_desks_do_not_record(self, tables):
        assert set(tables) | set(OWN) == set(schemas())
        for name, rows in tables.items():
            assert rows and all(list(row) == schemas()[name].names for row in rows), name

    def test_is_the_same_for_the_same_population(self, guatemala, tables):
        assert complete(guatemala) == tables

    def test_is_taken_together_with_the_population(self, guatemala, tables, tmp_path, db):
        everything = tables | {name: list(exchange.table(guatemala, name)) for name in OWN}
        write(everything, tmp_path)

        with load(tmp_path, at=datetime(2026, 11, 22, tzinfo=UTC)) as outcome:
            assert not list(outcome.each_fault())
        assert json.loads((tmp_path / "datapackage.json").read_text())["synthetic"] is True

    def test_knows_institutions_as_the_store_does(self, guatemala, tables):
        named = complete(guatemala, institution_id=lambda id_: f"store-{id_}")

        for name in (
            "institutions",
            "institution_years",
            "programmes",
            "campaigns",
            "services",
            "satisfaction",
        ):
            assert all(row["institution_id"].startswith("store-") for row in named[name])
            assert len(named[name]) == len(tables[name])

    def test_is_alive_in_every_year(self, tables):
        def years(table, column):
            return Counter(row[column][:4] for row in tables[table])

        from_2023 = {"2023", "2024", "2025", "2026"}
        assert set(years("campaigns", "started_on")) == from_2023
        assert set(years("institution_years", "year")) == from_2023 | {"2022"}
        assert set(years("municipality_years", "year")) == from_2023 | {"2022"}
        second = {row["observed_on"][:4] for row in tables["initiative_years"] if row["year_of_life"] == "2"}
        assert from_2023 <= second
        # The history begins in November 2023: school and services follow the returns.
        assert set(years("enrolments", "school_year")) == {"2024", "2025", "2026"}
        assert {row["completed"] for row in tables["enrolments"]} == {"yes", "no"}
        assert from_2023 <= set(years("satisfaction", "answered_on"))

    def test_knows_nothing_of_today_or_later(self, guatemala, tables):
        for name, rows in tables.items():
            days = [field.name for field in schemas()[name] if str(field.type) == "date32[day]"]
            for column in days:
                assert max(row[column] for row in rows) < guatemala.today.isoformat(), (name, column)
