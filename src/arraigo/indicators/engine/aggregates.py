"""The aggregates of parts, each written once however many definitions ask for it."""

from __future__ import annotations

from sqlglot import exp

from arraigo.indicators.engine.conditions import all_of, both, fulfilled, measured, undecided, unknown_sql
from arraigo.indicators.engine.parts import Part
from arraigo.indicators.engine.rows import belongs

COLUMNS_EACH = 4
"""Rows, numerator, denominator, unknown: what a part gives."""


class Aggregates:
    """The aggregates of a scan in their order; the same one is asked for once."""

    def __init__(self) -> None:
        self.found: list[exp.Expr] = []
        self._places: dict[str, int] = {}

    def of_part(self, part: Part) -> tuple[int | None, ...]:
        """Where the part's rows, numerator, denominator and unknown stand; None where it has no such thing."""
        return tuple(None if each is None else self._place(each) for each in _aggregates(part))

    def _place(self, aggregate: exp.Expr) -> int:
        written = aggregate.sql("duckdb")
        if written not in self._places:
            self._places[written] = len(self.found)
            self.found.append(aggregate)
        return self._places[written]


def _aggregates(part: Part) -> tuple[exp.Expr | None, ...]:
    of = both(_belongs(part), all_of(part.of, part.rows))
    if part.role == "out_of":
        known = unknown_sql(part.tells, part.rows) if part.tells else None
        return _count(of), None, _count(of), _count(both(of, known)) if known is not None else None
    if part.definition.measure:
        return _measured(part, of)
    that = part.definition.that
    counted, unknown = both(of, fulfilled(that, part.rows)), both(of, undecided(that, part.rows))
    undecidable = unknown == exp.false() or not that
    return _count(of), _count(counted), _count(of), None if undecidable else _count(unknown)


def _measured(part: Part, of: exp.Expr) -> tuple[exp.Expr | None, ...]:
    measure = measured(part.definition.measure or "", part.rows)
    over = measured(part.definition.over, part.rows) if part.definition.over else None
    present: exp.Expr = exp.not_(measure.is_(exp.null()))
    if over is not None:
        present = both(present, exp.not_(over.is_(exp.null())))
    there, missing = both(of, present), both(of, exp.not_(present))
    if part.definition.aggregate == "median":
        return _count(of), _filtered(exp.Median(this=measure), there), _count(there), _count(missing)
    summed = _filtered(exp.Sum(this=measure), there)
    out_of = _count(there) if over is None else _filtered(exp.Sum(this=over), there)
    return _count(of), summed, out_of, _count(missing)


def _belongs(part: Part) -> exp.Expr:
    return exp.column(belongs(part.rows)) if part.rows.belongs else exp.true()


def _count(condition: exp.Expr) -> exp.Expr:
    return _filtered(exp.Count(this=exp.Star()), condition)


def _filtered(aggregate: exp.Expr, condition: exp.Expr) -> exp.Expr:
    if condition == exp.true():
        return aggregate.copy()
    return exp.Filter(this=aggregate.copy(), expression=exp.Where(this=condition.copy()))
