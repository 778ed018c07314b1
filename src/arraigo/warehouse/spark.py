"""
The same facts on Spark: for data beyond what one machine holds.

PySpark is an extra (``pip install 'arraigo[spark]'``) and needs Java 17. Every worker must see the folder of snapshots
under the same path: a shared file system, or an object store that is mounted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from arraigo.warehouse import star


class SparkMissing(Exception):
    """What Spark needs is not installed; the text says what to do."""


class Spark:
    """A Spark session that has the facts of a snapshot, and answers statements about them."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._folder = TemporaryDirectory(prefix="arraigo-spark-")

    def __call__(self, sql: str) -> Iterable[Sequence[Any]]:
        """The rows that a statement in Spark's SQL asks for."""
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def open_facts(self, path: Path) -> None:
        """Read the facts of a snapshot's folder under their ``relation``."""
        for fact in star.FACTS.values():
            folder = path / "facts" / fact.name
            self._session.read.parquet(str(folder)).createOrReplaceTempView(fact.relation)

    def take(self, relation: str, table: pa.Table) -> None:
        """Take a few rows under a name: for worked examples."""
        # By a file, as a snapshot's facts come: Spark makes no table of Arrow's where there are no rows.
        path = Path(self._folder.name) / f"{uuid4().hex}.parquet"
        pq.write_table(table, path)
        self._session.read.parquet(str(path)).createOrReplaceTempView(relation)


@contextmanager
def session(master: str) -> Iterator[Spark]:
    """
    A Spark session at a master (``local[*]``, ``spark://host:7077``, ``yarn``), ended afterwards.

    :raises SparkMissing: when PySpark or Java is not installed, or the master does not answer.
    """
    try:
        from pyspark.errors.exceptions.base import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise SparkMissing(
            "PySpark is not installed. Install it with: pip install 'arraigo[spark]'"
        ) from missing
    builder = (
        SparkSession.builder.master(master)
        .appName("arraigo indicators")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        # Decimals keep their digits: a sum that no longer fits is an error, never a rounded figure.
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
    )
    if master.startswith("local"):
        # Nothing outside this machine is to reach it, and few rows need few partitions.
        builder = (
            builder.config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "8")
        )
    try:
        started = builder.getOrCreate()
    except (PySparkRuntimeError, OSError) as trouble:
        raise SparkMissing("Spark did not start. It needs Java 17 (JAVA_HOME says where).") from trouble
    try:
        yield Spark(started)
    finally:
        started.stop()
