"""Conditions as SQL. Values always enter as literals that sqlglot writes, never as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlglot import exp

from arraigo.indicators.engine.definition import BREAKDOWNS, UNKNOWN, Condition
from arraigo.indicators.engine.refusals import FilterDoesNotApply
from arraigo.warehouse.predicates import RowSet
from arraigo.warehouse.tables import Kind

_COMPARED: Mapping[str, type[exp.Binary]] = {
    "at_least": exp.GTE,
    "at_most": exp.LTE,
    "above": exp.GT,
    "below": exp.LT,
}

Where = Mapping[str, str | Sequence[str]]
"""A filter: a breakdown, an attribute or a column, and the code or codes that it may have."""


def condition_sql(condition: Condition, rows: RowSet) -> exp.Expr:
    """True where the column fulfils the condition."""
    kind, column = _kind(condition.column, rows), measured(condition.column, rows)
    if condition.test in _COMPARED:
        return _COMPARED[condition.test](this=column, expression=_literal(condition.values[0]))
    codes = [exp.Literal.string(str(value)) for value in condition.values]
    if kind is Kind.CODES:
        among = exp.or_(*(exp.ArrayContains(this=column.copy(), expression=code) for code in codes))
    else:
        among = _known_code(column).isin(*codes)
    return exp.not_(among) if condition.test == "not" else among


def unknown_sql(name: str, rows: RowSet) -> exp.Expr:
    """True where the column is empty or ``unknown``. Somebody in no group is known to be in none."""
    kind, column = _kind(name, rows), measured(name, rows)
    if kind is Kind.CODES:
        return exp.false()
    if kind is Kind.CODE:
        return _known_code(column).eq(exp.Literal.string(UNKNOWN))
    return column.is_(exp.null())


def measured(name: str, rows: RowSet) -> exp.Column:
    """A column of a set of rows as scans call it."""
    return exp.column(rows.alias(name))


def all_of(conditions: Iterable[Condition], rows: RowSet) -> exp.Expr:
    """True where every condition is fulfilled."""
    return both(*(condition_sql(each, rows) for each in conditions))


def fulfilled(conditions: Iterable[Condition], rows: RowSet) -> exp.Expr:
    """True where every deciding column is known and fulfils its condition."""
    parts = [
        part
        for each in conditions
        for part in (condition_sql(each, rows), exp.not_(unknown_sql(each.column, rows)))
    ]
    return both(*parts)


def undecided(conditions: Iterable[Condition], rows: RowSet) -> exp.Expr:
    """True where a deciding column is unknown and no other one has decided against the row already."""
    pairs = [(condition_sql(each, rows), unknown_sql(each.column, rows)) for each in conditions]
    if not pairs:
        return exp.false()
    if len(pairs) == 1:
        return pairs[0][1]
    still_open = [exp.or_(unknown.copy(), test) for test, unknown in pairs]
    return both(exp.or_(*(unknown for _test, unknown in pairs)), *still_open)


def both(*conditions: exp.Expr) -> exp.Expr:
    """All of the conditions, without those that always hold; true where none is left."""
    telling = [each.copy() for each in conditions if each != exp.true()]
    return exp.and_(*telling, copy=False) if telling else exp.true()


def filters(where: Where, rows: RowSet, code: str) -> tuple[Condition, ...]:
    """
    A filter as conditions.

    :raises FilterDoesNotApply: when the rows of the indicator ``code`` have nothing of a name to filter by.
    """
    found = []
    for key, wanted in where.items():
        column = BREAKDOWNS.get(key, key)
        if rows.kind_of(column) not in (Kind.CODE, Kind.CODES):
            raise FilterDoesNotApply(code, key, _filterable(rows))
        values = (wanted,) if isinstance(wanted, str) else tuple(wanted)
        found.append(Condition(column, "any_of", values))
    return tuple(found)


def _filterable(rows: RowSet) -> list[str]:
    shown = {attribute: key for key, attribute in BREAKDOWNS.items()}
    names = [*rows.attributes, *rows.columns]
    return [shown.get(name, name) for name in names if rows.kind_of(name) in (Kind.CODE, Kind.CODES)]


def _kind(name: str, rows: RowSet) -> Kind:
    kind = rows.kind_of(name)
    if kind is None:
        raise LookupError(f"The rows {rows.name!r} have no {name!r}.")
    return kind


def _known_code(column: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=column, expressions=[exp.Literal.string(UNKNOWN)])


def _literal(value: str | Decimal) -> exp.Expr:
    return exp.Literal.number(str(value))
