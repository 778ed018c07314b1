"""From a file as it came to a sheet, or to a clear no: its kind, its size, and which of its sheets is the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from . import delimited
from .archive import Archive
from .headers import header_strength
from .refusals import (
    Damaged,
    EmptyFile,
    NoSuchSheet,
    NotASpreadsheet,
    OldExcel,
    OtherFormat,
    PasswordProtected,
    TooLarge,
)
from .sheets import Limits, Row, Sheet, SheetName
from .xlsx import Workbook

ZIP, EMPTY_ZIP, OLE2 = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (
    b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"\x7fELF", b"%!PS", b"SQLite format 3",
)  # fmt: skip
"""How files begin that people send by mistake: PDF, pictures, texts, other archives, programs."""

SAMPLE_ROWS = 120
"""Rows of each sheet that are looked at to find the one that is the list."""


def open_sheet(
    source: Path | BinaryIO,
    file_name: str | None = None,
    *,
    limits: Limits | None = None,
    sheet_name: str | None = None,
) -> Sheet:
    """
    Read the sheet that looks most like a list of people: visible ones first, hidden ones only if no other does.

    ``file_name`` is what messages call the file, the path's own name by default. The ``name`` of the sheet of a
    text file is None.

    :raises ManifestRefused: a subclass for each reason why a file cannot be read.
    """
    limits = limits or Limits()
    name = file_name or (source.name if isinstance(source, Path) else "")
    content = _bytes_of(source, name, limits)
    _refuse_other_kinds(content, name)
    if content.startswith(ZIP):
        return _workbook_sheet(content, name, limits, sheet_name)
    rows = delimited.rows_of(content, name, limits)
    if not rows:
        raise EmptyFile(file=name)
    return Sheet(None, rows, name)


def _bytes_of(source: Path | BinaryIO, name: str, limits: Limits) -> bytes:
    """The whole file; its size is known before it is read."""
    most = limits.megabytes * 1_000_000
    if isinstance(source, Path):
        size = source.stat().st_size
        _refuse_size(size, most, name)
        with source.open("rb") as file:
            content = file.read(most + 1)
    else:
        content = source.read(most + 1)
    _refuse_size(len(content), most, name)
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFile(file=name)
    return content


def _refuse_size(size: int, most: int, name: str) -> None:
    if size > most:
        raise TooLarge(file=name, megabytes=max(round(size / 1_000_000), 1), limit=most // 1_000_000)


def _refuse_other_kinds(content: bytes, name: str) -> None:
    if content.startswith(OLE2):
        raise _ole2_refusal(content, name)
    if content.startswith(EMPTY_ZIP):
        raise Damaged(file=name)
    if content.startswith(OTHER_KINDS):
        raise NotASpreadsheet(file=name)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"<meta")):
        looks_like_one = b"<table" in content.lower() or b"urn:schemas-microsoft-com:office" in content
        raise OtherFormat(file=name, format="HTML/XML") if looks_like_one else NotASpreadsheet(file=name)


def _ole2_refusal(content: bytes, name: str) -> Exception:
    """Encrypted workbooks and old binary documents share this container; their streams' names tell which it is."""
    streams: dict[str, Callable[..., Exception]] = {
        "EncryptedPackage": PasswordProtected,
        "Workbook": OldExcel,
        "Book": OldExcel,
    }
    for stream, refusal in streams.items():
        if stream.encode("utf-16-le") + b"\0\0" in content:
            return refusal(file=name)
    return NotASpreadsheet(file=name)


def _workbook_sheet(content: bytes, name: str, limits: Limits, sheet_name: str | None) -> Sheet:
    workbook = Workbook(Archive(content, name, limits), limits)
    samples = [workbook.rows(position, SAMPLE_ROWS) for position in range(len(workbook.sheets))]
    strengths = [header_strength(rows) for rows in samples]
    position = (
        _position(workbook, sheet_name) if sheet_name else _likeliest(workbook.sheets, samples, strengths)
    )
    sample = samples[position]
    rows = sample if len(sample) < SAMPLE_ROWS else workbook.rows(position)
    if not rows:
        raise EmptyFile(file=name)
    sheets = [
        replace(sheet, is_list=found > 0) for sheet, found in zip(workbook.sheets, strengths, strict=True)
    ]
    return Sheet(workbook.sheets[position].name, rows, name, tuple(sheets))


def _position(workbook: Workbook, sheet_name: str) -> int:
    names = [sheet.name for sheet in workbook.sheets]
    if sheet_name not in names:
        raise NoSuchSheet(file=workbook.file_name, sheet=sheet_name, sheets=", ".join(names))
    return names.index(sheet_name)


def _likeliest(sheets: Sequence[SheetName], samples: Sequence[list[Row]], strengths: Sequence[float]) -> int:
    """The sheet with the best headers; visible before hidden; between equals the one with more rows, then the first."""

    def likeness(position: int) -> tuple[bool, bool, float, int, int]:
        strength = strengths[position]
        return (strength > 0, not sheets[position].hidden, strength, len(samples[position]), -position)

    return max(range(len(sheets)), key=likeness)
