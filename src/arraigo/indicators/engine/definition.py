"""The part of an indicator that is computed: which rows, which of them count, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Aggregate = Literal["share", "count", "mean", "sum", "median", "ratio", "growth", "reported"]

AGGREGATES: tuple[Aggregate, ...] = (
    "share",
    "count",
    "mean",
    "sum",
    "median",
    "ratio",
    "growth",
    "reported",
)
"""
``share``: 100 x the rows that fulfil ``that`` / the rows of ``of``, or of ``out_of`` where that says of which others.
``count``: the rows that fulfil both. ``mean``, ``median``: of ``measure``, over the rows of ``of`` that have it;
``sum``: its sum. ``ratio``: 100 x the sum of ``measure`` / the sum of ``over``, over the rows that have both.
``growth``: by how
many percent the sum of ``measure`` differs from that of the period before. ``reported``: typed in by an institution;
the engine computes nothing.
"""

BREAKDOWNS: Mapping[str, str] = {
    "sex": "sex",
    "age_band": "age_band",
    "department": "department",
    "municipality": "municipality",
    "from_country": "from_country",
    "return_type": "return_type",
    "group": "groups",
    "institution": "institution",
    "programme": "programme",
    "level": "level",
    "dimension": "dimension",
    "month": "month",
    "quarter": "quarter",
}
"""
The keys of the command-line contract, each with the attribute that it shows. Cells of ``group`` overlap: a person can
be in several groups, and who is in none is in no cell. The cells of all others add up to the total.
"""

GROUP = "group"
CURRENCY = "currency"
UNKNOWN = "unknown"

Test = Literal["is", "any_of", "not", "at_least", "at_most", "above", "below"]


@dataclass(frozen=True, slots=True)
class Condition:
    """
    One test of one column. An empty or unknown value fulfils no test but ``not``; ``of`` and ``where`` leave it out,
    and in ``that`` it makes the row one of the ``unknown``.

    ``values``: codes for ``is`` and ``not`` (one) and ``any_of``; one number for the others.
    """

    column: str
    test: Test
    values: tuple[str | Decimal, ...]


@dataclass(frozen=True, slots=True)
class OutOf:
    """
    The rows of another set that a share is out of. ``tells`` is their column whose unknown value makes one of them
    one of the ``unknown``.
    """

    rows: str
    period: str
    of: tuple[Condition, ...] = ()
    tells: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """
    What the engine computes under a code.

    ``rows`` is a set of rows of :mod:`arraigo.warehouse.predicates`, ``period`` its date that places a row; ``by`` the
    breakdowns that make sense for it. What is ``reported`` has neither.
    """

    code: str
    rows: str
    period: str
    aggregate: Aggregate
    of: tuple[Condition, ...] = ()
    that: tuple[Condition, ...] = ()
    measure: str | None = None
    over: str | None = None
    out_of: OutOf | None = None
    by: tuple[str, ...] = ()
