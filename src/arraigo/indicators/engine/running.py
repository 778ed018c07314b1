"""From a plan to figures, on whatever answers its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import duckdb

from arraigo.core.periods import AGE_BANDS
from arraigo.indicators.engine.compiling import Dialect, Plan, Scan
from arraigo.indicators.engine.definition import UNKNOWN, Aggregate, Definition
from arraigo.indicators.engine.figures import Figure
from arraigo.indicators.engine.parts import Role
from arraigo.indicators.engine.periods import before
from arraigo.warehouse.predicates import row_set

_AGES = {code: place for place, (_first, _last, code) in enumerate(AGE_BANDS, start=1)} | {
    UNKNOWN: len(AGE_BANDS) + 1
}
"""Cells come in the order of their codes, age bands in that of the ages, and what is not known at the end."""

Number = int | Decimal | float
Answer = Callable[[str], Iterable[Sequence[Any]]]
"""Gives the rows that a statement asks for."""

Cell = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""Period, country, currency (empty: none), and the keys with their values."""


class Tally(NamedTuple):
    """What a part gives in one cell. ``numerator`` and ``denominator`` are None where there is nothing to sum."""

    rows: int = 0
    numerator: Number | None = None
    denominator: Number | None = None
    unknown: int = 0

    def plus(self, other: Tally) -> Tally:
        """Cells of one crossing add up."""
        return Tally(
            self.rows + other.rows,
            _sum(self.numerator, other.numerator),
            _sum(self.denominator, other.denominator),
            self.unknown + other.unknown,
        )


Tallies = dict[Cell, Tally]
_NOTHING = Tally()


def run(plan: Plan, engine: duckdb.DuckDBPyConnection | Answer, dialect: Dialect = "duckdb") -> list[Figure]:
    """
    Compute a plan: figures in the order of its definitions, periods and countries, totals before cells.

    ``engine`` is a DuckDB connection that has the facts, or whatever answers statements of the ``dialect``. A cell in
    which a definition has no rows is absent. A total is there for every country that was asked for, with the value
    None where nothing can be divided.
    """
    answer = engine if callable(engine) else _on_duckdb(engine)
    tallies: dict[tuple[str, Role], Tallies] = {}
    for scan in plan.scans:
        rows = list(answer(scan.sql(dialect)))
        cells = _cells_of(scan, rows)
        for place, part in enumerate(scan.parts):
            _take_in(tallies.setdefault((part.code, part.role), {}), scan, place, cells, rows)
    order = _Order(plan)
    return [figure for each in plan.definitions for figure in _figures(plan, each, tallies, order)]


def _on_duckdb(connection: duckdb.DuckDBPyConnection) -> Answer:
    return lambda sql: connection.execute(sql).fetchall()


def _cells_of(scan: Scan, rows: Iterable[Sequence[Any]]) -> list[Cell]:
    """The cell of each row of a scan."""
    money = scan.parts[0].of_money
    first = 2 + money
    last = first + len(scan.keys)
    # A key that is not of the row's grouping set is empty; a value never is: what is not known is `unknown`.
    return [
        (
            scan.labels[row[0]],
            row[1],
            row[2] if money else "",
            tuple(pair for pair in zip(scan.keys, row[first:last], strict=True) if pair[1] is not None),
        )
        for row in rows
    ]


def _take_in(
    found: Tallies, scan: Scan, part: int, cells: Sequence[Cell], rows: Iterable[Sequence[Any]]
) -> None:
    """What a scan's rows say of one of its parts; its cells, and their sum where it gives no totals."""
    first = 2 + scan.parts[part].of_money + len(scan.keys)
    counted, numerator, denominator, unknown = (
        None if place is None else first + place for place in scan.places[part]
    )
    alone = len(scan.crossings) == 1
    for cell, row in zip(cells, rows, strict=True):
        there = row[counted] if counted is not None else 0
        if not there:
            continue
        tally = Tally(
            there,
            None if numerator is None else row[numerator],
            None if denominator is None else row[denominator],
            (0 if unknown is None else row[unknown]) or 0,
        )
        found[cell] = tally
        if not scan.totals and (alone or tuple(key for key, _value in cell[3]) == scan.crossings[0]):
            total = (*cell[:3], ())
            found[total] = found.get(total, _NOTHING).plus(tally)


def _figures(
    plan: Plan, definition: Definition, tallies: Mapping[tuple[str, Role], Tallies], order: _Order
) -> Iterator[Figure]:
    if definition.aggregate == "reported":
        return
    found = _cells(plan, definition, tallies)
    present = {cell[:2] for cell in found if not cell[3]}
    for period in plan.periods:
        for country in plan.countries or ():
            if (period.label, country) not in present:
                found[period.label, country, "", ()] = _NOTHING
    arithmetic, code = _arithmetic(definition), definition.code
    for cell in sorted(found, key=order.place):
        tally = found[cell]
        if not tally.rows and cell[3]:
            continue
        label, country, currency, _by = cell
        numerator, denominator, exact = arithmetic(tally)
        yield Figure(
            code,
            label,
            country,
            order.keys(cell),
            exact,
            numerator,
            denominator,
            tally.unknown,
            currency or None,
        )


def _cells(plan: Plan, definition: Definition, tallies: Mapping[tuple[str, Role], Tallies]) -> Tallies:
    """The definition's cells, its parts put together."""
    if definition.out_of:
        return _out_of(
            tallies.get((definition.code, "counted"), {}), tallies.get((definition.code, "out_of"), {})
        )
    own = dict(tallies.get((definition.code, "all"), {}))
    if definition.aggregate != "growth":
        return own
    later = {before(period).label: period.label for period in plan.periods}
    moved = {
        (later[period], *rest): tally
        for (period, *rest), tally in tallies.get((definition.code, "before"), {}).items()
    }
    return _grown(own, moved)  # type: ignore[arg-type]


def _out_of(counted: Tallies, out_of: Tallies) -> Tallies:
    """Rows of one set over those of another."""
    return {
        cell: Tally(
            rows=counted.get(cell, _NOTHING).rows + out_of.get(cell, _NOTHING).rows,
            numerator=counted.get(cell, _NOTHING).numerator or 0,
            denominator=out_of.get(cell, _NOTHING).denominator or 0,
            unknown=counted.get(cell, _NOTHING).unknown + out_of.get(cell, _NOTHING).unknown,
        )
        for cell in {**counted, **out_of}
    }


def _grown(now: Tallies, earlier: Tallies) -> Tallies:
    """The difference of two sums over the earlier one; nothing where one of them is a sum of nothing."""
    found: Tallies = {}
    for cell in {**now, **earlier}:
        one, other = now.get(cell, _NOTHING), earlier.get(cell, _NOTHING)
        known = one.numerator is not None and other.numerator is not None
        found[cell] = Tally(
            rows=one.rows + other.rows,
            numerator=one.numerator - other.numerator if known else None,  # type: ignore[operator]
            denominator=other.numerator,
            unknown=one.unknown + other.unknown,
        )
    return found


Shown = tuple[int | Decimal | None, int | Decimal | None, Fraction | None]
"""Numerator and denominator as they are shown, and the exact value."""


def _arithmetic(definition: Definition) -> Callable[[Tally], Shown]:
    """How a definition makes its figure of a tally."""
    ways: dict[Aggregate, Callable[[Tally], Shown]] = {
        "count": _added_up,
        "sum": _added_up,
        "median": partial(_median, _per(definition)),
        "mean": partial(_divided, 1, _per(definition)),
        "share": partial(_divided, 100, 1),
        "ratio": partial(_divided, 100, 1),
        "growth": _growth,
    }
    return ways[definition.aggregate]


def _added_up(tally: Tally) -> Shown:
    """Of nothing, a count and a sum are 0."""
    numerator = _whole(tally.numerator or 0)
    return numerator, None, Fraction(numerator or 0)


def _median(per: int, tally: Tally) -> Shown:
    value = Fraction(tally.numerator or 0) / per if tally.denominator else None
    return None, _whole(tally.denominator or 0), value


def _divided(times: int, per: int, tally: Tally) -> Shown:
    """Of nothing, a share and a mean are nothing."""
    numerator, denominator = _whole(tally.numerator or 0), _whole(tally.denominator or 0)
    if per != 1 and numerator is not None:
        numerator = Decimal(numerator) / per
    return numerator, denominator, _quotient(times, numerator, denominator)


def _growth(tally: Tally) -> Shown:
    numerator, denominator = _whole(tally.numerator), _whole(tally.denominator or 0)
    return numerator, denominator, _quotient(100, numerator, denominator)


def _quotient(
    times: int, numerator: int | Decimal | None, denominator: int | Decimal | None
) -> Fraction | None:
    if numerator is None or not denominator:
        return None
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator * times, denominator)
    return Fraction(numerator) * times / Fraction(denominator)


def _per(definition: Definition) -> int:
    column = row_set(definition.rows).column(definition.measure or "")
    return column.per if column else 1


def _whole(number: Number | None) -> int | Decimal | None:
    """A decimal without digits behind the point is a whole number."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else Decimal(str(number)).normalize()


def _sum(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other  # type: ignore[operator]


class _Order:
    """Where a cell comes among the others of its definition; each is asked for by many definitions."""

    def __init__(self, plan: Plan) -> None:
        self._periods = {period.label: place for place, period in enumerate(plan.periods)}
        self._countries = {country: place for place, country in enumerate(plan.countries or ())}
        self._crossings = {frozenset(each): place for place, each in enumerate(plan.crossings)}
        self._places: dict[Cell, tuple[Any, ...]] = {}
        self._keys: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def keys(self, cell: Cell) -> Mapping[str, str]:
        """The keys of a cell with their values."""
        if cell[3] not in self._keys:
            self._keys[cell[3]] = dict(cell[3])
        return self._keys[cell[3]]

    def place(self, cell: Cell) -> tuple[Any, ...]:
        """Period, country, total before cells, the values in their order, currency."""
        if cell not in self._places:
            self._places[cell] = self._place(cell)
        return self._places[cell]

    def _place(self, cell: Cell) -> tuple[Any, ...]:
        period, country, currency, by = cell
        return (
            self._periods[period],
            self._countries.get(country, 0),
            country,
            self._crossings[frozenset(key for key, _value in by)],
            tuple((_AGES.get(value, 0), value) for _key, value in by),
            currency,
        )
