"""A figure: one value with all that makes it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One indicator in one period, country and cell.

    ``by`` is empty for a total. ``numerator`` is what counted (for a mean, the sum); ``denominator`` out of how many
    rows, None for a plain count; ``unknown`` how many of those rows do not tell. ``exact`` is the value as a ratio of
    whole numbers, None where there is nothing to divide by: no figure is not zero.
    """

    code: str
    period: str
    country: str
    by: Mapping[str, str] = field(hash=False)
    exact: Fraction | None
    numerator: int | Decimal | None
    denominator: int | None
    unknown: int
    currency: str | None = None

    @property
    def value(self) -> int | float | None:
        """The value, not rounded: a whole number where it is a count, else the nearest float."""
        if self.exact is None:
            return None
        return self.exact.numerator if self.denominator is None else float(self.exact)
