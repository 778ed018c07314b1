"""What places a row in a period: a day, a whole year, a span, or the state on the last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LAST_WHOLE_YEAR = (
    "CASE WHEN MONTH({last_day}) = 12 AND DAY({last_day}) = 31 "
    "THEN YEAR({last_day}) ELSE YEAR({last_day}) - 1 END"
)
"""The last calendar year that ends in the period."""

By = Literal["day", "year", "whole_year", "end", "span"]


@dataclass(frozen=True, slots=True)
class Placing:
    """
    The fact that holds the rows, and how a period chooses among them.

    ``day``: ``fact_on`` lies in it. ``year``: it contains the whole calendar year of ``year``. ``end``: on its last day
    ``starts`` has come and ``ends`` has not. ``span``: some day of it lies between ``starts`` and ``ends``, both
    counted. ``whole_year``: every row, in a period that contains a whole calendar year.
    """

    fact: str
    by: By = "day"
    starts: str = ""
    ends: str = ""

    def condition(self) -> str:
        """The SQL that says whether a row ``f`` is of a period from ``{first_day}`` to ``{last_day}``."""
        return {
            "day": "f.fact_on BETWEEN {first_day} AND {last_day}",
            "year": "MAKE_DATE(f.year, 1, 1) >= {first_day} AND MAKE_DATE(f.year, 12, 31) <= {last_day}",
            "whole_year": (
                f"({LAST_WHOLE_YEAR} > YEAR({{first_day}})"
                f" OR {LAST_WHOLE_YEAR} = YEAR({{first_day}})"
                " AND MONTH({first_day}) = 1 AND DAY({first_day}) = 1)"
            ),
            "end": f"f.{self.starts} <= {{last_day}} AND f.{self.ends} > {{last_day}}",
            "span": f"f.{self.starts} <= {{last_day}} AND f.{self.ends} >= {{first_day}}",
        }[self.by]
