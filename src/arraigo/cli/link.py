"""`arraigo link`: who is one person, in the register and in any table."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from arraigo.cli.ready import failed, say, store_ready

if TYPE_CHECKING:
    from arraigo.people.linkage.batch.linking import Progress

_STAGES = {
    "reading": "Reading names",
    "frequencies": "Counting how frequent names are",
    "pairs": "Finding pairs that share a key",
    "training": "Training the match model",
    "comparing": "Comparing",
    "grouping": "Grouping",
    "writing": "Writing",
}


@click.group()
def link() -> None:
    """Who is one person? Linkage of the register, and of any table."""


@link.command("table")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--master", default="local[*]", show_default=True, help="Where Spark runs; with --engine spark."
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="From which probability two rows are one person; by default what this table allows.",
)
@click.option("--save-model", type=click.Path(path_type=Path), help="Keep the trained model as a JSON file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def table(
    source: Path,
    target: Path,
    engine: str,
    master: str,
    threshold: float | None,
    save_model: Path | None,
    as_json: bool,
) -> None:
    """Link a CSV or Parquet file in the `people` columns: OUT is IN with cluster_id and match_probability."""
    from arraigo.people.lexicon import lexicon
    from arraigo.people.linkage.batch.stores import Engine, EngineMissing
    from arraigo.people.linkage.batch.tables import TableRefused, link_table
    from arraigo.people.linkage.shipped import shipped_model

    if source.resolve() == target.resolve():
        raise click.UsageError("IN and OUT are the same file. Give OUT another name.")
    if target.suffix.lower() not in {".csv", ".parquet"}:
        raise click.UsageError(f"OUT must end in .csv or .parquet, not in {target.suffix or 'nothing'!r}.")
    try:
        done = link_table(
            source,
            target,
            engine=Engine(engine),
            lexicon=lexicon(),
            known=shipped_model(),
            threshold=threshold,
            master=master,
            progress=shown_progress(),
        )
    except (TableRefused, EngineMissing) as refused:
        if as_json:
            click.echo(json.dumps({"refused": str(refused)}, ensure_ascii=False))
        failed(str(refused))
    if save_model:
        save_model.write_text(done.linked.model.dumps(), "utf-8")
    document = done.as_json()
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    say(
        f"{document['rows']} rows are of {document['clusters']} persons "
        f"({document['pairs_scored']} pairs compared, {document['seconds']} s): {target}"
    )
    if done.unread_dates:
        say(f"{done.unread_dates} birth dates are no dates (YYYY-MM-DD) and were left out.")


@link.command("run")
@click.option(
    "--new", "only_new", is_flag=True, help="Compare only who is new or corrected since the last run."
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--master", default="local[*]", show_default=True, help="Where Spark runs; with --engine spark."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def run(only_new: bool, engine: str, master: str, as_json: bool) -> None:
    """Link the register: train the match model, and put pairs that may be of one person to the reviewers."""
    store_ready()
    from django.utils import timezone

    from arraigo.core.errors import Refused
    from arraigo.people.linkage.batch.stores import Engine, EngineMissing
    from arraigo.people.services import linking

    now, progress = timezone.now(), shown_progress()
    try:
        if only_new:
            done = linking.link_the_new(at=now, progress=progress)
        else:
            done = linking.link_everybody(engine=Engine(engine), master=master, at=now, progress=progress)
    except (Refused, EngineMissing) as refused:
        if as_json:
            click.echo(json.dumps({"refused": str(refused)}, ensure_ascii=False))
        failed(str(refused))
    document = done.as_json((timezone.now() - now).total_seconds())
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    say(
        f"{document['persons']} persons: {document['pairs_scored']} pairs compared, {document['pairs_found']} new to "
        f"review, {document['waiting']} waiting for a decision."
    )


@link.command("index")
def index() -> None:
    """Build the index anew that a person is found by, after rows were loaded past the system."""
    store_ready()
    from arraigo.people.services import search_index

    progress = shown_progress()
    keys = search_index.rebuild(lambda done, of: progress("reading", done, of))
    progress("writing", 0, 0)
    say(f"{keys} keys.")


@link.command("model")
@click.option("--json", "as_json", is_flag=True, help="The whole model as one JSON document on stdout.")
def model(as_json: bool) -> None:
    """Show the match model in use: what each level of agreement says, when and on what it was trained."""
    store_ready()
    from arraigo.people.matching import model_in_use

    used = model_in_use()
    if as_json:
        click.echo(used.dumps())
        return
    click.echo(f"Version {used.version}, trained on {used.trained_on} records, {used.trained_at}.")
    click.echo(
        f"Same person from {used.same:.3f}, probably from {used.probably:.2f}, possibly from {used.possibly:.2f}."
    )
    for field, levels in used.odds.items():
        click.echo(f"\n{field}")
        for code, odds in levels.items():
            click.echo(f"  {code:22} m {odds.m:9.5f}   u {odds.u:11.3g}   {odds.weight:+6.1f} bits")


def shown_progress() -> "Progress":
    """Progress on a terminal, one line that is written over; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda stage, done, of: None

    def show(stage: str, done: int, of: int) -> None:
        share = f" {done / of:.0%}" if of and done < of else ""
        click.echo(f"\r\033[K· {_STAGES.get(stage, stage)}{share}", nl=False, err=True)
        if stage == "writing":
            click.echo("\r\033[K", nl=False, err=True)

    return show
