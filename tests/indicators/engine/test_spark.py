"""Spark answers the same statements about the same files: every figure is that of DuckDB, to the last digit."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from arraigo.core import content
from arraigo.indicators import examples
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import compile_plan, read_period, run
from arraigo.warehouse import queries as warehouse
from arraigo.warehouse import sources, spark, writing
from arraigo.warehouse.tables import arrow
from tests.conftest import skip_or_fail
from tests.indicators.small_worlds import world

pytestmark = pytest.mark.spark

INDICATORS = [each for each in content.objects("indicator") if isinstance(each, Indicator)]
DEFINITIONS = [each.computed for each in INDICATORS]
PERIODS = [read_period(label) for label in ("2024", "2024-02", "2024-02-29..2025-01-01")]
CROSSINGS = ((), ("sex", "age_band"), ("group",), ("institution",))


@pytest.fixture(scope="module")
def session():
    if shutil.which("java") is None:
        skip_or_fail("spark", "Spark needs Java 17 (apt install openjdk-17-jre-headless)")
    with spark.session("local[2]") as started:
        yield started
    _end_java()


def _end_java() -> None:
    """The Java process outlives its session, and would lack what another test asks of its own."""
    from pyspark import SparkContext

    if gateway := SparkContext._gateway:
        gateway.shutdown()
        gateway.proc.stdin.close()
    SparkContext._gateway = SparkContext._jvm = None


def written(tables, home: Path):
    """A snapshot of the rows of a world."""
    parts = [
        sources.Part(
            name,
            "live",
            "1",
            "SELECT * FROM incoming",
            lambda name=name, rows=rows: iter(arrow(name, rows).to_batches()),
        )
        for name, rows in tables.items()
    ]
    return writing.write(parts, home, data_version="1", at=datetime(2026, 1, 1, tzinfo=UTC))


def test_every_figure_is_that_of_duckdb(session: spark.Spark, tmp_path: Path):
    taken_from = world(Random(7))
    taken = written(taken_from, tmp_path)
    session.open_facts(taken.path)
    for crossing in CROSSINGS:
        some = [each for each in DEFINITIONS if set(crossing) <= set(each.by)]
        plan = compile_plan(some, PERIODS, ("GTM", "HND"), crossing)

        assert run(plan, session, "spark") == run(plan, warehouse.connect(taken)), crossing


def test_worked_examples_hold(session: spark.Spark):
    """One of each kind of figure; ``arraigo content check --engine spark`` runs them all."""
    each_kind = {each.aggregate: each for each in INDICATORS if each.aggregate != "reported"}
    broken = [
        failure
        for indicator in each_kind.values()
        for failure in examples.failures(indicator, examples.on_spark(session))
    ]

    assert len(each_kind) == 7
    assert broken == []
