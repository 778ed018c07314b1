"""Columns of a package from columns of numbers: codes, days, moments, amounts and ids, without a loop over rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from arraigo.interop.simulator.bulk.chance import Flags
from arraigo.interop.simulator.bulk.shares import Whole

SERIAL_DIGITS = 10
"""Room for 10,000 parts of a million rows each."""


def coded(places: npt.ArrayLike, words: Sequence[str]) -> pa.Array:
    """Codes by their places in a list; a place below 0 is an empty cell."""
    found = np.asarray(places).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0), pa.array(words, pa.string()))


def days(values: npt.ArrayLike, known: Flags | None = None) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(np.asarray(values).astype("datetime64[D]"), mask=None if known is None else ~known)


def moments(seconds: npt.ArrayLike, known: Flags) -> pa.Array:
    """Seconds since 1970 as moments in UTC."""
    moments_ = np.asarray(seconds).astype("datetime64[s]")
    return pa.array(moments_, mask=~known).cast(pa.timestamp("s", "UTC"))


def whole(values: npt.ArrayLike, known: Flags | None = None) -> pa.Array:
    return pa.array(np.asarray(values).astype(np.int64), mask=None if known is None else ~known)


def decimals(units: npt.ArrayLike, places: int, known: Flags | None = None) -> pa.Array:
    """Numbers of so many decimal places, from whole numbers of their smallest unit; none is below 0."""
    units_ = np.asarray(units).astype(np.int64)
    wide = np.zeros((len(units_), 2), dtype=np.int64)
    wide[:, 0] = units_
    mask = None if known is None else pa.array(known).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(18, places), len(units_), [mask, pa.py_buffer(wide)])


def same(word: str, count: int) -> pa.Array:
    return coded(np.zeros(count), [word])


def joined(bits: Whole, words: Sequence[str]) -> pa.Array:
    """Lists of codes joined with ``;``: bit n says that the list has word n."""
    kinds, places = np.unique(bits, return_inverse=True)
    texts = [";".join(word for place, word in enumerate(words) if kind >> place & 1) for kind in kinds]
    return coded(np.where(bits == 0, -1, places), texts)


def ids(prefix: str, letter: str, on: npt.ArrayLike, serials: npt.ArrayLike) -> pa.Array:
    """
    Ids of fixed width whose order is that of time: ``SIM1f2a3c-R240131-0000120034``.

    :param on: days since 1970.
    :param serials: what tells rows of one day apart.
    """
    day = np.asarray(on).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64)
    date_ = (
        (months // 12 + 1970) % 100 * 10000
        + (months % 12 + 1) * 100
        + (day - month.astype("datetime64[D]")).astype(np.int64)
        + 1
    )
    head = f"{prefix}{letter}".encode()
    width = len(head) + 6 + 1 + SERIAL_DIGITS
    letters = np.empty((len(day), width), dtype=np.uint8)
    letters[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    letters[:, len(head) : len(head) + 6] = digits(date_, 6)
    letters[:, len(head) + 6] = ord("-")
    letters[:, len(head) + 7 :] = digits(np.asarray(serials), SERIAL_DIGITS)
    return fixed(letters)


def digits(numbers: npt.NDArray[Any], width: int) -> npt.NDArray[np.uint8]:
    """The last decimal digits of numbers, as letters."""
    left, found = numbers.astype(np.int64), np.empty((len(numbers), width), dtype=np.uint8)
    for place in range(width - 1, -1, -1):
        left, found[:, place] = left // 10, left % 10 + ord("0")
    return found


def fixed(letters: npt.NDArray[np.uint8]) -> pa.Array:
    """Texts of one width from a table of their letters."""
    rows, width = letters.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    return pa.StringArray.from_buffers(
        rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters))
    )


def add_months(on: npt.ArrayLike, months: npt.ArrayLike) -> Whole:
    """The same day some months later; the last day of the month where that day does not exist."""
    day = np.asarray(on).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    inside = (day - month.astype("datetime64[D]")).astype(np.int64)
    wanted = month + np.asarray(months).astype("timedelta64[M]")
    first = wanted.astype("datetime64[D]").astype(np.int64)
    length = (wanted + 1).astype("datetime64[D]").astype(np.int64) - first
    result: Whole = first + np.minimum(inside, length - 1)
    return result


def years_between(born: npt.ArrayLike, on: npt.ArrayLike) -> Whole:
    """Whole years lived on each day."""
    result: Whole = _months_and_day(on)[0] // 12 - _months_and_day(born)[0] // 12
    return result - (_in_year(on) < _in_year(born)).astype(np.int64)


def year_of(on: npt.ArrayLike) -> Whole:
    result: Whole = np.asarray(on).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return result


def _in_year(on: npt.ArrayLike) -> Whole:
    months, day = _months_and_day(on)
    result: Whole = months % 12 * 100 + day
    return result


def _months_and_day(on: npt.ArrayLike) -> tuple[Whole, Whole]:
    day = np.asarray(on).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    return month.astype(np.int64), (day - month.astype("datetime64[D]")).astype(np.int64)
