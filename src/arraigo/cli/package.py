"""`arraigo load` and `arraigo dump`: data in bulk, as an exchange package."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from arraigo.cli.ready import failed, say, store_ready

if TYPE_CHECKING:
    from arraigo.interop.package.checking import Progress
    from arraigo.interop.package.loading import Outcome

SHOWN = 20
"""Faults that a terminal shows; the report has all of them."""

_STAGES = {"reading": "Reading", "comparing": "Comparing", "writing": "Writing"}


@click.command("load")
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def load(package: Path, as_json: bool) -> None:
    """Load an exchange package (a folder or a zip of CSV or Parquet files): all of it, or nothing."""
    if not package.exists():
        raise click.UsageError(f"There is no package {package}. Check the path.")
    store_ready()
    from django.utils import timezone

    from arraigo.interop.package import loading, reporting

    now = timezone.now()
    with ExitStack() as stack:
        with _trouble_said():
            outcome = stack.enter_context(loading.load(package, at=now, progress=_shown_progress()))
            report = _reported(outcome, package, at=now) if outcome.faults else None
        if as_json:
            reporting.write_json(outcome, sys.stdout)
        else:
            _say_outcome(outcome)
        if report:
            failed(f"Nothing was changed: {outcome.faults} faults. All of them are in {report}")


@click.command("dump")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Of the tables.",
)
@click.option("--force", is_flag=True, help="Replace the package that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def dump(target: Path, form: str, force: bool, as_json: bool) -> None:
    """Write everything that was loaded and recorded as an exchange package: a folder, or FILE.zip. It names people."""
    store_ready()
    from django.utils import timezone

    from arraigo.core.errors import Refused
    from arraigo.interop.package import dumping

    try:
        with _trouble_said():
            rows = dumping.dump(target, form=form, force=force, at=timezone.now(), progress=_shown_progress())
    except Refused as refused:
        if as_json:
            click.echo(json.dumps({"refused": str(refused)}, ensure_ascii=False))
        failed(str(refused))
    if as_json:
        click.echo(json.dumps({"tables": {name: {"rows": count} for name, count in rows.items()}}))
        return
    _table(["table", "rows"], [[name, count] for name, count in rows.items()])
    say(f"Written to {target}. It names people: keep it where only those may read it who may know.")


@contextmanager
def _trouble_said() -> Iterator[None]:
    """What the machine may refuse, such as room on the disk, ends the command with a sentence."""
    import duckdb
    from django.db import Error

    try:
        yield
    except (Error, OSError, duckdb.Error) as trouble:
        failed(f"Nothing was changed: {trouble}")
    finally:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)


def _reported(outcome: "Outcome", package: Path, *, at: datetime) -> Path:
    from django.conf import settings

    from arraigo.interop.package import reporting

    return reporting.write_report(outcome, settings.ARRAIGO_HOME / "reports", package.resolve().name, at=at)


def _say_outcome(outcome: "Outcome") -> None:
    heads = ["table", "rows", "new", "updated", "unchanged"]
    _table(heads, [[name, *each.as_json().values()] for name, each in outcome.counts.items()])
    for number, fault in enumerate(outcome.each_fault()):
        if number == SHOWN:
            say("  ...")
            return
        place = ", ".join(
            part for part in (fault.table, f"row {fault.row}" if fault.row else "", fault.column) if part
        )
        value = f": {fault.value!r}" if fault.value else ""
        say(f"  {place or 'package'}{value}. {fault.message}")


def _table(heads: list[str], rows: list[list[Any]]) -> None:
    """Columns under their heads; numbers to the right."""
    if not rows:
        return
    wide = max(len(heads[0]), *(len(str(row[0])) for row in rows))
    click.echo(f"{heads[0]:<{wide}}" + "".join(f"{head:>12}" for head in heads[1:]))
    for name, *counts in rows:
        click.echo(f"{name:<{wide}}" + "".join(f"{count:>12,}" for count in counts))


def _shown_progress() -> "Progress":
    """Progress on a terminal, one line that is written over; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda stage, table, rows: None

    def show(stage: str, table: str, rows: int) -> None:
        done = f" {rows:,}" if rows else ""
        click.echo(f"\r\033[K· {_STAGES.get(stage, stage)} {table}{done}", nl=False, err=True)

    return show
