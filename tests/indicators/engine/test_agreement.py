"""The engine and the slow, obvious referee must give the same figures, to the last digit, for any data."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from arraigo.core import content
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Definition, Figure, Part, compile_plan, read_period, records, run
from arraigo.warehouse import memory
from tests.indicators import referee
from tests.indicators.small_worlds import Tables, worlds

DEFINITIONS: dict[str, Definition] = {
    each.code: each.computed for each in content.objects("indicator") if isinstance(each, Indicator)
}
PERIODS = [read_period(label) for label in ("2024", "2024-02", "2024-Q1", "2024-02-29..2025-01-01")]
COUNTRIES = ("GTM", "HND")
CROSSINGS = (
    ("sex",),
    ("age_band",),
    ("sex", "age_band"),
    ("group",),
    ("group", "sex"),
    ("department",),
    ("municipality",),
    ("from_country", "return_type"),
    ("month",),
    ("quarter",),
)

PLAN = compile_plan(list(DEFINITIONS.values()), PERIODS, COUNTRIES, by=CROSSINGS)

some = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def found(
    figures: list[Figure], code: str, period: str, by: tuple[str, ...]
) -> dict[referee.Key, referee.Verdict]:
    """Figures of one code and period, totals and the cells of one breakdown, as the referee writes them."""
    return {
        (figure.country, tuple((key, figure.by[key]) for key in by if key in figure.by)): referee.Verdict(
            figure.exact, Fraction(figure.numerator or 0), figure.denominator, figure.unknown
        )
        for figure in figures
        if (figure.code, figure.period) == (code, period) and set(figure.by) in (set(), set(by))
    }


def test_the_referee_knows_every_indicator_of_the_content():
    assert set(DEFINITIONS) == set(referee.RULES)


@some
@given(tables=worlds)
def test_totals_and_breakdowns_are_those_of_the_referee(tables: Tables):
    figures = run(PLAN, memory.connect(tables))

    for code in DEFINITIONS:
        for period in PERIODS:
            for by in ((), *CROSSINGS):
                wanted = referee.verdicts(code, tables, period.first, period.last, countries=COUNTRIES, by=by)
                assert found(figures, code, period.label, by) == wanted, (code, period.label, by)


@few
@given(tables=worlds)
def test_institutions_and_filters_are_those_of_the_referee(tables: Tables):
    connection, period = memory.connect(tables), PERIODS[0]
    cases: list[tuple[tuple[str, ...], dict[str, str]]] = [
        (("institution", "sex"), {}),
        ((), {"child": "yes"}),
        (("sex",), {"group": "woman", "department": "GT13"}),
        ((), {"age_band": "unknown"}),
    ]
    for by, where in cases:
        asked = [each for each in DEFINITIONS.values() if set(by) <= set(each.by)]
        figures = run(compile_plan(asked, period, COUNTRIES, by, where), connection)
        for definition in asked:
            code = definition.code
            wanted = referee.verdicts(
                code, tables, period.first, period.last, countries=COUNTRIES, by=by, where=where
            )
            assert found(figures, code, period.label, by) == wanted, (code, by, where)


@few
@given(tables=worlds)
def test_additive_cells_add_up_to_the_total(tables: Tables):
    by = ("sex", "age_band", "department", "return_type", "month")
    figures = run(compile_plan(list(DEFINITIONS.values()), PERIODS[0], COUNTRIES, by), memory.connect(tables))

    for total in (figure for figure in figures if not figure.by):
        cells = [f for f in figures if f.by and (f.code, f.country) == (total.code, total.country)]
        assert sum(Fraction(cell.numerator or 0) for cell in cells) == total.numerator
        assert sum(cell.denominator or 0 for cell in cells) == (total.denominator or 0)
        assert sum(cell.unknown for cell in cells) == total.unknown


@few
@given(tables=worlds)
def test_a_figure_opens_to_as_many_records_as_it_says(tables: Tables):
    connection, period = memory.connect(tables), PERIODS[0]
    codes = ["context.undocumented_share", "context.children_share", "progress.positive_responses"]
    asked = [DEFINITIONS[code] for code in codes]
    for figure in run(compile_plan(asked, period, ["GTM"], (("sex",), ("group",))), connection):
        definition = DEFINITIONS[figure.code]
        opened = {
            part: records(connection, definition, period, figure.country, figure.by, part=part)
            for part in Part
        }

        assert len(opened[Part.NUMERATOR]) == figure.numerator
        assert len(opened[Part.DENOMINATOR]) == figure.denominator
        assert len(opened[Part.UNKNOWN]) == figure.unknown
        assert set(opened[Part.NUMERATOR]) | set(opened[Part.UNKNOWN]) <= set(opened[Part.DENOMINATOR])
        assert not set(opened[Part.EXCLUDED]) & set(opened[Part.DENOMINATOR])


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_scan_can_be_written_for_both_engines(dialect: str):
    statements = PLAN.sql(dialect)

    assert len(statements) == 2 * len({(each.rows, each.period) for each in DEFINITIONS.values()})
    assert all(statement.startswith("WITH periods AS") for statement in statements)
