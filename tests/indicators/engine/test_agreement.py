"""The engine and the slow, obvious referee must give the same figures, to the last digit, for any data."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arraigo.indicators.engine import Part, compile_plan, records, run
from arraigo.warehouse import memory
from tests.indicators import agreement, referee
from tests.indicators.agreement import COMPUTED, COUNTRIES, PERIODS
from tests.indicators.completed import complete
from tests.indicators.small_worlds import Tables, worlds

# Not shrunk: it takes minutes, and the difference that is said names its indicator, period and cell.
WORLDS = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
# A world takes about a second; `python -m bench.indicators.agreement --examples 2000` goes through thousands.
some = settings(WORLDS, max_examples=25)
few = settings(WORLDS, max_examples=5)


def test_the_referee_knows_every_indicator_of_the_content():
    assert set(COMPUTED) == set(referee.RULES)
    assert set(agreement.REPORTED) == referee.REPORTED


@some
@given(tables=worlds, question=st.integers(0, agreement.QUESTIONS - 1))
def test_totals_and_breakdowns_are_those_of_the_referee(tables: Tables, question: int):
    assert agreement.differences(tables, question) == []


@few
@given(tables=worlds, where=st.sampled_from(agreement.FILTERS))
def test_filtered_figures_are_those_of_the_referee(tables: Tables, where: dict[str, str]):
    assert agreement.differences_of_filter(tables, where) == []


@few
@given(tables=worlds)
def test_additive_cells_add_up_to_the_total(tables: Tables):
    assert agreement.cells_that_do_not_add_up(tables) == []


@few
@given(tables=worlds)
def test_a_figure_opens_to_as_many_records_as_it_says(tables: Tables):
    connection, period = memory.connect(tables, kept=True), PERIODS[0]
    asked = [
        COMPUTED[code]
        for code in (
            "context.undocumented_share",
            "context.children_share",
            "progress.positive_responses",
            "progress.private_sector_initiatives",
            "outset.child_institutions",
            "children.vulnerable_served",
        )
    ]
    by = {definition.code: (("sex",), ("group",)) if "sex" in definition.by else () for definition in asked}
    for definition in asked:
        for figure in run(compile_plan([definition], period, ["GTM"], by[definition.code]), connection):
            opened = {
                part: records(connection, definition, period, figure.country, figure.by, part=part)
                for part in Part
            }

            assert len(opened[Part.NUMERATOR]) == figure.numerator
            assert figure.denominator is None or len(opened[Part.DENOMINATOR]) == figure.denominator
            assert len(opened[Part.UNKNOWN]) == figure.unknown
            assert not set(opened[Part.NUMERATOR]) & set(opened[Part.UNKNOWN])
            assert not set(opened[Part.EXCLUDED]) & set(opened[Part.NUMERATOR])


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_scan_can_be_written_for_both_engines(dialect: str):
    statements = compile_plan(list(COMPUTED.values()), PERIODS, COUNTRIES).sql(dialect)

    assert all(statement.startswith("WITH") for statement in statements)


def test_a_world_without_anything_has_totals_and_no_cells():
    tables = complete({})
    for code in COMPUTED:
        wanted = referee.verdicts(code, tables, PERIODS[0].first, PERIODS[0].last, countries=COUNTRIES)

        # The municipalities of the lists are there, whether or not anything is known of them.
        assert {verdict.numerator or 0 for verdict in wanted.values()} == {0}, code
    assert agreement.differences({}, 0) == []


def test_every_breakdown_of_every_indicator_is_asked_for():
    for definition in COMPUTED.values():
        wanted = {(definition.code, by) for by in agreement.crossings(definition.by)}
        questions = [agreement.asked(number).plan_of for number in range(agreement.QUESTIONS)]

        assert wanted <= {(code, by) for plan_of in questions for by, codes, _ in plan_of for code in codes}
