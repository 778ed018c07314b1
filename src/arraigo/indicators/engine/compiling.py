"""
From definitions to one plan.

Definitions that read the same rows by the same date become one scan: each is a few filtered aggregates of it, and
totals and breakdowns are grouping sets. Breakdowns by group need each row once a group and are a scan of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlglot import exp, parse_one

from arraigo.core.periods import Period
from arraigo.indicators.engine.conditions import Where, all_of, both, filters, fulfilled, undecided
from arraigo.indicators.engine.definition import BREAKDOWNS, GROUP, Condition, Definition
from arraigo.indicators.engine.refusals import BreakdownDoesNotApply
from arraigo.warehouse.predicates import RETURNS_IN_FORCE, Attribute, RowSet, row_set

Crossing = tuple[str, ...]
"""Breakdown keys that are crossed; the empty one is the total."""


@dataclass(frozen=True, eq=False)
class Scan:
    """One statement: its definitions, and the keys in the order of its columns (period, country, keys, aggregates)."""

    definitions: tuple[Definition, ...]
    keys: tuple[str, ...]
    query: exp.Expr

    def sql(self, dialect: str = "duckdb") -> str:
        """The statement for ``duckdb`` or ``spark``."""
        return self._duckdb if dialect == "duckdb" else self.query.sql(dialect)

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

    def sql(self, dialect: str = "duckdb") -> list[str]:
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
    periods = (periods,) if isinstance(periods, Period) else tuple(periods)
    countries = None if countries is None else tuple(dict.fromkeys(countries))
    crossings = _crossings(by)
    for definition in definitions:
        _check(definition, crossings)
    limits = tuple(
        (key, wanted if isinstance(wanted, str) else tuple(wanted)) for key, wanted in (where or {}).items()
    )
    scans = [
        _scan(grain, periods, countries, some, limits)
        for grain in _grains(definitions)
        for some in _alike(crossings)
    ]
    return Plan(tuple(definitions), periods, countries, crossings, tuple(scans))


def _crossings(by: Sequence[str] | Sequence[Crossing]) -> tuple[Crossing, ...]:
    alone = tuple(each for each in by if isinstance(each, str))
    several = [each for each in by if not isinstance(each, str)]
    # A key crossed with itself is itself; the total comes first.
    return tuple(dict.fromkeys(tuple(dict.fromkeys(each)) for each in ((), alone, *several)))


def _check(definition: Definition, crossings: Iterable[Crossing]) -> None:
    for key in (key for crossing in crossings for key in crossing):
        if key not in definition.by or key not in BREAKDOWNS:
            raise BreakdownDoesNotApply(definition.code, key, definition.by)


def _grains(definitions: Iterable[Definition]) -> list[tuple[Definition, ...]]:
    """Definitions together that read the same rows by the same date."""
    grains: dict[tuple[str, str], list[Definition]] = {}
    for definition in definitions:
        grains.setdefault((definition.rows, definition.period), []).append(definition)
    return [tuple(grain) for grain in grains.values()]


def _alike(crossings: Sequence[Crossing]) -> list[tuple[Crossing, ...]]:
    """Crossings that one scan can answer: those by group apart from the others."""
    plain = tuple(crossing for crossing in crossings if GROUP not in crossing)
    grouped = tuple(crossing for crossing in crossings if GROUP in crossing)
    return [some for some in (plain, grouped) if some]


@lru_cache(maxsize=512)
def _scan(
    definitions: tuple[Definition, ...],
    periods: tuple[Period, ...],
    countries: tuple[str, ...] | None,
    crossings: tuple[Crossing, ...],
    where: tuple[tuple[str, str | tuple[str, ...]], ...],
) -> Scan:
    # Kept: the same pages ask for the same figures all day, and writing a statement takes as long as its answer.
    rows = row_set(definitions[0].rows)
    limits = filters(dict(where), rows, definitions[0].code)
    keys = tuple(dict.fromkeys(key for crossing in crossings for key in crossing))
    names = [BREAKDOWNS[key] for key in keys]
    used = {*names, *_columns(definitions), *(limit.column for limit in limits)}
    facts = Facts(rows, definitions[0].period, periods)
    query = facts.select(used, countries, limits)
    shown = {key: exp.column(BREAKDOWNS[key]) for key in keys}
    if GROUP in keys:
        query = _each_group(query)
        shown[GROUP] = exp.column("one_group")
    query = query.select(
        exp.column("period"),
        exp.column("country"),
        *(exp.alias_(shown[key].copy(), f"key_{place}", copy=False) for place, key in enumerate(keys)),
        *(
            part
            for place, definition in enumerate(definitions)
            for part in _aggregates(definition, rows, place)
        ),
        append=False,
        copy=False,
    )
    query.set("group", _grouping(crossings, shown))
    return Scan(definitions, keys, query)


def _columns(definitions: Iterable[Definition]) -> set[str]:
    tested = {c.column for definition in definitions for c in (*definition.of, *definition.that)}
    return tested | {definition.measure for definition in definitions if definition.measure}


def _each_group(query: exp.Select) -> exp.Select:
    """Every row once for each of its groups."""
    exploded = parse_one("SELECT * FROM facts CROSS JOIN UNNEST(groups) AS g(one_group)", dialect="duckdb")
    query.set("joins", exploded.args["joins"])
    return query


def _grouping(crossings: Iterable[Crossing], shown: dict[str, exp.Column]) -> exp.Group:
    always = [exp.column("period"), exp.column("country")]
    sets = [
        exp.Tuple(expressions=[*(each.copy() for each in always), *(shown[key].copy() for key in crossing)])
        for crossing in crossings
    ]
    return exp.Group(expressions=[exp.GroupingSets(expressions=sets)])


def _aggregates(definition: Definition, rows: RowSet, place: int) -> list[exp.Expr]:
    """Rows, numerator, denominator and unknown of one definition, in this order."""
    of, counted = all_of(definition.of, rows), exp.Count(this=exp.Star())
    if definition.measure:
        measure = exp.column(definition.measure)
        missing = measure.copy().is_(exp.null())
        parts = [
            _filtered(counted, of),
            _filtered(exp.Sum(this=measure), of),
            _filtered(counted, both(of, exp.not_(missing))),
            _filtered(counted, both(of, missing)),
        ]
    else:
        parts = [
            _filtered(counted, of),
            _filtered(counted, both(of, fulfilled(definition.that, rows))),
            _filtered(counted, of),
            _filtered(counted, both(of, undecided(definition.that, rows))),
        ]
    names = ("rows", "numerator", "denominator", "unknown")
    return [exp.alias_(part, f"{name}_{place}", copy=False) for name, part in zip(names, parts, strict=True)]


def _filtered(aggregate: exp.Expr, condition: exp.Expr) -> exp.Expr:
    if condition == exp.true():
        return aggregate.copy()
    return exp.Filter(this=aggregate.copy(), expression=exp.Where(this=condition.copy()))


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a set in some periods, with the attributes that are asked for."""

    rows: RowSet
    on: str
    periods: tuple[Period, ...]

    def select(
        self, used: Iterable[str], countries: Sequence[str] | None, limits: Sequence[Condition]
    ) -> exp.Select:
        """``SELECT id, period, country FROM facts`` with the columns ``used``, in these countries and limits."""
        wanted = {"country", *used}
        attributes = [self.rows.attributes[name] for name in sorted(wanted) if name in self.rows.attributes]
        query = exp.select("id", "period", "country").from_("facts")
        for name, text in self._parts(attributes, sorted(wanted & self.rows.columns.keys())):
            query.with_(name, as_=_parsed(text), copy=False)
        if countries is not None:
            named = exp.column("country").isin(*(exp.Literal.string(each) for each in countries), copy=False)
            query.where(named, copy=False)
        return query.where(all_of(limits, self.rows), copy=False) if limits else query

    def _parts(self, attributes: Sequence[Attribute], columns: Sequence[str]) -> Iterable[tuple[str, str]]:
        derived = [each for each in attributes if each.from_attribute]
        sources = [self.rows.attributes[each.from_attribute] for each in derived if each.from_attribute]
        first = list(dict.fromkeys([*(each for each in attributes if not each.from_attribute), *sources]))
        joins = [join for each in first for join in each.joins]
        yield "periods", _values(self.periods)
        yield "counted", self.rows.sql.format(on=self.on)
        if "return" in joins:
            yield "returns_in_force", RETURNS_IN_FORCE
        yield (
            "located",
            " ".join(
                [
                    "SELECT",
                    ", ".join(
                        [
                            "f.id, f.period",
                            *(f"f.{column}" for column in columns),
                            *(f"{each.sql} AS {each.name}" for each in first),
                        ]
                    ),
                    "FROM counted AS f",
                    *self.rows.derived.joins(joins),
                ]
            ),
        )
        also = "".join(f", {each.sql} AS {each.name}" for each in derived)
        yield "facts", f"SELECT *{also} FROM located"  # noqa: S608 - our own names


def _values(periods: Iterable[Period]) -> str:
    rows = ", ".join(
        f"('{period.label}', CAST('{period.first}' AS DATE), CAST('{period.last}' AS DATE))"
        for period in periods
    )
    return f"SELECT * FROM (VALUES {rows}) AS v(label, first_day, last_day)"  # noqa: S608 - only dates


def _parsed(text: str) -> exp.Expr:
    return parse_one(text, dialect="duckdb")
