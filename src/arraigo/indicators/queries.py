"""
Figures of this installation: the content's definitions, computed on the snapshot of its register.

Definitions are those of each country: a pack may add, replace or switch off indicators and goals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from duckdb import DuckDBPyConnection

from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators import reported
from arraigo.indicators.definitions import Goal, Indicator
from arraigo.indicators.engine import (
    BreakdownDoesNotApply,
    Definition,
    Figure,
    FilterDoesNotApply,
    Part,
    Plan,
    compile_plan,
    run,
    table_behind,
)
from arraigo.indicators.engine import records as records_of
from arraigo.indicators.engine.compiling import Crossing
from arraigo.indicators.engine.conditions import Where
from arraigo.indicators.engine.definition import UNKNOWN
from arraigo.indicators.engine.goals import Judgement, judge
from arraigo.indicators.engine.running import Answer
from arraigo.warehouse import queries as warehouse
from arraigo.warehouse import spark
from arraigo.warehouse.snapshot import Snapshot

SnapshotWanted = Literal["ensure", "latest"] | Snapshot
"""``ensure``: a new one where the register has changed since; ``latest``: as it is, even if it is behind."""


Engine = Literal["duckdb", "spark"]


_People = tuple[tuple[str, str], ...]
"""Whom a goal is for, as the items of its filter."""

_Asked = tuple[_People, str, str]
"""People, indicator, period."""


class EngineMissing(Refused):
    """The engine that was asked for is not installed, or does not start."""


class IndicatorUnknown(Refused):
    """There is no indicator of that code in that country."""


class NoSnapshot(Refused):
    """The latest snapshot was asked for, and there is none."""


@dataclass(frozen=True, slots=True)
class Records:
    """The rows that make up one part of a figure: keys of a table of the contract, without any name."""

    part: Part
    table: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """A goal of a country today, with the two figures that decide."""

    goal: Goal
    indicator: Indicator
    country: str
    today: date
    baseline: Figure
    actual: Figure
    judgement: Judgement


def indicators(country: str | None = None) -> list[Indicator]:
    """All indicators as they stand for a country (ISO3), in the order of the families."""
    found = [each for each in content.objects("indicator", _pack(country)) if isinstance(each, Indicator)]
    return sorted(found, key=lambda each: (each.order, each.code))


def indicator(code: str, country: str | None = None) -> Indicator:
    """
    One indicator as it stands for a country (ISO3).

    :raises IndicatorUnknown: when there is none.
    """
    for each in indicators(country):
        if each.code == code:
            return each
    raise IndicatorUnknown(_("There is no indicator “%(code)s”.") % {"code": code})


def goals(country: str | None = None) -> list[Goal]:
    """All goals as they stand for a country (ISO3)."""
    return [each for each in content.objects("goal", _pack(country)) if isinstance(each, Goal)]


def snapshot_in_use(wanted: SnapshotWanted = "ensure") -> Snapshot:
    """
    The snapshot to compute on.

    :raises NoSnapshot: when the latest is wanted and there is none.
    """
    if isinstance(wanted, Snapshot):
        return wanted
    home = Path(settings.ARRAIGO_HOME)
    found = warehouse.ensure(home) if wanted == "ensure" else warehouse.latest(home)
    if found is None:
        raise NoSnapshot(_("There is no snapshot yet. Make one first with “arraigo snapshot”."))
    return found


def compute(
    codes: Sequence[str] | None,
    periods: Period | Sequence[Period],
    countries: Iterable[str] | None = None,
    by: Sequence[str] | Sequence[Crossing] = (),
    where: Where | None = None,
    snapshot: SnapshotWanted = "ensure",
    engine: Engine = "duckdb",
) -> list[Figure]:
    """
    The figures of the codes in the periods and countries: totals, and the cells of the breakdowns.

    Without codes, of all indicators that have the breakdowns and the filter. Without countries, of every country that
    the data name (and of ``unknown``, where facts lie in none). ``by`` is one crossing, or several.

    :raises IndicatorUnknown: when a country has no such indicator.
    :raises BreakdownDoesNotApply: when an indicator asked for by its code lacks a breakdown.
    :raises FilterDoesNotApply: when its rows have nothing of that name.
    :raises NoSnapshot: when the latest snapshot is wanted and there is none.
    :raises EngineMissing: when Spark is asked for and is not there.
    """
    taken = snapshot_in_use(snapshot)
    named = list(dict.fromkeys(countries)) if countries is not None else None
    asked = named if named is not None else [*warehouse.countries(warehouse.connect(taken)), UNKNOWN]
    planned = [
        _planned(definitions, periods, some, by, where)
        for definitions, some in _by_definitions(codes, asked, by, where)
    ]
    figures = [figure for plan in planned for figure in _reported(plan)]
    with _opened(taken, engine) as opened:
        for plan in planned:
            figures += run(plan, opened, engine)
    kept = figures if named is not None else _with_rows_or_known(figures)
    codes_asked = dict.fromkeys(each.code for plan in planned for each in plan.definitions)
    return _in_order(kept, list(codes_asked), asked)


def series(
    code: str,
    periods: Sequence[Period],
    country: str,
    where: Where | None = None,
    snapshot: SnapshotWanted = "ensure",
) -> list[Figure]:
    """The totals of an indicator in each of the periods, in their order; one scan for all of them."""
    return compute([code], periods, [country], where=where, snapshot=snapshot)


def records(
    code: str,
    period: Period,
    country: str,
    by: Mapping[str, str] | None = None,
    where: Where | None = None,
    part: Part = Part.NUMERATOR,
    snapshot: SnapshotWanted = "ensure",
) -> Records:
    """
    The ids behind a figure. Who may see the records is decided by the room whose records they are.

    :raises IndicatorUnknown: when the country has no such indicator.
    :raises FilterDoesNotApply: when the cell or the filter names what its rows do not have.
    """
    definition = indicator(code, country).computed
    connection = warehouse.connect(snapshot_in_use(snapshot))
    ids = records_of(connection, definition, period, country, by, where, part)
    return Records(part, table_behind(definition, part), tuple(ids))


def goal_states(
    today: date, country: str, snapshot: SnapshotWanted = "ensure", codes: Iterable[str] | None = None
) -> list[GoalStanding]:
    """How every goal of a country stands today: this year's figure, as far as it has come, against what is expected."""
    taken = snapshot_in_use(snapshot)
    wanted = None if codes is None else set(codes)
    judged = [goal for goal in goals(country) if wanted is None or goal.code in wanted]
    figures = _figures_of(judged, today, country, taken)
    return [_standing(goal, today, country, figures) for goal in judged]


def _figures_of(
    judged: Sequence[Goal], today: date, country: str, taken: Snapshot
) -> Mapping[_Asked, Figure]:
    """The figures of the baseline and the actual period of each goal; goals for the same people are one question."""
    alike: dict[_People, list[Goal]] = {}
    for goal in judged:
        alike.setdefault(tuple(goal.where.items()), []).append(goal)
    found: dict[_Asked, Figure] = {}
    for people, some in alike.items():
        periods = {each.label: each for goal in some for each in _periods_of(goal, today)}
        codes = list(dict.fromkeys(goal.indicator for goal in some))
        for figure in compute(codes, list(periods.values()), [country], (), dict(people), taken):
            found[people, figure.code, figure.period] = figure
    return found


def _periods_of(goal: Goal, today: date) -> tuple[Period, Period]:
    return goal.aim.baseline_period(today), goal.aim.actual_period(today)


def _reported(plan: Plan) -> Iterator[Figure]:
    """The figures that institutions typed in; without a value where none did."""
    for definition in (each for each in plan.definitions if each.aggregate == "reported"):
        told = reported.latest(definition.code, plan.periods, plan.countries or ())
        for period in plan.periods:
            for country in plan.countries or ():
                found = told.get((period.label, country))
                yield reported.figure(definition.code, period.label, country, found)


@contextmanager
def _opened(taken: Snapshot, engine: Engine) -> Iterator[DuckDBPyConnection | Answer]:
    """What answers the statements of a plan."""
    if engine == "duckdb":
        yield warehouse.connect(taken)
        return
    try:
        with spark.session(settings.ENVIRONMENT.spark_master) as session:
            session.open_facts(taken.path)
            yield session
    except spark.SparkMissing as missing:
        raise EngineMissing(str(missing)) from missing


def _standing(goal: Goal, today: date, country: str, figures: Mapping[_Asked, Figure]) -> GoalStanding:
    measured = indicator(goal.indicator, country)
    people = tuple(goal.where.items())
    baseline, actual = (figures[people, goal.indicator, period.label] for period in _periods_of(goal, today))
    judgement = judge(goal.aim, baseline.exact, actual.exact, today, measured.better)
    return GoalStanding(goal, measured, country, today, baseline, actual, judgement)


def _pack(country: str | None) -> str | None:
    """The country, if it has a pack; one without has the common definitions."""
    return country if country in {each.code for each in content.countries()} else None


def _by_definitions(
    codes: Sequence[str] | None,
    countries: Sequence[str],
    by: Sequence[str] | Sequence[Crossing],
    where: Where | None,
) -> list[tuple[tuple[Definition, ...], list[str]]]:
    """Countries together that mean the same by the codes, so that one scan answers for all of them."""

    def meant(country: str) -> tuple[Definition, ...]:
        if codes is None:
            found = [each.computed for each in indicators(country)]
            return tuple(each for each in found if _applies(each, by, where))
        return tuple(indicator(code, country).computed for code in dict.fromkeys(codes))

    alike: dict[tuple[Definition, ...], list[str]] = {}
    for country in countries:
        alike.setdefault(meant(country), []).append(country)
    return list(alike.items())


def _applies(definition: Definition, by: Sequence[str] | Sequence[Crossing], where: Where | None) -> bool:
    try:
        compile_plan([definition], Period.year(2000), (), by, where)
    except (BreakdownDoesNotApply, FilterDoesNotApply):
        return False
    return True


def _planned(
    definitions: Sequence[Definition],
    periods: Period | Sequence[Period],
    countries: Sequence[str],
    by: Sequence[str] | Sequence[Crossing],
    where: Where | None,
) -> Plan:
    """The plan; a refusal is said again in the reader's language."""
    try:
        return compile_plan(definitions, periods, countries, by, where)
    except BreakdownDoesNotApply as refused:
        refused.args = (
            _("“%(name)s” cannot be broken down by “%(key)s”. It can be broken down by: %(allowed)s.")
            % {"name": refused.code, "key": refused.key, "allowed": ", ".join(refused.allowed)},
        )
        raise
    except FilterDoesNotApply as refused:
        refused.args = (
            _("“%(name)s” cannot be limited by “%(key)s”. It can be limited by: %(allowed)s.")
            % {"name": refused.code, "key": refused.key, "allowed": ", ".join(refused.allowed)},
        )
        raise


def _with_rows_or_known(figures: Iterable[Figure]) -> list[Figure]:
    """Without the figures of no country where every fact lies in one."""
    return [each for each in figures if each.country != UNKNOWN or each.denominator or each.numerator]


def _in_order(figures: list[Figure], codes: Sequence[str], countries: Sequence[str]) -> list[Figure]:
    """Country by country inside each code and period; whatever was computed together keeps its order."""
    order = {code: place for place, code in enumerate(codes)}
    places = {country: place for place, country in enumerate(countries)}
    periods = {label: place for place, label in enumerate(dict.fromkeys(figure.period for figure in figures))}
    return sorted(figures, key=lambda f: (order[f.code], periods[f.period], places[f.country]))
