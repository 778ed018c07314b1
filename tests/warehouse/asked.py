"""Asking a set of rows for some of its columns, and small rows to ask."""

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from arraigo.core.periods import Period
from arraigo.indicators.engine.rows import Rows, spells
from arraigo.warehouse import memory
from arraigo.warehouse.predicates import row_set
from arraigo.warehouse.tables import Row

Y2024 = Period.year(2024)


def facts(
    tables: Mapping[str, list[Row]],
    rows: str,
    *names: str,
    on: str | None = None,
    periods: tuple[Period, ...] = (Y2024,),
) -> dict[str, Any]:
    """What the rows say under some names, by their id."""
    chosen = row_set(rows)
    placing = chosen.periods[on or next(iter(chosen.periods))]
    connection = memory.connect(tables)
    found: dict[str, Any] = {}
    for spell in spells(periods, placing):
        asked = Rows((chosen,), placing, spell)
        query = exp.select("id", *(chosen.alias(name) for name in names)).from_("rows")
        if of_period := asked.periods():
            query = query.with_("periods", as_=of_period)
        query = query.with_("rows", as_=asked.select(names, None))
        for row in connection.execute(query.sql("duckdb")).fetchall():
            found[row[0]] = row[1:] if len(names) > 1 else row[1] if names else None
    return found


def returned(return_id: str, day: str, person: str = "reyna", **more: Any) -> Row:
    return {"return_id": return_id, "person_id": person, "arrived_on": day, "country": "GTM", **more}


def served(delivery_id: str, day: str, person: str = "reyna", **more: Any) -> Row:
    return {"delivery_id": delivery_id, "person_id": person, "delivered_on": day, **more}


def answer(response_id: str, day: str, satisfied: str) -> Row:
    return {"response_id": response_id, "person_id": "reyna", "answered_on": day, "satisfied": satisfied}


def born(day: str | None, person: str = "reyna") -> Row:
    return {"person_id": person, "sex": "female", "birth_date": day}
