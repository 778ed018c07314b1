"""Parquet with the columns of the contract, typed or as text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from arraigo.exchange.contract import Kind
from arraigo.interop.package.faults import Fault
from arraigo.interop.package.reading import ROWS_AT_A_TIME, Batch, Header, Reader
from arraigo.interop.package.source import Part


class ParquetReader(Reader):
    """Parquet with the same columns, typed or as text; its first row counts as row 2, as if a header stood above."""

    def __init__(self, part: Part, copy: Path) -> None:
        super().__init__(part)
        self._copy = copy

    def batches(self) -> Iterator[Batch]:
        try:
            with parquet.ParquetFile(self._copy) as file:
                header = self.heads(file.schema_arrow.names)
                yield header.empty()
                names = list(header.places)
                number = 2
                for batch in file.iter_batches(ROWS_AT_A_TIME, columns=names) if names else ():
                    yield self._batch(batch, header, number)
                    number += len(batch)
        except (pa.ArrowException, OSError, ValueError, KeyError):
            self.fault("no_parquet", None)

    def _batch(self, batch: Batch, header: Header, number: int) -> Batch:
        arrays = [pa.array(range(number, number + len(batch)), pa.int64())]
        arrays += [self._text(name, batch.column(name)) for name in header.places]
        return pa.RecordBatch.from_arrays(arrays, schema=header.schema)

    def _text(self, name: str, values: Any) -> Any:
        """A column as text; a value that the column's kind cannot have is left for the checks to find."""
        try:
            values.validate(full=True)
            if pa.types.is_dictionary(values.type):
                values = values.dictionary_decode()
            if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
                values = pc.binary_join(values.cast(pa.list_(pa.string())), ";")
            text = _as_text(values, self.table.column(name).kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError):
            if not any(fault.column == name and fault.code == "column_kind" for fault in self.faults):
                self.faults.append(Fault(self.table.name, 1, name, None, "column_kind", str(values.type)))
            text = pa.nulls(len(values), pa.string())
        return pc.fill_null(text, "")


def _as_text(values: Any, kind: Kind) -> Any:
    if pa.types.is_timestamp(values.type) and values.type.tz:
        # What a type with a time zone holds is UTC, whatever the zone.
        plain = values.cast(pa.timestamp(values.type.unit)).cast(pa.string())
        return pc.binary_join_element_wise(plain, "Z", "")
    text = values.cast(pa.string())
    if pa.types.is_timestamp(values.type) and kind is Kind.DATE:
        return pc.replace_substring_regex(text, r" 00:00:00(\.0+)?$", "")
    return text
