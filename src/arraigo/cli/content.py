"""`arraigo content`: checking the content."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from arraigo.cli.ready import django_ready

if TYPE_CHECKING:
    from arraigo.indicators.examples import Way


@click.group()
def content() -> None:
    """Content: principles, code lists, instruments, indicators, countries."""


@content.command()
@click.option(
    "--engine",
    "engines",
    type=click.Choice(["duckdb", "spark"]),
    multiple=True,
    default=["duckdb"],
    show_default=True,
    help="Where the worked examples are computed; may repeat.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(engines: tuple[str, ...], as_json: bool) -> None:
    """Check all content and country packs against their schemas, and run the worked examples."""
    django_ready()
    from arraigo.core import content as loader

    problems = loader.check()
    broken = [each for engine in engines for each in _broken_on(engine)] if not problems else []
    if as_json:
        told = [{"file": p.file, "line": p.line, "what": p.what, "allowed": p.allowed} for p in problems]
        click.echo(json.dumps([*told, *({"what": each} for each in broken)], ensure_ascii=False))
    else:
        for problem in [*map(str, problems), *broken]:
            click.echo(problem, err=True)
        number = len(problems) + len(broken)
        click.echo(f"{number} problems" if number else "All content is in order.")
    sys.exit(1 if problems or broken else 0)


def _broken_on(engine: str) -> Iterator[str]:
    """What worked examples promise and do not give on an engine."""
    from django.conf import settings

    from arraigo.indicators import examples
    from arraigo.warehouse import spark

    if engine == "duckdb":
        yield from _broken_examples(examples.on_duckdb)
        return
    try:
        with spark.session(settings.ENVIRONMENT.spark_master) as session:
            yield from (f"spark: {each}" for each in _broken_examples(examples.on_spark(session)))
    except spark.SparkMissing as missing:
        yield f"spark: {missing}"


def _broken_examples(way: "Way") -> Iterator[str]:
    """What the worked examples of definitions promise and do not give, as they stand for each country."""
    from arraigo.core import content as loader
    from arraigo.indicators import examples, queries

    seen = set()
    for country in (None, *(each.code for each in loader.countries())):
        better = {each.code: each.better for each in queries.indicators(country)}
        for indicator in queries.indicators(country):
            # Most stand alike for every country: those are computed once.
            if id(indicator) not in seen:
                seen.add(id(indicator))
                yield from examples.failures(indicator, way)
        for goal in queries.goals(country):
            yield from examples.goal_failures(goal, better[goal.indicator])
