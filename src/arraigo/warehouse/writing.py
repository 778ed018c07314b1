"""
Writing a snapshot: the store's rows as Parquet, then the star made from them.

What has not changed since the former snapshot is not made again but linked: parts of tables by their version, facts by
the versions of all that they read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from arraigo.warehouse import snapshot, star
from arraigo.warehouse.memory import open_connection
from arraigo.warehouse.snapshot import Snapshot
from arraigo.warehouse.sources import Part
from arraigo.warehouse.tables import TABLES, arrow

LARGE = 250_000
"""Rows from which a fact lies in files by country and year; below it one file is read faster."""

ROWS_TOGETHER = 200_000

_CALENDAR = """
SELECT
    CAST(day AS DATE) AS day, YEAR(day) AS year, QUARTER(day) AS quarter, MONTH(day) AS month,
    ISOYEAR(day) AS iso_year, WEEK(day) AS iso_week
FROM (
    SELECT UNNEST(GENERATE_SERIES(MIN(arrived_on), MAX(arrived_on), INTERVAL 1 DAY)) AS day FROM returns
)
"""

_COMPRESSED = "FORMAT parquet, COMPRESSION zstd"


@dataclass
class _Writing:
    """A snapshot on its way: where it is written, what the former one can lend, what is there already."""

    path: Path
    former: Snapshot | None
    rows: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def write(parts: Iterable[Part], home: Path, *, data_version: str, at: datetime) -> Snapshot:
    """Write a snapshot of the parts, and put it in use. Where it fails, the former one stays in use."""
    writing = _Writing(snapshot.aside(home, at), snapshot.latest(home))
    try:
        for part in parts:
            _write_part(writing, part)
        _write_star(writing)
        return snapshot.put_in_use(
            writing.path,
            {
                "made_at": at.isoformat(),
                "data_version": data_version,
                "rows": {table: writing.rows.get(table, 0) for table in TABLES},
                "parts": writing.parts,
                "facts": writing.facts,
            },
        )
    except BaseException:
        snapshot.discard(writing.path)
        raise


def _write_part(writing: _Writing, part: Part) -> None:
    name = f"tables/{part.table}/{part.name}.parquet"
    target = writing.path / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = f"{part.table}/{part.name}"
    if writing.former and writing.former.parts.get(key) == part.version:
        os.link(writing.former.path / name, target)
        rows = pq.ParquetFile(target).metadata.num_rows
    else:
        rows = _write_rows(target, part)
    writing.parts[key] = part.version
    writing.rows[part.table] = writing.rows.get(part.table, 0) + rows


def _write_rows(target: Path, part: Part) -> int:
    schema, written = TABLES[part.table].schema, 0
    with (
        open_connection() as own,
        pq.ParquetWriter(target, schema, compression="zstd") as writer,
    ):
        for some in _gathered(part.batches()):
            own.register("incoming", some)
            rows = own.sql(part.cast).to_arrow_table().cast(schema)
            own.unregister("incoming")
            writer.write_table(rows)
            written += rows.num_rows
    return written


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches together in tables large enough that reading their texts is worth a statement."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= ROWS_TOGETHER:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _write_star(writing: _Writing) -> None:
    spill = writing.path / ".spill"
    with open_connection(temp_directory=str(spill), preserve_insertion_order="false") as connection:
        tables(connection, writing.path)
        star.build(connection, lambda fact: _write_fact(writing, connection, fact), kept=True)
        dimensions = writing.path / "dimensions"
        dimensions.mkdir(mode=0o700)
        for name, sql in (("places", "SELECT * FROM places"), ("calendar", _CALENDAR)):
            connection.execute(f"COPY ({sql}) TO '{_quoted(dimensions / name)}.parquet' ({_COMPRESSED})")
    snapshot.discard(spill)


def _write_fact(writing: _Writing, connection: duckdb.DuckDBPyConnection, fact: star.Fact) -> None:
    version = _version(writing.parts, fact)
    writing.facts[fact.name] = version
    target = writing.path / "facts" / fact.name
    if writing.former and writing.former.facts.get(fact.name) == version:
        _link(writing.former.path / "facts" / fact.name, target)
        return
    target.mkdir(mode=0o700, parents=True)
    if fact.partitioned and writing.rows.get(fact.table, 0) >= LARGE:
        # Few rows in memory for each open file: there is one for each country and year.
        options = f"{_COMPRESSED}, PARTITION_BY (country, year), ROW_GROUP_SIZE 61440"
        connection.execute(f"COPY ({fact.sql}) TO '{_quoted(target)}' ({options}, OVERWRITE_OR_IGNORE)")
        return
    connection.execute(f"COPY ({fact.sql}) TO '{_quoted(target / 'all.parquet')}' ({_COMPRESSED})")


def _version(parts: Mapping[str, str], fact: star.Fact) -> str:
    """What a fact is made of: its own SQL, the versions of the tables that it reads, and the places."""
    read = sorted(f"{key}={version}" for key, version in parts.items() if key.split("/")[0] in fact.reads)
    places = sorted(f"{key}={version}" for key, version in parts.items() if key.split("/")[0] in star.PLACED)
    large = [str(LARGE)]
    return sha256("\n".join([fact.sql, *read, *places, *large]).encode()).hexdigest()[:32]


def _link(source: Path, target: Path) -> None:
    for file in source.rglob("*.parquet"):
        linked = target / file.relative_to(source)
        linked.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.link(file, linked)


def tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The contract's tables of a snapshot as views; an empty one where there are no rows."""
    for name in TABLES:
        files = sorted((path / "tables" / name).glob("*.parquet"))
        if files:
            listed = ", ".join(f"'{_quoted(file)}'" for file in files)
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}])")  # noqa: S608 - our own names
        else:
            connection.register("nothing", arrow(name, ()))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM nothing")  # noqa: S608 - our own names
            connection.unregister("nothing")


def facts(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The facts of a snapshot as views, under their ``relation``."""
    for fact in star.FACTS.values():
        folder = path / "facts" / fact.name
        if (folder / "all.parquet").is_file():
            source = f"read_parquet('{_quoted(folder / 'all.parquet')}')"
        else:
            options = "hive_partitioning = true, hive_types = {'country': VARCHAR, 'year': BIGINT}"
            source = f"read_parquet('{_quoted(folder)}/**/*.parquet', {options})"
        connection.execute(f"CREATE VIEW {fact.relation} AS SELECT * FROM {source}")  # noqa: S608 - our own names


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
