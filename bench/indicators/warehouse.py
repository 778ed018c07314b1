"""A warehouse straight from a simulated package in Parquet, without a store between: what the measurements run on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from arraigo.interop.simulator.bulk import asked, simulate_package
from arraigo.warehouse import snapshot, writing
from arraigo.warehouse.casting import from_text
from arraigo.warehouse.snapshot import Snapshot
from arraigo.warehouse.sources import Part
from arraigo.warehouse.tables import TABLES, Kind

RETURNS_A_PERSON = 1.09
"""How many returns the simulator makes of a person, about."""


def package(folder: Path, returns: int, seed: int) -> Path:
    """A simulated package with about so many returns; made once."""
    out = folder / f"package-{returns}-{seed}"
    if not out.exists():
        simulate_package(asked(int(returns / RETURNS_A_PERSON), seed), out)
    return out


def warehouse(source: Path, home: Path) -> Snapshot:
    """The snapshot of a package."""
    parts = [
        _part(name, source / f"{name}.parquet") for name in TABLES if (source / f"{name}.parquet").exists()
    ]
    return writing.write(parts, home, data_version="bench", at=datetime.now(UTC))


def made(folder: Path, returns: int, seed: int) -> Snapshot:
    """The snapshot of a package of about so many returns; made once."""
    home = folder / f"home-{returns}-{seed}"
    return snapshot.latest(home) or warehouse(package(folder, returns, seed), home)


def _part(name: str, path: Path) -> Part:
    present = set(pq.read_schema(path).names)
    columns = ", ".join(
        f'{_read(column, kind) if column in present else "NULL"} AS "{column}"'
        for column, kind in TABLES[name].columns.items()
    )
    cast = f"SELECT {columns} FROM incoming"
    return Part(name, "package", "1", cast, lambda: pq.ParquetFile(path).iter_batches(200_000))


def _read(column: str, kind: Kind) -> str:
    return from_text(f"CAST({column} AS VARCHAR)", kind, "loaded")
