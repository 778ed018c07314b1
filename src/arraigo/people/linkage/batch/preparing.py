"""A table of people, read and turned into the columns that are compared: on all cores, a slice at a time."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from arraigo.people.linkage.batch.keying import keys_of_rows
from arraigo.people.linkage.births import birth
from arraigo.people.linkage.features import SEXES, Reader, says_something
from arraigo.people.linkage.lexicon import Lexicon
from arraigo.people.linkage.names import Name

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
    """
    One slice: from the columns that were read to those that are compared. The same as
    `features.Reader.features` row by row,
    without making an object of each; a test holds them equal.
    """
    said = batch.to_pydict()
    read = _reader.names.read
    written = zip(said["given_names"], said["paternal_surname"], said["maternal_surname"], strict=True)
    names = [read(given or "", paternal or "", maternal or "") for given, paternal, maternal in written]
    dates = zip(said["birth_date"], said["birth_date_precision"], strict=True)
    births = [birth(born, precision or "day") for born, precision in dates]
    places = [place or None for place in said["origin_municipality"]]
    numbers = [_number(number) if number else None for number in said["national_id"]]
    columns: dict[str, Any] = {
        "row": batch.column("row"),
        **_name_columns(names),
        "year": [one.year for one in births],
        "day": [one.day or None for one in births],
        "swapped": [one.swapped or None for one in births],
        "sex": [sex if sex in SEXES else None for sex in said["sex"]],
        "municipality": places,
        "number": numbers,
        "keys": keys_of_rows(names, births, places, numbers),
    }
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column, kept.type)
        for kept, column in ((kept, columns[kept.name]) for kept in SCHEMA)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _name_columns(names: list[Name]) -> dict[str, list[Any]]:
    given = [one.given for one in names]
    paternal, maternal = [one.paternal for one in names], [one.maternal for one in names]
    return {
        "given": [one.text or None for one in given],
        "word_count": [len(one.words) for one in given],
        "given_sound": [one.sound or None for one in given],
        "roots": [one.roots for one in given],
        "first": [one.first or None for one in given],
        "second": [one.second or None for one in given],
        "paternal": [one.text or None for one in paternal],
        "paternal_sound": [one.sound or None for one in paternal],
        "maternal": [one.text or None for one in maternal],
        "maternal_sound": [one.sound or None for one in maternal],
        "surnames": [
            "|".join(sorted((one.sound, other.sound))) if one and other else None
            for one, other in zip(paternal, maternal, strict=True)
        ],
    }


def _number(number: str) -> str | None:
    normal = number if number.isdigit() else _normal(number)
    return normal if says_something(normal) else None


def _normal(number: str) -> str:
    return "".join([letter for letter in number.upper() if letter.isalnum()])
