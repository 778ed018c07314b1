"""A figure: one value with all that makes it up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple


class Figure(NamedTuple):
    """
    One indicator in one period, country and cell.

    ``by`` is empty for a total. ``numerator`` is what counted (for a mean, the sum); ``denominator`` out of how many
    rows, None for a plain count; ``unknown`` how many of those rows do not tell. ``exact`` is the value as a ratio of
    whole numbers, None where there is nothing to divide by: no figure is not zero.
    """

    code: str
    period: str
    country: str
    by: Mapping[str, str]
    exact: Fraction | None
    numerator: int | Decimal | None
    denominator: int | Decimal | None
    unknown: int
    currency: str | None = None

    @property
    def value(self) -> int | float | None:
        """The value, not rounded: a whole number where it is a count, else the nearest float."""
        if self.exact is None:
            return None
        whole = self.denominator is None and self.exact.denominator == 1
        return self.exact.numerator if whole else float(self.exact)
