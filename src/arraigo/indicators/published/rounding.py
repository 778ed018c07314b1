"""
Rounding: every count of people to a multiple of the base.

The nearest multiple, half a base upwards: the same count is the same everywhere, and no chance is in it. What sums of
rounded counts would give away, taken one after the other, is hidden as well.
"""

from __future__ import annotations

from collections.abc import Collection

from arraigo.indicators.published.system import Number, System

NO_END = 10**12
ROUNDS = 8


def nearest(count: int, base: int) -> int:
    """The nearest multiple of the base."""
    return (2 * count + base) // (2 * base) * base


def alike(count: int, base: int) -> tuple[int, int]:
    """The first and the last count that are rounded to the same multiple."""
    middle = nearest(count, base)
    return max(middle - base // 2, 0), middle + (base - 1) // 2


def round_all(system: System, wanted: Collection[int], base: int) -> None:
    """Hide the cells of the sums that would leave a protected count one number alone."""
    for _round in range(ROUNDS):
        least, most = _narrowed(system, base)
        told = [each for each in wanted if least[each] == most[each]]
        sums = {number for variable in told for number, _sign in system.sums_of[variable]}
        parts = (each for number in sums for each, sign in system.sums[number].terms if sign < 0)
        found = [system.hide(each) for each in parts if not system.of_total[each]]
        if not any(found):
            return


def _narrowed(system: System, base: int) -> tuple[list[Number], list[Number]]:
    """The least and the most that each count can be, as far as one sum after the other tells."""
    least: list[Number] = []
    most: list[Number] = []
    for variable, value in enumerate(system.values):
        low, high = system.lows[variable], NO_END
        if not system.is_hidden(variable) and isinstance(value, int):
            first, high = alike(value, base)
            low = max(first, low)
        least.append(low)
        most.append(high)
    for _round in range(ROUNDS):
        narrowed = False
        for line in system.sums:
            up = sum(most[each] if sign > 0 else -least[each] for each, sign in line.terms)
            down = sum(least[each] if sign > 0 else -most[each] for each, sign in line.terms)
            for each, sign in line.terms:
                # The others come to the same with the sign turned.
                others_up = up - (most[each] if sign > 0 else -least[each])
                others_down = down - (least[each] if sign > 0 else -most[each])
                floor, ceiling = (-others_up, -others_down) if sign > 0 else (others_down, others_up)
                if floor > least[each] or ceiling < most[each]:
                    least[each], most[each] = max(floor, least[each]), min(ceiling, most[each])
                    narrowed = True
                    up = others_up + (most[each] if sign > 0 else -least[each])
                    down = others_down + (least[each] if sign > 0 else -most[each])
        if not narrowed:
            break
    return least, most
