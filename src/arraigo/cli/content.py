"""`arraigo content`: checking the content."""

import json
import sys

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
    if as_json:
        click.echo(json.dumps([{"file": str(p.file), "line": p.line, "what": p.what} for p in problems]))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(problems)} problems" if problems else "All content is in order.")
    sys.exit(1 if problems else 0)
