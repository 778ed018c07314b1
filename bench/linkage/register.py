"""
A register of many invented people in a fresh store, put there straight: what the services do one by one, without their
audit. Only for benches: `ARRAIGO_HOME` must be set and Django be ready.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from arraigo.core.ids import uuid7
from arraigo.people.models import Identifier, Person
from arraigo.people.rules import normal_number, search_text
from bench.linkage.people import Being
from bench.linkage.population import batches
from bench.linkage.record import Record

Values = dict[str, Any]
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register whom a query may ask for."""

    id: UUID
    being: Being
    relative: Being | None


def load(people: int, *, seed: int, sample_every: int) -> list[Known]:
    """Put so many first records in the store; gives back every so-manieth person."""
    sample: list[Known] = []
    at = 0
    for batch in batches(people, seed=seed, share_of_copies=0.0):
        ids = [uuid7() for _record in batch.records]
        with transaction.atomic():
            _insert(Person, [_person(id_, record) for id_, record in zip(ids, batch.records, strict=True)])
            numbers = [
                _identifier(id_, one) for id_, one in zip(ids, batch.records, strict=True) if one.number
            ]
            _insert(Identifier, numbers)
        for id_, record in zip(ids, batch.records, strict=True):
            if at % sample_every == 0:
                sample.append(Known(id_, record.of, record.relative))
            at += 1
    return sample


def _person(id_: UUID, record: Record) -> Values:
    given, paternal, maternal = record.given_names[:120], record.paternal[:80], record.maternal[:80]
    return {
        "id": id_.hex,
        "given_names": given,
        "paternal_surname": paternal,
        "maternal_surname": maternal,
        "sex": record.sex or "unknown",
        "birth_date": record.born.isoformat() if record.born else None,
        "birth_date_precision": record.precision if record.born else "",
        "nationality": "GTM",
        "origin_municipality": record.place,
        "synthetic": True,
        "search_text": search_text(given, paternal, maternal),
    }


def _identifier(id_: UUID, record: Record) -> Values:
    number = normal_number(record.number)[:40]
    return {
        "id": uuid7().hex,
        "person_id": id_.hex,
        "kind": "national_id",
        "number": number,
        "country": "GTM",
    }


def _insert(model: type[models.Model], rows: list[Values]) -> None:
    """Straight into SQLite's table, what is not given as the model has it by default: ten times `bulk_create`."""
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    usual = {field.attname: _usual(field) for field in fields}
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        values = [tuple((usual | row).values()) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def _usual(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.DateTimeField) and not field.null:
        return field.get_db_prep_save(MOMENT, connection)
    return None if field.primary_key else field.get_db_prep_save(field.get_default(), connection)
