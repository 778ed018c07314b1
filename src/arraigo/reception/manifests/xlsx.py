"""
Workbooks of Excel 2007 and later (.xlsx, .xlsm), read as a stream.

Own reader, because it must give what the usual ones hide or cannot bound: merged and hidden rows while streaming,
formulas without a kept result, errors in cells, and a limit on what unpacks. Source: ECMA-376, parts 1 and 4.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from .archive import Archive
from .refusals import Damaged, ExpandsTooMuch, NotASpreadsheet, OtherFormat, TooManyColumns, TooManyRows
from .sheets import (
    EMPTY,
    Cell,
    CellKind,
    Limits,
    Merge,
    Row,
    SheetName,
    column_index,
    resolve_merges,
    text_cell,
)
from .xml_parts import Attributes, elements, local, parse

BUILT_IN_DATES = frozenset(
    {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58}
)
BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 32, 33, 45, 46, 47})
LONGEST_ROW = 1_000_000
"""Bytes that are held back, at most twice, until a row is whole."""
LAST_SERIAL = 2_958_465
"""31 December 9999."""

_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c [^<>]*\br="[^<>]*/>')
_NUMBERED_ROW = re.compile(rb'<row [^<>]*\br="')
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


class Workbook:
    """
    A workbook in memory: its sheets, and the rows of those asked for.

    :raises NotASpreadsheet: for another kind of document in a zip file.
    :raises OtherFormat: for a binary workbook (.xlsb) or an OpenDocument one.
    :raises Damaged: when its parts are missing or broken.
    """

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        self.file_name = archive.file_name
        path = self._workbook_path()
        self._folder = posixpath.dirname(path)
        self._targets = self._relations(path)
        self.sheets: list[SheetName] = []
        self._paths: list[str] = []
        self._epoch_offset = 0
        self._read_index(path)
        self._styles = _date_styles(self._part("styles"), self.file_name)
        self._strings: list[str] | None = None

    def rows(self, position: int, most: int | None = None) -> list[Row]:
        """
        The rows of a sheet that have something in them, merges resolved; ``most`` stops after so many.

        :raises TooManyRows: when there are more than the limit.
        :raises TooManyColumns: when something stands to the right of the last column allowed.
        """
        if self._strings is None:
            self._strings = self._shared_strings()
        reader = _SheetReader(
            self._strings, self._styles, self._epoch_offset, self._limits, self.file_name, most
        )
        try:
            chunks = _without_empty(self._archive.chunks(self._paths[position]))
            parse(chunks, self.file_name, reader.start, reader.end, reader.text)
        except _Enough:
            pass
        resolve_merges(reader.rows, reader.merges)
        return [row for row in reader.rows if any(cell.text for cell in row.cells)]

    def _workbook_path(self) -> str:
        names = self._archive.names
        if "mimetype" in names and b"opendocument" in self._archive.read("mimetype"):
            raise OtherFormat(file=self.file_name, format="OpenDocument")
        if "xl/workbook.bin" in names:
            raise OtherFormat(file=self.file_name, format=".xlsb")
        if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
            raise OtherFormat(file=self.file_name, format="Numbers")
        for element, attributes in elements(self._archive.read("_rels/.rels"), self.file_name):
            if element == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                target = attributes.get("Target", "").lstrip("/")
                if target.lower().startswith(("word/", "ppt/", "visio/")):
                    raise NotASpreadsheet(file=self.file_name)
                if target in self._archive:
                    return target
        if "xl/workbook.xml" in names:
            return "xl/workbook.xml"
        raise (
            Damaged(file=self.file_name)
            if any(n.startswith("xl/") for n in names)
            else NotASpreadsheet(file=self.file_name)
        )

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Type and path of each part that the workbook relates to, by id."""
        rels = f"{self._folder}/_rels/{posixpath.basename(path)}.rels"
        found: dict[str, tuple[str, str]] = {}
        for element, attributes in elements(self._archive.read(rels), self.file_name):
            if element == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, self._absolute(attributes.get("Target", "")))
        return found

    def _absolute(self, target: str) -> str:
        return target if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")

    def _read_index(self, path: str) -> None:
        for element, attributes in elements(self._archive.read(path), self.file_name):
            if element == "workbookPr" and attributes.get("date1904") in ("1", "true", "on"):
                self._epoch_offset = 1462
            if element == "sheet":
                kind, target = self._targets.get(attributes.get("id", ""), ("", ""))
                if kind == "worksheet" and target in self._archive:
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(SheetName(attributes.get("name", ""), hidden))
                    self._paths.append(target)
        if not self.sheets:
            raise Damaged(file=self.file_name)

    def _part(self, kind: str) -> bytes:
        target = next((path for of_kind, path in self._targets.values() if of_kind == kind), "")
        return self._archive.read(target) if target else b""

    def _shared_strings(self) -> list[str]:
        target = next((path for kind, path in self._targets.values() if kind == "sharedStrings"), "")
        if not target or target not in self._archive:
            return []
        reader = _StringsReader(self._limits, self.file_name)
        parse(self._archive.chunks(target), self.file_name, reader.start, reader.end, reader.text)
        return reader.strings


class _Enough(Exception):
    """As many rows as were asked for."""


class _StringsReader:
    """The texts that cells point to. Runs of rich text are joined; pronunciation guides (``rPh``) are left out."""

    def __init__(self, limits: Limits, file_name: str) -> None:
        self.strings: list[str] = []
        self._limits, self._file_name = limits, file_name
        self._parts: list[str] = []
        self._in_text = self._in_guide = False
        self._total = 0

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "rPh":
            self._in_guide = True
        elif name == "t":
            self._in_text = not self._in_guide

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text[: self._limits.cell_characters])

    def end(self, name: str) -> None:
        name = local(name)
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "si":
            string = "".join(self._parts)[: self._limits.cell_characters]
            self._parts.clear()
            self._total += len(string) + 8
            if self._total > self._limits.shared_characters:
                raise ExpandsTooMuch(file=self._file_name)
            self.strings.append(string)


class _SheetReader:
    """Handlers for one worksheet part; what they find is in ``rows`` and ``merges``."""

    def __init__(
        self,
        strings: list[str],
        styles: dict[str, str],
        epoch_offset: int,
        limits: Limits,
        file_name: str,
        most: int | None,
    ) -> None:
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self._strings, self._styles, self._epoch_offset = strings, styles, epoch_offset
        self._limits, self._file_name, self._most = limits, file_name, most
        self._row = Row(0, [])
        self._column = -1
        self._cell: Attributes = {}
        self._parts: list[str] = []
        self._taking = self._has_formula = False

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "c":
            reference = attributes.get("r")
            self._column = column_index(reference) if reference else self._column + 1
            self._cell, self._has_formula = attributes, False
            self._parts.clear()
        elif name in ("v", "t"):
            self._taking = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = Row(int(number) if number.isdecimal() else self._row.number + 1, [])
            self._row.hidden = attributes.get("hidden") in ("1", "true")
            self._column = -1
        elif name == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self._taking and len(self._parts) < 1000:
            self._parts.append(text[: self._limits.cell_characters])

    def end(self, name: str) -> None:
        name = local(name)
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            if self._parts or self._has_formula:
                self._add_cell()
        elif name == "row":
            self._add_row()

    def _add_cell(self) -> None:
        cell = self._read_cell("".join(self._parts)[: self._limits.cell_characters])
        if not cell.text and cell.kind is not CellKind.FORMULA:
            return
        if self._column >= self._limits.columns:
            raise TooManyColumns(file=self._file_name, limit=self._limits.columns)
        cells = self._row.cells
        while len(cells) < self._column:
            cells.append(EMPTY)
        if len(cells) == self._column:
            cells.append(cell)

    def _add_row(self) -> None:
        if not self._row.cells:
            return
        self.rows.append(self._row)
        if self._most is not None and len(self.rows) >= self._most:
            raise _Enough
        if len(self.rows) > self._limits.rows:
            raise TooManyRows(file=self._file_name, limit=self._limits.rows)

    def _add_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = (int(re.sub(r"\D", "", end) or 0) for end in (first, last or first))
        self.merges.append(Merge(top, column_index(first), bottom, column_index(last or first)))

    def _read_cell(self, raw: str) -> Cell:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return text_cell(self._shared(raw))
        if kind == "inlineStr":
            return text_cell(raw)
        if not raw.strip():
            # An empty text is a result («no se sabe»); no result at all is a value that the file lost.
            lost = self._has_formula and kind != "str"
            return Cell(CellKind.FORMULA, None, "=") if lost else EMPTY
        if kind == "e":
            return Cell(CellKind.ERROR, raw, raw)
        if kind == "b":
            return Cell(CellKind.BOOL, raw == "1", raw)
        if kind == "d":
            return _iso_cell(raw)
        if kind == "n":
            return number_cell(raw, self._styles.get(self._cell.get("s", "0"), ""), self._epoch_offset)
        return text_cell(raw)

    def _shared(self, raw: str) -> str:
        index = int(raw) if raw.strip().isdecimal() else -1
        return self._strings[index] if 0 <= index < len(self._strings) else ""


def number_cell(raw: str, style: str, epoch_offset: int = 0) -> Cell:
    """A number, or the date or time that its style ('date', 'time' or '') makes of it."""
    try:
        number = float(raw)
    except ValueError:
        return text_cell(raw)
    if number != number or number in (float("inf"), float("-inf")):
        return text_cell(raw)
    if style == "date" and 1 <= number + epoch_offset <= LAST_SERIAL:
        return date_cell(date_of_serial(number + epoch_offset))
    if style == "time" and 0 <= number < 1:
        minutes = round(number * 1440)
        return text_cell(f"{minutes // 60:02d}:{minutes % 60:02d}")
    if number.is_integer() and abs(number) < 1e15:
        return Cell(CellKind.NUMBER, int(number), str(int(number)))
    return Cell(CellKind.NUMBER, number, f"{number:.15g}")


def date_cell(day: date) -> Cell:
    """A date, shown as the region writes it."""
    return Cell(CellKind.DATE, day, f"{day.day:02d}/{day.month:02d}/{day.year:04d}")


def date_of_serial(serial: float) -> date:
    """The day of a serial number of Excel's 1900 system, which counts a 29 February 1900 that never was."""
    days = int(serial)
    return date(1899, 12, 30) + timedelta(days=days + 1 if days < 60 else days)


def _iso_cell(raw: str) -> Cell:
    try:
        return date_cell(datetime.fromisoformat(raw.replace("Z", "")).date())
    except ValueError:
        return text_cell(raw)


def _date_styles(content: bytes, file_name: str) -> dict[str, str]:
    """For the number of each cell style that shows dates or times: 'date' or 'time'."""
    formats: dict[str, str] = {}
    styles: dict[str, str] = {}
    inside = False
    for element, attributes in elements(content, file_name):
        if element == "numFmt":
            formats[attributes.get("numFmtId", "")] = kind_of_format(attributes.get("formatCode", ""))
        elif element in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = element == "cellXfs"
            count = 0
        elif element == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            built_in = "date" if number.isdecimal() and int(number) in BUILT_IN_DATES else ""
            built_in = "time" if number.isdecimal() and int(number) in BUILT_IN_TIMES else built_in
            if found := formats.get(number, built_in):
                styles[str(count)] = found
            count += 1
    return styles


def kind_of_format(code: str) -> str:
    """What a number format makes of a number: 'date', 'time', or '' for anything else."""
    letters = _LITERALS.sub("", code.partition(";")[0]).lower()
    if letters.strip() in ("general", "estándar", "@"):
        return ""
    if re.search(r"[dy]|aa", letters):
        return "date"
    if re.search(r"[hs]", letters):
        return "time"
    return "date" if "mm" in letters else ""


def _without_empty(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """
    A worksheet without the rows and cells that have a style and nothing in them.

    Sheets formatted to their last row hold a million such rows; passing over them here is a hundred times faster
    than parsing them.
    """
    rest = b""
    for chunk in chunks:
        whole = rest + chunk
        cut = whole.rfind(b"<row")
        if cut <= 0:
            cut = max(whole.rfind(b"<"), 0) if len(whole) > LONGEST_ROW else 0
        if len(whole) - cut > 2 * LONGEST_ROW:
            cut = len(whole)
        piece, rest = whole[:cut], whole[cut:]
        if not _is_empty(piece):
            yield _EMPTY_CELL.sub(b"", piece)
    yield rest


def _is_empty(piece: bytes) -> bool:
    """Whether a piece of a worksheet is whole numbered rows without a value."""
    if any(mark in piece for mark in (b"<v", b"<f", b"<is", b":v>", b"</sheetData")):
        return False
    return _NUMBERED_ROW.match(piece) is not None
