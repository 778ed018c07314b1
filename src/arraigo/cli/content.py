"""`arraigo content`: checking the content."""

import json
import sys
from collections.abc import Iterator

import click

from arraigo.cli.ready import django_ready


@click.group()
def content() -> None:
    """Content: principles, code lists, instruments, indicators, countries."""


@content.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(as_json: bool) -> None:
    """Check all content and country packs against their schemas, and run the worked examples."""
    django_ready()
    from arraigo.core import content as loader

    problems = loader.check()
    broken = list(_broken_examples()) if not problems else []
    if as_json:
        told = [{"file": p.file, "line": p.line, "what": p.what, "allowed": p.allowed} for p in problems]
        click.echo(json.dumps([*told, *({"what": each} for each in broken)], ensure_ascii=False))
    else:
        for problem in [*map(str, problems), *broken]:
            click.echo(problem, err=True)
        number = len(problems) + len(broken)
        click.echo(f"{number} problems" if number else "All content is in order.")
    sys.exit(1 if problems or broken else 0)


def _broken_examples() -> Iterator[str]:
    """What the worked examples of definitions promise and do not give, as they stand for each country."""
    from arraigo.core import content as loader
    from arraigo.indicators import examples, queries

    for country in (None, *(each.code for each in loader.countries())):
        better = {each.code: each.better for each in queries.indicators(country)}
        for indicator in queries.indicators(country):
            yield from examples.failures(indicator)
        for goal in queries.goals(country):
            yield from examples.goal_failures(goal, better[goal.indicator])
