"""
What desks recorded, as rows of the package: with names and numbers, which the warehouse never takes.

The facts are those that figures are computed from (`arraigo.warehouse.sources`); what says who somebody is, is added
here. Only records that stand for a person are in it, and what lies with an alias is the standing record's.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from arraigo.access.models import Institution
from arraigo.exchange.contract import TABLES, Kind
from arraigo.people.models import Identifier, Person
from arraigo.reception.models import Return
from arraigo.warehouse import sources

ROWS_AT_A_TIME = 2_000

Row = Mapping[str, Any]

_ADDED: Mapping[str, tuple[Callable[[], QuerySet[Any]], str, tuple[str, ...]]] = {
    "institutions": (Institution.objects.all, "institution_id", ("name",)),
    "people": (
        Person.objects.all,
        "person_id",
        ("given_names", "paternal_surname", "maternal_surname", "nationality", "origin_municipality"),
    ),
    "returns": (Return.objects.all, "return_id", ("port_of_entry", "transport_ref")),
}
"""Columns that only a package has: records, the row's key, and the fields of the same names."""

LIVE = tuple(table for table in TABLES if table in sources.LIVE or table == "identifiers")
"""The tables that desks record."""


def rows(table: str) -> Iterator[Row]:
    """All rows of a table, each with all columns of the contract; what desks do not record is missing."""
    found = _identifiers() if table == "identifiers" else _with_added(table, sources.live(table))
    kinds = {column.name: column.kind for column in TABLES[table].columns}
    for row in found:
        yield {name: _text(row.get(name), kind) for name, kind in kinds.items()}


def batches(table: str) -> Iterator[Any]:
    """The same as batches of text, as loaded rows travel (`arraigo.exchange.store`)."""
    schema = pa.schema([(name, pa.string()) for name in TABLES[table].names])
    found = rows(table)
    while chunk := list(islice(found, ROWS_AT_A_TIME)):
        yield pa.RecordBatch.from_pylist(chunk, schema=schema)


def aliases() -> Iterator[Row]:
    """Records that were joined with another: their own id, and the one that stands."""
    joined = Person.objects.exclude(merged_into=None).order_by().values_list("id", "merged_into_id")
    for alias, standing in joined.iterator(chunk_size=ROWS_AT_A_TIME):
        yield {"person_id": str(alias), "standing": str(standing)}


def has_invented_people() -> bool:
    """Whether any person or institution of the register is marked as synthetic."""
    return (
        Person.objects.filter(synthetic=True).exists() or Institution.objects.filter(synthetic=True).exists()
    )


def _identifiers() -> Iterator[Row]:
    """Numbers under the record that stands; one that two joined records share is one."""
    standing = Coalesce("person__merged_into", "person")
    found = (
        Identifier.objects.order_by().annotate(standing=standing).values_list("standing", "kind", "number")
    )
    for person, kind, number, country in found.annotate(of=Max("country")).iterator(
        chunk_size=ROWS_AT_A_TIME
    ):
        yield {"person_id": person, "kind": kind, "number": number, "country": country}


def _with_added(table: str, found: Iterator[Row]) -> Iterator[Row]:
    if table not in _ADDED:
        yield from found
        return
    records, key, fields = _ADDED[table]
    while chunk := list(islice(found, ROWS_AT_A_TIME)):
        asked = records().filter(pk__in=[row[key] for row in chunk]).values_list("pk", *fields)
        added = {str(pk): values for pk, *values in asked}
        for row in chunk:
            yield {**row, **dict(zip(fields, added[str(row[key])], strict=True))}


def _text(value: Any, kind: Kind) -> str | None:
    """A value of the register as a package keeps it."""
    if value is None or value == "":
        return "" if kind in {Kind.STRING, Kind.NUMBER} else None
    if isinstance(value, datetime):
        return str((value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None))
    if isinstance(value, Decimal | float):
        return plain_number(value)
    if isinstance(value, list | tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def plain_number(value: Decimal | float) -> str:
    """The shortest decimal digits of a number."""
    shown = f"{Decimal(str(value)):f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"
