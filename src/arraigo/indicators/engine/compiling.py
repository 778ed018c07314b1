"""
From definitions to one plan.

A definition is one or two *parts*: what is counted, and what it is out of where those are other rows or another
period. Parts that read the same fact become one scan: each is a few filtered aggregates of it. Cells of one crossing
add up to the total, so that the total is not asked for; what does not add up (a median, a person in several groups)
is a scan of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from sqlglot import exp, parse_one

from arraigo.core.periods import Period
from arraigo.indicators.engine.aggregates import Aggregates
from arraigo.indicators.engine.conditions import Where, all_of, filters
from arraigo.indicators.engine.definition import BREAKDOWNS, CURRENCY, GROUP, Definition
from arraigo.indicators.engine.parts import Part, parts_of
from arraigo.indicators.engine.periods import before
from arraigo.indicators.engine.refusals import BreakdownDoesNotApply, FilterDoesNotApply
from arraigo.indicators.engine.rows import Label, Rows, Spell, spells

Crossing = tuple[str, ...]
"""Breakdown keys that are crossed; the empty one is the total."""

Dialect = Literal["duckdb", "spark"]

Filter = tuple[tuple[str, str | tuple[str, ...]], ...]


@dataclass(frozen=True, eq=False)
class Scan:
    """
    One statement, and what its columns are: the period, the country, the keys, the aggregates.

    ``totals``: whether it gives totals itself; otherwise the cells of its first crossing add up to them.
    """

    parts: tuple[Part, ...]
    keys: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    totals: bool
    labels: Mapping[Label, str]
    places: tuple[tuple[int | None, ...], ...]
    query: exp.Expr

    def sql(self, dialect: Dialect = "duckdb") -> str:
        """The statement for ``duckdb`` or ``spark``."""
        return self._duckdb if dialect == "duckdb" else self.query.sql(dialect)

    @property
    def relations(self) -> set[str]:
        """The facts that it reads, as they are called in SQL."""
        return {table.name for table in self.query.find_all(exp.Table) if table.name.startswith("fact_")}

    @cached_property
    def _duckdb(self) -> str:
        return self.query.sql("duckdb")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be computed, and for what."""

    definitions: tuple[Definition, ...]
    periods: tuple[Period, ...]
    countries: tuple[str, ...] | None
    crossings: tuple[Crossing, ...]
    scans: tuple[Scan, ...]

    def sql(self, dialect: Dialect = "duckdb") -> list[str]:
        """The statements for ``duckdb`` or ``spark``."""
        return [scan.sql(dialect) for scan in self.scans]


def compile_plan(
    definitions: Sequence[Definition],
    periods: Period | Sequence[Period],
    countries: Iterable[str] | None = None,
    by: Sequence[str] | Sequence[Crossing] = (),
    where: Where | None = None,
) -> Plan:
    """
    Plan the figures of all definitions in all periods and countries.

    Totals are always there. ``by`` adds the cells of one crossing (``("sex", "age_band")``) or of each of several
    (``(("sex",), ("age_band",))``). Without countries there is a figure for each country that has rows.

    :raises BreakdownDoesNotApply: when a definition lacks a breakdown that is asked for.
    :raises FilterDoesNotApply: when ``where`` names what the rows of a definition do not have.
    """
    periods = (periods,) if isinstance(periods, Period) else tuple(dict.fromkeys(periods))
    countries = None if countries is None else tuple(dict.fromkeys(countries))
    crossings = _crossings(by)
    for definition in definitions:
        _check(definition, crossings, where or {})
    limits = tuple(
        (key, wanted if isinstance(wanted, str) else tuple(wanted)) for key, wanted in (where or {}).items()
    )
    scans = [
        scan
        for parts in _together([part for each in definitions for part in parts_of(each)])
        for scan in _scans(parts, periods, countries, crossings, limits)
    ]
    return Plan(tuple(definitions), periods, countries, crossings, tuple(scans))


def _crossings(by: Sequence[str] | Sequence[Crossing]) -> tuple[Crossing, ...]:
    alone = tuple(each for each in by if isinstance(each, str))
    several = [each for each in by if not isinstance(each, str)]
    # A key crossed with itself is itself; the total comes first.
    return tuple(dict.fromkeys(tuple(dict.fromkeys(each)) for each in ((), alone, *several)))


def _check(definition: Definition, crossings: Iterable[Crossing], where: Where) -> None:
    if definition.aggregate == "reported" and where:
        raise FilterDoesNotApply(definition.code, next(iter(where)), ())
    for key in (key for crossing in crossings for key in crossing):
        if key not in definition.by or key not in BREAKDOWNS:
            raise BreakdownDoesNotApply(definition.code, key, definition.by)


def _together(parts: Iterable[Part]) -> list[tuple[Part, ...]]:
    """Parts that one scan can answer: of the same fact and of the same nature."""
    grains: dict[tuple[str, bool, bool, bool], list[Part]] = {}
    for part in parts:
        grain = (part.placing.fact, part.of_money, part.adds_up, part.of_the_period_before)
        grains.setdefault(grain, []).append(part)
    return [tuple(grain) for grain in grains.values()]


def _scans(
    parts: tuple[Part, ...],
    periods: tuple[Period, ...],
    countries: tuple[str, ...] | None,
    crossings: tuple[Crossing, ...],
    where: Filter,
) -> Iterator[Scan]:
    asked = tuple(before(each) for each in periods) if parts[0].of_the_period_before else periods
    plain = tuple(crossing for crossing in crossings if GROUP not in crossing)
    grouped = tuple(crossing for crossing in crossings if GROUP in crossing)
    for spell in spells(asked, parts[0].placing):
        for some in (plain, grouped):
            if some:
                yield _scan(parts, spell, countries, some, where)


@lru_cache(maxsize=512)
def _scan(
    parts: tuple[Part, ...],
    spell: Spell,
    countries: tuple[str, ...] | None,
    crossings: tuple[Crossing, ...],
    where: Filter,
) -> Scan:
    # Kept: the same pages ask for the same figures all day, and writing a statement takes as long as its answer.
    grouped = any(GROUP in crossing for crossing in crossings)
    sets = tuple({part.rows.name: part.rows for part in parts}.values())
    # Each part is asked, since each may refuse; they mean the same columns of one fact.
    limits = [filters(dict(where), part.rows, part.code) for part in parts]
    keys = tuple(dict.fromkeys(key for crossing in crossings for key in crossing))
    names = {key: BREAKDOWNS[key] for key in keys}
    used = {
        *names.values(),
        *(column for part in parts for column in part.columns()),
        *(c.column for c in limits[0]),
    }
    used |= {CURRENCY} if parts[0].of_money else set()
    rows = Rows(sets, parts[0].placing, spell)
    aggregates = Aggregates()
    places = tuple(aggregates.of_part(part) for part in parts)
    totals = grouped or not parts[0].adds_up or crossings == ((),)
    shown = {
        key: exp.column("one_group") if key == GROUP else exp.column(name) for key, name in names.items()
    }
    always = [exp.column("period"), exp.column("country"), *([_currency()] if parts[0].of_money else [])]
    query = exp.select(
        *always,
        *(exp.alias_(shown[key].copy(), f"key_{place}", copy=False) for place, key in enumerate(keys)),
        *(exp.alias_(each, f"value_{place}", copy=False) for place, each in enumerate(aggregates.found)),
    ).from_("rows")
    if where:
        query = query.where(all_of(limits[0], sets[0]), copy=False)
    if grouped:
        exploded = parse_one("SELECT * FROM rows CROSS JOIN UNNEST(groups) AS g(one_group)", dialect="duckdb")
        query.set("joins", exploded.args["joins"])
    told = crossings if totals else tuple(crossing for crossing in crossings if crossing)
    query.set("group", _grouping(told, shown, [_plain(each) for each in always]))
    if periods := rows.periods():
        query = query.with_("periods", as_=periods, copy=False)
    query = query.with_("rows", as_=rows.select(used, countries), copy=False)
    return Scan(parts, keys, told, totals, spell.labels(), places, query)


def _currency() -> exp.Expr:
    return exp.alias_(_plain(exp.column(CURRENCY)), CURRENCY)


def _plain(column: exp.Expr) -> exp.Expr:
    """What is grouped by: an empty currency is one of its own."""
    if column.name == CURRENCY or column.alias == CURRENCY:
        return exp.Coalesce(this=exp.column(CURRENCY), expressions=[exp.Literal.string("")])
    return column.copy()


def _grouping(
    crossings: Sequence[Crossing], shown: Mapping[str, exp.Expr], always: Sequence[exp.Expr]
) -> exp.Group:
    if len(crossings) == 1:
        keys = [shown[key].copy() for key in crossings[0]]
        return exp.Group(expressions=[*(each.copy() for each in always), *keys])
    sets = [
        exp.Tuple(expressions=[*(each.copy() for each in always), *(shown[key].copy() for key in crossing)])
        for crossing in crossings
    ]
    return exp.Group(expressions=[exp.GroupingSets(expressions=sets)])
