"""
The keys under which a person is found: a plain table of 64-bit numbers, the same on every store.

Two records of one person share a key where two of their names and the birth year or the municipality agree by
sound, or the birth date (also with day and month exchanged) and one name, or the municipality, or a document
number. A key joins words without regard to their field, so that exchanged surnames and names in the wrong
field share it too.

They are kept: whoever changes how they are made lets the release build the index anew (`arraigo link index`).
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from arraigo.people.linkage.births import either_way
from arraigo.people.linkage.features import Features

WORD = (1 << 64) - 1
_SIGN = 1 << 63
MOST_GIVEN = 3
_MOST_PAIRED = 2
# Odd numbers far apart: what is hashed is spread evenly already, so a sum of such products is too.
OTHER = 0x9E3779B97F4A7C15
NUMBER, DAY_NAME, DAY_PLACE, YEAR_NAMES, PLACE_NAMES, ALL_NAMES = (
    kind * 0xD1B54A32D192ED03 for kind in range(1, 7)
)


def keys(one: Features) -> tuple[int, ...]:
    """The keys of a person, without repeats, as signed 64-bit numbers: some fifteen, none where nothing is known."""
    return tuple({(key & WORD) - _SIGN for key in _sums(one)})


def _sums(one: Features) -> Iterator[int]:
    given = _given(one)
    surnames = [hashed(name.partition(" ")[0]) for name in (one.paternal_sound, one.maternal_sound) if name]
    place = hashed(one.municipality) * OTHER + PLACE_NAMES if one.municipality else 0
    year = one.birth.year * OTHER + YEAR_NAMES if one.birth.year else 0
    for number in one.numbers:
        yield hashed(number) + NUMBER
    if one.birth.day:
        day = hashed(either_way(one.birth)) * OTHER
        yield from [name + day + DAY_NAME for name in (*given, *surnames)]
        if place:
            yield place + day + DAY_PLACE
    for pair in _pairs(given, surnames):
        if year:
            yield pair + year
        if place:
            yield pair + place
    if len(surnames) > 1:
        both = sum(surnames) + ALL_NAMES
        yield from [name + both for name in given]


def _given(one: Features) -> list[int]:
    return [hashed(root) for root in given_roots(one.first, one.roots)]


def given_roots(first: str, roots: tuple[str, ...]) -> list[str]:
    """The first given name and two more: somebody is often called by the second."""
    return [first, *[root for root in roots if root != first]][:MOST_GIVEN] if first else []


def _pairs(given: list[int], surnames: list[int]) -> Iterable[int]:
    """Two words in no order: each given name with each surname, and the surnames."""
    pairs = [name + surname for name in given[:_MOST_PAIRED] for surname in surnames]
    return [*pairs, surnames[0] + surnames[1]] if len(surnames) > 1 else pairs


@lru_cache(maxsize=1 << 19)
def hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
