"""What is wrong with a package, a fault a cell, a row or a file, each with a sentence that says how to mend it."""

from dataclasses import dataclass
from typing import Any

from arraigo.access.personal_data import Masked
from arraigo.exchange.contract import TABLES, Kind
from arraigo.exchange.models import MODELS
from arraigo.exchange.personal_data import DECLARED
from arraigo.interop.package.sentences import SENTENCES

LONGEST_TEXT = 10_000
LONGEST_KEY = 200
LONGEST_SHOWN = 200
WHOLE_DIGITS = 18
DECIMALS = 40

HIDDEN = frozenset(
    (table, name)
    for table, model in MODELS.items()
    for name, declared in DECLARED[model].items()
    if declared.masked in {Masked.INITIALS, Masked.LAST_FOUR}
)
"""Columns whose values a report does not repeat: names of persons, and their numbers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong. ``row`` is the file's, 1 is the header, and None is the file as a whole; ``detail`` is what
    the sentence of ``code`` has to name beside it.
    """

    table: str
    row: int | None
    column: str
    value: str | None
    code: str
    detail: str = ""

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % self._words()

    def as_json(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }

    def _words(self) -> dict[str, Any]:
        table = TABLES.get(self.table)
        column = table.column(self.column) if table and self.column in table.names else None
        return {
            "table": self.table,
            "column": self.column,
            "detail": self.detail,
            "columns": ", ".join(table.names) if table else "",
            "key": ", ".join(table.key) if table else "",
            "tables": ", ".join(TABLES),
            "allowed": ", ".join(column.enum) if column else "",
            "minimum": column.minimum if column else "",
            "maximum": column.maximum if column else "",
            "longest": LONGEST_KEY if table and table.refers(self.column) else LONGEST_TEXT,
        }


CODE_OF_KIND = {
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.YEAR: "year",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
}
"""What is wrong with a value that is none of its column's kind."""

_LETTERS = "[A-Z]{3}"
PATTERNS = {_LETTERS: "three_letters"}
"""What is wrong with a value that has not the form of its column: each pattern of the contract is said in words."""


def shown(table: str, column: str, value: str) -> str | None:
    """A value as a report may repeat it; None where it names a person."""
    return None if (table, column) in HIDDEN else value[:LONGEST_SHOWN]
