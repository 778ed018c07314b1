"""Which rows below the headers are people, and which are totals, signatures, repeated headers or notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from .columns import Column, ColumnGuess
from .dates import BirthDate, DateReader, Order
from .evidence import is_municipality
from .headers import match
from .names import name_text
from .sheets import Cell, Row
from .vocabulary import (
    BIRTH_PARTS,
    NAME_FIELDS,
    bare,
    folded,
    folded_words,
    is_missing,
    nationalities,
    word_list,
)

WHO = NAME_FIELDS | {"birth_date", "national_id", "passport", "age", *BIRTH_PARTS}
"""Fields that say who somebody is. A row with one of them is somebody."""
ABOUT = frozenset(
    {"sex", "sex_female", "sex_male", "municipality", "nationality", "phone", "department", "language"}
)
"""Fields that say something about somebody. Two of them are somebody too, of whom the list lost the rest."""
MOST_IN_SIGNATURE = 3
UNDER_HEADER = 2
"""Rows under the headers that may belong to them."""
MOST_IN_TOTAL = 6
"""A total or a signature fills no more cells than this."""
BANNER = 3
"""A cell merged across so many columns is a heading."""


class Skipped(StrEnum):
    """Why a row is not a person."""

    TITLE = "title"
    HEADER = "header"
    TOTAL = "total"
    NOTE = "note"
    CONTINUATION = "continuation"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was passed over: its number, why, and what it says, so that nobody is lost unseen."""

    row: int
    why: Skipped
    text: str


class Sorter:
    """Tells people from the rest, for one list."""

    def __init__(self, guess: ColumnGuess, titles: Sequence[str], country: str, today: date) -> None:
        self._headers = {column.index: folded(column.header) for column in guess.columns if column.header}
        self._who = [column for column in guess.columns if column.field in WHO]
        self._fields = {column.index: column.field for column in guess.columns}
        self._country = country
        self._names = [column for column in self._who if column.field in NAME_FIELDS]
        self._about = [c for c in guess.columns if c.field in ABOUT and not c.constant]
        self._number = guess.of("list_number")
        self._titles = {folded(title) for title in titles}
        self._dates = [DateReader(today, order) for order in Order]
        # Where a list has little but names, a row with only a name is as good as the others.
        self._only_names = not [c for c in self._who if c.field not in NAME_FIELDS] and not self._about

    def sort(self, rows: Sequence[Row]) -> tuple[list[Row], list[SkippedRow]]:
        """People, and the rows that are not, each in the order of the sheet. Blank rows are in neither."""
        people: list[Row] = []
        skipped: list[SkippedRow] = []
        for position, row in enumerate(rows):
            if row.is_blank:
                continue
            if why := self.why_not(row, first=position < UNDER_HEADER):
                if self._says_something(row):
                    skipped.append(_skipped(row, why))
            else:
                people.append(row)
        return self._without_signatures(people, skipped)

    def why_not(self, row: Row, *, first: bool = False) -> Skipped | None:
        """Why a row is not a person; None when it is one. ``first``: it stands right under the headers."""
        filled = row.filled()
        if self._is_header(filled):
            return Skipped.HEADER
        if self._is_total(row, filled):
            return Skipped.TOTAL
        if self._is_note(row, filled):
            return Skipped.NOTE
        if first and self._explains_header(row, filled):
            return Skipped.HEADER
        who = [column for column in self._who if _own(row, column)]
        if not who and any(row.cell(column.index).repeated for column in self._names):
            return Skipped.CONTINUATION
        about = sum(1 for column in self._about if _said(row, column))
        named = any(column.field in NAME_FIELDS for column in who)
        if any(_said(row, column) for column in who) or about >= 2 or (named and about):
            return None
        return Skipped.NOTE

    def _is_header(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        same = sum(self._repeats_header(index, cell.text) for index, cell in filled)
        return same >= max(min(2, len(self._headers)), len(filled) / 2)

    def _explains_header(self, row: Row, filled: Sequence[tuple[int, Cell]]) -> bool:
        """The headers again in another language, how to fill them in («dd/mm/aaaa»), or the numbers of the columns."""
        texts = [cell.text for _, cell in filled]
        if len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]:
            return True
        if any(letter.isdecimal() for text in texts for letter in text):
            return False
        if not any(_own(row, column) for column in self._names):
            return not self._is_solid(row)
        said = ((match(cell.text, {}), self._fields.get(index)) for index, cell in filled)
        same = sum(1 for found, field in said if found and found.field == field)
        return same >= max(2, len(filled) / 2)

    def _repeats_header(self, index: int, text: str) -> bool:
        header = self._headers.get(index, "")
        return len(header) == len(text) and header == folded(text)

    def _is_total(self, row: Row, filled: Sequence[tuple[int, Cell]]) -> bool:
        if len(filled) > MOST_IN_TOTAL or not any(_is_footer(cell.text) for _, cell in filled):
            return False
        return not self._is_solid(row, numbered=False)

    def _is_note(self, row: Row, filled: Sequence[tuple[int, Cell]]) -> bool:
        if any(row.spans.get(index, index) - index >= BANNER - 1 for index, _ in filled) and len(filled) <= 2:
            return True
        if len(filled) != 1:
            return False
        text = filled[0][1].text
        return text.startswith(("*", "(", "_")) or len(text) > 80 or folded(text) in self._titles

    def _is_solid(self, row: Row, *, numbered: bool = True) -> bool:
        """Whether a row has, beside a name, something else that only a person has."""
        if numbered and self._number and _own(row, self._number):
            return True
        if self._only_names:
            return all(name_text(row.cell(column.index).text) for column in self._names) and not any(
                _is_footer(row.cell(column.index).text) for column in self._names
            )
        return any(self._fits(row, column) for column in [*self._who, *self._about])

    def _fits(self, row: Row, column: Column) -> bool:
        cell = row.cell(column.index)
        if not _said(row, column) or column.field in NAME_FIELDS:
            return False
        if column.field == "birth_date":
            return any(
                isinstance(found := d.read(cell), BirthDate) and found.on is not None for d in self._dates
            )
        if column.field in ("national_id", "passport"):
            return sum(letter.isdecimal() for letter in cell.text) >= 5
        if column.field == "sex":
            return bare(cell.text) in folded_words("female") | folded_words("male") | {"m"}
        if column.field == "age":
            return cell.text.partition(" ")[0].isdecimal()
        if column.field == "municipality":
            return is_municipality(cell.text, self._country)
        return column.field == "nationality" and bare(cell.text) in nationalities()

    def _without_signatures(
        self, people: list[Row], skipped: list[SkippedRow]
    ) -> tuple[list[Row], list[SkippedRow]]:
        """Names after a total or a gap at the end, with nothing else beside them, are those of who signs the list."""
        last = next((i for i in range(len(people) - 1, -1, -1) if self._is_solid(people[i])), None)
        if last is None or last == len(people) - 1:
            return people, skipped
        totals = [each.row for each in skipped if each.why is Skipped.TOTAL]
        for position in range(last + 1, len(people)):
            if len(people[position].filled()) > MOST_IN_SIGNATURE:
                return people, skipped
            before, row = people[position - 1].number, people[position].number
            if row - before > 1 or any(before < total < row for total in totals):
                signatures = [_skipped(each, Skipped.NOTE) for each in people[position:]]
                return people[:position], sorted([*skipped, *signatures], key=lambda each: each.row)
        return people, skipped

    def _says_something(self, row: Row) -> bool:
        """Lines numbered beforehand and left empty say nothing."""
        number = self._number.index if self._number else -1
        return any(
            not is_missing(cell.text) and not (index == number and cell.text.isdecimal())
            for index, cell in row.filled()
        )


def titles_above(rows: Sequence[Row], header_positions: Sequence[int]) -> list[SkippedRow]:
    """The rows above the headers that say something."""
    return [_skipped(row, Skipped.TITLE) for row in rows[: header_positions[0]] if not row.is_blank]


def _skipped(row: Row, why: Skipped) -> SkippedRow:
    return SkippedRow(row.number, why, " · ".join(cell.text for _, cell in row.filled())[:200])


def _own(row: Row, column: Column) -> bool:
    cell = row.cell(column.index)
    return bool(cell.text) and not cell.repeated


def _said(row: Row, column: Column) -> bool:
    return _own(row, column) and not is_missing(row.cell(column.index).text)


@lru_cache(maxsize=1)
def _footers() -> tuple[frozenset[str], frozenset[str], int]:
    """What totals and signatures begin with; the first words of that; and the most words it has."""
    words = frozenset(bare(word) for word in word_list("footer"))
    return words, frozenset(word.split()[0] for word in words), max(len(word.split()) for word in words)


def _is_footer(text: str) -> bool:
    """Whether a text begins as totals and signatures do: ``TOTAL PASAJEROS: 135``, ``Elaboró: ...``."""
    known, firsts, longest = _footers()
    first = bare(text.split(maxsplit=1)[0]) if text else ""
    if first and first.partition(" ")[0] not in firsts:
        return False
    words = bare(text).split()
    return any(" ".join(words[:count]) in known for count in range(1, min(longest, len(words)) + 1))
