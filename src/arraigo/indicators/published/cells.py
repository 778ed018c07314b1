"""
Cells in one notation, so that a count is the same count however it was asked for.

*Of women, those in Huehuetenango* and *of those in Huehuetenango, the women* are one cell; so are the month of March
in a breakdown of 2024 and the period 2024-03, where each row lies in one month; and children are those of three age
bands. A cell is a set of dimensions, each with a path: ``("place", ("GT13", "GT1308"))``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from arraigo.core import places
from arraigo.core.periods import ADULT_AGE, AGE_BANDS
from arraigo.indicators.published.figures import Meaning, Test

Path = tuple[str, ...]
Cell = frozenset[tuple[str, Path]]

UNKNOWN = "unknown"
ANY = "*"
"""The department of a municipality that is not known."""

FLAT = ("sex", "age_band", "from_country", "return_type", "institution", "programme", "level", "dimension")
CHILD_BANDS = tuple(code for _first, last, code in AGE_BANDS if last < ADULT_AGE)

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q[1-4]")
_YEAR = re.compile(r"\d{4}")


def cell_of(
    period: str, by: Mapping[str, str], meaning: Meaning, tests: frozenset[Test]
) -> tuple[Cell, frozenset[Test]]:
    """The cell of a count, and the conditions that are left when those that name a cell have gone into it."""
    naming, left = _split(tests)
    cell, more = _cell(period, tuple(by.items()), naming, each_once=meaning.each_once)
    return cell, left | more if more else left


@lru_cache(maxsize=4096)
def _split(tests: frozenset[Test]) -> tuple[tuple[Test, ...], frozenset[Test]]:
    """The conditions that name a cell, and the others."""
    naming = {
        test
        for test in tests
        if test[1] == "is" and test[0] in (*FLAT, "department", "municipality", "child")
    }
    return tuple(sorted(naming)), tests - naming


@lru_cache(maxsize=65536)
def _cell(
    period: str, by: tuple[tuple[str, str], ...], naming: tuple[Test, ...], *, each_once: bool
) -> tuple[Cell, frozenset[Test]]:
    keys, left = dict(by), set()
    for test in naming:
        column, _how, wanted = test
        if keys.setdefault(column, wanted[0]) != wanted[0]:
            left.add(test)
    # Groups overlap and add up to nothing: being in one is a condition like any other.
    if "group" in keys:
        left.add(("group", "is", (keys.pop("group"),)))
    cell: set[tuple[str, Path]] = {(key, (value,)) for key, value in keys.items() if key in FLAT}
    cell |= _child(keys) | _place(keys) | _time(period, keys, each_once=each_once)
    return frozenset(cell), frozenset(left)


def _child(keys: Mapping[str, str]) -> set[tuple[str, Path]]:
    """Being a child, unless the age band says so already."""
    child, band = keys.get("child"), keys.get("age_band")
    if child is None or (child == "yes" and band in CHILD_BANDS):
        return set()
    if child == UNKNOWN:
        return set() if band == UNKNOWN else {("age_band", (UNKNOWN,))}
    return {("child", (child,))}


def _place(keys: Mapping[str, str]) -> set[tuple[str, Path]]:
    department, municipality = keys.get("department"), keys.get("municipality")
    if municipality is not None:
        if department is None:
            department = department_of(municipality)
        return {("place", (department, municipality))}
    return {("place", (department,))} if department is not None else set()


@lru_cache(maxsize=8192)
def department_of(municipality: str) -> str:
    """The department of a municipality; `ANY` where it is not known which municipality it is."""
    if municipality == UNKNOWN:
        return ANY
    try:
        return places.get(municipality).parent
    except LookupError:
        return municipality[:4]


def _time(period: str, keys: Mapping[str, str], *, each_once: bool) -> set[tuple[str, Path]]:
    month, quarter = keys.get("month"), keys.get("quarter")
    if each_once:
        return {("time", _calendar(month or quarter or period))}
    inside: Path = ()
    if month is not None:
        inside = _calendar(month)[1:]
    elif quarter is not None:
        inside = (quarter,)
    return {("time", (period, *inside))}


def _calendar(label: str) -> Path:
    """Year, quarter, month; another period stands for itself."""
    if found := _MONTH.fullmatch(label):
        year, month = found.groups()
        return (year, f"{year}-Q{(int(month) + 2) // 3}", label)
    if found := _QUARTER.fullmatch(label):
        return (found[1], label)
    return (label,)


def is_calendar(label: str) -> bool:
    """Whether a period is a year, a quarter or a month."""
    return any(each.fullmatch(label) for each in (_YEAR, _QUARTER, _MONTH))
