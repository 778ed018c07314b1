"""The keys of many rows at once: `keys.keys` as arithmetic on columns, which a test holds equal to it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa

from arraigo.people.linkage.births import Birth, either_way
from arraigo.people.linkage.keys import (
    ALL_NAMES,
    DAY_NAME,
    DAY_PLACE,
    MOST_GIVEN,
    NUMBER,
    OTHER,
    PLACE_NAMES,
    WORD,
    YEAR_NAMES,
    given_roots,
    hashed,
)
from arraigo.people.linkage.names import Name, Words

Column = np.ndarray[tuple[int], np.dtype[np.uint64]]
"""One 64-bit number a row; 0 where there is none."""

_OTHER = np.uint64(OTHER & WORD)
_SIGN = np.uint64(1 << 63)


def keys_of_rows(
    names: Sequence[Name],
    births: Sequence[Birth],
    places: Sequence[str | None],
    numbers: Sequence[str | None],
) -> pa.ListArray:
    """The keys of each row, as a list of signed 64-bit numbers; a key may come twice in a row."""
    given = _columns([_given(one.given) for one in names], MOST_GIVEN)
    surnames = _columns([_surnames(one) for one in names], 2)
    place, number = _hashes(places), _hashes(numbers)
    day = _hashes([either_way(one) if one.day else None for one in births])
    year = np.array([one.year or 0 for one in births], np.uint64)
    with np.errstate(over="ignore"):  # sums of 64-bit numbers wrap, as they should
        made = list(_sums(given, surnames, place, number, day, year))
    stacked = np.stack([np.where(there, key ^ _SIGN, 0) for key, there in made], axis=1)
    present = np.stack([there for _, there in made], axis=1)
    offsets = np.concatenate(([0], present.sum(axis=1).cumsum())).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(stacked[present].view(np.int64)))


def _sums(
    given: Sequence[Column],
    surnames: Sequence[Column],
    place: Column,
    number: Column,
    day: Column,
    year: Column,
) -> Iterator[tuple[Column, np.ndarray[tuple[int], np.dtype[np.bool_]]]]:
    """Each kind of key, and in which rows it is there; the same sums as in `keys.keys`, in the same order."""
    place_key, place_there = place * _OTHER + _kind(PLACE_NAMES), place != 0
    year_key, year_there = year * _OTHER + _kind(YEAR_NAMES), year != 0
    day_key, day_there = day * _OTHER, day != 0
    yield number + _kind(NUMBER), number != 0
    for name in (*given, *surnames):
        yield name + day_key + _kind(DAY_NAME), day_there & (name != 0)
    yield place_key + day_key + _kind(DAY_PLACE), day_there & place_there
    first, second = surnames
    both = (first != 0) & (second != 0)
    pairs = [(name + surname, (name != 0) & (surname != 0)) for name in given[:2] for surname in surnames]
    for pair, there in (*pairs, (first + second, both)):
        yield pair + year_key, there & year_there
        yield pair + place_key, there & place_there
    for name in given:
        yield name + first + second + _kind(ALL_NAMES), both & (name != 0)


def _kind(number: int) -> np.uint64:
    return np.uint64(number & WORD)


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Column]:
    filled = np.zeros((len(rows), width), np.uint64)
    for at in range(width):
        filled[:, at] = [row[at] if len(row) > at else 0 for row in rows]
    return [filled[:, at] for at in range(width)]


def _hashes(texts: Sequence[str | None]) -> Column:
    return np.array([hashed(text) if text else 0 for text in texts], np.uint64)


@lru_cache(maxsize=1 << 18)
def _given(words: Words) -> tuple[int, ...]:
    return tuple([hashed(root) for root in given_roots(words.first, words.roots)])


def _surnames(one: Name) -> tuple[int, ...]:
    return tuple([_surname(words.sound) for words in (one.paternal, one.maternal) if words])


@lru_cache(maxsize=1 << 18)
def _surname(sound: str) -> int:
    return hashed(sound.partition(" ")[0])
