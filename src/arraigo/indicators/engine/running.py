"""From a plan to figures, on a DuckDB connection that has the tables of the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from arraigo.core.periods import AGE_BANDS
from arraigo.indicators.engine.compiling import Plan, Scan
from arraigo.indicators.engine.definition import UNKNOWN, Definition
from arraigo.indicators.engine.figures import Figure

_AGES = {code: place for place, (_first, _last, code) in enumerate(AGE_BANDS, start=1)} | {
    UNKNOWN: len(AGE_BANDS) + 1
}
"""Cells come in the order of their codes, age bands in that of the ages, and what is not known at the end."""

COLUMNS_EACH = 4
"""Rows, numerator, denominator, unknown: the columns of a definition in the result of a scan."""


def run(plan: Plan, connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """
    Compute a plan: figures in the order of its definitions, periods and countries, totals before cells.

    A cell in which a definition has no rows is absent. A total is there for every country that was asked for, with
    the value None where nothing can be divided.
    """
    figures = [
        figure
        for scan in plan.scans
        for row in connection.execute(scan.sql()).fetchall()
        for figure in _figures(scan, row)
    ]
    return sorted([*figures, *_missing_totals(plan, figures)], key=_order(plan))


def _figures(scan: Scan, row: Sequence[Any]) -> Iterator[Figure]:
    period, country = row[:2]
    first = 2 + len(scan.keys)
    # A key that is not of the row's grouping set is empty; a value never is: what is not known is `unknown`.
    by = {key: value for key, value in zip(scan.keys, row[2:first], strict=True) if value is not None}
    for place, definition in enumerate(scan.definitions):
        start = first + place * COLUMNS_EACH
        rows, numerator, denominator, unknown = row[start : start + COLUMNS_EACH]
        if rows or not by:
            yield _figure(definition, period, country, by, numerator or 0, denominator, unknown)


def _figure(
    definition: Definition,
    period: str,
    country: str,
    by: dict[str, str],
    numerator: int | Decimal,
    denominator: int,
    unknown: int,
) -> Figure:
    whole = int(numerator) if numerator == int(numerator) else numerator
    return Figure(
        code=definition.code,
        period=period,
        country=country,
        by=by,
        exact=_value(definition, Fraction(whole), denominator),
        numerator=whole,
        denominator=None if definition.aggregate == "count" else denominator,
        unknown=unknown,
    )


def _value(definition: Definition, numerator: Fraction, denominator: int) -> Fraction | None:
    if definition.aggregate == "count":
        return numerator
    if not denominator:
        return None
    return numerator * (100 if definition.aggregate == "share" else 1) / denominator


def _missing_totals(plan: Plan, figures: Sequence[Figure]) -> Iterator[Figure]:
    present = {(figure.code, figure.period, figure.country) for figure in figures if not figure.by}
    for definition in plan.definitions:
        for period in plan.periods:
            for country in plan.countries or ():
                if (definition.code, period.label, country) not in present:
                    yield _figure(definition, period.label, country, {}, 0, 0, 0)


def _order(plan: Plan) -> Any:
    codes = {definition.code: place for place, definition in enumerate(plan.definitions)}
    periods = {period.label: place for place, period in enumerate(plan.periods)}
    countries = {country: place for place, country in enumerate(plan.countries or ())}
    crossings = {frozenset(crossing): place for place, crossing in enumerate(plan.crossings)}

    def place(figure: Figure) -> tuple[Any, ...]:
        return (
            codes[figure.code],
            periods[figure.period],
            countries.get(figure.country, 0),
            figure.country,
            crossings[frozenset(figure.by)],
            tuple((_AGES.get(value, 0), value) for value in figure.by.values()),
        )

    return place
