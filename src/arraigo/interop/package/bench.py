"""The workbench of one load or dump: rows on disk as text, DuckDB over them, faults as they are found."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from arraigo.exchange.contract import TABLES
from arraigo.interop.package.faults import Fault
from arraigo.interop.package.values import MACROS, text

MEMORY = "1GB"
ROWS_AT_A_TIME = 50_000

_FAULTS = """
CREATE TABLE faults (
    "table" VARCHAR, place INTEGER, "row" BIGINT, "column" VARCHAR, column_place INTEGER, value VARCHAR, code VARCHAR,
    detail VARCHAR
)
"""


class Bench:
    """Tables as Parquet files in a folder of their own; memory stays the same however many rows there are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = 0
        self.duckdb = duckdb.connect(str(folder / "bench.duckdb"))
        self.duckdb.execute(
            f"SET memory_limit = '{MEMORY}'; SET temp_directory = {text(str(folder / 'spilled'))}"
        )
        self.duckdb.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
        self.duckdb.execute(MACROS)
        self.duckdb.execute(_FAULTS)

    def put(self, name: str, batches: Iterable[Any], schema: Any = None) -> int:
        """Keep batches as the view ``name``, and say how many rows it has; without any, ``schema`` is its shape."""
        self._files += 1  # a file is never written over: DuckDB may remember what was in it
        path, rows, writer = self.folder / f"{self._files:04d}_{name}.parquet", 0, None
        try:
            for batch in batches:
                writer = writer or parquet.ParquetWriter(path, batch.schema, compression="zstd")
                writer.write_batch(batch)
                rows += len(batch)
        finally:
            writer = writer or (parquet.ParquetWriter(path, schema) if schema else None)
            if writer:
                writer.close()
        if writer:
            self.run(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({text(str(path))})")
        return rows

    def run(self, statement: str) -> None:
        self.duckdb.execute(statement)

    def one(self, question: str) -> Any:
        """The only value of the only row."""
        found = self.duckdb.execute(question).fetchone()
        return found[0] if found else None

    def batches(self, question: str) -> Iterator[Any]:
        """The rows of an answer, batch by batch; other questions may be asked meanwhile."""
        cursor = self.duckdb.cursor()
        try:
            yield from cursor.sql(question).to_arrow_reader(ROWS_AT_A_TIME)
        finally:
            cursor.close()

    def note(self, faults: Iterable[Fault]) -> None:
        """Keep faults that were found outside DuckDB."""
        rows = [
            (
                *(
                    each.table,
                    place_of(each.table),
                    each.row,
                    each.column,
                    column_place(each.table, each.column),
                ),
                *(each.value, each.code, each.detail),
            )
            for each in faults
        ]
        if not rows:
            return
        names = ["table", "place", "row", "column", "column_place", "value", "code", "detail"]
        kinds = [
            pa.string(),
            pa.int32(),
            pa.int64(),
            pa.string(),
            pa.int32(),
            pa.string(),
            pa.string(),
            pa.string(),
        ]
        arrays = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        self.duckdb.register("noted", pa.table(arrays, names=names))
        self.run("INSERT INTO faults SELECT * FROM noted")
        self.duckdb.unregister("noted")

    def faults(self) -> Iterator[Fault]:
        """All that was found, in the order of the contract's tables, of the files' rows, of the columns."""
        question = (
            'SELECT "table", "row", "column", value, code, detail FROM faults '
            'ORDER BY place, "row" NULLS FIRST, column_place, "column", code, detail'
        )
        for batch in self.batches(question):
            for fault in batch.to_pylist():
                yield Fault(**fault)

    def count_faults(self) -> int:
        return int(self.one("SELECT count(*) FROM faults"))


def place_of(table: str) -> int:
    """Where a table stands in the contract; what is of no table comes first."""
    return list(TABLES).index(table) if table in TABLES else -1


def column_place(table: str, column: str) -> int:
    names = TABLES[table].names if table in TABLES else ()
    return names.index(column) if column in names else -1


@contextmanager
def bench() -> Iterator[Bench]:
    """A workbench that is gone afterwards with everything on it: what lies there names people."""
    folder = Path(tempfile.mkdtemp(prefix="arraigo-package-"))
    try:
        made = Bench(folder)
        try:
            yield made
        finally:
            made.duckdb.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
