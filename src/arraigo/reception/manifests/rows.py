"""One row of a list: its values as read, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from arraigo.core.periods import age_on

from .attributes import (
    SexReader,
    read_department,
    read_language,
    read_municipality,
    read_nationality,
    signals_in,
)
from .columns import Column, ColumnGuess
from .dates import NOTHING, BirthDate, DateReader, read_parts
from .faults import Fault
from .identifiers import read_national_id, read_passport, read_phone, rules_of, shown
from .names import Name, NameOrder, name_text, part_full_name, part_surnames
from .sheets import EMPTY, Cell, CellKind, Row
from .vocabulary import BIRTH_PARTS, folded, header_words, is_missing

MIXED_WORDS = frozenset(
    {"pasaporte", "passport", "documento", "document", "identificacion", "identification", "doc"}
)
"""Headers whose column may hold passports among identity numbers."""


@dataclass(slots=True)
class Values:
    """
    What a row says, read. None is what the file lacks or what is wrong. ``birth_date`` is the first of the month or
    year where ``birth_date_precision`` says that only those are known; ``age`` in whole years is only what the list
    says. ``municipality`` and ``department`` are P-codes, ``nationality`` ISO3, ``language`` a code of its list.
    ``signals`` are the warnings in the remarks.
    """

    given_names: str | None = None
    paternal_surname: str | None = None
    maternal_surname: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    birth_date_precision: str | None = None
    national_id: str | None = None
    nationality: str | None = None
    municipality: str | None = None
    list_number: int | None = None
    married_surname: str | None = None
    age: int | None = None
    passport: str | None = None
    department: str | None = None
    phone: str | None = None
    language: str | None = None
    notes: str | None = None
    transport_ref: str | None = None
    signals: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All values with JSON types; the date as ISO 8601."""
        values = {name: getattr(self, name) for name in VALUE_FIELDS}
        values["birth_date"] = self.birth_date.isoformat() if self.birth_date else None
        return {**values, "signals": list(self.signals)}

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.given_names, self.paternal_surname, self.maternal_surname)))


VALUE_FIELDS = tuple(each.name for each in fields(Values))
CONTRACT_FIELDS = (
    "given_names", "paternal_surname", "maternal_surname", "sex", "birth_date", "birth_date_precision", "national_id",
    "nationality", "municipality",
)  # fmt: skip
"""The fields that ``arraigo manifest import --json`` prints of a row, in its order."""


@dataclass(slots=True)
class ReadRow:
    """
    One person of the list. ``row`` is 1-based as in the spreadsheet; ``raw`` what each column says, by its key;
    ``faults`` hold the row back for a correction, ``notes`` do not.
    """

    row: int
    raw: dict[str, str]
    values: Values
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    @property
    def status(self) -> str:
        """``expected``, or ``correction`` while something is wrong."""
        return "correction" if self.faults else "expected"

    def fingerprint(self, scope: str = "") -> str:
        """See :func:`fingerprint`; faulty cells count as they stand."""
        return fingerprint(self.values, scope=scope, faulty=[fault.value for fault in self.faults])


def fingerprint(values: Values, *, scope: str = "", faulty: Iterable[str] = ()) -> str:
    """
    The mark by which the same row is known when a list is loaded again, whatever its columns, order or sender.

    ``scope`` is what the row belongs to (the flight and its day): the same person may come back on another. Names
    count without accents, case or order; then the birth date and the numbers, and the text of cells that could not
    be read.
    """
    words = sorted(folded(values.full_name).split())
    born = values.birth_date.isoformat() if values.birth_date else ""
    numbers = values.national_id or values.passport or ""
    parts = [scope, " ".join(words), born, numbers, *sorted(folded(text) for text in faulty)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one list, once it is known what its columns mean and how it writes dates, names and sex."""

    guess: ColumnGuess
    country: str
    dates: DateReader
    name_order: NameOrder
    sex: SexReader

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The first column of each field."""
        return {column.field: column for column in reversed(self.guess.columns) if column.field}

    @cached_property
    def given_columns(self) -> tuple[Column, ...]:
        return self.guess.all_of("given_names")

    @cached_property
    def note_columns(self) -> tuple[Column, ...]:
        return self.guess.all_of("notes")

    def read(self, row: Row) -> ReadRow:
        """The values of a row, with each fault naming its cell. A value at fault is None, the others are kept."""
        return _Reading(self, row).read()


class _Reading:
    """The reading of one row."""

    def __init__(self, reader: RowReader, row: Row) -> None:
        self.reader, self.row = reader, row
        self.by_field = reader.by_field
        self.values = Values()
        self.found: list[Fault] = []

    def read(self) -> ReadRow:
        self._read_about()
        self._read_name()
        self._read_birth()
        self._read_national_id()
        self._read_place()
        raw = {c.key: text for c in self.reader.guess.columns if (text := self.row.cell(c.index).text)}
        faults = [fault for fault in self.found if fault.holds]
        notes = [fault for fault in self.found if not fault.holds]
        return ReadRow(self.row.number, raw, self.values, faults, notes)

    def _cell(self, name: str, *, holds: bool = False) -> tuple[Cell, Column | None]:
        """The cell of a field, empty where it says that there is nothing to say or where it cannot be read."""
        column = self.by_field.get(name)
        if column is None:
            return EMPTY, None
        cell = self.row.cell(column.index)
        if not cell.text:
            return EMPTY, column
        if cell.kind is CellKind.FORMULA or (cell.kind is CellKind.ERROR and cell.text.upper() != "#N/A"):
            code = "formula_without_value" if cell.kind is CellKind.FORMULA else "cell_unreadable"
            if holds:
                self._note(Fault(code, name), column, cell.text)
            return EMPTY, column
        if is_missing(cell.text) and not (name == "age" and cell.text == "0"):
            return EMPTY, column
        return cell, column

    def _text(self, name: str) -> str:
        return self._cell(name)[0].text

    def _note(self, fault: Fault, column: Column | None, value: str) -> None:
        key = column.key if column else ""
        self.found.append(replace(fault, row=self.row.number, column=key, value=value))

    def _read_about(self) -> None:
        values = self.values
        for name, read in PLAIN.items():
            if name in self.by_field and (cell := self._cell(name)[0]).text:
                setattr(values, name, read(cell))
        remarks = [self.row.cell(column.index).text for column in self.reader.note_columns]
        if notes := "; ".join(text for text in remarks if text and not is_missing(text)):
            values.notes = notes
            values.signals = tuple(sorted(signals_in(notes)))
            values.language = values.language or read_language(notes)
        self._read_coded("sex", self.reader.sex.read)
        self._read_marks()
        self._read_coded("nationality", read_nationality)

    def _read_marks(self) -> None:
        """The sex of a list that has a column to mark for each."""
        marked = [code for code in ("female", "male") if self._text(f"sex_{code}")]
        if len(marked) == 1 and self.values.sex is None:
            self.values.sex = marked[0]

    def _read_coded(self, name: str, read: Callable[[str], str | Fault]) -> None:
        cell, column = self._cell(name)
        if cell.text:
            found = read(cell.text)
            if isinstance(found, Fault):
                self._note(found, column, cell.text)
            else:
                setattr(self.values, name, found)

    def _read_name(self) -> None:
        name = self._name()
        values = self.values
        values.given_names, values.paternal_surname = name.given_names, name.paternal_surname
        values.maternal_surname = name.maternal_surname
        if name.is_empty:
            columns = [
                c
                for c in self.reader.guess.columns
                if c.field in ("surnames", "paternal_surname", "full_name")
            ]
            columns += self.reader.given_columns
            said = " ".join(text for c in columns if (text := self.row.cell(c.index).text))
            self._note(Fault("name_missing", "given_names"), columns[0] if columns else None, said)

    def _name(self) -> Name:
        parts = [self._name_text(column) for column in self.reader.given_columns]
        given = " ".join(part for part in parts if part) or None
        paternal, maternal = (self._name_of(name) for name in ("paternal_surname", "maternal_surname"))
        surnames = self._name_of("surnames")
        if surnames and not paternal:
            if "," in surnames and not given:
                return part_full_name(surnames, self.reader.name_order)
            paternal, second = part_surnames(surnames.replace(",", " "))
            maternal = maternal or second
        if not (given or paternal or maternal) and (whole := self._name_of("full_name")):
            return part_full_name(whole, self.reader.name_order)
        return Name(given, paternal, maternal)

    def _name_of(self, name: str) -> str | None:
        column = self.by_field.get(name)
        return self._name_text(column) if column else None

    def _name_text(self, column: Column) -> str | None:
        cell = self.row.cell(column.index)
        return name_text(cell.text) if cell.kind is CellKind.TEXT else None

    def _read_birth(self) -> None:
        cell, column = self._cell("birth_date", holds=True)
        if cell.text:
            found = self.reader.dates.read(cell, self.values.age)
        else:
            found, cell, column = self._birth_parts(column)
        if isinstance(found, Fault):
            self._note(found, column, cell.text)
            return
        self.values.birth_date, self.values.birth_date_precision = found.on, found.precision
        self.values.age = self.values.age if found.age is None else found.age
        self._compare_age(found)

    def _birth_parts(self, column: Column | None) -> tuple[BirthDate | Fault, Cell, Column | None]:
        parts = [self._cell(name) for name in BIRTH_PARTS]
        if not parts[2][1]:
            return NOTHING, EMPTY, column
        texts = [cell.text.partition(".")[0] for cell, _ in parts]
        said = "/".join(text for text in texts if text)
        return read_parts(self.reader.dates, *texts), EMPTY._replace(text=said), parts[2][1]

    def _compare_age(self, found: BirthDate) -> None:
        if found.on is None or self.values.age is None or found.precision == "estimated":
            return
        lived = age_on(found.on, self.reader.dates.today)
        if abs(lived - self.values.age) > 1:
            column = self.by_field.get("age")
            fault = Fault("age_differs", "age", params={"age": self.values.age, "found": lived})
            self._note(fault, column, str(self.values.age))

    def _read_national_id(self) -> None:
        cell, column = self._cell("national_id", holds=True)
        if column is None or not cell.text:
            return
        found = read_national_id(cell, self.values.nationality or self.reader.country)
        if isinstance(found, Fault):
            if found.code == "id_not_digits" and MIXED_WORDS.intersection(header_words(column.header)):
                self.values.passport = self.values.passport or read_passport(cell)
            else:
                self._note(found, column, shown(cell))
            return
        self.values.national_id = found.text
        for note in found.notes:
            self._note(note, column, cell.text)

    def _read_place(self) -> None:
        department, of_department = self._cell("department")
        if department.text:
            found_department = read_department(department.text, self.reader.country)
            if isinstance(found_department, str):
                self.values.department = found_department
        cell, column = self._cell("municipality", holds=True)
        if cell.text:
            found = read_municipality(cell.text, department.text, self._countries())
            if isinstance(found, Fault):
                self._note(found, column, cell.text)
            else:
                self.values.municipality, self.values.department = found.code, found.parent
        if department.text and not self.values.department:
            self._note(Fault("department_unknown", "department"), of_department, department.text)

    def _countries(self) -> tuple[str, ...]:
        nationality = self.values.nationality
        if nationality in (None, self.reader.country) or rules_of(nationality) is None:
            return (self.reader.country,)
        return (self.reader.country, str(nationality))


def _list_number(cell: Cell) -> int | None:
    digits = cell.text.rstrip(".")
    return int(digits) if digits.isdecimal() and len(digits) < 7 else None


def _age(cell: Cell) -> int | None:
    """Whole years; ``8 meses`` is 0."""
    text = cell.text
    digits = text.partition(" ")[0].partition(".")[0]
    if not digits.isdecimal() or int(digits) > 120:
        return None
    return int(digits) // 12 if "mes" in folded(text) or "month" in folded(text) else int(digits)


PLAIN: Mapping[str, Callable[[Cell], object]] = {
    "list_number": _list_number,
    "age": _age,
    "transport_ref": lambda cell: cell.text[:40],
    "phone": read_phone,
    "married_surname": lambda cell: name_text(cell.text),
    "passport": read_passport,
    "language": lambda cell: read_language(cell.text),
}
"""The fields that are read from their own cell alone, and in which nothing can be wrong."""


def contract_json(row: ReadRow, status: str) -> Mapping[str, Any]:
    """A row as the command-line contract has it."""
    values = row.values.to_json()
    return {"row": row.row, **{name: values[name] for name in CONTRACT_FIELDS}, "status": status}
