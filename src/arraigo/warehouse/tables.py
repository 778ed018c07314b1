"""
Which tables and columns of the exchange package enter the warehouse: those that figures need, and no others.

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
    MOMENT = "moment"  # in UTC
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"  # in the row's currency; two currencies are never added


DIGITS, SCALE = 38, 18
"""
Digits that a number keeps, and how many of them behind the point. Sums of decimals are exact in any order, on any
engine; sums of floats are not.
"""

_FINEST, _CONTEXT = Decimal(1).scaleb(-SCALE), Context(prec=DIGITS)

ARROW: Mapping[Kind, pa.DataType] = {
    Kind.ID: pa.string(),
    Kind.CODE: pa.string(),
    Kind.CODES: pa.list_(pa.string()),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.decimal128(DIGITS, SCALE),
    Kind.MONEY: pa.decimal128(DIGITS, SCALE),
}

NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.MONEY)
"""Kinds that can be compared with a number, and measured."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The columns of its key are never empty, and together unique."""

    name: str
    keys: tuple[str, ...]
    columns: Mapping[str, Kind]

    @property
    def key(self) -> str:
        """The first column of the key; of most tables the only one."""
        return self.keys[0]

    @property
    def schema(self) -> pa.Schema:
        """The same as Arrow has it."""
        return pa.schema([(name, ARROW[kind]) for name, kind in self.columns.items()])


def _table(name: str, *keys: str, **columns: Kind) -> Table:
    ids = {key: columns.get(key, Kind.ID) for key in keys}
    return Table(name, keys, {**ids, **columns})


_ID, _CODE, _CODES, _DAY = Kind.ID, Kind.CODE, Kind.CODES, Kind.DAY
_WHOLE, _NUMBER, _MONEY = Kind.WHOLE, Kind.NUMBER, Kind.MONEY

_COUNTRY_TABLES = (
    _table(
        "institutions",
        "institution_id",
        country=_CODE,
        actor_type=_CODE,
        municipality=_CODE,
        child_mandate=_CODE,
        linked_on=_DAY,
        unlinked_on=_DAY,
    ),
    _table(
        "institution_years",
        "institution_id",
        "year",
        year=_WHOLE,
        budget_total=_MONEY,
        budget_reintegration=_MONEY,
        budget_economic_reintegration=_MONEY,
        currency=_CODE,
        staff_total=_WHOLE,
        staff_reintegration=_WHOLE,
    ),
    _table(
        "municipality_years",
        "municipality",
        "year",
        municipality=_CODE,
        year=_WHOLE,
        country=_CODE,
        migrant_office=_CODE,
        attends_reintegration=_CODE,
        reintegration_protocol=_CODE,
        budget_reintegration=_MONEY,
        currency=_CODE,
    ),
    _table(
        "programmes",
        "programme_id",
        institution_id=_ID,
        country=_CODE,
        level=_CODE,
        dimension=_CODE,
        service_type=_CODE,
        target_groups=_CODES,
        municipalities=_CODES,
        capacity_per_year=_WHOLE,
        funding=_CODE,
        starts_on=_DAY,
        ends_on=_DAY,
        human_rights_protocol=_CODE,
    ),
    _table("campaigns", "campaign_id", institution_id=_ID, started_on=_DAY, topic=_CODE, reach=_WHOLE),
    _table(
        "family_networks",
        "network_id",
        municipality=_CODE,
        country=_CODE,
        started_on=_DAY,
        ended_on=_DAY,
        psychosocial_support=_CODE,
    ),
)

_PERSON_TABLES = (
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
        groups=_CODES,
        migration_causes=_CODES,
        months_abroad=_WHOLE,
        age=_WHOLE,
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
        amount=_MONEY,
        currency=_CODE,
    ),
    _table(
        "services",
        "delivery_id",
        person_id=_ID,
        case_id=_ID,
        institution_id=_ID,
        programme_id=_ID,
        service_type=_CODE,
        level=_CODE,
        dimension=_CODE,
        delivered_on=_DAY,
        value=_MONEY,
        currency=_CODE,
    ),
    _table(
        "initiatives", "initiative_id", person_id=_ID, started_on=_DAY, municipality=_CODE, collective=_CODE
    ),
    _table(
        "initiative_years",
        "initiative_id",
        "year_of_life",
        year_of_life=_WHOLE,
        observed_on=_DAY,
        operating=_CODE,
        needs_economic_assistance=_CODE,
        private_sector_support=_CODE,
        consolidated=_CODE,
        jobs_generated=_WHOLE,
    ),
    _table(
        "enrolments", "enrolment_id", person_id=_ID, school_year=_WHOLE, enrolled_on=_DAY, completed=_CODE
    ),
    _table(
        "satisfaction", "response_id", person_id=_ID, institution_id=_ID, answered_on=_DAY, satisfied=_CODE
    ),
)

_CASE_TABLES = (
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
        "referrals",
        "referral_id",
        case_id=_ID,
        from_institution=_ID,
        to_institution=_ID,
        service_type=_CODE,
        sent_on=_DAY,
        answered_on=_DAY,
        status=_CODE,
        completed_on=_DAY,
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
)

TABLES: Mapping[str, Table] = {
    table.name: table for table in (*_COUNTRY_TABLES, *_PERSON_TABLES, *_CASE_TABLES)
}
"""All tables of the package that figures need, by name. ``identifiers`` is not among them."""

PLACES = _table("places", "code", code=_CODE, country=_CODE, level=_CODE, department=_CODE)
"""Not of the package: which country and department a place lies in."""


def arrow(name: str, rows: Iterable[Row]) -> pa.Table:
    """
    Rows as an Arrow table in the columns of the warehouse. Other columns are left out, missing ones are empty.

    :raises KeyError: for a table that the warehouse does not have.
    :raises ValueError: for a value that is not of its column's kind.
    """
    table = PLACES if name == PLACES.name else TABLES[name]
    rows = list(rows)
    arrays = [
        pa.array([_value(row.get(column), kind) for row in rows], type=ARROW[kind])
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
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _number(value: Any) -> Decimal:
    # A float is read as it is written: 0.1 is one tenth, not the nearest binary fraction.
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number.quantize(_FINEST, context=_CONTEXT)


_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.WHOLE: int,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
}
