"""`arraigo indicators publish`: figures that may leave, in a file that says that they are public."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from arraigo.cli.ready import failed, say, store_ready

if TYPE_CHECKING:
    from arraigo.indicators.published import PublishedFigure

_COLUMNS = ("currency", "value", "numerator", "denominator", "unknown", "hidden", "left_out")


@click.command()
@click.option(
    "--year", "years", type=click.IntRange(1900, 2999), multiple=True, required=True, help="May repeat."
)
@click.option("--country", required=True, help="ISO 3166-1 alpha-3.")
@click.option("--code", "codes", multiple=True, help="An indicator; may repeat. All of them by default.")
@click.option("--by", "crossings", multiple=True, help="Breakdown keys with commas between them; may repeat.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A .csv, .json or .xlsx file.",
)
@click.option("--json", "as_json", is_flag=True, help="What was written, as one JSON document on stdout.")
def publish(
    years: tuple[int, ...],
    country: str,
    codes: tuple[str, ...],
    crossings: tuple[str, ...],
    output: Path,
    as_json: bool,
) -> None:
    """Write the figures of years for everybody: what is small is protected, over all that the file holds."""
    writer = {".csv": _csv, ".json": _json, ".xlsx": _xlsx}.get(output.suffix.lower())
    if writer is None:
        raise click.UsageError(f"--output {output} ends in none of .csv, .json, .xlsx.")
    store_ready()
    from arraigo.core.errors import Refused
    from arraigo.core.periods import Period
    from arraigo.indicators import releases

    by = [tuple(key.strip() for key in each.split(",") if key.strip()) for each in crossings]
    try:
        figures = releases.publishable(
            codes or None,
            [Period.year(year) for year in sorted(set(years))],
            country.upper(),
            by or releases.USUAL,
        )
    except Refused as refused:
        failed(str(refused))
    policy = releases.policy_of(country.upper())
    note: dict[str, Any] = {
        "public": True,
        "country": country.upper(),
        "threshold": policy.threshold,
        "mode": policy.mode,
    }
    if policy.mode == "round":
        note["base"] = policy.base
    if left_out := releases.left_out(figures):
        note["left_out"] = "; ".join(left_out)
    try:
        output.write_bytes(writer(figures, note))
    except OSError as trouble:
        failed(f"{output} cannot be written: {trouble.strerror}.")
    hidden = sum(bool(each.hidden) for each in figures)
    say(f"Written to {output}: {len(figures)} figures, something is hidden in {hidden} of them.")
    if left_out:
        say(f"Nothing less would have protected somebody, so these are hidden whole: {note['left_out']}.")
    if as_json:
        click.echo(
            json.dumps({**note, "output": str(output), "figures": len(figures), "with_hidden": hidden})
        )


def _row(figure: PublishedFigure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "period": figure.period,
        "country": figure.country,
        "by": dict(figure.by),
        "currency": figure.currency,
        "value": figure.value,
        "numerator": None
        if figure.numerator is None
        else float(figure.numerator)
        if not isinstance(figure.numerator, int)
        else figure.numerator,
        "denominator": None
        if figure.denominator is None
        else float(figure.denominator)
        if not isinstance(figure.denominator, int)
        else figure.denominator,
        "unknown": figure.unknown,
        "hidden": sorted(figure.hidden),
        "left_out": figure.left_out,
    }


def _json(figures: list[PublishedFigure], note: dict[str, Any]) -> bytes:
    return json.dumps({**note, "figures": [_row(each) for each in figures]}, ensure_ascii=False).encode()


def _table(figures: list[PublishedFigure]) -> tuple[list[str], list[list[Any]]]:
    keys = list(dict.fromkeys(key for figure in figures for key in figure.by))
    heads = ["code", "period", "country", *keys, *_COLUMNS]
    rows = []
    for figure in figures:
        row = _row(figure)
        cell = {**row, **row.pop("by"), "hidden": ";".join(row["hidden"])}
        rows.append([cell.get(head) for head in heads])
    return heads, rows


def _said(note: dict[str, Any]) -> str:
    return "; ".join(f"{key}={value}" for key, value in note.items() if key != "left_out")


def _csv(figures: list[PublishedFigure], note: dict[str, Any]) -> bytes:
    text = io.StringIO()
    heads, rows = _table(figures)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*heads, "publication"])
    writer.writerows([*row, _said(note)] for row in rows)
    return text.getvalue().encode()


def _xlsx(figures: list[PublishedFigure], note: dict[str, Any]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet, about = book.create_sheet("figures"), book.create_sheet("publication")
    heads, rows = _table(figures)
    for row in [heads, *rows]:
        sheet.append(row)
    for key, value in note.items():
        about.append([key, value])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
