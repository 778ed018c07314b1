"""
A snapshot: the tables of the warehouse at one moment, as Parquet files in a folder of their own.

``<home>/warehouse/<id>/<table>.parquet`` and ``snapshot.json`` beside them; ``<home>/warehouse/latest`` names the one
in use. A folder is written aside and takes its name when it is whole, and the name in ``latest`` changes in one step: a
crash leaves the former snapshot in use, and a folder that was damaged later is passed over.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from arraigo.warehouse.tables import TABLES, Row, arrow

Store = Mapping[str, Callable[[], Iterable[Row]]]
"""For each table, a function that reads its rows in the contract's columns."""

KEPT = 3
"""Snapshots that stay: whoever is reading one is not disturbed by the next."""

ROWS_AT_A_TIME = 50_000

_WRITING = ".writing-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole snapshot: where it is, when it was made, from which version of the data, how many rows it has."""

    id: str
    path: Path
    made_at: datetime
    data_version: str
    rows: Mapping[str, int]


def write(store: Store, home: Path, *, data_version: str, at: datetime) -> Snapshot:
    """
    Write all tables that the store has, the others empty, and put the snapshot in use.

    Tables are read in the order of the store: those that refer first, so that what they refer to is there.

    :raises KeyError: for a table that the warehouse does not have.
    """
    folder = home / "warehouse"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    aside = folder / f"{_WRITING}{name}"
    aside.mkdir(mode=0o700)
    try:
        counts = {table: _write_table(aside, table, read()) for table, read in _all(store)}
        _write_card(aside, name, counts, data_version=data_version, at=at)
        aside.rename(folder / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _put_in_use(folder, name)
    _forget_old(folder, name)
    return Snapshot(name, folder / name, at, data_version, counts)


def latest(home: Path) -> Snapshot | None:
    """The snapshot in use; where it is damaged or gone, the newest whole one; None where there is none."""
    folder = home / "warehouse"
    pointer = folder / "latest"
    if pointer.is_file() and (named := _read(folder / pointer.read_text(encoding="utf-8").strip())):
        return named
    return next((found for path in _folders(folder) if (found := _read(path))), None)


def _all(store: Store) -> Iterator[tuple[str, Callable[[], Iterable[Row]]]]:
    for name, read in store.items():
        if name not in TABLES:
            raise KeyError(f"The warehouse has no table {name!r}. It has {', '.join(TABLES)}.")
        yield name, read
    for name in TABLES.keys() - store.keys():
        yield name, tuple


def _write_table(folder: Path, name: str, rows: Iterable[Row]) -> int:
    written, remaining = 0, iter(rows)
    with pq.ParquetWriter(folder / f"{name}.parquet", TABLES[name].schema, compression="zstd") as writer:
        while some := list(islice(remaining, ROWS_AT_A_TIME)):
            writer.write_table(arrow(name, some))
            written += len(some)
    return written


def _write_card(
    folder: Path, name: str, counts: Mapping[str, int], *, data_version: str, at: datetime
) -> None:
    tables = {
        table: {"rows": rows, "bytes": (folder / f"{table}.parquet").stat().st_size}
        for table, rows in counts.items()
    }
    card = {"id": name, "made_at": at.isoformat(), "data_version": data_version, "tables": tables}
    (folder / "snapshot.json").write_text(json.dumps(card, indent=1), encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o600)
        _to_disk(path)


def _put_in_use(folder: Path, name: str) -> None:
    pointer = folder / f"{_WRITING}latest-{secrets.token_hex(4)}"
    pointer.write_text(name, encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(folder / "latest")
    _to_disk(folder)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folders(folder: Path) -> list[Path]:
    """Folders of snapshots, the newest first: their names begin with the moment."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(found, key=lambda path: path.name, reverse=True)


def _forget_old(folder: Path, in_use: str) -> None:
    for path in _folders(folder)[KEPT:]:
        if path.name != in_use:
            shutil.rmtree(path, ignore_errors=True)


def _read(path: Path) -> Snapshot | None:
    """The snapshot of a folder, if every file is there in its full length."""
    try:
        card: dict[str, Any] = json.loads((path / "snapshot.json").read_text(encoding="utf-8"))
        for table, written in card["tables"].items():
            if (path / f"{table}.parquet").stat().st_size != written["bytes"]:
                return None
        counts = {table: written["rows"] for table, written in card["tables"].items()}
        # A snapshot of an older release lacks what later figures ask for.
        if counts.keys() != TABLES.keys():
            return None
        made_at = datetime.fromisoformat(card["made_at"])
        return Snapshot(card["id"], path, made_at, card["data_version"], counts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
