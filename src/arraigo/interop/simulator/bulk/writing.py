"""Writing a package while it is drawn: aside first, then put in its place whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from arraigo.interop.simulator.bulk.asked import Asked
from arraigo.interop.simulator.bulk.contract import batch, contract, schemas

DESCRIPTION = {
    "es": "SIMULADO. Ninguna persona, institución ni cifra de este paquete es real. Fue generado por Arraigo para "
    "probar el sistema; no debe citarse.",
    "en": "SIMULATED. No person, institution or figure of this package is real. Arraigo generated it to try the system "
    "with; it must not be cited.",
}
WRITTEN_AS = "%Y-%m-%dT%H:%M:%SZ"


class NoPlace(Exception):
    """The package cannot be put there; ``str`` is a sentence that says why and what to do."""


class PackageWriter:
    """
    Writes tables of a package part by part; used as a context.

    :raises NoPlace: when there is something at the place already, or nothing may be written there.
    """

    def __init__(self, out: Path, asked: Asked) -> None:
        self._out, self._asked = out, asked
        self.rows: dict[str, int] = dict.fromkeys(schemas(), 0)
        self._open: dict[str, Any] = {}
        self._aside = Path()

    def __enter__(self) -> Self:
        if self._out.exists() and (not self._out.is_dir() or any(self._out.iterdir())):
            raise NoPlace(f"{self._out} is there already and is not an empty folder. Name another one.")
        try:
            self._out.absolute().parent.mkdir(parents=True, exist_ok=True)
            self._aside = Path(
                tempfile.mkdtemp(dir=self._out.absolute().parent, prefix=f".{self._out.name}-")
            )
        except OSError as trouble:
            raise NoPlace(f"Nothing can be written at {self._out}: {trouble.strerror}.") from trouble
        self._aside.chmod(0o755)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for writer in self._open.values():
                writer.close()
            if kind is None:
                self._describe()
                self._put()
        except OSError as full:
            raise NoPlace(f"The package could not be written at {self._out}: {full.strerror}.") from full
        finally:
            shutil.rmtree(self._aside, ignore_errors=True)
        if isinstance(trouble, OSError):
            raise NoPlace(
                f"The package could not be written at {self._out}: {trouble.strerror}."
            ) from trouble

    def add(self, tables: Mapping[str, Mapping[str, pa.Array]]) -> None:
        """A part of each table."""
        for name, columns in tables.items():
            part = batch(name, columns)
            if len(part) or name not in self._open:
                self.rows[name] += len(part)
                part = part if self._is_parquet else as_text(part)
                self._writer(name, part).write_table(part)

    @property
    def _is_parquet(self) -> bool:
        return self._asked.format == "parquet"

    def _writer(self, name: str, part: pa.Table) -> Any:
        """The file of a table, begun with its first part. Columns may come coded; readers see plain text."""
        if name not in self._open:
            path = self._aside / f"{name}.{self._asked.format}"
            self._open[name] = (
                pq.ParquetWriter(
                    path, part.schema, compression="zstd", compression_level=1, store_schema=False
                )
                if self._is_parquet
                else arrow_csv.CSVWriter(path, part.schema)
            )
        return self._open[name]

    def _describe(self) -> None:
        """The contract's description, saying that nothing in here is real and how to make it again."""
        asked, described = self._asked, json.loads(json.dumps(contract()))
        described |= {
            "name": f"arraigo-simulated-{asked.prefix.strip('-').lower()}",
            "title": "Paquete simulado de Arraigo / Simulated Arraigo package",
            "description": f"{DESCRIPTION['es']} {DESCRIPTION['en']}",
            "synthetic": True,
            "simulation": {
                "people": asked.people,
                "seed": asked.seed,
                "countries": list(asked.countries),
                "from": str(asked.period.first),
                "until": str(asked.period.last),
            },
        }
        for resource in described["resources"]:
            resource["path"] = f"{resource['name']}.{asked.format}"
            if self._is_parquet:
                resource |= {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
                resource.pop("encoding", None)
        text = json.dumps(described, ensure_ascii=False, indent=1)
        (self._aside / "datapackage.json").write_text(text + "\n", "utf-8")

    def _put(self) -> None:
        if self._out.is_dir():
            self._out.rmdir()
        self._aside.rename(self._out)


def as_text(part: pa.Table) -> pa.Table:
    """The cells as a CSV file has them: ISO 8601, numbers in digits, nothing for nothing."""
    return pa.table({name: _text(part.column(name)) for name in part.column_names})


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column.cast(pa.timestamp("s", "UTC")), format=WRITTEN_AS)
    if pa.types.is_decimal(column.type):
        text = column.cast(pa.string())
        return pc.replace_substring_regex(text, r"\.0+$|(\.[0-9]*?[1-9])0+$", r"\1")
    return column.cast(pa.string())
