"""Where the tables of a linkage are kept and joined: DuckDB on one machine, Spark on a cluster."""

import logging
import os
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq


class Engine(StrEnum):
    """Where a register is linked: on one machine, or on a cluster once it has outgrown one."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class EngineMissing(Exception):
    """What an engine needs is not installed; the text says what to do."""


class Store(Protocol):
    """Named tables and SQL over them. The functions that engines spell differently are `functions`."""

    functions: dict[str, str]

    def take(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        """Keep a stream of batches as a table."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query gives as a table."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query gives, whole: for small results."""

    def splink(self) -> Any:
        """Splink's way into the same tables, a new one for each linker."""

    def source(self, name: str) -> Any:
        """A table as Splink's own way in takes it."""

    def close(self) -> None:
        """Give back memory and disk."""


def open_store(engine: Engine, master: str = "local[*]") -> Store:
    """
    A store for one linkage.

    :raises EngineMissing: when Splink, PySpark or Java is not installed.
    """
    try:
        store: Store = DuckDBStore() if engine is Engine.DUCKDB else SparkStore(master)
    except ImportError as missing:
        extra = "linkage" if engine is Engine.DUCKDB else "spark"
        raise EngineMissing(
            f"{missing.name} is not installed. Install it with: pip install 'arraigo[{extra}]'"
        ) from missing
    logging.getLogger("splink").setLevel(logging.ERROR)  # it tells its progress at length; we tell ours
    return store


class DuckDBStore:
    """In memory, and on disk beyond what memory holds."""

    functions = {
        "alike": "damerau_levenshtein",
        "has_all": "list_has_all",
        "has_any": "list_has_any",
        "explode": "unnest",
    }

    def __init__(self) -> None:
        from splink import DuckDBAPI  # an extra, and slow to import

        self._folder = tempfile.TemporaryDirectory(prefix="arraigo-link-")
        self._duckdb = duckdb.connect(
            config={"temp_directory": self._folder.name, "threads": len(os.sched_getaffinity(0))}
        )
        self._duckdb.execute("set preserve_insertion_order = false")
        self._new_api = DuckDBAPI

    def take(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        # One batch after the other, in this thread: DuckDB would read a stream in a thread of its own, where the
        # register's store has another connection, and another view of what is there.
        self._insert(f"create or replace table {name} as select * from arrived", schema.empty_table())
        for batch in batches:
            self._insert(f"insert into {name} select * from arrived", pa.Table.from_batches([batch]))

    def _insert(self, sql: str, arrived: pa.Table) -> None:
        self._duckdb.register("arrived", arrived)
        self._run(sql)
        self._duckdb.unregister("arrived")

    def make(self, name: str, sql: str) -> None:
        self._run(f"create or replace table {name} as {sql}")

    def _run(self, sql: str) -> None:
        self._duckdb.execute(sql).fetchall()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._duckdb.execute(sql).fetchall())

    def splink(self) -> Any:
        return self._new_api(connection=self._duckdb)

    def source(self, name: str) -> Any:
        return name

    def close(self) -> None:
        self._duckdb.close()
        self._folder.cleanup()


class SparkStore:
    """
    A Spark session: in this process (``local[*]``) or the cluster that ``master`` names. Tables are files in
    Parquet, so that nothing is computed twice.
    """

    functions = {
        "alike": "damerau_levenshtein",
        "has_all": "linkage_has_all",
        "has_any": "arrays_overlap",
        "explode": "explode",
    }

    def __init__(self, master: str) -> None:
        from pyspark.errors.exceptions.base import PySparkRuntimeError
        from pyspark.sql import SparkSession
        from splink.backends.spark import SparkAPI, similarity_jar_location

        self._folder = tempfile.TemporaryDirectory(prefix="arraigo-link-")
        builder = (
            SparkSession.builder.master(master)
            .appName("arraigo link")
            .config("spark.jars", similarity_jar_location())
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8" if master.startswith("local") else "200")
            .config("spark.driver.memory", "6g")
            .config("spark.sql.warehouse.dir", f"{self._folder.name}/warehouse")
        )
        if master.startswith("local"):  # nothing outside this machine is to reach it
            builder = builder.config("spark.driver.host", "127.0.0.1").config(
                "spark.driver.bindAddress", "127.0.0.1"
            )
        try:
            self._spark = builder.getOrCreate()
        except (PySparkRuntimeError, FileNotFoundError) as none:
            raise EngineMissing(
                "Spark needs Java 17. On Debian: apt install openjdk-17-jre-headless"
            ) from none
        self._spark.sparkContext.setLogLevel("ERROR")
        self._spark.sparkContext.setCheckpointDir(f"{self._folder.name}/checkpoints")
        self._new_api = SparkAPI
        self._spark.sql(
            "create or replace temporary function linkage_has_all(many array<string>, few array<string>) "
            "returns boolean return size(array_except(few, many)) = 0"
        )

    def take(self, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        path = Path(self._folder.name) / f"{name}.in.parquet"
        with pq.ParquetWriter(path, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        self._spark.read.parquet(str(path)).createOrReplaceTempView(name)

    def make(self, name: str, sql: str) -> None:
        path = f"{self._folder.name}/{name}"
        self._spark.sql(sql).write.mode("overwrite").parquet(path)
        self._spark.read.parquet(path).createOrReplaceTempView(name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._spark.sql(sql).collect()]

    def splink(self) -> Any:
        return self._new_api(  # type: ignore[no-untyped-call]
            spark_session=self._spark, break_lineage_method="parquet", num_partitions_on_repartition=8
        )

    def source(self, name: str) -> Any:
        return self._spark.table(name)

    def close(self) -> None:
        self._spark.stop()
        self._folder.cleanup()


def condition(store: Store, sql: str) -> str:
    """A condition of a level with the engine's own functions."""
    return sql.format(**store.functions)
