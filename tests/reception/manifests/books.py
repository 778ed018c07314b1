"""Arrivals lists made in code, as workbooks and as text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from arraigo.reception.manifests import Reading, guess_columns, open_sheet, read_rows

TODAY = date(2026, 11, 22)
HEADERS = ["No.", "APELLIDOS", "NOMBRES", "F. NAC.", "SEXO", "DPI/CUI", "Municipio"]
REYNA = [1, "LÓPEZ CHOC", "REYNA ISABEL", "12/09/94", "F", "1234567890101", "San Pedro Soloma"]
BYRON = [2, "Méndez Gómez", "Byron Estuardo", "07/11/1998", "M", None, "Malacatán"]
CATARINA = [3, "RAYMUNDO BRITO", "CATARINA", date(1985, 2, 11), "F", 9009442501413, "NEBAJ"]
PEOPLE = [REYNA, BYRON, CATARINA]

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, *, title: str = "Hoja1", touch: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook of one sheet; ``touch`` may merge, hide or format afterwards."""
    return books({title: rows}, touch=touch)


def books(sheets: dict[str, Rows], *, touch: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook of several sheets; ``touch`` is called with each."""
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if touch:
            touch(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def text(rows: Rows, separator: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """The same rows as a text file."""
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return (end.join(lines) + end).encode(encoding)


def read(content: bytes, name: str = "lista.xlsx", country: str = "GTM", **options: Any) -> Reading:
    """The whole way from a file to its people."""
    sheet = open_sheet(io.BytesIO(content), name)
    guess = guess_columns(sheet, country, options.get("remembered"), today=TODAY)
    if chosen := options.get("chosen"):
        guess = guess.with_fields(chosen)
    return read_rows(sheet, guess, country, today=TODAY)


def read_list(headers: Sequence[str], *people: Sequence[Any], country: str = "GTM") -> Reading:
    """A workbook with these headers in its first row and these people below."""
    return read(workbook([headers, *people]), country=country)


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed, as other programs and attackers write them."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            target.writestr(entry.filename, change(part) if entry.filename == name else part)
    return changed.getvalue()


def raw_workbook(
    cells: str,
    *,
    strings: str = "",
    styles: str = "",
    properties: str = "",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """A workbook written by hand, part by part: ``cells`` is what stands in its only sheet."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    targets = {
        "worksheet": "worksheets/sheet1.xml",
        "sharedStrings": "sharedStrings.xml",
        "styles": "styles.xml",
    }
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    root = f'<Relationship Type="{office}/officeDocument" Target="/xl/workbook.xml"/>'
    only = '<sheets><sheet name="A mano" sheetId="1" r:id="r0"/></sheets>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships>{root}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns:r="x">{properties}{only}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
        **(extra or {}),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()
