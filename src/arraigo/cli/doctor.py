"""`arraigo doctor`: what is configured, what is missing, and how to mend it."""

import sys

import click

from arraigo.cli.ready import store_ready


@click.command()
def doctor() -> None:
    """Say what is configured, what is missing, and how to mend it."""
    store_ready()
    from django.conf import settings

    from arraigo.access import audit
    from arraigo.core import content
    from arraigo.warehouse import queries as warehouse

    for name, value in settings.ENVIRONMENT.shown().items():
        click.echo(f"{name:18} {value}")
    click.echo(f"{'store':18} {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
    troubles = [f"content: {problem}" for problem in content.check()]
    troubles += [f"audit: line {line} does not follow from the one before" for line in audit.broken_links()]
    troubles += [
        f"warehouse: the snapshot {name} is not whole, an older one serves; “arraigo snapshot --again” makes a new one"
        for name in warehouse.damaged(settings.ARRAIGO_HOME)
    ]
    for trouble in troubles:
        click.echo(f"! {trouble}", err=True)
    click.echo("Everything is in order." if not troubles else f"{len(troubles)} things to mend.")
    sys.exit(1 if troubles else 0)
