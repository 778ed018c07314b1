"""From a table's file to batches of text: every value as it stands in the file, with the number of its row."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from arraigo.exchange.contract import TABLES, Table
from arraigo.interop.package.faults import Fault
from arraigo.interop.package.source import Part

ROWS_AT_A_TIME = 20_000
ROW = "row"

Batch = Any
"""A `pyarrow.RecordBatch`: the column `ROW`, and text, ``''`` where a value is missing."""


class Header:
    """Which of the table's columns a file has, and where."""

    def __init__(self, table: Table, names: list[str]) -> None:
        self.faults: list[Fault] = []
        self.places: dict[str, int] = {}
        self.width = len(names)
        for place, name in enumerate(names):
            self._take(table, name, place)
        for column in table.columns:
            if column.required and column.name not in self.places:
                self.faults.append(Fault(table.name, 1, column.name, None, "column_missing"))

    def _take(self, table: Table, name: str, place: int) -> None:
        if name in self.places:
            self.faults.append(Fault(table.name, 1, name, name, "column_twice"))
        elif name in table.names:
            self.places[name] = place
        else:
            self.faults.append(Fault(table.name, 1, name[:80], name[:80], "no_such_column"))

    @property
    def schema(self) -> Any:
        return pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in self.places)])

    def empty(self) -> Batch:
        """A batch without rows."""
        arrays = [pa.array([], field.type) for field in self.schema]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


class Reader:
    """A table's file while it is read: first the header, then the batches; faults gather beside them."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.table = TABLES[part.table]
        self.header: Header | None = None
        self.faults: list[Fault] = []

    def batches(self) -> Iterator[Batch]:
        """
        All rows; `header` is known with the first batch, of which there always is one, empty perhaps.

        What cannot be read ends the reading with a fault; what was read before stays read.
        """
        raise NotImplementedError

    def heads(self, names: list[str]) -> Header:
        self.header = Header(self.table, names)
        self.faults += self.header.faults
        return self.header

    def fault(self, code: str, row: int | None, detail: str = "", column: str = "") -> None:
        self.faults.append(Fault(self.table.name, row, column, None, code, detail))
