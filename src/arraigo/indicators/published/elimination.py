"""
Which hidden counts follow from the rest: exact elimination, in whole numbers modulo a large prime.

We assume that a reader knows every nobody. A count that is still not told then can be a little more and a little less
than it is, all others staying at or above nobody: what elimination says holds of bounds too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

PRIME = 2**61 - 1

Row = dict[int, int]


def changes(rows: Sequence[Collection[tuple[int, int]]], free: Collection[int]) -> dict[int, int]:
    """
    By how much each free variable changes in one change, drawn by chance, that leaves all sums as they are.

    Nought is said of what is told: of everything else only by a chance of one in 2^61, and then too much is hidden.
    """
    left: list[Row | None] = [{v: sign % PRIME for v, sign in row if v in free} for row in rows]
    where: dict[int, set[int]] = {variable: set() for variable in free}
    for number, row in enumerate(left):
        for variable in row or ():
            where[variable].add(number)
    peeled = _peel(left, where)
    pivots = _eliminate([row for row in left if row])
    chance = Random(7)  # noqa: S311  # no secret: the same figures are hidden each time
    found: dict[int, int] = {}
    for variable in free:
        if variable not in pivots:
            found[variable] = chance.randrange(1, PRIME)
    for variable, row in [*reversed(pivots.items()), *reversed(peeled)]:
        # A pivot is what the others of its sum leave; those come later in the elimination, so they are known.
        off = sum(found[other] * times for other, times in row.items() if other != variable)
        found[variable] = -off * pow(row[variable], -1, PRIME) % PRIME
    return found


def _peel(left: list[Row | None], where: dict[int, set[int]]) -> list[tuple[int, Row]]:
    """Sums that have a variable of their own bind no other: they go first, one after the other."""
    peeled: list[tuple[int, Row]] = []
    single = [variable for variable, numbers in where.items() if len(numbers) == 1]
    while single:
        variable = single.pop()
        if len(where[variable]) != 1:
            continue
        (number,) = where[variable]
        row = left[number]
        assert row is not None
        peeled.append((variable, row))
        left[number] = None
        for other in row:
            where[other].discard(number)
            if len(where[other]) == 1:
                single.append(other)
    return peeled


def _eliminate(rows: list[Row]) -> dict[int, Row]:
    """The sums as steps: each has a pivot that no later one has."""
    where: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for variable in row:
            where.setdefault(variable, set()).add(number)
    pivots: dict[int, Row] = {}
    for number in sorted(range(len(rows)), key=lambda each: len(rows[each])):
        row = rows[number]
        if not row:
            continue
        pivot = min(row, key=lambda variable: len(where[variable]))
        inverse = pow(row[pivot], -1, PRIME)
        for variable in row:
            where[variable].discard(number)
        for other in list(where[pivot]):
            _subtract(rows[other], row, rows[other][pivot] * inverse % PRIME, other, where)
        pivots[pivot] = row
    return pivots


def _subtract(row: Row, other: Row, times: int, number: int, where: dict[int, set[int]]) -> None:
    for variable, value in other.items():
        now = (row.get(variable, 0) - times * value) % PRIME
        if now:
            row[variable] = now
            where[variable].add(number)
        else:
            row.pop(variable, None)
            where[variable].discard(number)
