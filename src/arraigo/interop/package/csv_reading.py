"""
CSV in UTF-8, comma, header, as the rows of a sheet: a text with line breaks does not make two rows of one.

Most rows of most files are plain: no quotation mark, no empty line. Those are read a block at a time by Arrow; from the
first block that is not, or that has a fault, the csv module reads, row by row, and says what is wrong with which.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from arraigo.interop.package.reading import ROWS_AT_A_TIME, Batch, Header, Reader

BLOCK = 4 * 2**20
LONGEST_ROW = 16 * 2**20
"""Characters of a row beyond which reading stops: a quotation mark that never closes takes in all the rest."""

_MARK = b"\xef\xbb\xbf"


class CsvReader(Reader):
    """A CSV file; see the module."""

    def batches(self) -> Iterator[Batch]:
        self._number = 0
        with self.part.open() as file, _long_cells():
            block = _whole_lines(file)
            if block[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0\0\0" in block[:8]:
                self.fault("encoding", 1)
                return
            block = block.removeprefix(_MARK)
            first, _, others = block.partition(b"\n")
            if _is_plain(first + b"\n") and first.strip(b"\r, "):
                yield from self._plain(first, others, file)
            else:
                yield from self._careful(block, file)

    def _plain(self, first: bytes, block: bytes, file: IO[bytes]) -> Iterator[Batch]:
        self._number = 1
        header = self._read_header(first.decode("utf-8", "replace").rstrip("\r").split(","))
        if header is None:
            return
        yield header.empty()
        while block:
            batch = self._read_plain(block, header) if _is_plain(block) else None
            if batch is None:
                yield from self._gathered(self._rows(_text(block, file)), header)
                return
            yield batch
            block = _whole_lines(file)

    def _read_plain(self, block: bytes, header: Header) -> Batch | None:
        """The rows of a block of which each line is a row; None where some are not."""
        names = [str(place) for place in range(header.width)]
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(block),
                arrow_csv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False),
                arrow_csv.ParseOptions(quote_char=False, ignore_empty_lines=False),
                arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[]),
            )
        except pa.ArrowInvalid:
            return None
        numbers = pa.array(range(self._number + 1, self._number + 1 + len(table)), pa.int64())
        self._number += len(table)
        places = [*header.places.values()]
        columns = [numbers, *(table.column(place).combine_chunks() for place in places)]
        batch = pa.RecordBatch.from_arrays(columns, schema=header.schema)
        return _without_empty(batch, table)

    def _careful(self, block: bytes, file: IO[bytes]) -> Iterator[Batch]:
        rows = self._rows(_text(block, file))
        first = next((cells for _, cells in rows if any(cells)), None)
        if first is None:
            if not self.faults:
                self.fault("no_header", 1)
            return
        header = self._read_header(first)
        if header is not None:
            yield header.empty()
            yield from self._gathered(rows, header)

    def _read_header(self, cells: list[str]) -> Header | None:
        names = [_readable(name.strip()) for name in cells]
        if len(names) == 1 and any(sign in names[0] for sign in ";\t|"):
            self.fault("separator", 1)
            return None
        return self.heads(names)

    def _gathered(self, rows: Iterable[tuple[int, list[str]]], header: Header) -> Iterator[Batch]:
        gathered: list[tuple[int, list[str]]] = []
        for row in self._whole(rows, header):
            gathered.append(row)
            if len(gathered) == ROWS_AT_A_TIME:
                if not (batch := self._batch(gathered, header)):
                    return
                yield batch
                gathered = []
        if gathered and (batch := self._batch(gathered, header)):
            yield batch

    def _rows(self, text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row; one whose quotation marks are wrong is a fault and left out."""
        reader = csv.reader(_lines(text), strict=True)
        while True:
            self._number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (_RowTooLong, csv.Error) as trouble:
                too_long = isinstance(trouble, _RowTooLong) or "field limit" in str(trouble)
                self.fault("row_too_long" if too_long else "quotes", self._number)
                if too_long:
                    return
                continue
            yield self._number, cells

    def _whole(
        self, rows: Iterable[tuple[int, list[str]]], header: Header
    ) -> Iterator[tuple[int, list[str]]]:
        """Rows that have something in them, each as wide as the header."""
        width = header.width
        for number, cells in rows:
            if not any(cells):
                continue
            if len(cells) != width:
                self.fault("ragged", number, f"{len(cells)} ≠ {width}")
                cells = (cells + [""] * width)[:width]
            yield number, cells

    def _batch(self, rows: list[tuple[int, list[str]]], header: Header) -> Batch | None:
        numbers = pa.array([number for number, _ in rows], pa.int64())
        columns = list(zip(*(cells for _, cells in rows), strict=True))
        arrays = [numbers]
        for name, place in header.places.items():
            try:
                arrays.append(pa.array(columns[place], pa.string()))
            except UnicodeEncodeError:
                broken = next(row for row, cells in rows if _readable(cells[place]) != cells[place])
                self.fault("encoding", broken, column=name)
                return None
        return pa.RecordBatch.from_arrays(arrays, schema=header.schema)


def _without_empty(batch: Batch, table: Any) -> Batch:
    """The rows that have something in them, in any column of the file."""
    nothing = pc.equal(table.column(0), "")
    for column in table.columns[1:]:
        if not pc.any(nothing).as_py():
            return batch
        nothing = pc.and_(nothing, pc.equal(column, ""))
    return batch.filter(pc.invert(nothing).combine_chunks())


def _whole_lines(file: IO[bytes]) -> bytes:
    """The next block of a file, up to the end of a line; more than a block where a line is longer than that."""
    block = file.read(BLOCK)
    if not block.endswith(b"\n"):
        block += file.readline(LONGEST_ROW)
    return block


def _is_plain(block: bytes) -> bool:
    """Whether each line of a block is a row, and each comma ends a cell."""
    return not (
        b'"' in block
        or b"\n\n" in block
        or b"\n\r" in block
        or block[:1] in {b"\n", b"\r"}
        or block.count(b"\r") != block.count(b"\r\n")
    )


def _text(start: bytes, rest: IO[bytes]) -> io.TextIOWrapper:
    """The rest of a file as text; bytes that are no UTF-8 stay recognisable."""
    return io.TextIOWrapper(
        io.BufferedReader(_Joined(start, rest), 2**20), "utf-8", "surrogateescape", newline=""
    )


def _readable(text: str) -> str:
    """Text without the bytes that were no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


class _RowTooLong(Exception):
    pass


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a file, one at a time, however long a file without line breaks is."""
    while line := text.readline(LONGEST_ROW):
        if len(line) >= LONGEST_ROW:
            raise _RowTooLong
        yield line


@contextmanager
def _long_cells() -> Iterator[None]:
    """The csv module's own limit (128 KiB) out of the way: a long cell is a fault with its row, not the end."""
    before = csv.field_size_limit(LONGEST_ROW)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Joined(io.RawIOBase):
    """A stream from its beginning, of which the first bytes were read already."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = io.BytesIO(start), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._start.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)
