"""The tables of the exchange package: their columns, and the Arrow types that they are written in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

MONEY = pa.decimal128(18, 2)
SCORE = pa.decimal128(18, 4)

_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "date": pa.date32(),
    "year": pa.int64(),
    "integer": pa.int64(),
    "datetime": pa.timestamp("s", "UTC"),
}


@lru_cache(maxsize=1)
def contract() -> dict[str, Any]:
    """The package's own description, as the room `exchange` keeps it."""
    found: dict[str, Any] = json.loads(
        files("arraigo.exchange").joinpath("datapackage.json").read_text("utf-8")
    )
    return found


@lru_cache(maxsize=1)
def schemas() -> dict[str, pa.Schema]:
    """Table -> its columns in the contract's order."""
    return {
        resource["name"]: pa.schema([(field["name"], _type(field)) for field in resource["schema"]["fields"]])
        for resource in contract()["resources"]
    }


def _type(field: Mapping[str, Any]) -> pa.DataType:
    if field["type"] == "number":
        return SCORE if field["name"].startswith("score") else MONEY
    return _TYPES[field["type"]]


def batch(table: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """The columns of a table in their order and types; what is not given is empty."""
    schema = schemas()[table]
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise KeyError(f"The table {table} has no column {min(unknown)!r}.")
    count = len(next(iter(columns.values())))
    arrays = [
        _cast(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(
        arrays, schema=pa.schema([(name, one.type) for name, one in zip(schema.names, arrays, strict=True)])
    )


def from_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, pa.Array]:
    """Columns from plain rows; a column that a row lacks is empty in it."""
    listed = list(rows)
    return {
        field.name: pa.array([_cell(row.get(field.name)) for row in listed], field.type)
        for field in schemas()[table]
    }


def _cell(value: Any) -> Any:
    """An empty text is an empty cell."""
    return None if value == "" else value


def _cast(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Codes stay coded until they are written: that is most of the speed."""
    return column if pa.types.is_dictionary(column.type) or column.type == wanted else column.cast(wanted)
