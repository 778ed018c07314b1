"""What goes in and what comes out: figures with what they count, and the same with protected cells marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["share", "count", "sum", "mean", "median", "ratio"]
Mode = Literal["suppress", "round"]
Part = Literal["value", "numerator", "denominator", "unknown"]
Test = tuple[str, str, tuple[str, ...]]
"""One condition: a column, a test (``is``, ``not``, ``at_least``...), what it is tested for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What an indicator counts, so that the same count is known again under another code.

    ``rows``: the set that is counted; ``of``: which of its rows are counted out of; ``that``: which of those count.
    ``people``: its rows are about persons; else every figure leaves as it is. ``each_once``: each row lies in exactly
    one month, so that months add up to quarters and years; a person counted once a period does not. ``out_of``: where a
    share is out of other rows, what those are.
    """

    kind: Kind
    rows: str
    of: frozenset[Test] = frozenset()
    that: frozenset[Test] = frozenset()
    measure: str = ""
    people: bool = True
    each_once: bool = False
    out_of: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as it was computed, with its meaning. Fields are those of the command-line contract."""

    code: str
    period: str
    country: str
    by: Mapping[str, str] = field(hash=False)
    exact: Fraction | None
    numerator: int | Decimal | None
    denominator: int | None
    unknown: int
    meaning: Meaning
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """
    A figure as it may leave. What is ``hidden`` is None and has a mark; a None without mark is *no figure*.

    ``left_out``: its breakdown is hidden whole, because nothing less would have protected somebody.
    ``rounded``: its counts are multiples of the base, and its value was computed from them.
    """

    code: str
    period: str
    country: str
    by: Mapping[str, str] = field(hash=False)
    exact: Fraction | None
    numerator: int | Decimal | None
    denominator: int | None
    unknown: int | None
    hidden: frozenset[Part] = frozenset()
    rounded: bool = False
    left_out: bool = False
    currency: str | None = None

    @property
    def value(self) -> int | float | None:
        """The value, not rounded: a whole number where it is a count, else the nearest float."""
        if self.exact is None:
            return None
        return (
            int(self.exact) if self.exact.denominator == 1 and self.denominator is None else float(self.exact)
        )


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """
    How a country protects what it publishes (``country.yaml``, ``disclosure``).

    ``threshold``: counts of 1 to one less than this are protected. ``mode``: hide them, or round every count to a
    multiple of ``base``. In a group below twice the threshold a numerator of nobody or of everybody is protected
    too: it says the same of each of its few people.
    """

    threshold: int = 5
    mode: Mode = "suppress"
    base: int = 5

    def __post_init__(self) -> None:
        if self.threshold < 2:
            raise ValueError("a threshold below 2 protects nobody")
        if self.base < 2:
            raise ValueError("a base below 2 rounds nothing")

    @property
    def small_group(self) -> int:
        """Below so many, what holds of all of a group says too much of each."""
        return 2 * self.threshold
