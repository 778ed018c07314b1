"""Writing a package: everything that was loaded and recorded, whole or not at all."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from arraigo.core.errors import Refused
from arraigo.exchange import queries, services
from arraigo.exchange.contract import DOCUMENT, TABLES, Column, Kind, Table
from arraigo.exchange.store import bulk_store
from arraigo.interop.package import live
from arraigo.interop.package.bench import Bench, bench
from arraigo.interop.package.checking import Progress
from arraigo.interop.package.loading import nobody_looks
from arraigo.interop.package.source import DESCRIPTOR, FORMS
from arraigo.interop.package.values import text

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time that files in a zip bear, so that the same data make the same file."""
_MOST_DECIMALS = 20


class InTheWay(Refused):
    """Something is where the package would be written."""


def dump(
    target: Path, *, form: str, force: bool, at: datetime, progress: Progress = nobody_looks
) -> dict[str, int]:
    """
    Write all tables, loaded rows and recorded ones, as a folder or, where the name ends in ``.zip``, as a zip.

    Rows stand in the order of their keys, so that the same data make the same files wherever they lie. What is there
    already is replaced only with ``force``, and only where it is a package.

    :returns: rows by table.
    :raises InTheWay: where something else is there.
    """
    target = Path(os.path.abspath(target))
    _look(target, force=force)
    with bench() as made, _aside(target) as folder:
        rows = _take_all(made, progress)
        for name in rows:
            _write(made, TABLES[name], folder, form)
        synthetic = queries.synthetic_was_loaded() or live.has_invented_people()
        _write_descriptor(folder, form, synthetic=synthetic)
    services.note_dump(rows, form=form, by=None, at=at)
    return rows


def _take_all(made: Bench, progress: Progress) -> dict[str, int]:
    """All rows as of one moment; what refers to others is read before them, where a store cannot promise that."""
    rows = {}
    store = bulk_store()
    with store.as_of_now():
        for table in reversed(list(TABLES.values())):
            progress("reading", table.name, 0)
            empty = _shape(table)
            rows[table.name] = made.put(f"loaded_{table.name}", store.rows(table, table.names), empty)
            recorded = live.batches(table.name) if table.name in live.LIVE else ()
            rows[table.name] += made.put(f"live_{table.name}", recorded, empty)
    return {name: rows[name] for name in TABLES}


def _shape(table: Table) -> Any:
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in table.names])


def _write(made: Bench, table: Table, folder: Path, form: str) -> None:
    path = folder / f"{table.name}.{form}"
    every = f"SELECT * FROM loaded_{table.name} UNION ALL SELECT * FROM live_{table.name}"
    columns = ", ".join(
        f'{_written(made, table, column, form)} AS "{column.name}"' for column in table.columns
    )
    order = ", ".join(_sorted(table.column(name)) for name in table.key)
    how = "FORMAT csv, HEADER, DELIMITER ','" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
    made.run(f"COPY (SELECT {columns} FROM ({every}) AS rows ORDER BY {order}) TO {text(str(path))} ({how})")
    path.chmod(0o600)


def _sorted(column: Column) -> str:
    name = f'rows."{column.name}"'
    return f"{name}::BIGINT" if column.kind.is_whole else name


def _written(made: Bench, table: Table, column: Column, form: str) -> str:
    """A value as a package has it: missing is empty in CSV and null in Parquet, where a value has its type."""
    value = f"nullif(rows.\"{column.name}\", '')"
    if column.kind is Kind.DATETIME:
        written = f"replace({value}, ' ', 'T') || 'Z'"
        return written if form == "csv" else f"({value}::TIMESTAMP AT TIME ZONE 'UTC')"
    if form == "csv" or column.kind is Kind.STRING:
        return value
    if column.kind is Kind.NUMBER:
        return _decimal(made, table, column.name, value)
    return f"{value}::{'DATE' if column.kind is Kind.DATE else 'BIGINT'}"


def _decimal(made: Bench, table: Table, name: str, value: str) -> str:
    """A number with all its decimals; as text where no type holds them all."""
    decimals = made.one(
        f"SELECT max(length(split_part(\"{name}\", '.', 2))) FROM "
        f'(SELECT "{name}" FROM loaded_{table.name} UNION ALL SELECT "{name}" FROM live_{table.name})'
    )
    if (decimals or 0) > _MOST_DECIMALS:
        return value
    return f"{value}::DECIMAL(38, {decimals or 0})"


def _write_descriptor(folder: Path, form: str, *, synthetic: bool) -> None:
    document: dict[str, Any] = {
        **DOCUMENT,
        "resources": [_resource(each, form) for each in DOCUMENT["resources"]],
    }
    if synthetic:
        document["synthetic"] = True
    path = folder / DESCRIPTOR
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path.chmod(0o600)


def _resource(resource: Mapping[str, Any], form: str) -> dict[str, Any]:
    return {**resource, "path": f"{resource['name']}.{form}"}


def _look(target: Path, *, force: bool) -> None:
    """Refuse before any work is done."""
    if not target.parent.is_dir():
        raise InTheWay(
            _("There is no folder %(folder)s. Make it, or choose another.") % {"folder": target.parent}
        )
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not force:
        raise InTheWay(
            _("There is something at %(target)s already. Choose another place, or replace it with --force.")
            % {"target": target}
        )
    is_zip = target.suffix.lower() == ".zip" and target.is_file()
    if not is_zip and not _is_a_package(target):
        raise InTheWay(
            _("%(target)s holds other things than a package, and they would be lost. Choose another place.")
            % {"target": target}
        )


def _is_a_package(folder: Path) -> bool:
    ours = {DESCRIPTOR, *(f"{name}.{form}" for name in TABLES for form in FORMS)}
    return (
        folder.is_dir()
        and {path.name for path in folder.iterdir()} <= ours
        and (folder / DESCRIPTOR).is_file()
    )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when the block ends well, and is gone otherwise."""
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield made
        if target.suffix.lower() == ".zip":
            _zip(made, target)
        else:
            _swap(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _zip(folder: Path, target: Path) -> None:
    packed = folder / ".packed"
    opened = os.open(packed, os.O_WRONLY | os.O_CREAT, 0o600)
    with open(opened, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("[!.]*")):
            with path.open("rb") as source, archive.open(_member(path), "w", force_zip64=True) as member:
                shutil.copyfileobj(source, member, 2**20)
    os.replace(packed, target)


def _member(path: Path) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path.name, _FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _swap(made: Path, target: Path) -> None:
    """Put the new folder in the place of the former one, which is kept until it stands."""
    former = Path(tempfile.mkdtemp(prefix=f".{target.name}-former-", dir=target.parent))
    try:
        if target.exists():
            os.replace(target, former)
        try:
            os.replace(made, target)
        except OSError:
            if any(former.iterdir()):
                os.replace(former, target)
            raise
    finally:
        shutil.rmtree(former, ignore_errors=True)
