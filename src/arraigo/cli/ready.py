"""Making an installation ready: settings read, content loaded, store migrated. Every command starts here."""

import os
import sys
from typing import NoReturn

import click


def django_ready() -> None:
    """Set Django up; a setting that is not allowed ends the command with exit code 2 and says which one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.site.settings")
    import django

    from arraigo.site.environment import SettingRefused

    try:
        django.setup()
    except SettingRefused as refused:
        raise click.UsageError(str(refused)) from refused


def store_ready() -> None:
    """Create and migrate the store where that is still to be done (first use of ``ARRAIGO_HOME``)."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    (settings.ARRAIGO_HOME / "static").mkdir(parents=True, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as trouble:
        failed(f"The store cannot be reached: {trouble}. Check DATABASE_URL and ARRAIGO_HOME.")


def failed(message: str) -> NoReturn:
    """End with exit code 1: the work failed or was refused."""
    click.echo(message, err=True)
    sys.exit(1)


def say(message: str) -> None:
    """Progress and messages go to stderr, so that stdout holds only what was asked for."""
    click.echo(message, err=True)
