"""A table of people, read and turned into the columns that are compared: on all cores, a slice at a time."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from arraigo.people.linkage.features import Described, Features, Reader
from arraigo.people.linkage.keys import keys
from arraigo.people.linkage.lexicon import Lexicon

READ = (
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "birth_date",
    "birth_date_precision",
    "national_id",
    "origin_municipality",
    "sex",
)
"""What is read of a row, in this order; all text but the date."""

SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("given", pa.string()),
        ("word_count", pa.int8()),
        ("given_sound", pa.string()),
        ("roots", pa.list_(pa.string())),
        ("first", pa.string()),
        ("second", pa.string()),
        ("paternal", pa.string()),
        ("paternal_sound", pa.string()),
        ("maternal", pa.string()),
        ("maternal_sound", pa.string()),
        ("surnames", pa.string()),
        ("year", pa.int16()),
        ("day", pa.string()),
        ("swapped", pa.string()),
        ("sex", pa.string()),
        ("municipality", pa.string()),
        ("number", pa.string()),
        ("keys", pa.list_(pa.int64())),
    ]
)
"""What is compared of a row, and the keys under which it is found; what is not known is null."""

SLICE = 20_000
_FEW = 30_000
_reader: Reader


def prepare(batches: Iterable[pa.RecordBatch], lexicon: Lexicon, rows: int) -> Iterator[pa.RecordBatch]:
    """
    Features of every row, in the order of the rows. ``batches`` have the columns ``row`` and `READ`.

    Few rows are read in this process; many on all cores.
    """
    cores = len(os.sched_getaffinity(0))
    if rows <= _FEW or cores < 2:
        start_reading(lexicon)
        yield from map(prepared, batches)
        return
    # Spawned, not forked: the store's and DuckDB's threads would not survive a fork.
    with multiprocessing.get_context("spawn").Pool(cores, start_reading, (lexicon,)) as pool:
        yield from pool.imap(prepared, batches)


def start_reading(lexicon: Lexicon) -> None:
    """Make this process ready to read names."""
    global _reader  # noqa: PLW0603 - a process of the pool is given its lexicon once
    _reader = Reader(lexicon)


def prepared(batch: pa.RecordBatch) -> pa.RecordBatch:
    """One slice: from the columns that were read to those that are compared."""
    columns = batch.to_pydict()
    found: list[tuple[Any, ...]] = [
        (row, *_compared(_reader.features(_described(*said))))
        for row, said in zip(columns["row"], zip(*(columns[name] for name in READ), strict=True), strict=True)
    ]
    by_column = zip(*found, strict=True) if found else ([] for _ in SCHEMA)
    arrays = [pa.array(values, type=kept.type) for values, kept in zip(by_column, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _described(
    given: str | None,
    paternal: str | None,
    maternal: str | None,
    born: date | None,
    precision: str | None,
    number: str | None,
    municipality: str | None,
    sex: str | None,
) -> Described:
    return Described(
        given or "",
        paternal or "",
        maternal or "",
        born,
        precision or "day",
        frozenset((normal,)) if number and (normal := _normal(number)) else frozenset(),
        municipality or "",
        sex or "",
    )


def _normal(number: str) -> str:
    return "".join([letter for letter in number.upper() if letter.isalnum()])


def _compared(one: Features) -> tuple[Any, ...]:
    paternal, maternal = one.paternal_sound, one.maternal_sound
    return (
        " ".join(one.given) or None,
        len(one.given),
        one.given_sound or None,
        list(one.roots),
        one.first or None,
        one.second or None,
        one.paternal or None,
        paternal or None,
        one.maternal or None,
        maternal or None,
        "|".join(sorted((paternal, maternal))) if paternal and maternal else None,
        one.birth.year,
        one.birth.day or None,
        one.birth.swapped or None,
        one.sex or None,
        one.municipality or None,
        one.numbers[0] if one.numbers else None,
        keys(one),
    )


Progress = Callable[[str, int, int], None]
"""Told of a stage, how much of it is done, and of how much (0 where that is not known)."""
