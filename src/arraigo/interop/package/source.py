"""Opening a package: a folder or a zip, with or without `datapackage.json`; which file holds which table."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from arraigo.exchange.contract import TABLES
from arraigo.interop.package.faults import Fault

DESCRIPTOR = "datapackage.json"
FORMS = ("csv", "parquet")
LARGEST_DESCRIPTOR = 5 * 2**20
HARMLESS_SIZE = 64 * 2**20
"""A zip that opens to no more than this is read, however well it is packed."""
MOST_PACKED = 250
"""How many times its own size a zip may open to: tables of text pack to a tenth, seldom to a hundredth."""


class PackageRefused(Exception):
    """There is nothing here that could be read as a package; ``fault`` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.fault = Fault("", None, "", None, code, detail)


@dataclass(frozen=True, slots=True)
class Part:
    """The file of one table."""

    table: str
    form: str
    name: str
    open: Callable[[], IO[bytes]]


@dataclass(slots=True)
class Package:
    """What was found: the tables' files in the contract's order, and what is wrong before any of them is read."""

    synthetic: bool = False
    parts: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


Files = dict[str, Callable[[], IO[bytes]]]
"""Files of a package by their path inside it."""


def open_package(path: Path) -> Package:
    """
    Find the tables of a package: by its `datapackage.json`, and otherwise by file names such as `people.csv`.

    Tables that the descriptor lists and that are not there are left out: a package may hold any subset.

    :raises PackageRefused: where it is no package at all.
    """
    if path.name == DESCRIPTOR and path.is_file():
        path = path.parent
    package = Package()
    files = _of_folder(path, package) if path.is_dir() else _of_zip(path)
    _find_parts(files, package)
    if not package.parts and not package.faults:
        raise PackageRefused("nothing")
    package.parts.sort(key=lambda part: list(TABLES).index(part.table))
    return package


def _of_folder(root: Path, package: Package) -> Files:
    files: Files = {}
    inside = root.resolve()
    try:
        found = sorted(path for path in (*root.glob("*"), *root.glob("*/*")) if not path.name.startswith("."))
    except OSError as trouble:
        raise PackageRefused("unreadable", trouble.strerror or str(trouble)) from trouble
    for path in found:
        name = path.relative_to(root).as_posix()
        if path.is_dir() and _form(name):
            package.faults.append(Fault(_table(name), None, "", None, "folder", name))
        elif path.is_file() and not path.resolve().is_relative_to(inside):
            package.faults.append(Fault(_table(name), None, "", None, "outside", name))
        elif path.is_file():
            files[name] = _opener(path)
    return files


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _of_zip(path: Path) -> Files:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as trouble:
        raise PackageRefused("no_zip") from trouble
    members = [
        member for member in archive.infolist() if not member.is_dir() and not _is_litter(member.filename)
    ]
    _refuse_bomb(members, path)
    if any(member.flag_bits & 1 for member in members):
        raise PackageRefused("locked")
    for member in members:
        if _leads_out(member.filename):
            raise PackageRefused("outside", member.filename)
    within = _one_folder([member.filename for member in members])
    return {member.filename.removeprefix(within): _unpacker(archive, member) for member in members}


def _unpacker(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(member)


def _refuse_bomb(members: list[zipfile.ZipInfo], path: Path) -> None:
    """A zip may open to far more than it is: by what it says of itself, which is all that is ever unpacked of it."""
    size = sum(member.file_size for member in members)
    packed = path.stat().st_size
    overlapping = sum(member.compress_size for member in members) > packed
    if overlapping or (size > HARMLESS_SIZE and size > MOST_PACKED * packed):
        raise PackageRefused("bomb", f"{size:,} bytes")


def _is_litter(name: str) -> bool:
    """What systems add to a zip by themselves."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _one_folder(names: list[str]) -> str:
    """The folder in which all files lie, where a folder was zipped and not its files."""
    tops = {name.split("/", 1)[0] for name in names if "/" in name}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _find_parts(files: Files, package: Package) -> None:
    listed = dict(_listed(files, package))
    tables: dict[str, list[str]] = {}
    for name in files:
        if not _form(name) or (name not in listed and "/" in name):
            continue
        table = listed.get(name) or _table(name)
        if table not in TABLES:
            package.faults.append(Fault(table, None, "", None, "no_such_table", name))
        else:
            tables.setdefault(table, []).append(name)
    for table, names in tables.items():
        if len(names) > 1:
            package.faults.append(Fault(table, None, "", None, "two_files", ", ".join(names)))
        else:
            package.parts.append(Part(table, _form(names[0]), names[0], files[names[0]]))


def _form(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower().removeprefix(".")
    return suffix if suffix in FORMS else ""


def _table(name: str) -> str:
    return PurePosixPath(name).stem.lower()


def _listed(files: Files, package: Package) -> Iterator[tuple[str, str]]:
    """Path and table of what the descriptor lists, if there is one."""
    if DESCRIPTOR not in files:
        return
    document = _descriptor(files[DESCRIPTOR], package)
    package.synthetic = document.get("synthetic") is True
    for number, resource in enumerate(document.get("resources", []), start=1):
        name, path = (
            (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        )
        if isinstance(path, list) and len(path) == 1:
            path = path[0]
        if not isinstance(name, str) or not isinstance(path, str):
            package.faults.append(Fault("", None, "", None, "no_resource", str(number)))
        elif _leads_out(path):
            package.faults.append(Fault(name, None, "", None, "outside", path))
        elif name not in TABLES:
            package.faults.append(Fault(name, None, "", None, "no_such_table", name))
        else:
            yield PurePosixPath(path).as_posix(), name


def _descriptor(opened: Callable[[], IO[bytes]], package: Package) -> dict[str, Any]:
    try:
        with opened() as file:
            document = json.loads(file.read(LARGEST_DESCRIPTOR).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError, zipfile.BadZipFile, NotImplementedError):
        document = None
    if isinstance(document, dict) and isinstance(document.get("resources", []), list):
        return document
    package.faults.append(Fault("", None, "", None, "no_descriptor"))
    return {}


def copied(part: Part, to: Path) -> Path:
    """The file of a part on disk, for readers that jump about in it."""
    with part.open() as source, to.open("wb") as target:
        shutil.copyfileobj(source, target, 2**20)
    return to
