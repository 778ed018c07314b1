"""Seeded chance: the same seed gives the same country, and adding to one table leaves the others as they were."""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import accumulate
from typing import Generic, TypeVar
from uuid import UUID

Of = TypeVar("Of")

GOLDEN = (math.sqrt(5) - 1) / 2
"""Steps of this part of the circle spread as evenly as steps can."""


class Weighted(Generic[Of]):
    """Things to choose from with their weights; made once, chosen from often."""

    def __init__(self, weights: Mapping[Of, Fraction | float]) -> None:
        self.things: tuple[Of, ...] = tuple(weights)
        self._sums = list(accumulate(float(weight) for weight in weights.values()))

    def at(self, part: float) -> Of:
        """The thing at a part (0 to below 1) of the weights laid end to end."""
        return self.things[min(bisect(self._sums, part * self._sums[-1]), len(self.things) - 1)]


class Chance(random.Random):
    """One stream of chance. Each table has its own, named after it."""

    def happens(self, share: Fraction | float) -> bool:
        return self.random() < share

    def pick(self, among: Weighted[Of]) -> Of:
        return among.at(self.random())

    def some(self, shares: Mapping[Of, Fraction | float]) -> list[Of]:
        """Those that happen, each by its own share, in the given order."""
        return [thing for thing, share in shares.items() if self.random() < share]

    def near(self, mean: float, deviation: float, least: float, most: float) -> float:
        """A normally distributed number, drawn again until it lies in the range."""
        for _ in range(50):
            value = self.gauss(mean, deviation)
            if least <= value <= most:
                return value
        return min(max(mean, least), most)

    def days(self, mean: float, spread: float = 0.55) -> int:
        """A waiting time in whole days: most are short, a few are long."""
        return max(0, round(self.skewed(mean, spread)))

    def skewed(self, mean: float, spread: float = 0.55) -> float:
        """A lognormal number with this mean; ``spread`` is the deviation of its logarithm."""
        return self.lognormvariate(math.log(max(mean, 1e-9)) - spread * spread / 2, spread)

    def one_of(self, things: Sequence[Of]) -> Of:
        return things[int(self.random() * len(things))]

    def id(self, at: datetime) -> UUID:
        """An identifier of the shape of UUID version 7, for something that began at a moment."""
        milliseconds = int(at.timestamp() * 1000)
        value = (milliseconds & (2**48 - 1)) << 80 | self.getrandbits(80)
        value = value & ~(0xF << 76) | (0x7 << 76)
        return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


class Deck:
    """
    Even draws: shares come out right in small numbers too.

    Uniform numbers from a low-discrepancy sequence with a seeded start; one deck for each thing that is decided, so
    that no two decisions go in step.
    """

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._parts: dict[object, float] = {}

    def part(self, of: object) -> float:
        """The next number from 0 to below 1 for a decision."""
        now = self._parts.get(of)
        now = self._chance.random() if now is None else (now + GOLDEN) % 1
        self._parts[of] = now
        return now

    def happens(self, of: object, share: Fraction | float) -> bool:
        return self.part(of) < share

    def pick(self, of: object, among: Weighted[Of]) -> Of:
        return among.at(self.part(of))

    def yes_no_unknown(self, of: object, yes: float, unknown: float) -> str:
        """An answer by the shares of *yes* and *unknown*; the rest is *no*."""
        part = self.part(of)
        return "yes" if part < yes else "unknown" if part >= 1 - unknown else "no"


class Streams:
    """The streams of one simulation, all following from what it was asked for."""

    def __init__(self, *asked: object) -> None:
        self._asked = ":".join(map(str, asked))

    def of(self, name: str) -> Chance:
        return Chance(f"{self._asked}:{name}")


def spread(whole: int, weights: Iterable[float]) -> list[int]:
    """Whole numbers in proportion to weights, with exactly this sum (the largest remainders are rounded up)."""
    parts = list(weights)
    total = sum(parts)
    exact = [whole * part / total for part in parts]
    counts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: whole - sum(counts)]:
        counts[i] += 1
    return counts
