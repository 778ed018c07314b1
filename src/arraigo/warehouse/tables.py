"""
Which tables and columns the warehouse holds: those of the exchange package that figures need, and no others.

Every column has one of the kinds below, and there is none for a name, a number of a document, a contact or a free
text: what has no kind cannot enter. Source: contract of the exchange package, ``datapackage.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]
"""One row in the contract's columns. Values may be Python's or, as in a CSV, text; empty text is nothing."""


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    CODE = "code"  # of a code list, a place or a country
    CODES = "codes"  # several of them: a list, or text joined with ;
    DAY = "day"
    MOMENT = "moment"
    WHOLE = "whole"
    NUMBER = "number"


DIGITS, SCALE = 38, 18
"""
Digits that a number keeps, and how many of them behind the point. Sums of decimals are exact in any order, on any
engine; sums of floats are not.
"""

_FINEST, _CONTEXT = Decimal(1).scaleb(-SCALE), Context(prec=DIGITS)

_ARROW: dict[Kind, pa.DataType] = {
    Kind.ID: pa.string(),
    Kind.CODE: pa.string(),
    Kind.CODES: pa.list_(pa.string()),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.decimal128(DIGITS, SCALE),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key is unique and never empty."""

    name: str
    key: str
    columns: Mapping[str, Kind]

    @property
    def schema(self) -> pa.Schema:
        """The same as Arrow has it."""
        return pa.schema([(name, _ARROW[kind]) for name, kind in self.columns.items()])


def _table(name: str, key: str, **columns: Kind) -> Table:
    return Table(name, key, {key: Kind.ID, **columns})


_ID, _CODE, _DAY, _NUMBER = Kind.ID, Kind.CODE, Kind.DAY, Kind.NUMBER

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "institutions",
            "institution_id",
            country=_CODE,
            actor_type=_CODE,
            municipality=_CODE,
        ),
        _table("people", "person_id", sex=_CODE, birth_date=_DAY, birth_date_precision=_CODE),
        _table(
            "returns",
            "return_id",
            person_id=_ID,
            arrived_on=_DAY,
            country=_CODE,
            from_country=_CODE,
            route=_CODE,
            return_type=_CODE,
            destination_municipality=_CODE,
            identity_document=_CODE,
            certifiable_skills=_CODE,
            startup_capital=_CODE,
            unaccompanied=_CODE,
            groups=Kind.CODES,
            migration_causes=Kind.CODES,
            months_abroad=Kind.WHOLE,
            age=Kind.WHOLE,
            registered_at=Kind.MOMENT,
            reception_completed_at=Kind.MOMENT,
            reception_care=_CODE,
        ),
        _table(
            "document_requests",
            "request_id",
            person_id=_ID,
            institution_id=_ID,
            document=_CODE,
            requested_on=_DAY,
            delivered_on=_DAY,
        ),
        _table(
            "applications",
            "application_id",
            person_id=_ID,
            institution_id=_ID,
            kind=_CODE,
            submitted_on=_DAY,
            decided_on=_DAY,
            decision=_CODE,
            amount=_NUMBER,
            currency=_CODE,
        ),
        _table(
            "cases",
            "case_id",
            person_id=_ID,
            return_id=_ID,
            institution_id=_ID,
            municipality=_CODE,
            opened_on=_DAY,
            closed_on=_DAY,
            closure_reason=_CODE,
        ),
        _table(
            "followups",
            "followup_id",
            case_id=_ID,
            due_on=_DAY,
            done_on=_DAY,
            channel=_CODE,
            intends_to_remigrate=_CODE,
            score_economic=_NUMBER,
            score_social=_NUMBER,
            score_psychosocial=_NUMBER,
            score=_NUMBER,
        ),
        # Not of the package: which department a municipality lies in.
        _table("places", "code", department=_CODE),
    )
}
"""All tables of the warehouse by name."""


def arrow(name: str, rows: Iterable[Row]) -> pa.Table:
    """
    Rows as an Arrow table in the columns of the warehouse. Other columns are left out, missing ones are empty.

    :raises KeyError: for a table that the warehouse does not have.
    :raises ValueError: for a value that is not of its column's kind.
    """
    table = TABLES[name]
    rows = list(rows)
    arrays = [
        pa.array([_value(row.get(column), kind) for row in rows], type=_ARROW[kind])
        for column, kind in table.columns.items()
    ]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def _value(value: Any, kind: Kind) -> Any:
    if kind is Kind.CODES:
        return _codes(value)
    if value is None or value == "":
        return None
    if kind in (Kind.ID, Kind.CODE):
        return str(value)
    return _READ[kind](value)


def _codes(value: Any) -> list[str]:
    """Each code once: somebody listed twice in a group is one person of it."""
    if isinstance(value, str):
        value = value.split(";")
    return sorted({code.strip() for code in value or () if code.strip()})


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(value: Any) -> Decimal:
    # A float is read as it is written: 0.1 is one tenth, not the nearest binary fraction.
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number.quantize(_FINEST, context=_CONTEXT)


_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.WHOLE: int,
    Kind.NUMBER: _number,
}
