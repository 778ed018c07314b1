"""The models are the contract, and the contract is one that the checks understand."""

import json
from pathlib import Path

import pytest
from django.db import models

import arraigo.exchange
from arraigo.exchange.contract import DOCUMENT, TABLES, Kind
from arraigo.exchange.models import MODELS
from arraigo.interop.package.faults import PATTERNS

FIELDS = {
    Kind.STRING: models.TextField,
    Kind.NUMBER: models.TextField,
    Kind.DATE: models.DateField,
    Kind.DATETIME: models.DateTimeField,
    Kind.YEAR: models.BigIntegerField,
    Kind.INTEGER: models.BigIntegerField,
}
BESIDE = ["id", "load"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
class TestTable:
    def test_has_a_model_with_its_columns_and_kinds(self, table):
        fields = [field for field in MODELS[table.name]._meta.get_fields() if field.name not in BESIDE]

        assert [field.name for field in fields] == list(table.names)
        assert [field.column for field in fields] == list(table.names)
        assert [type(field) for field in fields] == [FIELDS[column.kind] for column in table.columns]

    def test_is_kept_under_its_own_name(self, table):
        assert MODELS[table.name]._meta.db_table == f"exchange_{table.name}"

    def test_has_each_key_once(self, table):
        keys = [set(constraint.fields) for constraint in MODELS[table.name]._meta.constraints]

        assert keys == [set(table.key)]

    def test_refers_to_tables_that_come_before_it(self, table):
        order = list(TABLES)

        assert all(order.index(foreign.table) < order.index(table.name) for foreign in table.foreign)
        assert all(TABLES[foreign.table].key == (foreign.key,) for foreign in table.foreign)


class TestContract:
    def test_is_kept_in_one_place(self):
        copies = [*Path(arraigo.exchange.__file__).parents[1].rglob("datapackage.json")]

        assert [path.parent.name for path in copies] == ["exchange"]
        assert json.loads(copies[0].read_text()) == dict(DOCUMENT)

    def test_has_a_model_for_each_table_in_its_order(self):
        assert list(MODELS) == list(TABLES)

    def test_has_whole_bounds_from_zero_that_digits_can_be_held_against(self):
        bounds = [
            bound
            for table in TABLES.values()
            for column in table.columns
            for bound in (column.minimum, column.maximum)
            if bound is not None
        ]

        assert bounds and all(isinstance(bound, int) and bound >= 0 for bound in bounds)

    def test_has_only_patterns_that_are_said_in_words(self):
        patterns = {column.pattern for table in TABLES.values() for column in table.columns} - {""}

        assert patterns == set(PATTERNS)

    def test_asks_for_no_rule_that_is_not_checked(self):
        checked = {"required", "enum", "pattern", "minimum", "maximum"}
        asked = {
            rule
            for resource in DOCUMENT["resources"]
            for field in resource["schema"]["fields"]
            for rule in field.get("constraints", {})
        }

        assert asked <= checked
