"""A sheet as it came: cells with their kinds, rows with the numbers that a person sees, merged cells resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from arraigo.core.names import tidy


class CellKind(StrEnum):
    """What a cell holds. ``FORMULA`` is a formula whose result the file does not keep."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    FORMULA = "formula"


CellValue = str | int | float | bool | date | datetime | time | None


class Cell(NamedTuple):
    """One cell. ``text`` is what a person sees in it; ``repeated`` when a vertical merge brought it from above."""

    kind: CellKind
    value: CellValue
    text: str
    repeated: bool = False


EMPTY = Cell(CellKind.EMPTY, None, "")


def text_cell(text: str) -> Cell:
    """A cell of text, or the empty cell where nothing visible is in it."""
    clean = " ".join(text.split()) if text.isascii() else tidy(text)
    return Cell(CellKind.TEXT, clean, clean) if clean else EMPTY


@dataclass(slots=True)
class Row:
    """One row with something in it. ``spans`` gives, for the first column of a horizontal merge, the last one."""

    number: int
    cells: list[Cell]
    hidden: bool = False
    spans: dict[int, int] = field(default_factory=dict)

    def cell(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else EMPTY

    def filled(self) -> list[tuple[int, Cell]]:
        """The cells that hold something of their own, with their column index."""
        return [(i, cell) for i, cell in enumerate(self.cells) if cell.text and not cell.repeated]

    @property
    def is_blank(self) -> bool:
        return not any(cell.text and not cell.repeated for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of the workbook, read or not. ``is_list``: it has headers of a list of people."""

    name: str
    hidden: bool
    is_list: bool = False


@dataclass(slots=True)
class Sheet:
    """
    The sheet that was chosen, and the names of the others.

    ``name`` is None for a text file, which has no sheets. ``rows`` leaves out rows without anything in them, so
    gaps in ``Row.number`` are blank rows.
    """

    name: str | None
    rows: list[Row]
    file_name: str
    sheets: tuple[SheetName, ...] = ()

    @property
    def other_lists(self) -> tuple[str, ...]:
        """Names of other sheets that look like lists of people too, so that nobody forgets them."""
        return tuple(sheet.name for sheet in self.sheets if sheet.is_list and sheet.name != self.name)


@dataclass(frozen=True, slots=True)
class Limits:
    """
    How much of a file is read before it is refused: what a web upload may hold, unless said otherwise.

    Bytes are those of the file; ``inflated_bytes`` those of all its parts once unpacked, counted as they unpack.
    """

    megabytes: int = 20
    inflated_bytes: int = 600_000_000
    entries: int = 5_000
    rows: int = 20_000
    columns: int = 200
    cell_characters: int = 2_000
    shared_characters: int = 100_000_000


REGISTRY = Limits(megabytes=100, inflated_bytes=2_000_000_000, rows=1_000_000)
"""For the command line, where a whole register may come as one list."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first and last row as numbered in the file, first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


def resolve_merges(rows: Sequence[Row], merges: Sequence[Merge]) -> None:
    """
    Give a value merged down to all its rows, marked as repeated; one merged across stays in its first column.

    Only rows that have something of their own are filled: the rest stay blank.
    """
    at = {row.number: position for position, row in enumerate(rows)}
    for merge in merges:
        start = at.get(merge.top)
        if start is None:
            continue
        first = rows[start]
        if merge.right > merge.left:
            first.spans[merge.left] = merge.right
        if merge.bottom > merge.top and first.cell(merge.left).text:
            for row in _until(rows, start + 1, merge.bottom):
                _put(row, merge.left, first.cell(merge.left)._replace(repeated=True))
                if merge.right > merge.left:
                    row.spans[merge.left] = merge.right


def _until(rows: Sequence[Row], start: int, last: int) -> Iterator[Row]:
    for position in range(start, len(rows)):
        if rows[position].number > last:
            return
        yield rows[position]


def _put(row: Row, index: int, cell: Cell) -> None:
    while len(row.cells) <= index:
        row.cells.append(EMPTY)
    if not row.cells[index].text:
        row.cells[index] = cell


def letter(index: int) -> str:
    """The letter of a column, ``A`` for 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(reference: str) -> int:
    """The column, from 0, of a reference such as ``AB12``."""
    index = 0
    for character in reference:
        if not character.isalpha():
            break
        index = index * 26 + ord(character.upper()) - 64
    return index - 1
