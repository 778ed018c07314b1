"""
Conditions as they are written: one column, one test. What is wrong with one is said of its own line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator

from arraigo.core.content import Lists, Misfit
from arraigo.indicators.definitions.codes import list_of
from arraigo.indicators.engine.definition import BREAKDOWNS, UNKNOWN, Condition, Test
from arraigo.warehouse.predicates import RowSet
from arraigo.warehouse.tables import NUMBERS

NUMBER_TESTS = ("at_least", "at_most", "above", "below")

Written = tuple[Test, tuple[str | Decimal, ...]]
Place = tuple[str | int, ...]


def _read_test(value: Any) -> Any:
    """``no`` is one code, ``[a, b]`` any of several, ``{not: a}`` and ``{at_least: 5}`` name their test."""
    if isinstance(value, str):
        return ("is", (value,))
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ("any_of", tuple(value))
    if isinstance(value, dict) and len(value) == 1:
        test, wanted = next(iter(value.items()))
        if test == "not" and isinstance(wanted, str):
            return ("not", (wanted,))
        if test in NUMBER_TESTS and isinstance(wanted, str):
            return (test, (_decimal(wanted),))
    if isinstance(value, tuple):
        return value
    raise ValueError(
        f"a test is a code, a list of codes, {{not: code}}, or a number as in {{{NUMBER_TESTS[0]}: 5}}"
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as wrong:
        raise ValueError(f"'{text}' is no number") from wrong


TestOfColumn = Annotated[Written, BeforeValidator(_read_test)]
Conditions = dict[str, TestOfColumn]
Filter = dict[str, str]
"""A breakdown, attribute or column, and the code that it has."""


def conditions_of(written: Conditions) -> tuple[Condition, ...]:
    """Conditions as the engine has them. ``year_of_life: 2`` is one number: at least and at most that."""
    found: list[Condition] = []
    for column, (test, values) in written.items():
        if test == "is" and (number := _number(values[0])) is not None:
            found += [Condition(column, "at_least", (number,)), Condition(column, "at_most", (number,))]
        else:
            found.append(Condition(column, test, values))
    return tuple(found)


def misfits_of(written: Conditions, rows: RowSet, lists: Lists, at: Place) -> Iterator[Misfit]:
    """Columns that the rows do not have, tests that are not of their kind, codes that their list does not have."""
    for column, test in written.items():
        for what, allowed in _wrong(column, test, rows, lists):
            yield Misfit((*at, column), what, allowed)


def misfits_of_filter(where: Mapping[str, str], rows: RowSet, lists: Lists, at: Place) -> Iterator[Misfit]:
    """The same of a filter or a cell, whose keys may also be breakdowns."""
    for key, code in where.items():
        # Unlike a condition, a filter may ask for those of whom it is not known.
        test: Written = ("is", (code,)) if code != UNKNOWN else ("any_of", ())
        for what, allowed in _wrong(BREAKDOWNS.get(key, key), test, rows, lists):
            yield Misfit((*at, key), what.replace(f"'{BREAKDOWNS.get(key, key)}'", f"'{key}'"), allowed)


def _wrong(column: str, written: Written, rows: RowSet, lists: Lists) -> Iterator[tuple[str, str]]:
    kind = rows.kind_of(column)
    test, values = written
    if kind is None:
        yield f"the rows '{rows.name}' have no '{column}'", ", ".join([*rows.columns, *rows.attributes])
    elif kind in NUMBERS:
        if test not in NUMBER_TESTS and (test != "is" or _number(values[0]) is None):
            yield (
                f"'{column}' is a number: test it as one",
                f"5, {', '.join(f'{{{t}: 5}}' for t in NUMBER_TESTS)}",
            )
    elif test in NUMBER_TESTS:
        yield f"'{column}' is a code: test it as one", "a code, a list of codes, {not: code}"
    elif UNKNOWN in values:
        yield "unknown is not something to test for: every figure says how many are", ""
    else:
        yield from _unlisted(column, [str(each) for each in values], rows, lists)


def _unlisted(column: str, codes: list[str], rows: RowSet, lists: Lists) -> Iterator[tuple[str, str]]:
    name = list_of(rows, column)
    known = lists(name) if name else None
    for code in codes:
        if known is not None and code not in known:
            yield f"'{code}' is not in the code list '{known.code}' of '{column}'", ", ".join(known.codes)


def _number(value: str | Decimal) -> Decimal | None:
    if isinstance(value, str) and value.isdecimal():
        return Decimal(value)
    return value if isinstance(value, Decimal) else None
