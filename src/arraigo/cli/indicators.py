"""`arraigo indicators` and `arraigo snapshot`: the figures, and what they are computed from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from arraigo.cli.publish import publish
from arraigo.cli.ready import failed, say, store_ready

if TYPE_CHECKING:
    from arraigo.core.periods import Period
    from arraigo.indicators.definitions import Indicator
    from arraigo.indicators.engine import Figure

_CLOSED_LISTS = ("sex", "age_band", "return_type", "level", "dimension")
"""Breakdowns whose codes are known to be all: another one is a slip of the pen, not an empty group."""

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What `compute` was asked for, checked against what there is."""

    period: Period
    countries: tuple[str, ...] | None
    codes: tuple[str, ...] | None
    by: tuple[str, ...]
    where: dict[str, str | list[str]]


@click.group()
def indicators() -> None:
    """Figures of the policy: value, numerator, denominator, unknown."""


@indicators.command("list")
@click.option("--country", help="As they stand for a country (ISO 3166-1 alpha-3).")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_(country: str | None, as_json: bool) -> None:
    """The indicators there are, in the order of their families."""
    store_ready()
    from arraigo.indicators import queries

    found = queries.indicators(_country(country) if country else None)
    if as_json:
        click.echo(json.dumps([_card(each) for each in found], ensure_ascii=False))
        return
    width = max((len(each.code) for each in found), default=0)
    for each in found:
        click.echo(f"{each.code:{width}}  {each.name}")


@indicators.command()
@click.option("--year", type=click.IntRange(1900, 2999), help="A calendar year.")
@click.option("--from", "first", type=_DAY, help="First day of another period, with --to.")
@click.option("--to", "last", type=_DAY, help="Last day of that period; it counts.")
@click.option("--country", "countries", multiple=True, help="ISO 3166-1 alpha-3; may repeat.")
@click.option("--code", "codes", multiple=True, help="An indicator; may repeat. All of them by default.")
@click.option("--by", default="", help="Breakdown keys with commas between them; they are crossed.")
@click.option("--where", multiple=True, help="key=value, only some of the people; may repeat.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="spark reads the same files at ARRAIGO_SPARK_MASTER.",
)
@click.option(
    "--snapshot",
    type=click.Choice(["ensure", "latest"]),
    default="ensure",
    show_default=True,
    help="ensure makes a new one where the data have changed; latest takes what there is.",
)
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv", "xlsx"]), default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout."
)
def compute(
    year: int | None,
    first: datetime | None,
    last: datetime | None,
    countries: tuple[str, ...],
    codes: tuple[str, ...],
    by: str,
    where: tuple[str, ...],
    engine: Any,
    snapshot: Any,
    format_: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Compute figures of a period, broken down as asked; totals are always among them."""
    written = "json" if as_json else format_
    if written == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs --output FILE.")
    period = _period(year, first, last)
    store_ready()
    with _said_in(written):
        figures = _computed(_asked(period, countries, codes, by, where), snapshot, engine)
    _put(_written(figures, written), output)


indicators.add_command(publish)


@click.command()
@click.option("--again", is_flag=True, help="Write one even where nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def snapshot(again: bool, as_json: bool) -> None:
    """Write the warehouse that figures are computed on, where the data have changed since the last one."""
    store_ready()
    from django.conf import settings

    from arraigo.warehouse import queries as warehouse

    home = Path(settings.ARRAIGO_HOME)
    taken = warehouse.make(home) if again else warehouse.ensure(home)
    if as_json:
        card = {"id": taken.id, "made_at": taken.made_at.isoformat(), "rows": dict(taken.rows)}
        click.echo(json.dumps(card))
        return
    rows = ", ".join(f"{count} {table}" for table, count in sorted(taken.rows.items()))
    click.echo(f"Snapshot of {taken.made_at:%Y-%m-%d %H:%M} UTC: {rows}.")


def _card(each: Indicator) -> dict[str, Any]:
    return {
        "code": each.code,
        "family": each.family,
        "name": {"es": each.name.es, "en": each.name.en},
        "definition": {"es": each.definition.es, "en": each.definition.en},
        "unit": each.unit,
        "better": each.better,
        "by": list(each.by),
        "version": each.version,
    }


def _period(year: int | None, first: datetime | None, last: datetime | None) -> Period:
    from arraigo.core.periods import Period

    if year is not None and (first or last):
        raise click.UsageError("Say --year, or --from and --to, not both.")
    if year is not None:
        return Period.year(year)
    if not first or not last:
        raise click.UsageError("Say which period: --year 2026, or --from 2026-01-01 --to 2026-06-30.")
    if last < first:
        raise click.UsageError(
            f"--to ({last:%Y-%m-%d}) lies before --from ({first:%Y-%m-%d}). Change the two."
        )
    return Period(date(first.year, first.month, first.day), date(last.year, last.month, last.day))


def _asked(
    period: Period, countries: Sequence[str], codes: Sequence[str], by: str, where: Iterable[str]
) -> Asked:
    return Asked(
        period=period,
        countries=tuple(_country(each) for each in countries) or None,
        codes=tuple(codes) or None,
        by=_breakdowns(by),
        where=_filters(where),
    )


def _country(written: str) -> str:
    """A country by its ISO 3166-1 alpha-3 code, however it is written."""
    from babel import Locale
    from babel.core import get_global

    code = written.strip().upper()
    two_letters = get_global("territory_aliases").get(code, ("",))[0] if len(code) == 3 else ""
    if two_letters == "ZZ" or two_letters not in Locale("en").territories:
        raise click.UsageError(
            f"There is no country {written!r}. Write its ISO 3166-1 alpha-3 code, such as GTM."
        )
    return code


def _breakdowns(written: str) -> tuple[str, ...]:
    from arraigo.indicators.engine import BREAKDOWNS

    keys = [key.strip() for key in written.split(",") if key.strip()]
    for key in keys:
        if key not in BREAKDOWNS:
            raise click.UsageError(f"There is no breakdown by {key!r}. There are: {', '.join(BREAKDOWNS)}.")
    return tuple(dict.fromkeys(keys))


def _filters(written: Iterable[str]) -> dict[str, str | list[str]]:
    found: dict[str, list[str]] = {}
    for each in written:
        key, sign, value = (part.strip() for part in each.partition("="))
        if not sign or not value:
            raise click.UsageError(f"--where {each!r} is not of the form key=value, such as sex=female.")
        _check_filter(key, value)
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def _check_filter(key: str, value: str) -> None:
    from arraigo.core import content
    from arraigo.indicators.engine import BREAKDOWNS
    from arraigo.warehouse.predicates import ROW_SETS

    known = {*BREAKDOWNS, *(name for rows in ROW_SETS.values() for name in (*rows.columns, *rows.attributes))}
    if key not in known:
        raise click.UsageError(
            f"There is nothing called {key!r} to limit by. There are: {', '.join(sorted(known))}."
        )
    if key in _CLOSED_LISTS:
        allowed = [*content.codelist(key).codes, "unknown"]
        if value not in allowed:
            raise click.UsageError(
                f"{key} has no code {value!r}. It has: {', '.join(dict.fromkeys(allowed))}."
            )


@contextmanager
def _said_in(format_: str) -> Iterator[None]:
    """A refusal is a document too, where one was asked for."""
    try:
        yield
    except click.ClickException as refused:
        if format_ == "json":
            click.echo(json.dumps({"error": refused.format_message()}, ensure_ascii=False))
        raise


def _computed(asked: Asked, snapshot: Any, engine: Any) -> list[Figure]:
    from arraigo.core.errors import Refused
    from arraigo.indicators import queries
    from arraigo.indicators.engine import BreakdownDoesNotApply, FilterDoesNotApply

    try:
        return queries.compute(
            asked.codes,
            asked.period,
            asked.countries,
            asked.by,
            asked.where,
            snapshot=snapshot,
            engine=engine,
        )
    except (queries.IndicatorUnknown, BreakdownDoesNotApply, FilterDoesNotApply) as refused:
        raise click.UsageError(str(refused)) from refused
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused


def _written(figures: Sequence[Figure], format_: str) -> str | bytes:
    from arraigo.indicators import exports

    if format_ == "json":
        return exports.as_json(figures)
    if format_ == "csv":
        return exports.as_csv(figures).replace("\r\n", "\n")
    return _as_xlsx(figures) if format_ == "xlsx" else _as_table(figures)


def _columns(figures: Sequence[Figure]) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows of a table of figures: a column for each breakdown."""
    from arraigo.indicators import exports

    keys = list(dict.fromkeys(key for figure in figures for key in figure.by))
    heads = [*exports.COLUMNS_BEFORE, *keys, *exports.COLUMNS_AFTER]
    rows = []
    for figure in figures:
        row = exports.as_row(figure)
        cell = {**row, **row.pop("by")}
        rows.append([cell.get(head) for head in heads])
    return heads, rows


def _as_table(figures: Sequence[Figure]) -> str:
    """Columns of text for a terminal; values to two places."""
    heads, rows = _columns(figures)
    cells = [heads, *([_cell(value) for value in row] for row in rows)]
    kept = [
        place
        for place, head in enumerate(heads)
        if head != "currency" or any(row[place] for row in cells[1:])
    ]
    widths = {place: max(len(row[place]) for row in cells) for place in kept}
    numbers = {place for place in kept if heads[place] in ("value", "numerator", "denominator", "unknown")}
    lines = [
        "  ".join(
            row[place].rjust(widths[place]) if place in numbers else row[place].ljust(widths[place])
            for place in kept
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _as_xlsx(figures: Sequence[Figure]) -> bytes:
    from io import BytesIO

    from openpyxl import Workbook

    heads, rows = _columns(figures)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for row in [heads, *rows]:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put(document: str | bytes, output: Path | None) -> None:
    if output is None:
        assert isinstance(document, str)
        click.echo(document, nl=not document.endswith("\n"))
        return
    try:
        output.write_bytes(document if isinstance(document, bytes) else document.encode())
    except OSError as trouble:
        failed(f"{output} cannot be written: {trouble.strerror}.")
    say(f"Written to {output}.")
    sys.stdout.flush()
