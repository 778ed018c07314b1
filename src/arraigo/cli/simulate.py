"""`arraigo simulate`: a whole synthetic country as an exchange package."""

import json
import re
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from arraigo.cli.ready import failed, say

if TYPE_CHECKING:
    from arraigo.interop.simulator.bulk import Asked
    from arraigo.interop.simulator.bulk.package import Progress

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--people", type=int, required=True, help="How many persons returned at least once.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same number gives the same package."
)
@click.option(
    "--country", "countries", multiple=True, default=["GTM"], show_default=True, help="ISO3; may repeat."
)
@click.option("--years", help="Calendar years: 2019-2025, or one year.  [default: 2019-2025]")
@click.option("--from", "first", type=_DAY, help="First day, instead of --years.")
@click.option("--until", "last", type=_DAY, help="Last day; what would come later has not happened yet.")
@click.option(
    "--format", "format_", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def simulate(
    out: Path,
    people: int,
    seed: int,
    countries: tuple[str, ...],
    years: str | None,
    first: datetime | None,
    last: datetime | None,
    format_: str,
    as_json: bool,
) -> None:
    """Write a synthetic country to the folder OUT: an exchange package in which nobody is real."""
    begins, ends = _period(years, first, last)
    from arraigo.interop.simulator.bulk import NoPlace, NotAsked, asked, simulate_package

    try:
        question = asked(people, seed, countries=countries, first=begins, last=ends, format_=format_)
    except NotAsked as trouble:
        raise click.UsageError(str(trouble)) from trouble
    start = time.monotonic()
    try:
        written = simulate_package(question, out, _shown_progress())
    except NoPlace as refused:
        if as_json:
            click.echo(json.dumps({"refused": str(refused)}, ensure_ascii=False))
        failed(str(refused))
    seconds = time.monotonic() - start
    if as_json:
        click.echo(json.dumps(_document(question, out, written.rows, seconds), ensure_ascii=False))
        return
    for table, rows in written.rows.items():
        click.echo(f"{table:20}{rows:>14,}")
    say(f"{sum(written.rows.values()):,} rows in {seconds:.0f} s: {out}. Nobody in it is real.")


def _document(asked: "Asked", out: Path, rows: object, seconds: float) -> dict[str, object]:
    return {
        "package": str(out),
        "synthetic": True,
        "people": asked.people,
        "seed": asked.seed,
        "countries": list(asked.countries),
        "from": str(asked.period.first),
        "until": str(asked.period.last),
        "format": asked.format,
        "tables": rows,
        "seconds": round(seconds, 1),
    }


def _period(years: str | None, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    if years and (first or last):
        raise click.UsageError("Give --years, or --from and --until, not both.")
    if bool(first) != bool(last):
        raise click.UsageError("--from and --until go together.")
    if first and last:
        return first.date(), last.date()
    found = _YEARS.fullmatch((years or "2019-2025").strip())
    if not found or not int(found[1]) or not int(found[2] or found[1]):
        raise click.UsageError(f"--years is like 2019-2025 or 2024, not {years!r}.")
    return date(int(found[1]), 1, 1), date(int(found[2] or found[1]), 12, 31)


def _shown_progress() -> "Progress":
    """One line that is written over, on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def show(done: int, of: int) -> None:
        end = "\r\033[K" if done >= of else ""
        click.echo(f"\r\033[K· {done:,} of {of:,} people ({done / of:.0%}){end}", nl=False, err=True)

    return show
