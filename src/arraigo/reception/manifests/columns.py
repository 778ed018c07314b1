"""What each column of a list says: by what is remembered, by its header, by its content. A person may correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from arraigo.core.names import fold

from .dates import this_day
from .evidence import ENOUGH, ENOUGH_IDS, Evidence
from .headers import Header, find_header
from .refusals import NoHeader, NoRows, UnknownColumn, UnknownField
from .sheets import Cell, Row, Sheet, letter
from .vocabulary import FIELDS, IGNORED, SEVERAL_COLUMNS, HeaderMatch

SAMPLE_ROWS = 300


class Because(StrEnum):
    """Why a column got its field, or none."""

    HEADER = "header"
    HEADER_AND_CONTENT = "header_and_content"
    CONTENT = "content"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    CONSTANT = "constant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column. ``header`` is its text in the file, empty if it has none; ``key`` names it where headers repeat or
    are missing. ``field`` is one of FIELDS, or None when it is not used. ``filled`` of ``total`` cells say something
    and ``fitting`` of them look like the field; ``constant``: all say the same.
    """

    index: int
    letter: str
    header: str
    key: str
    field: str | None
    because: Because
    samples: tuple[str, ...]
    filled: int
    total: int
    fitting: int
    constant: bool


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """
    The headers of a sheet and what each column was taken for. ``header_row`` is 1-based, as in the spreadsheet;
    ``first_data`` is the place in ``Sheet.rows`` where people begin; ``header_positions`` those of the headers.
    """

    header_row: int
    header_positions: tuple[int, ...]
    first_data: int
    columns: tuple[Column, ...]

    def of(self, field: str) -> Column | None:
        """The first column with a field."""
        return next((column for column in self.columns if column.field == field), None)

    def all_of(self, field: str) -> tuple[Column, ...]:
        """All columns with a field, from left to right."""
        return tuple(column for column in self.columns if column.field == field)

    @property
    def mapping(self) -> dict[str, str]:
        """Header -> field of every column; an empty field for those that are not used. What a sender's memory keeps."""
        return {column.key: column.field or "" for column in self.columns}

    def with_fields(self, chosen: Mapping[str, str | None]) -> ColumnGuess:
        """
        The guess as a person corrected it: header (or letter) -> field, nothing or ``ignored`` for a column not to
        use. A field that is given to a column leaves the one that had it, unless several may hold it.

        :raises UnknownField: for a field that there is not.
        :raises UnknownColumn: for a header that the list does not have.
        """
        by_index = {self._find(header).index: _checked(field) for header, field in chosen.items()}
        taken = {field for field in by_index.values() if field} - SEVERAL_COLUMNS
        columns = []
        for column in self.columns:
            if column.index in by_index:
                column = replace(column, field=by_index[column.index], because=Because.CHOSEN)
            elif column.field in taken:
                column = replace(column, field=None, because=Because.UNKNOWN)
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def _find(self, header: str) -> Column:
        wanted = fold(header)
        for name in ("key", "header", "letter"):
            for column in self.columns:
                if fold(getattr(column, name)) == wanted:
                    return column
        raise UnknownColumn(header=header, headers=", ".join(column.key for column in self.columns))


def guess_columns(
    sheet: Sheet, country: str, remembered: Mapping[str, str] | None = None, *, today: date | None = None
) -> ColumnGuess:
    """
    Find the headers of a sheet and say what each column holds, in a list of a country (ISO3).

    ``remembered`` is what the headers of this sender meant the last time (header -> field, empty for unused) and
    goes before everything else; headers that this list does not have are passed over.

    :raises NoHeader: when no row looks like headers.
    :raises NoRows: when nothing stands below them.
    """
    header = find_header(sheet.rows, remembered)
    if header is None:
        raise NoHeader(file=sheet.file_name)
    first = header.positions[-1] + 1
    sample = sheet.rows[first : first + SAMPLE_ROWS]
    if not any(not row.is_blank for row in sample):
        raise NoRows(file=sheet.file_name)
    draft = [_Draft(index, header, sample) for index in _used_columns(header, sample)]
    _Assignment(draft, Evidence(country, today or this_day()), remembered or {}).settle()
    columns = tuple(each.column() for each in draft)
    return ColumnGuess(header.row, header.positions, first, columns)


def _checked(field: str | None) -> str | None:
    if not field or field == IGNORED:
        return None
    if field not in FIELDS:
        raise UnknownField(field=field, fields=", ".join(FIELDS))
    return field


def _used_columns(header: Header, sample: Sequence[Row]) -> list[int]:
    with_values = {index for row in sample for index, cell in enumerate(row.cells) if cell.text}
    # A header merged over two columns of which only one is used is one column.
    merged = {
        index for index in header.texts if index > 0 and header.texts.get(index - 1) == header.texts[index]
    }
    return sorted((set(header.texts) - merged) | with_values)


class _Draft:
    """A column while it is being settled."""

    def __init__(self, index: int, header: Header, sample: Sequence[Row]) -> None:
        self.index = index
        self.header = header.texts.get(index, "")
        self.match: HeaderMatch | None = header.matches.get(index)
        self.cells: list[Cell] = [cell for row in sample if (cell := row.cell(index)).text]
        self.total = len(sample)
        self.key = self.header or letter(index)
        self.field: str | None = None
        self.because = Because.UNKNOWN
        self.fits = 0.0

    @property
    def constant(self) -> bool:
        return len(self.cells) >= 3 and len({cell.text for cell in self.cells}) == 1

    def take(self, field: str | None, because: Because) -> None:
        self.field, self.because = field, because

    def column(self) -> Column:
        samples = tuple(dict.fromkeys(cell.text for cell in self.cells))[:4]
        filled = len(self.cells)
        return Column(
            self.index, letter(self.index), self.header, self.key, self.field, self.because, samples, filled,
            self.total, round(self.fits * filled), self.constant,
        )  # fmt: skip


class _Assignment:
    """Gives each column its field, the surest first."""

    def __init__(self, drafts: list[_Draft], evidence: Evidence, remembered: Mapping[str, str]) -> None:
        self.drafts, self.evidence = drafts, evidence
        self.remembered = {fold(header): field for header, field in remembered.items()}

    def settle(self) -> None:
        self._name_repeated_headers()
        self._remembered()
        self._by_header()
        self._by_content()
        self._names()
        for draft in self.drafts:
            if draft.field:
                draft.fits = self.evidence.share(draft.field, draft.cells)
            elif draft.constant and draft.because is Because.UNKNOWN:
                draft.because = Because.CONSTANT

    def _taken(self, field: str) -> bool:
        return field not in SEVERAL_COLUMNS and any(draft.field == field for draft in self.drafts)

    def _open(self) -> list[_Draft]:
        return [draft for draft in self.drafts if draft.field is None and draft.because is Because.UNKNOWN]

    def _name_repeated_headers(self) -> None:
        seen: dict[str, int] = {}
        for draft in self.drafts:
            seen[draft.key] = seen.get(draft.key, 0) + 1
            if seen[draft.key] > 1:
                draft.key = f"{draft.key} ({seen[draft.key]})"

    def _remembered(self) -> None:
        for draft in self.drafts:
            field = self.remembered.get(fold(draft.key))
            if field is not None and (field in FIELDS or field in ("", IGNORED)) and not self._taken(field):
                draft.take(field if field in FIELDS else None, Because.REMEMBERED)

    def _by_header(self) -> None:
        self._two_surnames()
        matched = [(draft.match, draft) for draft in self._open() if draft.match]
        for match, draft in sorted(
            matched, key=lambda pair: (-pair[0].score, not pair[1].cells, pair[1].index)
        ):
            if match.field == IGNORED:
                draft.take(None, Because.HEADER)
                continue
            if self._taken(match.field):
                continue
            share = self.evidence.share(match.field, draft.cells)
            enough = ENOUGH_IDS if match.field == "national_id" else ENOUGH
            if not match.sure and (share < enough or draft.constant):
                continue
            fits_well = share >= ENOUGH and match.field not in ("full_name",)
            tested = match.field in (
                "national_id",
                "birth_date",
                "sex",
                "municipality",
                "department",
                "nationality",
            )
            draft.take(match.field, Because.HEADER_AND_CONTENT if fits_well and tested else Because.HEADER)

    def _two_surnames(self) -> None:
        """«APELLIDO», «APELLIDO»: the same header over two columns holds the first and the second surname."""
        both = [
            draft for draft in self._open() if draft.match and draft.match.field == "surnames" and draft.cells
        ]
        if len(both) == 2 and fold(both[0].header) == fold(both[1].header):
            both[0].take("paternal_surname", Because.HEADER)
            both[1].take("maternal_surname", Because.HEADER)

    def _by_content(self) -> None:
        has_names = any(draft.field in ("given_names", "full_name") for draft in self.drafts)
        for draft in self._open():
            guess = self.evidence.guess(draft.cells)
            if guess is None or self._taken(guess) or (guess == "full_name" and has_names):
                continue
            # A known header that lost its field to a better column keeps its word: it is not something else.
            if draft.match and draft.match.sure:
                continue
            draft.take(guess, Because.CONTENT)

    def _names(self) -> None:
        """«Nombre» beside no surnames is the whole name; a whole name beside its parts is not needed."""
        fields = {draft.field for draft in self.drafts}
        surnames = fields & {"surnames", "paternal_surname", "maternal_surname"}
        given = [draft for draft in self.drafts if draft.field == "given_names"]
        guessed = [draft for draft in given if draft.because not in (Because.REMEMBERED, Because.CHOSEN)]
        if not surnames and "full_name" not in fields and len(given) == len(guessed) == 1:
            given[0].field = "full_name"
        for draft in self.drafts:
            if draft.field == "full_name" and surnames and given and draft.because is not Because.REMEMBERED:
                draft.take(None, Because.UNKNOWN)
