"""From a figure back to the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import duckdb
from sqlglot import exp

from arraigo.core.periods import Period
from arraigo.indicators.engine.compiling import Facts
from arraigo.indicators.engine.conditions import Where, all_of, both, filters, fulfilled, undecided
from arraigo.indicators.engine.definition import Definition
from arraigo.warehouse.predicates import RowSet, row_set


class Part(StrEnum):
    """Which of a figure's rows: those that counted, all it is out of, those that do not tell, those left out."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"


def records(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    period: Period,
    country: str,
    by: Mapping[str, str] | None = None,
    where: Where | None = None,
    part: Part = Part.NUMERATOR,
) -> list[str]:
    """
    The ids of a figure's rows, in order: keys of ``row_set(definition.rows).table``.

    ``by`` is the cell, as in the figure. For a mean the numerator and the denominator are the rows that were
    measured. ``excluded`` are rows of the period, country and cell that are not in the denominator: earlier returns
    of the same person, other kinds of application.

    :raises FilterDoesNotApply: when the cell or ``where`` names what the rows do not have.
    """
    rows = row_set(definition.rows)
    cell = {**(where or {}), **(by or {})}
    if part is Part.EXCLUDED:
        chosen_from = row_set(rows.part_of) if rows.part_of else rows
        there = _ids(connection, definition, chosen_from, period, country, cell, exp.true())
        counted = set(
            _ids(connection, definition, rows, period, None, {}, _part(definition, rows, Part.DENOMINATOR))
        )
        return [each for each in there if each not in counted]
    return _ids(connection, definition, rows, period, country, cell, _part(definition, rows, part))


def _part(definition: Definition, rows: RowSet, part: Part) -> exp.Expr:
    of = all_of(definition.of, rows)
    if definition.measure:
        missing = exp.column(definition.measure).is_(exp.null())
        return both(of, missing if part is Part.UNKNOWN else exp.not_(missing))
    if part is Part.DENOMINATOR:
        return of
    decide = fulfilled if part is Part.NUMERATOR else undecided
    return both(of, decide(definition.that, rows))


def _ids(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    rows: RowSet,
    period: Period,
    country: str | None,
    cell: Where,
    condition: exp.Expr,
) -> list[str]:
    limits = filters(cell, rows, definition.code)
    tested = {each.column for each in (*definition.of, *definition.that, *limits)}
    used = {name for name in (*tested, definition.measure) if name and rows.kind_of(name)}
    countries = None if country is None else [country]
    query = Facts(rows, definition.period, (period,)).select(used, countries, limits)
    query = query.where(condition).select("id", append=False).order_by("id")
    return [row[0] for row in connection.execute(query.sql("duckdb")).fetchall()]
