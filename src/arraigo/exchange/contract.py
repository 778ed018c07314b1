"""
The contract of the exchange package, read from `datapackage.json`: tables, columns, constraints, keys.

That file is the contract's only copy here. The package is written with it, its checks follow from it, and a test holds
the models to it. Plain Python.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

DOCUMENT: Mapping[str, Any] = MappingProxyType(
    json.loads((Path(__file__).parent / "datapackage.json").read_text("utf-8"))
)
"""The data package as it is published."""


class Kind(StrEnum):
    """What a column holds; the words are Frictionless Table Schema's."""

    STRING = "string"
    DATE = "date"
    DATETIME = "datetime"
    YEAR = "year"
    INTEGER = "integer"
    NUMBER = "number"

    @property
    def is_whole(self) -> bool:
        return self in {Kind.YEAR, Kind.INTEGER}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its values must be."""

    name: str
    kind: Kind
    required: bool
    enum: tuple[str, ...]
    pattern: str
    minimum: int | None
    maximum: int | None
    codes: str
    """The code list of which the value holds codes joined with ``;``; empty where it holds none."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A column that names a row of another table by its key."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in the contract's order, what a row is known by, and what it refers to."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[Foreign, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def refers(self, name: str) -> bool:
        """Whether a column is of the key of this table or of another."""
        return name in self.key or any(name == foreign.column for foreign in self.foreign)


JOINED_CODES = {
    ("returns", "groups"): "target_group",
    ("returns", "migration_causes"): "migration_cause",
    ("programmes", "target_groups"): "target_group",
}
"""Columns that hold codes joined with ``;``, with their list: the contract says it in words only."""


def _column(table: str, field: Mapping[str, Any]) -> Column:
    rules = field.get("constraints", {})
    return Column(
        name=field["name"],
        kind=Kind(field["type"]),
        required=rules.get("required", False),
        enum=tuple(rules.get("enum", ())),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        codes=JOINED_CODES.get((table, field["name"]), ""),
    )


def _table(resource: Mapping[str, Any]) -> Table:
    name, schema = resource["name"], resource["schema"]
    key = schema["primaryKey"]
    return Table(
        name=name,
        columns=tuple(_column(name, field) for field in schema["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
        foreign=tuple(
            Foreign(foreign["fields"], foreign["reference"]["resource"], foreign["reference"]["fields"])
            for foreign in schema.get("foreignKeys", ())
        ),
    )


TABLES: Mapping[str, Table] = MappingProxyType(
    {resource["name"]: _table(resource) for resource in DOCUMENT["resources"]}
)
"""All tables by name, those first that others refer to."""
