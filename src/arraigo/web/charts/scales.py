"""From values to places on paper."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

FEWEST_POINTS = 3
"""Fewer points than these are said in words, not drawn (look, Charts)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from values to places; ``low`` and ``high`` may run either way on paper."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def step_for(top: float, most: int = 5) -> float:
    """The smallest step of 1, 2, 2.5 or 5 times a power of ten that needs at most ``most`` steps to reach ``top``."""
    if top <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(top / most))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * most >= top * (1 - 1e-9))


def ticks_from_zero(highest: float, most: int = 5, lowest: float = 0.0) -> list[float]:
    """Round values from zero (or below it, where a value is) to at least ``highest``."""
    step = step_for(max(highest, -lowest) or 1.0, most)
    first, last = math.floor(min(lowest, 0) / step + 1e-9), max(math.ceil(highest / step - 1e-9), 1)
    return [round(step * count, 10) for count in range(first, last + 1)]


def known(values: Iterable[float | None]) -> list[float]:
    """The values that are there."""
    return [value for value in values if value is not None]


def apart(places: list[float], least: float) -> list[float]:
    """The same places, moved as little as needed for neighbours to be ``least`` apart, in the order given."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in pairwise(order):
        lacking = least - (moved[after] - moved[before])
        if lacking > 0:
            moved[before] -= lacking / 2
            moved[after] += lacking / 2
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    return [round(place, 1) for place in moved]


def runs(points: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Points in unbroken runs: a line is not drawn across what is not known."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def path(points: Iterable[tuple[float, float]]) -> str:
    """The ``d`` of a line through points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
