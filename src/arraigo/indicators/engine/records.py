"""From a figure back to the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import duckdb
from sqlglot import exp

from arraigo.core.periods import Period
from arraigo.indicators.engine.conditions import (
    Where,
    all_of,
    both,
    filters,
    fulfilled,
    measured,
    undecided,
    unknown_sql,
)
from arraigo.indicators.engine.definition import CURRENCY, Definition
from arraigo.indicators.engine.parts import Part as PartOfDefinition
from arraigo.indicators.engine.parts import parts_of
from arraigo.indicators.engine.periods import before
from arraigo.indicators.engine.rows import Rows, Spell, belongs
from arraigo.warehouse.predicates import RowSet, row_set


class Part(StrEnum):
    """Which of a figure's rows: those that counted, all it is out of, those that do not tell, those left out."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose rows, in which period and cell."""

    definition: Definition
    period: Period
    country: str | None
    cell: Where


def table_behind(definition: Definition, part: Part = Part.NUMERATOR) -> str:
    """The table of the contract whose keys the records of a part are."""
    return _source(definition, part).rows.table


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
    The ids of a figure's rows, in order: keys of ``table_behind(definition, part)``.

    ``by`` is the cell, as in the figure; of a figure of one currency, with ``currency``. For a mean and the like the
    numerator and the denominator are the rows that were measured. ``excluded`` are rows of the period, country and cell
    that are not in the denominator: earlier returns of the same person, other kinds of application.

    :raises FilterDoesNotApply: when the cell or ``where`` names what the rows do not have.
    """
    if definition.aggregate == "reported":
        return []
    source = _source(definition, part)
    asked = _Asked(
        definition,
        before(period) if source.of_the_period_before else period,
        country,
        {**(where or {}), **(by or {})},
    )
    if part is not Part.EXCLUDED:
        return _ids(connection, asked, source, source.rows, _condition(source, part))
    chosen_from = row_set(source.rows.part_of) if source.rows.part_of else source.rows
    there = _ids(connection, asked, source, chosen_from, exp.true())
    everywhere = _Asked(definition, asked.period, None, {})
    counted = set(_ids(connection, everywhere, source, source.rows, _condition(source, Part.DENOMINATOR)))
    return [each for each in there if each not in counted]


def _source(definition: Definition, part: Part) -> PartOfDefinition:
    """The part of the definition whose rows are asked for."""
    found = {each.role: each for each in parts_of(definition)}
    if part is Part.NUMERATOR:
        return found.get("counted") or found["all"]
    return found.get("out_of") or found["all"]


def _condition(source: PartOfDefinition, part: Part) -> exp.Expr:
    definition, rows = source.definition, source.rows
    of = all_of(source.of, rows)
    if source.role == "out_of":
        unknown = unknown_sql(source.tells, rows) if source.tells else exp.false()
        return both(of, unknown) if part is Part.UNKNOWN else of
    if definition.measure:
        names = [each for each in (definition.measure, definition.over) if each]
        there = both(*(exp.not_(measured(name, rows).is_(exp.null())) for name in names))
        return both(of, exp.not_(there) if part is Part.UNKNOWN else there)
    if part is Part.DENOMINATOR:
        return of
    decide = fulfilled if part is Part.NUMERATOR else undecided
    return both(of, decide(definition.that, rows))


def _ids(
    connection: duckdb.DuckDBPyConnection,
    asked: _Asked,
    source: PartOfDefinition,
    rows: RowSet,
    condition: exp.Expr,
) -> list[str]:
    limits = filters(asked.cell, rows, asked.definition.code)
    used = {name for name in (*source.columns(), *(each.column for each in limits)) if rows.column(name)}
    used |= {CURRENCY} & {each.column for each in limits}
    facts = Rows((rows,), source.placing, Spell((asked.period,)))
    countries = None if asked.country is None else [asked.country]
    query = exp.select("id").from_("rows").order_by("id")
    query = query.where(both(condition, all_of(limits, rows), _in(rows)), copy=False)
    if periods := facts.periods():
        query = query.with_("periods", as_=periods, copy=False)
    query = query.with_("rows", as_=facts.select(used, countries), copy=False)
    return [row[0] for row in connection.execute(query.sql("duckdb")).fetchall()]


def _in(rows: RowSet) -> exp.Expr:
    return exp.column(belongs(rows)) if rows.belongs else exp.true()
