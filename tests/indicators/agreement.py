"""The engine against the referee, for one small world: what differs, in words. Used by the tests and by the bench."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from arraigo.core import content
from arraigo.core.periods import Period
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Definition, Figure, Plan, compile_plan, read_period, run
from arraigo.warehouse import memory
from tests.indicators import referee
from tests.indicators.completed import complete
from tests.indicators.small_worlds import Tables

ALL = {each.code: each.computed for each in content.objects("indicator") if isinstance(each, Indicator)}
REPORTED = [code for code, each in ALL.items() if each.aggregate == "reported"]
COMPUTED: dict[str, Definition] = {code: each for code, each in ALL.items() if code not in REPORTED}

PERIODS = [
    read_period(label)
    for label in ("2024", "2024-02", "2024-Q1", "2024-02-29..2025-01-01", "2023-01-01..2024-12-31")
]
COUNTRIES = ("GTM", "HND")

Crossing = tuple[str, ...]

CROSSED: tuple[Crossing, ...] = (
    ("sex", "age_band"),
    ("group", "sex"),
    ("from_country", "return_type"),
    ("department", "age_band", "return_type"),
    ("institution", "group"),
    ("institution", "programme"),
    ("level", "dimension"),
    ("municipality", "month"),
)
"""Beside each breakdown alone, those of these that an indicator can bear."""

FILTERS: tuple[Mapping[str, str], ...] = (
    {"child": "yes"},
    {"group": "woman", "department": "GT13"},
    {"age_band": "unknown"},
    {"institution": "i1"},
    {"child_mandate": "yes"},
    {"actor_type": "local_government"},
)


def crossings(by: Iterable[str]) -> list[Crossing]:
    """What is compared for an indicator with these breakdowns: nothing but totals, each alone, some crossed."""
    single = [(key,) for key in by]
    return [(), *single] + [each for each in CROSSED if set(each) <= set(by)]


@dataclass(frozen=True)
class Asked:
    """Some periods and one breakdown of every indicator: what is compared in one world."""

    periods: tuple[Period, ...]
    plan_of: tuple[tuple[Crossing, tuple[str, ...], Plan], ...]


QUESTIONS = 17
"""One world is asked one of so many questions; together they have every breakdown, and every period several times."""


@cache
def asked(number: int) -> Asked:
    """The question of a number: one plan for all indicators with the same breakdown."""
    periods = (PERIODS[number % len(PERIODS)], PERIODS[(number + number // len(PERIODS) + 1) % len(PERIODS)])
    alike: dict[Crossing, list[Definition]] = {}
    for definition in COMPUTED.values():
        some = crossings(definition.by)
        alike.setdefault(some[number % len(some)], []).append(definition)
    return Asked(
        periods,
        tuple(
            (by, tuple(each.code for each in some), compile_plan(some, periods, COUNTRIES, by))
            for by, some in alike.items()
        ),
    )


def differences(tables: Tables, number: int) -> list[str]:
    """Where totals and breakdowns of the engine are not those of the referee, for the question of a number."""
    connection, filled, question = (
        memory.connect(tables, kept=True),
        complete(tables),
        asked(number % QUESTIONS),
    )
    said: list[str] = []
    for by, codes, plan in question.plan_of:
        figures = _by_code(run(plan, connection))
        for code in codes:
            for period in question.periods:
                lots = referee.lots_of(code, filled, period.first, period.last)
                wanted = referee.judged(code, lots, countries=COUNTRIES, by=by)
                wanted |= referee.judged(code, lots, countries=COUNTRIES)
                found = _found(figures.get((code, period.label), []), by)
                said += _said(f"{code} in {period.label} by {by}", wanted, found)
    return said


def differences_of_filter(tables: Tables, where: Mapping[str, str]) -> list[str]:
    """The same for the filtered figures of a year, of the indicators whose rows know what is filtered by."""
    connection, filled, period = memory.connect(tables, kept=True), complete(tables), PERIODS[0]
    said: list[str] = []
    some = [definition for definition in COMPUTED.values() if _bears(definition, where)]
    figures = _by_code(run(compile_plan(some, period, COUNTRIES, (), where), connection))
    for code in (each.code for each in some):
        wanted = referee.verdicts(code, filled, period.first, period.last, countries=COUNTRIES, where=where)
        said += _said(f"{code} where {dict(where)}", wanted, _found(figures[code, period.label], ()))
    return said


def cells_that_do_not_add_up(tables: Tables) -> list[str]:
    """Totals that are not the sum of their cells, for every additive breakdown of what adds up."""
    connection = memory.connect(tables, kept=True)
    said: list[str] = []
    for definition in COMPUTED.values():
        by = tuple(key for key in definition.by if key != "group")
        if not by or definition.aggregate in ("growth", "median"):
            continue
        figures = run(compile_plan([definition], PERIODS[0], COUNTRIES, by), connection)
        for total in (figure for figure in figures if not figure.by):
            cells = [
                figure
                for figure in figures
                if figure.by and (figure.country, figure.currency) == (total.country, total.currency)
            ]
            for part in ("numerator", "denominator", "unknown"):
                whole, parts = getattr(total, part), [getattr(cell, part) for cell in cells]
                if Fraction(whole or 0) != sum((Fraction(each or 0) for each in parts), Fraction(0)):
                    said.append(f"{definition.code}: {part} is {whole}, its cells {parts}")
    return said


_ATTRIBUTES = ("child",)
_INSTITUTION_ROWS = {
    "linked_institutions": {"child_mandate", "actor_type"},
    "institution_years": {"child_mandate"},
}


def _bears(definition: Definition, where: Mapping[str, str]) -> bool:
    known = {*definition.by, *_INSTITUTION_ROWS.get(definition.rows, ())}
    if "sex" in known:
        known |= set(_ATTRIBUTES)
    return set(where) <= known


def _by_code(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.code, figure.period), []).append(figure)
    return found


def _found(figures: Iterable[Figure], by: Crossing) -> dict[referee.Key, referee.Verdict]:
    """Figures of one code and period, totals and the cells of one breakdown, as the referee writes them."""
    return {
        (figure.country, tuple((key, figure.by[key]) for key in by if key in figure.by), figure.currency): (
            referee.Verdict(
                figure.exact, _exact(figure.numerator), _exact(figure.denominator), figure.unknown
            )
        )
        for figure in figures
        if set(figure.by) in (set(), set(by))
    }


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(number)  # type: ignore[arg-type]


def _said(
    what: str,
    wanted: Mapping[referee.Key, referee.Verdict],
    found: Mapping[referee.Key, referee.Verdict],
) -> list[str]:
    return [
        f"{what}, {key}: the engine gives {found.get(key)}, the referee {wanted.get(key)}"
        for key in sorted({*wanted, *found}, key=str)
        if wanted.get(key) != found.get(key)
    ]
