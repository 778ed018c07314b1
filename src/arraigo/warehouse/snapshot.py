"""
A snapshot: the warehouse at one moment, as Parquet files in a folder of their own.

``<home>/warehouse/<id>/tables/<table>/<part>.parquet``: rows in the contract's columns; ``facts/<fact>/``: the star,
by country and year where it is large; ``dimensions/``; ``snapshot.json``: the card that says what is there. The file
``latest`` names the one in use. A folder is written aside and takes its name when it is whole, and the name in
``latest`` changes in one step: a crash leaves the former snapshot in use, and a damaged folder is passed over.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = 2
"""Raised when what a snapshot holds changes: one of an older release lacks what later figures ask for."""

KEPT = 3
"""Snapshots that stay: whoever is reading one is not disturbed by the next."""

_WRITING = ".writing-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    A whole snapshot: where it is, when it was made, from which version of the data, how many rows each table has.

    ``parts`` and ``facts`` are the versions of what it was made of: what has the same version is the same.
    """

    id: str
    path: Path
    made_at: datetime
    data_version: str
    rows: Mapping[str, int]
    parts: Mapping[str, str]
    facts: Mapping[str, str]


def latest(home: Path) -> Snapshot | None:
    """The snapshot in use; where it is damaged or gone, the newest whole one; None where there is none."""
    folder = home / "warehouse"
    named = _named(folder)
    if named and (found := read(named)):
        return found
    return next((found for path in folders(folder) if (found := read(path))), None)


def damaged(home: Path) -> list[str]:
    """Names of snapshots whose files are not whole, so that an older one serves."""
    folder = home / "warehouse"
    named = _named(folder)
    missing = [named.name] if named and not named.is_dir() else []
    return missing + [path.name for path in folders(folder) if read(path) is None]


def aside(home: Path, at: datetime) -> Path:
    """A new folder to write in, under a name that nobody reads; its own name follows the mark."""
    folder = home / "warehouse"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_WRITING}{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    path.mkdir(mode=0o700)
    return path


def put_in_use(path: Path, card: Mapping[str, Any]) -> Snapshot:
    """
    Finish a folder that was written aside, and put it in use.

    :param card: what :class:`Snapshot` holds beside id and path, as JSON has it.
    """
    name = path.name.removeprefix(_WRITING)
    files = {str(file.relative_to(path)): file.stat().st_size for file in _files(path)}
    (path / "snapshot.json").write_text(
        json.dumps({"format": FORMAT, "id": name, **card, "files": files}, indent=1), encoding="utf-8"
    )
    for file in _files(path):
        file.chmod(0o600)
        _to_disk(file)
    final = path.rename(path.with_name(name))
    _point_to(final)
    _forget_old(final.parent, name)
    found = read(final)
    assert found is not None, "what was just written is whole"
    return found


def discard(path: Path) -> None:
    """Forget a folder that was not finished."""
    shutil.rmtree(path, ignore_errors=True)


def read(path: Path) -> Snapshot | None:
    """The snapshot of a folder, if every file is there in its full length."""
    try:
        card: dict[str, Any] = json.loads((path / "snapshot.json").read_text(encoding="utf-8"))
        if card["format"] != FORMAT:
            return None
        for name, size in card["files"].items():
            if (path / name).stat().st_size != size:
                return None
        return Snapshot(
            card["id"],
            path,
            datetime.fromisoformat(card["made_at"]),
            card["data_version"],
            card["rows"],
            card["parts"],
            card["facts"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def folders(folder: Path) -> list[Path]:
    """Folders of snapshots, the newest first: their names begin with the moment."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return sorted(found, key=lambda path: path.name, reverse=True)


def _named(folder: Path) -> Path | None:
    pointer = folder / "latest"
    return folder / pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def _files(path: Path) -> Iterator[Path]:
    return (file for file in sorted(path.rglob("*")) if file.is_file())


def _point_to(path: Path) -> None:
    pointer = path.with_name(f"{_WRITING}latest-{secrets.token_hex(4)}")
    pointer.write_text(path.name, encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(path.with_name("latest"))
    _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget_old(folder: Path, in_use: str) -> None:
    for path in folders(folder)[KEPT:]:
        if path.name != in_use:
            shutil.rmtree(path, ignore_errors=True)
