"""
All content of one root folder: read kind by kind, with the packs of the countries laid over what is common.

The tree is ``<folder of the kind>/[<family>/]<code>.yaml``; a pack repeats it under ``countries/<iso3>/`` and
adds, replaces or switches off whole objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import cast

from arraigo.core.content.kinds import Kind, kind_of, registered_kinds
from arraigo.core.content.problems import ContentError, Problem
from arraigo.core.content.reading import Document, read
from arraigo.core.content.schemas.base import ContentObject, Lists, Misfit, SwitchedOff
from arraigo.core.content.schemas.codelist import CodeList
from arraigo.core.content.schemas.country import Country
from arraigo.core.content.validating import validated

PACKS = "countries"
COUNTRY_FILE = "country.yaml"

Objects = dict[str, ContentObject]
Files = dict[str, Document]


class Shelf:
    """The objects of one kind: those common to all, and for each country what its people see."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.common: Objects = {}
        self.of: dict[str, Objects] = {}
        self.files: dict[str | None, Files] = {None: {}}
        self.broken: dict[str | None, list[Document]] = {None: []}
        self.problems: list[Problem] = []

    def objects(self, country: str | None) -> Objects:
        """The objects as they stand for a country; the common ones where none is named or it has no pack."""
        return self.common if country is None else self.of.get(country.upper(), self.common)


class Library:
    """The content under one root. Nothing is read before it is asked for, and nothing twice."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._shelves: dict[str, Shelf] = {}
        self._countries: dict[str, Country] | None = None
        self._country_problems: list[Problem] = []

    def objects(self, kind: str, country: str | None = None) -> Objects:
        """
        The objects of a kind by code; the common ones for a country without a pack.

        :raises LookupError: for a kind without a schema.
        :raises ContentError: when anything of that kind is wrong, in the common content or in any pack.
        """
        shelf = self.shelf(kind_of(kind))
        if shelf.problems:
            raise ContentError(shelf.problems)
        return shelf.objects(country)

    def countries(self) -> dict[str, Country]:
        """
        The countries that have a pack, by ISO3 code.

        :raises ContentError: when a ``country.yaml`` is wrong or missing.
        """
        found = self._read_countries()
        if self._country_problems:
            raise ContentError(self._country_problems)
        return found

    def check(self) -> list[Problem]:
        """Every problem of every file, whatever its kind; folders that no schema reads are problems too."""
        self._read_countries()
        problems = list(self._country_problems)
        for kind in registered_kinds():
            problems += self.shelf(kind).problems
        problems += self._unread()
        return sorted(set(problems))

    def shelf(self, kind: Kind) -> Shelf:
        """The shelf of a kind, read on the first call; its problems are on it, not raised."""
        if kind.name not in self._shelves:
            shelf = self._shelves[kind.name] = self._read_shelf(kind)
            for country in (None, *self._packs):
                self._check_misfits(shelf, country)
            documents = [d for files in shelf.files.values() for d in files.values()]
            documents += [d for broken in shelf.broken.values() for d in broken]
            shelf.problems += [problem for document in documents for problem in document.problems]
        return self._shelves[kind.name]

    @cached_property
    def _packs(self) -> dict[str, Path]:
        folder = self.root / PACKS
        folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        return {path.name.upper(): path for path in folders}

    def _read_countries(self) -> dict[str, Country]:
        if self._countries is None:
            self._countries = {}
            for iso3, folder in self._packs.items():
                country = self._read_country(iso3, folder / COUNTRY_FILE)
                if country:
                    self._countries[iso3] = country
        return self._countries

    def _read_country(self, iso3: str, path: Path) -> Country | None:
        if not path.is_file():
            file = path.relative_to(self.root).as_posix()
            self._country_problems.append(Problem(file, 1, "the pack has no country.yaml"))
            return None
        document = read(path, self.root)
        country = None if document.problems else validated(document, Country)
        if country and country.code != iso3:
            document.problem(f"the code '{country.code}' is not that of the folder", iso3, at=("code",))
        if country and country.kind != "country":
            document.problem(f"the kind '{country.kind}' is not that of the file", "country", at=("kind",))
        if country:
            lists = self.shelf(kind_of("codelist")).objects(iso3)
            _note(document, country.misfits(lambda code: cast("CodeList | None", lists.get(code))))
        self._country_problems += document.problems
        return country

    def _read_shelf(self, kind: Kind) -> Shelf:
        shelf = Shelf(kind)
        for document in _documents(self.root / kind.folder, self.root):
            found = _object(document, kind)
            if found:
                _put(found, document, shelf.common, shelf.files[None])
            else:
                shelf.broken[None].append(document)
        for iso3, folder in self._packs.items():
            self._lay_over(shelf, iso3, folder)
        return shelf

    def _lay_over(self, shelf: Shelf, iso3: str, folder: Path) -> None:
        """Add, replace and switch off what the pack of a country says."""
        objects, files = dict(shelf.common), shelf.files.setdefault(iso3, {})
        broken = shelf.broken.setdefault(iso3, [])
        for document in _documents(folder / shelf.kind.folder, self.root):
            if "switched_off" in document.value:
                _switch_off(document, shelf, objects)
                shelf.problems += document.problems
            elif found := _object(document, shelf.kind):
                _check_replacement(found, document, shelf.common)
                _put(found, document, objects, files, over=shelf.common)
            else:
                broken.append(document)
        shelf.of[iso3] = objects

    def _check_misfits(self, shelf: Shelf, country: str | None) -> None:
        """Let each object of the common content, or of one pack, say what does not fit the rest."""
        lists: Lists = partial(self._list, shelf, country)
        sources = lists("source_document")
        for code, document in shelf.files.get(country, {}).items():
            found = shelf.objects(country)[code]
            _note(document, found.misfits(lists))
            _note(document, found.disagreements(partial(self._object_of, country)))
            for source in found.source:
                if sources is not None and source.document not in sources.codes:
                    what = f"no document '{source.document}' in the code list 'source_document'"
                    document.problem(what, ", ".join(sources.codes), at=("source",))
        for document in shelf.broken.get(country, ()):
            _note(document, shelf.kind.model.misfits_of_broken(document.value, lists))
        if country is not None:
            shelf.problems += self._left_alone(shelf, country)

    def _left_alone(self, shelf: Shelf, country: str) -> Iterator[Problem]:
        """What is common to all and no longer fits where the pack of a country has switched something off."""
        file = f"{self._packs[country].relative_to(self.root).as_posix()}/{COUNTRY_FILE}"
        replaced = shelf.files.get(country, {})
        for code, found in shelf.objects(country).items():
            if code in replaced:
                continue
            broken_for_all = {each.what for each in found.disagreements(partial(self._object_of, None))}
            for misfit in found.disagreements(partial(self._object_of, country)):
                if misfit.what not in broken_for_all:
                    what = f"in this pack the {shelf.kind.name} '{code}' no longer fits: {misfit.what}"
                    yield Problem(file, 1, what, "switch it off too, or replace it")

    def _object_of(self, country: str | None, kind: str, code: str) -> ContentObject | None:
        return self.shelf(kind_of(kind)).objects(country).get(code)

    def _list(self, asking: Shelf, country: str | None, code: str) -> CodeList | None:
        lists = asking if asking.kind.model is CodeList else self.shelf(kind_of("codelist"))
        found = lists.objects(country).get(code)
        return found if isinstance(found, CodeList) else None

    def _unread(self) -> Iterator[Problem]:
        """
        Objects in folders of no registered kind: their room was not imported, or the folder is misspelt.

        Files that name no kind are a room's own data, which it reads and checks itself.
        """
        kinds = registered_kinds()
        known = {kind.folder for kind in kinds} | {PACKS}
        for root in (self.root, *self._packs.values()):
            for folder in sorted(path for path in root.iterdir() if path.is_dir() and path.name not in known):
                objects = [path for path in sorted(folder.rglob("*.yaml")) if _names_a_kind(path)]
                if objects:
                    what = f"no schema is registered for '{folder.name}': files not checked: {len(objects)}"
                    allowed = ", ".join(sorted(known))
                    yield Problem(folder.relative_to(self.root).as_posix(), 1, what, allowed)


def _note(document: Document, misfits: Iterable[Misfit]) -> None:
    for misfit in misfits:
        document.problem(misfit.what, misfit.allowed, at=misfit.place)


def _names_a_kind(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return any(line.startswith("kind:") for line in file)


def _documents(folder: Path, root: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*.y*ml")):
        yield read(path, root)


def _object(document: Document, kind: Kind) -> ContentObject | None:
    """
    The object of a document, when it keeps the schema; else None, with its problems noted in the document.
    """
    found = None if document.problems else validated(document, kind.model)
    _check_kind_and_code(document, kind)
    return found if not document.problems else None


def _check_kind_and_code(document: Document, kind: Kind) -> None:
    if document.value.get("kind") not in (None, kind.name):
        document.problem(
            f"the kind '{document.value['kind']}' is not that of the folder", kind.name, at=("kind",)
        )
    stem = document.path.stem
    family = document.path.parent.name
    codes = [stem] if family == kind.folder else [stem, f"{family}.{stem}"]
    code = document.value.get("code")
    if isinstance(code, str) and code not in codes:
        document.problem(f"the code '{code}' is not the path of the file", " or ".join(codes), at=("code",))
    if document.path.suffix != ".yaml":
        document.problem(f"the file ends in '{document.path.suffix}'", ".yaml")


def _put(
    found: ContentObject, document: Document, objects: Objects, files: Files, over: Objects | None = None
) -> None:
    """Place an object under its code, unless another file of the same level already has it."""
    if found.code in files:
        document.problem(f"the code '{found.code}' is also that of {files[found.code].file}", at=("code",))
        files[found.code].problems += document.problems
        return
    if over is None and found.replaces:
        document.problem("only a country pack replaces", at=("replaces",))
    objects[found.code] = found
    files[found.code] = document


def _check_replacement(found: ContentObject, document: Document, common: Objects) -> None:
    replaced = common.get(found.code)
    if replaced is None:
        if found.replaces:
            document.problem(f"there is no '{found.code}' to replace", at=("replaces",))
        return
    if found.replaces is None:
        what = f"'{found.code}' is also in the common content, and the pack does not say that it replaces it"
        document.problem(
            what,
            f"replaces: {{code: {found.code}, version: '{replaced.version}', reason: ...}}",
            at=("code",),
        )
    elif found.replaces.code != found.code:
        document.problem(
            f"it replaces '{found.replaces.code}' under another code", found.code, at=("replaces", "code")
        )
    elif found.replaces.version != replaced.version:
        what = f"it replaces version {found.replaces.version}, and the common content has another: review it"
        document.problem(what, replaced.version, at=("replaces", "version"))


def _switch_off(document: Document, shelf: Shelf, objects: Objects) -> None:
    off = None if document.problems else validated(document, SwitchedOff)
    _check_kind_and_code(document, shelf.kind)
    if off and off.code not in shelf.common:
        document.problem(f"there is no '{off.code}' to switch off", at=("code",))
    elif off:
        objects.pop(off.code, None)
