"""
Arrivals lists as they really come: from an XLSX or CSV file to rows read, with each fault named.

::

    sheet = open_sheet(path)
    guess = guess_columns(sheet, "GTM", remembered)
    reading = read_rows(sheet, guess, "GTM", today=today)

Plain Python: values in, values out. Nothing is kept here; ``reception.services`` makes arrivals of what was read.
"""

from .columns import Because, Column, ColumnGuess, guess_columns
from .dates import BirthDate, Order
from .faults import Candidate, Fault
from .files import open_sheet
from .names import NameOrder
from .readings import Corrected, Reading, read_rows, reread_value
from .refusals import (
    Damaged,
    EmptyFile,
    ExpandsTooMuch,
    ManifestRefused,
    NoHeader,
    NoRows,
    NoSuchSheet,
    NotASpreadsheet,
    OldExcel,
    OtherFormat,
    PasswordProtected,
    TooLarge,
    TooManyColumns,
    TooManyRows,
    UnknownColumn,
    UnknownField,
)
from .rows import ReadRow, Values, fingerprint
from .sheets import REGISTRY, Cell, CellKind, Limits, Row, Sheet, SheetName
from .skipping import Skipped, SkippedRow
from .vocabulary import FIELDS

__all__ = [
    "FIELDS",
    "REGISTRY",
    "Because",
    "BirthDate",
    "Candidate",
    "Cell",
    "CellKind",
    "Column",
    "ColumnGuess",
    "Corrected",
    "Damaged",
    "EmptyFile",
    "ExpandsTooMuch",
    "Fault",
    "Limits",
    "ManifestRefused",
    "NameOrder",
    "NoHeader",
    "NoRows",
    "NoSuchSheet",
    "NotASpreadsheet",
    "OldExcel",
    "Order",
    "OtherFormat",
    "PasswordProtected",
    "ReadRow",
    "Reading",
    "Row",
    "Sheet",
    "SheetName",
    "Skipped",
    "SkippedRow",
    "TooLarge",
    "TooManyColumns",
    "TooManyRows",
    "UnknownColumn",
    "UnknownField",
    "Values",
    "fingerprint",
    "guess_columns",
    "open_sheet",
    "read_rows",
    "reread_value",
]
