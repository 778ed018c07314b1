"""
Where the rows of the warehouse come from: the rooms' own tables, and what was loaded from other systems.

The only place that reads the register in bulk. Each source names the columns that it takes; names of persons, numbers,
contacts and free text are not among them. A table's rows come in *parts*, each with a version: a part that has not
changed since the last snapshot is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyarrow as pa
from django.db import connection, models
from django.utils import timezone

from arraigo.access.encryption import decrypt
from arraigo.access.models import Institution
from arraigo.cases.models import Case, FollowUp
from arraigo.directory.models import InstitutionProfile, Service
from arraigo.exchange.models import MODELS
from arraigo.people.models import Person
from arraigo.reception.models import Return
from arraigo.referrals.models import Referral
from arraigo.support.models import Application, DocumentRequest
from arraigo.warehouse import transport
from arraigo.warehouse.casting import Origin, as_text, from_text
from arraigo.warehouse.tables import TABLES, Kind, Row


@dataclass(frozen=True, slots=True)
class Part:
    """
    A part of a table: its name within it, its version, and the rows in the kinds of the warehouse.

    ``cast`` is DuckDB's SQL that makes columns of the texts of ``batches``.
    """

    table: str
    name: str
    version: str
    cast: str
    batches: Callable[[], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Live:
    """How a room's table becomes one of the contract's: a field, or SQL, for each column; joins; which rows."""

    model: type[models.Model]
    columns: Mapping[str, str]
    joins: str = ""
    where: str = ""


# In the SQL, ``t`` is the table; ``s`` the person of the row: who stands for them, where the row stays with an alias.
_STANDING = "COALESCE(s.merged_into_id, s.id)"
_OF_PERSON = f"JOIN {Person._meta.db_table} AS s ON s.id = t.person_id"


def _fields(*names: str) -> dict[str, str]:
    """Columns that the room calls as the contract does."""
    return {name: f"t.{name}" for name in names}


LIVE: Mapping[str, Live] = {
    "institutions": Live(
        Institution,
        {
            "institution_id": "t.id",
            **_fields("country", "actor_type", "municipality"),
            "child_mandate": "q.child_mandate",
            "linked_on": "q.linked_on",
            "unlinked_on": "q.unlinked_on",
        },
        joins=f"LEFT JOIN {InstitutionProfile._meta.db_table} AS q ON q.institution_id = t.id",
    ),
    "people": Live(
        Person,
        {"person_id": "t.id", **_fields("sex", "birth_date", "birth_date_precision")},
        where="t.merged_into_id IS NULL",
    ),
    "returns": Live(
        Return,
        {
            "return_id": "t.id",
            "person_id": _STANDING,
            **_fields(
                "arrived_on",
                "country",
                "from_country",
                "route",
                "return_type",
                "destination_municipality",
                "identity_document",
                "certifiable_skills",
                "startup_capital",
                "unaccompanied",
                "groups",
                "migration_causes",
                "months_abroad",
                "age",
                "registered_at",
                "reception_completed_at",
                "reception_care",
            ),
        },
        joins=_OF_PERSON,
    ),
    "document_requests": Live(
        DocumentRequest,
        {
            "request_id": "t.id",
            "person_id": _STANDING,
            **_fields("institution_id", "document", "requested_on", "delivered_on"),
        },
        joins=_OF_PERSON,
    ),
    "cases": Live(
        Case,
        {
            "case_id": "t.id",
            "person_id": _STANDING,
            **_fields(
                "return_id", "institution_id", "municipality", "opened_on", "closed_on", "closure_reason"
            ),
        },
        joins=_OF_PERSON,
    ),
    "applications": Live(
        Application,
        {
            "application_id": "t.id",
            "person_id": _STANDING,
            **_fields(
                "institution_id", "kind", "submitted_on", "decided_on", "decision", "amount", "currency"
            ),
        },
        joins=_OF_PERSON,
    ),
    "referrals": Live(
        Referral,
        {
            "referral_id": "t.id",
            **_fields("case_id", "status"),
            "from_institution": "t.from_institution_id",
            "to_institution": "t.to_institution_id",
            "service_type": "v.service_type",
            "sent_on": "t.sent_at",
            "answered_on": "t.answered_at",
            "completed_on": "t.completed_at",
        },
        joins=f"JOIN {Service._meta.db_table} AS v ON v.id = t.service_id",
    ),
    "followups": Live(
        FollowUp,
        {
            "followup_id": "t.id",
            **_fields(
                "case_id",
                "due_on",
                "done_on",
                "channel",
                "intends_to_remigrate",
                "score_economic",
                "score_social",
                "score_psychosocial",
                "score",
            ),
        },
    ),
}
"""The tables that desks record."""

_PROTECTED = "protected_groups"
"""Protected groups count like the others; only the files' permissions keep them from other eyes."""

READ_IN_THIS_ORDER = (
    *("followups", "referrals", "cases", "satisfaction", "enrolments", "initiative_years", "initiatives"),
    *("services", "applications", "document_requests", "returns", "people"),
    *(
        "campaigns",
        "programmes",
        "institution_years",
        "municipality_years",
        "family_networks",
        "institutions",
    ),
)
"""Those that refer to others first: whatever a row refers to is read after it."""


def parts(data_version: str) -> Iterator[Part]:
    """All parts of all tables; the rooms' own have the register's version."""
    for table in READ_IN_THIS_ORDER:
        if table in LIVE:
            yield _live_part(table, data_version)
        yield from _loaded_parts(table)


def live(table: str) -> Iterator[Row]:
    """The rows that desks recorded, in the contract's columns; none of a table that they do not record."""
    import duckdb

    if table not in LIVE:
        return
    part = _live_part(table, "")
    with duckdb.connect(":memory:") as own:
        for batch in part.batches():
            own.register("incoming", pa.Table.from_batches([batch]))
            yield from own.sql(part.cast).to_arrow_table().to_pylist()


def _live_part(table: str, version: str) -> Part:
    source, kinds = LIVE[table], TABLES[table].columns
    moments = {
        name for name, sql in source.columns.items() if kinds[name] is Kind.DAY and sql.endswith("_at")
    }
    texts = {
        name: as_text(sql, Kind.MOMENT if name in moments else kinds[name], connection.vendor)
        for name, sql in source.columns.items()
    }
    lists = [name for name in texts if kinds[name] is Kind.CODES]
    casts = {
        name: from_text(_day_of(name) if name in moments else name, kinds[name], "live")
        for name in texts
        if name not in lists
    } | {name: name for name in lists}
    if table == "returns":
        texts[_PROTECTED] = f"COALESCE(t.{_PROTECTED}, '')"
        casts["groups"] = f"groups || {_PROTECTED}"
    selected = ", ".join(f"{text} AS {name}" for name, text in texts.items())
    where = f" WHERE {source.where}" if source.where else ""
    sql = f"SELECT {selected} FROM {source.model._meta.db_table} AS t {source.joins}{where}"  # noqa: S608 - ours
    return Part(
        table,
        "live",
        version,
        _select(table, casts, "live"),
        lambda: _readable(sql, list(texts), source.model._default_manager.count()),  # noqa: SLF001 - Django's own word
    )


def _loaded_parts(table: str) -> Iterator[Part]:
    """A part for each load: rows leave it only by being written anew, so that their number is its version."""
    kinds, model = TABLES[table].columns, MODELS[table]
    texts = {name: as_text(f't."{name}"', kind, connection.vendor) for name, kind in kinds.items()}
    casts = {
        name: f'"{name}"' if kind is Kind.CODES else from_text(f'"{name}"', kind, "loaded")
        for name, kind in kinds.items()
    }
    counted = model.objects.order_by("load").values_list("load").annotate(rows=models.Count("id"))
    for load, rows in counted:
        selected = ", ".join(f'{text} AS "{name}"' for name, text in texts.items())
        sql = f"SELECT {selected} FROM {model._meta.db_table} AS t WHERE t.load = {int(load)}"  # noqa: S608 - ours
        yield Part(
            table,
            f"load-{load}",
            f"{load}:{rows}",
            _select(table, casts, "loaded"),
            _reader(sql, list(texts), rows),
        )


def _reader(sql: str, columns: list[str], rows: int) -> Callable[[], Iterator[pa.RecordBatch]]:
    return lambda: transport.batches(sql, columns, rows)


def _select(table: str, casts: Mapping[str, str], origin: Origin) -> str:
    """
    The table's columns from the texts of ``incoming``.

    The same few lists of codes come again and again: each is read once.
    """
    kinds = TABLES[table].columns
    lists = {name: cast for name, cast in casts.items() if kinds[name] is Kind.CODES}
    columns = ", ".join(
        f'{_cast(name, casts, kinds[name])} AS "{name}"' if name in casts else f'NULL AS "{name}"'
        for name in kinds
    )
    read = "".join(
        f" JOIN (SELECT written, {from_text('written', Kind.CODES, origin)} AS codes "  # noqa: S608 - our own names
        f"FROM (SELECT DISTINCT {cast} AS written FROM incoming)) AS of_{name} ON of_{name}.written = {cast}"
        for name, cast in lists.items()
    )
    return f"SELECT {columns} FROM incoming{read}"  # noqa: S608 - our own names


def _cast(name: str, casts: Mapping[str, str], kind: Kind) -> str:
    return f"of_{name}.codes" if kind is Kind.CODES else casts[name]


def _day_of(column: str) -> str:
    """
    The text of a moment in UTC as that of the same moment where the desks are, so that its day is theirs.

    The zone's offset of today is taken for all: Central America has no summer time.
    """
    offset = timezone.localtime().utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    return f"CAST(CAST(NULLIF({column}, '') AS TIMESTAMP) + INTERVAL ({minutes}) MINUTE AS VARCHAR)"


def _readable(sql: str, columns: list[str], rows: int) -> Iterator[pa.RecordBatch]:
    """The batches, with what is encrypted decrypted."""
    for batch in transport.batches(sql, columns, rows):
        yield _decrypted(batch) if _PROTECTED in columns else batch


def _decrypted(batch: pa.RecordBatch) -> pa.RecordBatch:
    place = batch.schema.get_field_index(_PROTECTED)
    texts: list[Any] = [decrypt(token) if token else "" for token in batch.column(place).to_pylist()]
    arrays = [
        pa.array(texts, pa.string()) if each == place else batch.column(each)
        for each in range(batch.num_columns)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


__all__ = ["LIVE", "Origin", "Part", "live", "parts"]
