"""The package against the contract: columns, types, allowed values, keys, rows that it refers to, and the order of days."""

import json
import re
from datetime import date

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from arraigo.core import places
from arraigo.interop.simulator.bulk import asked, simulate_package
from arraigo.interop.simulator.bulk.contract import contract, schemas
from arraigo.interop.simulator.bulk.writing import as_text

RESOURCES = {resource["name"]: resource for resource in contract()["resources"]}
COLUMNS = [(table, field) for table, each in RESOURCES.items() for field in each["schema"]["fields"]]
FOREIGN = [
    (table, foreign) for table, each in RESOURCES.items() for foreign in each["schema"].get("foreignKeys", [])
]
EXTRA = [
    ("services", "case_id", "cases"),
    ("services", "programme_id", "programmes"),
    ("applications", "institution_id", "institutions"),
    ("document_requests", "institution_id", "institutions"),
    ("satisfaction", "institution_id", "institutions"),
    ("referrals", "from_institution", "institutions"),
    ("referrals", "to_institution", "institutions"),
    ("initiatives", "person_id", "people"),
]
TYPES = {
    "string": "string",
    "date": "date32[day]",
    "year": "int64",
    "integer": "int64",
    "datetime": "timestamp[ms, tz=UTC]",
    "number": "decimal128",
}


def key_of(table):
    key = RESOURCES[table]["schema"]["primaryKey"]
    return key if isinstance(key, str) else ", ".join(key)


class TestTable:
    @pytest.mark.parametrize("table", RESOURCES)
    def test_has_the_columns_and_types_of_the_contract(self, package, table):
        found = pq.read_schema(package.path / f"{table}.parquet")

        assert found.names == [field["name"] for field in RESOURCES[table]["schema"]["fields"]]
        for field in RESOURCES[table]["schema"]["fields"]:
            assert str(found.field(field["name"]).type).startswith(TYPES[field["type"]])

    @pytest.mark.parametrize("table", RESOURCES)
    def test_has_rows_with_each_key_once(self, ask, package, table):
        [(rows, keys)] = ask(f"SELECT count(*), count(DISTINCT ({key_of(table)})) FROM {table}")

        assert rows == keys == package.rows[table] > 0

    @pytest.mark.parametrize(
        ("table", "field"), COLUMNS, ids=lambda one: one if isinstance(one, str) else one["name"]
    )
    def test_holds_only_what_a_column_allows(self, ask, table, field):
        rules, name = field.get("constraints", {}), field["name"]
        wrong = []
        if rules.get("required"):
            wrong += ask(f"SELECT 1 FROM {table} WHERE {name} IS NULL LIMIT 1")
        values = [value for (value,) in ask(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL")]
        if "enum" in rules:
            wrong += set(values) - set(rules["enum"])
        if "pattern" in rules:
            wrong += [value for value in values if not re.fullmatch(rules["pattern"], value)]
        wrong += [value for value in values if "minimum" in rules and value < rules["minimum"]]
        wrong += [value for value in values if "maximum" in rules and value > rules["maximum"]]
        wrong += [value for value in values if value == ""]

        assert not wrong and values

    @pytest.mark.parametrize(("table", "column", "other"), EXTRA + [
        (table, foreign["fields"], foreign["reference"]["resource"]) for table, foreign in FOREIGN
    ])  # fmt: skip
    def test_refers_only_to_rows_that_exist(self, ask, table, column, other):
        key = key_of(other)
        lost = ask(
            f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {other})"
        )

        assert not lost

    @pytest.mark.parametrize(
        ("table", "column"),
        [(table, field["name"]) for table, field in COLUMNS if "municipality" in field["name"]],
    )
    def test_names_only_places_of_the_countries(self, ask, table, column):
        known = {place.code for country in ("GTM", "HND") for place in places.municipalities(country)}

        assert {
            code for (code,) in ask(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        } <= known

    def test_has_codes_of_the_lists(self, ask):
        from arraigo.core import content

        groups = {
            code for (code,) in ask("SELECT DISTINCT unnest(string_split(groups, ';')) FROM returns")
        } - {None}
        causes = {
            code
            for (code,) in ask("SELECT DISTINCT unnest(string_split(migration_causes, ';')) FROM returns")
        } - {None}
        assert groups <= set(content.codelist("target_group").codes)
        assert causes <= set(content.codelist("migration_cause").codes)
        types = {
            code
            for (code,) in ask("SELECT service_type FROM services UNION SELECT service_type FROM referrals")
        }
        assert types <= set(content.codelist("service_type").codes)


class TestDays:
    def test_are_none_after_the_period(self, ask, question):
        for table, field in COLUMNS:
            if field["type"] == "date":
                [(last,)] = ask(f"SELECT max({field['name']}) FROM {table}")
                assert last <= question.period.last, (table, field["name"])

    def test_follow_each_other(self, ask):
        orders = {
            "returns JOIN people USING (person_id)": "birth_date <= arrived_on",
            "returns": "reception_completed_at > registered_at AND registered_at::DATE - arrived_on BETWEEN 0 AND 1",
            "document_requests": "delivered_on > requested_on",
            "cases JOIN returns USING (return_id)": "opened_on >= arrived_on AND coalesce(closed_on >= opened_on, true)",
            "applications": "decided_on > submitted_on",
            "referrals": "answered_on >= sent_on AND coalesce(completed_on > answered_on, true)",
            "services JOIN cases USING (case_id)": "delivered_on > opened_on AND delivered_on <= coalesce(closed_on, delivered_on)",
            "followups JOIN cases USING (case_id)": "due_on >= opened_on AND done_on >= opened_on AND done_on <= coalesce(closed_on, done_on)",
            "initiatives JOIN initiative_years USING (initiative_id)": "date_diff('year', started_on, observed_on) >= year_of_life",
            "enrolments": "school_year = year(enrolled_on)",
            "programmes": "ends_on > starts_on",
            "services JOIN programmes USING (programme_id)": "delivered_on >= starts_on AND delivered_on <= coalesce(ends_on, delivered_on)",
            "institutions": "unlinked_on > linked_on",
            "(SELECT person_id, min(arrived_on) AS first FROM returns GROUP BY ALL) JOIN services USING (person_id)": "delivered_on >= first",
        }
        for rows, holds in orders.items():
            assert not ask(f"SELECT * FROM {rows} WHERE NOT ({holds}) LIMIT 3"), rows

    def test_order_the_ids(self, ask):
        for table, key, day in [
            ("returns", "return_id", "arrived_on"),
            ("services", "delivery_id", "delivered_on"),
        ]:
            assert not ask(
                f"SELECT 1 FROM (SELECT {day}, lag({day}) OVER (ORDER BY {key}) AS before FROM {table}) WHERE before > {day}"
            )
            assert len(ask(f"SELECT DISTINCT length({key}) FROM {table}")) == 1

    def test_agree_with_what_became_of_things(self, ask):
        odd = {
            "referrals": "(status IN ('sent', 'withdrawn')) <> (answered_on IS NULL) OR (status IN ('completed', 'not_completed')) <> (completed_on IS NOT NULL)",
            "applications": "(decision = 'pending') <> (decided_on IS NULL) OR (decision = 'approved') <> (amount IS NOT NULL)",
            "cases": "(closed_on IS NULL) <> (closure_reason IS NULL)",
            "followups": "(done_on IS NULL) <> (channel IS NULL) OR (done_on IS NULL AND score IS NOT NULL)",
            "people": "(birth_date IS NULL) <> (birth_date_precision IS NULL)",
            "services": "(value IS NULL) <> (currency IS NULL)",
        }
        for table, condition in odd.items():
            assert not ask(f"SELECT * FROM {table} WHERE {condition} LIMIT 3"), table


class TestNobodyIsReal:
    def test_says_the_description(self, package, question):
        described = json.loads((package.path / "datapackage.json").read_text())

        assert described["synthetic"] is True
        assert "SIMULADO" in described["description"] and "SIMULATED" in described["description"]
        assert described["simulation"]["seed"] == question.seed
        assert [each["path"] for each in described["resources"]] == [f"{name}.parquet" for name in RESOURCES]

    def test_say_the_names_of_institutions_and_programmes(self, ask):
        names = ask("SELECT name FROM institutions UNION SELECT name FROM programmes")

        assert all("(simulado)" in name for (name,) in names)

    def test_say_the_ids(self, ask, question):
        for table in RESOURCES:
            if key_of(table).endswith("_id"):
                keys = ask(
                    f"SELECT {key_of(table)} FROM {table} WHERE NOT starts_with({key_of(table)}, '{question.prefix}')"
                )
                assert question.prefix.startswith("SIM") and not keys

    def test_say_the_numbers_of_documents(self, ask):
        assert not ask(
            "SELECT number FROM identifiers WHERE country = 'GTM' AND kind = 'national_id' AND number[1] <> '9'"
        )


class TestSimulatePackage:
    def test_gives_the_same_package_for_the_same_question(self, package, question, tmp_path):
        again = simulate_package(question, tmp_path / "again")

        for name in RESOURCES:
            assert pq.read_table(again.path / f"{name}.parquet").equals(
                pq.read_table(package.path / f"{name}.parquet")
            ), name

    def test_gives_other_people_and_other_ids_for_another_seed(self, tmp_path):
        people = [
            pq.read_table(simulate_package(asked(50, seed), tmp_path / str(seed)).path / "people.parquet")
            for seed in (1, 2)
        ]

        assert not set(people[0]["person_id"].to_pylist()) & set(people[1]["person_id"].to_pylist())
        assert people[0]["given_names"] != people[1]["given_names"]

    def test_draws_everybody_once_however_many_at_a_time(self, tmp_path, monkeypatch):
        from arraigo.interop.simulator.bulk import package as module

        monkeypatch.setattr(module, "PART", 70)
        written = simulate_package(asked(200, 3, countries=("GTM", "HND")), tmp_path / "small")

        ids = pq.read_table(written.path / "people.parquet")["person_id"].to_pylist()
        assert len(set(ids)) == 200 and written.rows["people"] == 200

    def test_writes_the_same_cells_as_csv(self, tmp_path):
        parquet, csv = (
            simulate_package(asked(400, 5, last=date(2025, 6, 30), format_=form), tmp_path / form)
            for form in ("parquet", "csv")
        )

        for name, schema in schemas().items():
            cells = arrow_csv.read_csv(
                csv.path / f"{name}.csv",
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(schema.names, "string"),
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
            assert cells.equals(as_text(pq.read_table(parquet.path / f"{name}.parquet"))), name

    @pytest.mark.django_db(transaction=True)
    def test_is_taken_by_the_loader_without_a_fault(self, tmp_path):
        from datetime import UTC, datetime

        from arraigo.interop.package.loading import load

        written = simulate_package(asked(300, 9, countries=("HND",), format_="csv"), tmp_path / "loaded")
        with load(written.path, at=datetime(2026, 11, 22, tzinfo=UTC)) as outcome:
            counts = {name: each["new"] for name, each in outcome.tables_as_json().items()}

            assert not list(outcome.each_fault()) and counts == dict(written.rows)
