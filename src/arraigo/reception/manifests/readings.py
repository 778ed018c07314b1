"""A whole list, read: its people, what was passed over, and how its dates, names and sexes were understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from arraigo.core.names import tidy

from . import dates, names
from .attributes import SexReader, read_department, read_municipality, read_nationality
from .columns import ColumnGuess
from .dates import NOTHING, BirthDate, DateReader, Order, this_day
from .faults import Fault
from .identifiers import read_national_id, read_passport, read_phone
from .names import NameOrder, name_text, part_full_name, part_surnames
from .refusals import NoRows
from .rows import ReadRow, RowReader, Values, contract_json
from .sheets import Cell, CellKind, Row, Sheet
from .skipping import Skipped, SkippedRow, Sorter, titles_above
from .vocabulary import folded, is_missing

MANY_DATES = 8
"""So many date cells, none past day 12, are no chance: the odds are one in a thousand."""


@dataclass(slots=True)
class Reading:
    """
    What was read. ``date_order`` is how days and months were taken, and ``dates_tell`` whether the list itself shows
    it; ``name_order`` that of full names in one column. ``skipped`` says which rows are not people, and why.
    """

    sheet: Sheet
    guess: ColumnGuess
    rows: list[ReadRow]
    skipped: list[SkippedRow]
    date_order: Order
    dates_tell: bool
    name_order: NameOrder

    @property
    def skipped_titles(self) -> int:
        """Rows with a title above the headers."""
        return sum(each.why is Skipped.TITLE for each in self.skipped)

    @property
    def skipped_totals(self) -> int:
        """Totals, signatures, notes and headings among or under the people."""
        return sum(each.why in (Skipped.TOTAL, Skipped.NOTE) for each in self.skipped)

    @property
    def faults(self) -> list[Fault]:
        """All faults that hold rows back, in the order of the rows."""
        return [fault for row in self.rows for fault in row.faults]

    @property
    def to_correct(self) -> int:
        """Rows that wait for a correction."""
        return sum(bool(row.faults) for row in self.rows)

    def as_json(self, already_imported: Collection[int] = (), lang: str | None = None) -> dict[str, Any]:
        """
        The document of ``arraigo manifest import --json``. ``already_imported`` are the rows (by number) that an
        earlier import brought in: they keep nobody waiting. ``sheet`` is null for a text file.
        """
        used = [column for column in self.guess.columns if column.field not in (None, "list_number")]
        ignored = [column for column in self.guess.columns if column not in used]
        waiting = [row for row in self.rows if row.faults and row.row not in already_imported]
        return {
            "sheet": self.sheet.name,
            "header_row": self.guess.header_row,
            "columns": {column.key: column.field for column in used},
            "ignored_columns": [column.key for column in ignored],
            "rows_read": len(self.rows),
            "already_imported": sum(row.row in already_imported for row in self.rows),
            "kept_for_correction": [
                {
                    "row": fault.row,
                    "column": fault.column,
                    "value": fault.value,
                    "reason": fault.message(lang),
                }
                for row in waiting
                for fault in row.faults
            ],
            "rows": [
                contract_json(row, "already_imported" if row.row in already_imported else row.status)
                for row in self.rows
            ],
        }


def read_rows(sheet: Sheet, guess: ColumnGuess, country: str, *, today: date | None = None) -> Reading:
    """
    Read all people of a list of a country (ISO3). ``today`` is the day on which nobody can be born later.

    No row with something of a person in it is left out: what cannot be read is a fault of the row, and whatever is
    passed over is in ``Reading.skipped``.

    :raises NoRows: when there are headers and nobody below them.
    """
    today = today or this_day()
    titles = titles_above(sheet.rows, guess.header_positions)
    below = sheet.rows[guess.first_data :]
    people, passed_over = Sorter(guess, [title.text for title in titles], country, today).sort(below)
    if not people:
        raise NoRows(file=sheet.file_name)
    order = _date_order(guess, people)
    reader = RowReader(
        guess,
        country,
        DateReader(today, order or Order.DAY_FIRST),
        _name_order(guess, people),
        SexReader.of(_texts(guess, "sex", people)),
    )
    rows = [reader.read(row) for row in people]
    _note_repeated(rows, guess)
    _note_swapped_dates(rows, guess, people, order)
    return Reading(
        sheet, guess, rows, [*titles, *passed_over], reader.dates.order, order is not None, reader.name_order
    )


@dataclass(frozen=True, slots=True)
class Corrected:
    """
    What a corrected text means: the fields of Values that it sets, or the fault that it still has. ``value`` is the
    main one of them; of a birth date a BirthDate.
    """

    values: dict[str, Any]
    fault: Fault | None = None
    value: Any = None


def reread_value(
    field: str,
    text: str,
    country: str,
    *,
    today: date | None = None,
    order: Order = Order.DAY_FIRST,
    department: str = "",
    nationality: str | None = None,
) -> Corrected:
    """
    Read one value anew, as a clerk wrote it. ``field`` is one of FIELDS; a blank text takes the value away.

    ``department`` (name or P-code) tells municipalities of one name apart, ``nationality`` whose identity numbers
    the text is one of.
    """
    cell = Cell(CellKind.TEXT, tidy(text), tidy(text))
    if is_missing(cell.text):
        return Corrected(dict.fromkeys(_sets(field)), value=NOTHING if field == "birth_date" else None)
    found = _read_again(field, cell, country, DateReader(today or this_day(), order), department, nationality)
    if isinstance(found, Fault):
        return Corrected({}, replace(found, value=text))
    if field == "birth_date":
        return Corrected(
            found, value=BirthDate(found["birth_date"], found["birth_date_precision"], found.get("age"))
        )
    return Corrected(found, value=found.get(field))


def _sets(field: str) -> tuple[str, ...]:
    several = {
        "birth_date": ("birth_date", "birth_date_precision"),
        "surnames": ("paternal_surname", "maternal_surname"),
        "full_name": ("given_names", "paternal_surname", "maternal_surname"),
    }
    return several.get(field, (field,))


def _read_again(
    field: str, cell: Cell, country: str, reader: DateReader, department: str, nationality: str | None
) -> dict[str, Any] | Fault:
    match field:
        case "birth_date":
            born = reader.read(cell)
            return born if isinstance(born, Fault) else _birth_values(born)
        case "national_id":
            number = read_national_id(cell, nationality or country)
            return number if isinstance(number, Fault) else {field: number.text}
        case "municipality":
            place = read_municipality(cell.text, department, (country,))
            return place if isinstance(place, Fault) else {field: place.code, "department": place.parent}
        case "surnames":
            paternal, maternal = part_surnames(name_text(cell.text) or "")
            return {"paternal_surname": paternal, "maternal_surname": maternal}
        case "full_name":
            name = part_full_name(name_text(cell.text) or "", NameOrder.GIVEN_FIRST)
            return {part: getattr(name, part) for part in _sets(field)}
        case _:
            return _read_plain_again(field, cell, country)


def _read_plain_again(field: str, cell: Cell, country: str) -> dict[str, Any] | Fault:
    if field in ("sex", "nationality", "department"):
        code = _read_code(field, cell.text, country)
        return code if isinstance(code, Fault) else {field: code}
    if field in ("passport", "phone"):
        return {field: read_passport(cell) if field == "passport" else read_phone(cell)}
    if field in ("given_names", "paternal_surname", "maternal_surname", "married_surname"):
        name = name_text(cell.text)
        return {field: name} if name else Fault("name_missing", field)
    return {field: cell.text}


def _read_code(field: str, text: str, country: str) -> str | Fault:
    if field == "department":
        return read_department(text, country)
    return SexReader().read(text) if field == "sex" else read_nationality(text)


def _birth_values(born: BirthDate) -> dict[str, Any]:
    age = {} if born.age is None else {"age": born.age}
    return {"birth_date": born.on, "birth_date_precision": born.precision, **age}


def _texts(guess: ColumnGuess, field: str, people: Iterable[Row]) -> list[str]:
    column = guess.of(field)
    if column is None:
        return []
    texts = (row.cell(column.index).text for row in people)
    return [text for text in texts if text and not is_missing(text)]


def _date_order(guess: ColumnGuess, people: Sequence[Row]) -> Order | None:
    """The order that the dates show; else the one that the header announces."""
    column = guess.of("birth_date")
    if column is None:
        return None
    shown = dates.order_of(
        row.cell(column.index).text for row in people if row.cell(column.index).kind is CellKind.TEXT
    )
    return shown or dates.order_in_header(column.header)


def _name_order(guess: ColumnGuess, people: Sequence[Row]) -> NameOrder:
    """The order that the header announces; else the one that most names show; else given names first."""
    column = guess.of("full_name")
    if column is None:
        return NameOrder.GIVEN_FIRST
    announced = names.order_in_header(column.header)
    shown = names.order_of(row.cell(column.index).text for row in people[:1000])
    return announced or shown or NameOrder.GIVEN_FIRST


def _note_repeated(rows: Sequence[ReadRow], guess: ColumnGuess) -> None:
    """Mark rows that are perhaps the same person, and numbers that two people have."""
    people: dict[tuple[str, date | None, str], ReadRow] = {}
    numbers: dict[str, ReadRow] = {}
    for row in rows:
        values = row.values
        if key := _same_person_key(values):
            first = people.setdefault(key, row)
            if first is not row and not _differ(first.values, values):
                row.faults.append(
                    _repeated("row_repeated", "row", row, first, _name_column(guess), values.full_name)
                )
                continue
        if values.national_id:
            first = numbers.setdefault(values.national_id, row)
            column = guess.of("national_id")
            if first is not row and column:
                row.notes.append(
                    _repeated("id_repeated", "national_id", row, first, column.key, values.national_id)
                )


def _same_person_key(values: Values) -> tuple[str, date | None, str] | None:
    """Names in any order with the whole birth date, or with the identity number where there is no date."""
    name = " ".join(sorted(folded(values.full_name).split()))
    if not name:
        return None
    if values.birth_date and values.birth_date_precision == "day":
        return (name, values.birth_date, "")
    return (name, None, values.national_id) if values.national_id and not values.birth_date else None


def _differ(one: Values, other: Values) -> bool:
    return bool(one.national_id and other.national_id and one.national_id != other.national_id)


def _repeated(code: str, field: str, row: ReadRow, first: ReadRow, column: str, value: str) -> Fault:
    return Fault(code, field, row.row, column, value, params={"first_row": first.row, "country": ""})


def _name_column(guess: ColumnGuess) -> str:
    wanted = ("surnames", "paternal_surname", "full_name", "given_names")
    return next((column.key for name in wanted if (column := guess.of(name))), "")


def _note_swapped_dates(
    rows: Sequence[ReadRow], guess: ColumnGuess, people: Sequence[Row], order: Order | None
) -> None:
    """
    Note dates that Excel may have swapped: where it knows only months first, it makes dates of ``03/04/1990`` the
    wrong way round and leaves ``25/04/1990`` as text.
    """
    column = guess.of("birth_date")
    if column is None or order is not Order.DAY_FIRST:
        return
    as_dates = [
        (read, cell.text)
        for read, row in zip(rows, people, strict=True)
        if (cell := row.cell(column.index)).kind is CellKind.DATE
    ]
    days = [read.values.birth_date.day for read, _ in as_dates if read.values.birth_date]
    if len(days) < MANY_DATES or max(days) > 12:
        return
    for read, text in as_dates:
        read.notes.append(Fault("date_perhaps_swapped", "birth_date", read.row, column.key, text))
