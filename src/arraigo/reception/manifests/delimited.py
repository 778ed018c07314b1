"""Text lists (.csv, .tsv, .txt): which encoding and separator they have, and their rows as a spreadsheet shows them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from .refusals import NotASpreadsheet, TooManyColumns, TooManyRows
from .sheets import EMPTY, Cell, Limits, Row, text_cell

SEPARATORS = (",", ";", "\t", "|")
LONGEST_FIELD = 4_000
"""A longer field, or one with more lines than MOST_LINES, is a quote that nobody closed."""
MOST_LINES = 12

_SEP_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_SPANISH = frozenset("áéíóúñüÁÉÍÓÚÑÜºª°¿¡’‘“”–—«»")
_CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 0}
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u2122]")
_FORMULA_TEXT = re.compile(r'^="(.*)"$')


def rows_of(content: bytes, file_name: str, limits: Limits, most: int | None = None) -> list[Row]:
    """
    The rows that have something in them, numbered as a spreadsheet would: a line ``sep=;`` is not one of them.

    :raises NotASpreadsheet: when the bytes are no text.
    :raises TooManyRows: when there are more than the limit.
    :raises TooManyColumns: when something stands to the right of the last column allowed.
    """
    text = decoded(content, file_name)
    separator = None
    if said := _SEP_LINE.match(text):
        separator, text = said[1], text[said.end() :]
    separator = separator or separator_of(text)
    rows: list[Row] = []
    for number, fields in enumerate(_records(text, separator), start=1):
        cells = [_cell(field[: limits.cell_characters]) for field in fields]
        while cells and cells[-1] is EMPTY:
            cells.pop()
        if len(cells) > limits.columns:
            raise TooManyColumns(file=file_name, limit=limits.columns)
        if cells:
            rows.append(Row(number, cells))
            if most is not None and len(rows) >= most:
                break
            if len(rows) > limits.rows:
                raise TooManyRows(file=file_name, limit=limits.rows)
    return rows


def decoded(content: bytes, file_name: str) -> str:
    """
    The text of a file: UTF-8 or UTF-16, with or without their mark, else the Windows or the DOS encoding of the
    region, whichever gives Spanish letters.

    :raises NotASpreadsheet: when the bytes are no text.
    """
    if wide := _wide_encoding(content):
        try:
            return content.decode(wide)
        except UnicodeDecodeError as error:
            raise NotASpreadsheet(file=file_name) from error
    # Some systems pad fields with NUL; a file full of them or of other control characters is no text.
    sample = content[:200_000]
    strange = sum(byte in _CONTROL for byte in sample) * 5 + sample.count(0)
    if strange > len(sample) * 0.02:
        raise NotASpreadsheet(file=file_name)
    content = content.replace(b"\0", b"")
    try:
        return _mended(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        windows, dos = content.decode("cp1252", errors="replace"), content.decode("cp850", errors="replace")
        return dos if _spanish_share(dos) > _spanish_share(windows) else windows


def _wide_encoding(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:2000]
    if len(sample) >= 4 and sample[1::2].count(0) > len(sample) * 0.4:
        return "utf-16-le"
    if len(sample) >= 4 and sample[0::2].count(0) > len(sample) * 0.4:
        return "utf-16-be"
    return None


def _spanish_share(text: str) -> float:
    outside = [letter for letter in text[:500_000] if letter > "\x7f"]
    return sum(letter in _SPANISH for letter in outside) / max(len(outside), 1)


def _mended(text: str) -> str:
    """Text that was encoded twice («JOSÃ‰»), put right; any other as it is."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def separator_of(text: str) -> str:
    """The separator that gives the most rows the same number of fields, more than one; comma where none does."""
    sample = text[:60_000]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    return max(SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _agreement(sample: str, separator: str) -> tuple[int, int]:
    widths = Counter(len(fields) for fields in _records(sample, separator) if any(fields))
    widths.pop(1, None)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width)


def _records(text: str, separator: str) -> Iterable[list[str]]:
    """Records with their quoted fields; line by line without quotes where a quote was never closed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' not in text:
        return (line.split(separator) for line in text.split("\n"))
    return _quoted(text, separator) if _quotes_close(text, separator) else _plain(text, separator)


def _quotes_close(text: str, separator: str) -> bool:
    try:
        return all(
            len(field) <= LONGEST_FIELD and field.count("\n") <= MOST_LINES
            for record in _quoted(text, separator)
            for field in record
        )
    except csv.Error:
        return False


def _quoted(text: str, separator: str) -> Iterator[list[str]]:
    yield from csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)


def _plain(text: str, separator: str) -> Iterator[list[str]]:
    for line in text.split("\n"):
        yield [field.strip().strip('"') for field in line.split(separator)]


def _cell(field: str) -> Cell:
    if not field or field.isspace():
        return EMPTY
    # Some write ="0801" so that a spreadsheet keeps the first zero.
    if field.lstrip().startswith("=") and (formula := _FORMULA_TEXT.match(field.strip())):
        return text_cell(formula[1])
    return text_cell(field)
