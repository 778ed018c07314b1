"""From figures to figures that may leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators.published.cells import is_calendar
from arraigo.indicators.published.figures import DisclosurePolicy, Given, Part, PublishedFigure
from arraigo.indicators.published.protecting import protect_all
from arraigo.indicators.published.reading import Counts, Reading
from arraigo.indicators.published.rounding import nearest, round_all
from arraigo.indicators.published.system import Number, System


class PeriodsOverlap(Refused):
    """Two periods of one publication overlap without being years, quarters and months: their difference would tell."""


def protect(figures: Sequence[Given], policy: DisclosurePolicy) -> list[PublishedFigure]:
    """
    All figures of one publication, protected together; in the order given.

    Give them whole: all cells of a breakdown, and every breakdown that is published of the same period.

    :raises PeriodsOverlap: when a period that is no year, quarter or month overlaps another one.
    """
    _refuse_overlaps({figure.period for figure in figures})
    reading = Reading(policy)
    reading.read(figures)
    if policy.mode == "round":
        round_all(reading.system, reading.wanted, policy.base)
    else:
        protect_all(reading.system, reading.wanted, policy.threshold)
    return [
        _published(figure, counts, reading.system, policy)
        for figure, counts in zip(figures, reading.counts, strict=True)
    ]


def _published(figure: Given, counts: Counts, system: System, policy: DisclosurePolicy) -> PublishedFigure:
    if not figure.meaning.people:
        return _whole(figure)
    hidden: set[Part] = set()
    for part, variable in (
        ("numerator", counts.numerator),
        ("denominator", counts.denominator),
        ("unknown", counts.unknown),
    ):
        if variable is not None and system.hidden[variable]:
            hidden.add(part)  # type: ignore[arg-type]  # the three are parts
    if hidden & {"numerator", "denominator"}:
        hidden.add("value")
    shown = {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unknown": figure.unknown,
        "exact": figure.exact,
    }
    if policy.mode == "round":
        shown = _rounded(figure, policy, hidden)
    if figure.exact is None:
        hidden.discard("value")
    return PublishedFigure(
        code=figure.code,
        period=figure.period,
        country=figure.country,
        by=figure.by,
        exact=None if "value" in hidden else shown["exact"],  # type: ignore[arg-type]
        numerator=None if "numerator" in hidden else shown["numerator"],  # type: ignore[arg-type]
        denominator=None if "denominator" in hidden else shown["denominator"],  # type: ignore[arg-type]
        unknown=None if "unknown" in hidden else shown["unknown"],  # type: ignore[arg-type]
        hidden=frozenset(hidden),
        rounded=policy.mode == "round",
        left_out="value" in hidden and not system.dropped.isdisjoint(counts.all),
        currency=figure.currency,
    )


def _whole(figure: Given) -> PublishedFigure:
    """A figure about nobody leaves as it is."""
    return PublishedFigure(
        code=figure.code,
        period=figure.period,
        country=figure.country,
        by=figure.by,
        exact=figure.exact,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unknown=figure.unknown,
        currency=figure.currency,
    )


def _rounded(
    figure: Given, policy: DisclosurePolicy, hidden: set[Part]
) -> dict[str, Number | Fraction | None]:
    """
    The counts as multiples of the base, and the value that they give.

    Rounding keeps the order, so a numerator never comes out above its denominator. Of a mean or a median the sum is
    hidden and the value stays, but for groups below the threshold: it cannot be computed from rounded counts.
    """
    base, kind, counted = policy.base, figure.meaning.kind, figure.numerator
    denominator = None if figure.denominator is None else nearest(figure.denominator, base)
    shown: dict[str, Number | Fraction | None] = {
        "denominator": denominator,
        "unknown": nearest(figure.unknown, base),
        "numerator": counted,
        "exact": figure.exact,
    }
    if kind in ("mean", "median"):
        if counted is not None:
            hidden.add("numerator")
        if (figure.denominator or 0) < policy.threshold:
            hidden.add("value")
        else:
            hidden.discard("value")
        return shown
    if counted is not None:
        multiple = nearest(int(counted), base)
        shown["numerator"] = multiple
        if kind != "share":
            shown["exact"] = Fraction(multiple)
        elif denominator is not None:
            shown["exact"] = Fraction(100 * multiple, denominator) if denominator else None
    return shown


def _refuse_overlaps(labels: set[str]) -> None:
    spans = {label: _span(label) for label in labels if not is_calendar(label)}
    if not spans:
        return
    everything = {label: _span(label) for label in labels}
    for label, (first, last) in spans.items():
        for other, (start, end) in everything.items():
            if other != label and first <= end and start <= last:
                raise PeriodsOverlap(
                    f"{label} and {other} overlap. Publish years, quarters and months, or one of the two alone."
                )


def _span(label: str) -> tuple[date, date]:
    if ".." in label:
        first, last = label.split("..")
        return date.fromisoformat(first), date.fromisoformat(last)
    year = int(label[:4])
    if "Q" in label:
        period = Period.quarter(year, int(label[-1]))
    else:
        period = Period.month(year, int(label[5:])) if "-" in label else Period.year(year)
    return period.first, period.last
