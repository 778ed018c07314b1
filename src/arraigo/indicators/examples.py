"""Worked examples of the content: each is computed as it stands, and what differs is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from arraigo.indicators.definitions import Example, Goal, Indicator
from arraigo.indicators.engine import Figure, Plan, compile_plan, run
from arraigo.indicators.engine.goals import Better, judge
from arraigo.warehouse import memory, spark
from arraigo.warehouse.tables import TABLES, Row

Tables = Mapping[str, list[Row]]
Way = Callable[[Plan, Tables], list[Figure]]
"""How a plan is computed on a few rows."""


def on_duckdb(plan: Plan, tables: Tables) -> list[Figure]:
    """As figures are computed by default."""
    return run(plan, memory.connect(tables))


def on_spark(session: spark.Spark) -> Way:
    """On a Spark session, from the same facts."""

    def way(plan: Plan, tables: Tables) -> list[Figure]:
        connection = memory.connect(tables)
        for relation in sorted({name for scan in plan.scans for name in scan.relations}):
            session.take(relation, connection.sql(f"SELECT * FROM {relation}").to_arrow_table())  # noqa: S608
        return run(plan, session, "spark")

    return way


def failures(indicator: Indicator, way: Way = on_duckdb) -> Iterator[str]:
    """What an indicator's examples promise and do not give; nothing where all is well."""
    for example in indicator.examples:
        figure = computed(indicator, example, way)
        if figure is None:
            yield f"{indicator.code}: there is no one figure, but: {example.because}"
            continue
        found: dict[str, object] = {
            "value": figure.exact,
            "numerator": _exact(figure.numerator),
            "denominator": _exact(figure.denominator),
            "unknown": figure.unknown,
        }
        for name in sorted(example.gives.model_fields_set):
            wanted = getattr(example.gives, name)
            if wanted != found[name]:
                yield f"{indicator.code}: {name} is {found[name]}, not {wanted}, but: {example.because}"


def goal_failures(goal: Goal, better: Better) -> Iterator[str]:
    """What a goal's examples promise and do not give; ``better`` is the direction of its indicator."""
    for example in goal.examples:
        judged = judge(goal.aim, example.baseline, example.actual, example.today, better)
        if judged.state != example.gives.state:
            yield f"{goal.code}: it is {judged.state}, not {example.gives.state}, but: {example.because}"
        elif example.gives.expected is not None and judged.expected != example.gives.expected:
            yield f"{goal.code}: {judged.expected} is expected, but: {example.because}"


def computed(indicator: Indicator, example: Example, way: Way = on_duckdb) -> Figure | None:
    """The figure of an example; None where there are several, of countries or currencies, and it names none."""
    countries = [example.country] if example.country else None
    by = tuple(example.by)
    plan = compile_plan([indicator.computed], example.period, countries, by, example.where)
    figures = way(plan, {name: _with_keys(name, rows) for name, rows in example.tables.items()})
    wanted = [
        figure
        for figure in figures
        if figure.by == example.by and example.currency in (None, figure.currency)
    ]
    return wanted[0] if len(wanted) == 1 else None


def _exact(number: int | Decimal | Fraction | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _with_keys(table: str, rows: list[dict[str, str]]) -> list[Row]:
    """The rows with a key where they leave it out; a key of several columns is written."""
    keys = TABLES[table].keys
    if len(keys) > 1:
        return list(rows)
    return [{keys[0]: f"{table}-{place}", **row} for place, row in enumerate(rows)]
