"""What a package's rows are by themselves: values against the contract, keys once each. Set by set, in DuckDB."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from arraigo.core import content
from arraigo.exchange.contract import TABLES, Column, Table
from arraigo.interop.package import values
from arraigo.interop.package.bench import Bench, column_place, place_of
from arraigo.interop.package.csv_reading import CsvReader
from arraigo.interop.package.faults import HIDDEN, LONGEST_SHOWN, Fault
from arraigo.interop.package.parquet_reading import ParquetReader
from arraigo.interop.package.reading import Reader
from arraigo.interop.package.source import Part, copied

Progress = Callable[[str, str, int], None]
"""What is being done (``reading``, ``comparing``, ``writing``), with which table, and how many rows of it so far."""

_UNREADABLE = (
    *(OSError, EOFError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What a file, or a member of a zip, can do when it is opened and read."""


@dataclass(frozen=True, slots=True)
class Came:
    """A table of the package: which of its columns came, and how many rows."""

    table: Table
    columns: tuple[Column, ...]
    rows: int

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def has_key(self) -> bool:
        return set(self.table.key) <= set(self.names)


def take(bench: Bench, part: Part, progress: Progress) -> Came | None:
    """
    Read a part onto the bench, and check its rows: the views ``raw_<table>`` and ``kept_<table>``.

    ``raw`` has values as they came, ``kept`` as they will be kept; a fault does not keep a row out of them. None where
    not even the header could be read.
    """
    table = TABLES[part.table]
    try:
        source = _reader(part, bench)
        rows = bench.put(f"raw_{table.name}", _noting(bench, source, progress))
    except _UNREADABLE as trouble:
        bench.note([Fault(table.name, None, "", None, "unreadable", f"{part.name} ({trouble})")])
        return None
    bench.note(source.faults)
    if source.header is None:
        return None
    came = Came(table, tuple(c for c in table.columns if c.name in source.header.places), rows)
    _keep(bench, came)
    for column in came.columns:
        _check_column(bench, came, column)
    if came.has_key:
        _check_keys(bench, came)
    # A row with too few or too many cells has its values in wrong columns: what else is said of it would mislead.
    bench.run(
        f'DELETE FROM faults WHERE "table" = {values.text(came.name)} AND code <> \'ragged\' AND "row" IN '
        f'(SELECT "row" FROM faults WHERE code = \'ragged\' AND "table" = {values.text(came.name)})'
    )
    return came


def _reader(part: Part, bench: Bench) -> Reader:
    """The reader of a part; one that jumps about in its file gets a copy on the bench."""
    if part.form == "csv":
        return CsvReader(part)
    return ParquetReader(part, copied(part, bench.folder / f"{part.table}.came.parquet"))


def _noting(bench: Bench, source: Reader, progress: Progress) -> Iterator[Any]:
    """The batches of a reader; its faults go to the bench in between, however many there are."""
    rows = 0
    for batch in source.batches():
        yield batch
        bench.note(source.faults)
        source.faults = []
        rows += len(batch)
        progress("reading", source.table.name, rows)


def _keep(bench: Bench, came: Came) -> None:
    columns = ['"row"']
    for column in came.columns:
        name = f'"{column.name}"'
        columns.append(f"{values.kept(column, name)} AS {name}")
    bench.run(f"CREATE VIEW kept_{came.name} AS SELECT {', '.join(columns)} FROM raw_{came.name}")


def _check_column(bench: Bench, came: Came, column: Column) -> None:
    value = f'"{column.name}"'
    codes = _codes()
    code = values.fault(column, value, refers=came.table.refers(column.name), codes=codes)
    detail = "''"
    if column.codes:
        detail = f"CASE WHEN code = 'codes' THEN {values.unknown_codes(column, value, codes)} ELSE '' END"
    note(
        bench,
        came.table,
        column.name,
        f'SELECT "row", {value} AS value, code, {detail} AS detail '
        f'FROM (SELECT "row", {value}, {code} AS code FROM raw_{came.name}) WHERE code IS NOT NULL',
    )


def _check_keys(bench: Bench, came: Came) -> None:
    """A key that stands in more than one row; keys that cannot be read have their own fault."""
    key = ", ".join(f'"{name}"' for name in came.table.key)
    readable = " AND ".join(f"coalesce(\"{name}\", '') <> ''" for name in came.table.key)
    first = came.table.key[0]
    note(
        bench,
        came.table,
        first,
        f'WITH repeated AS (SELECT {key}, min("row") AS first FROM kept_{came.name} WHERE {readable} '
        f"GROUP BY {key} HAVING count(*) > 1) "
        f'SELECT "row", "{first}" AS value, \'repeated\' AS code, first::VARCHAR AS detail '
        f'FROM kept_{came.name} JOIN repeated USING ({key}) WHERE "row" <> first',
    )


def note(bench: Bench, table: Table, column: str, found: str) -> None:
    """Keep faults of a column: a query that gives ``row, value, code, detail``."""
    value = "NULL" if (table.name, column) in HIDDEN else f"left(value, {LONGEST_SHOWN})"
    bench.run(
        f'INSERT INTO faults SELECT {values.text(table.name)}, {place_of(table.name)}, "row", {values.text(column)}, '
        f"{column_place(table.name, column)}, {value}, code, detail FROM ({found})"
    )


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    """The codes of each list of which a column may hold several, in any country's pack."""
    lists = {column.codes for table in TABLES.values() for column in table.columns if column.codes}
    countries = [None, *(country.code for country in content.countries())]
    return {
        code: frozenset().union(*(content.codelist(code, country=country).codes for country in countries))
        for code in lists
    }
