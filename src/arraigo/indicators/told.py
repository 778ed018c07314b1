"""Values that institutions report, as figures and in words: beside what is computed, they say whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _

from arraigo.core.periods import Period
from arraigo.indicators import reported, wording
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.models import ReportedValue
from arraigo.web import formats


def figures(indicator: Indicator, periods: Iterable[Period], country: str) -> list[Figure]:
    """The value of each period that has one, as a figure without parts."""
    return [
        reported.figure(indicator.code, label, country, value)
        for (label, _country), value in reported.latest(indicator.code, periods, [country]).items()
    ]


def value_of(indicator: Indicator, period: Period, country: str) -> ReportedValue | None:
    """The value in force of a period."""
    return reported.latest(indicator.code, [period], [country]).get((period.label, country))


def sentence(indicator: Indicator, value: ReportedValue) -> str:
    """Who reports what, from which source, of when."""
    return _(
        "Reported by %(institution)s: %(value)s. Source: %(source)s, %(source_on)s. Entered on %(day)s."
    ) % {
        "institution": value.institution.name,
        "value": wording.written(indicator, Fraction(value.value)),
        "source": value.source.rstrip("."),
        "source_on": formats.day(value.source_on),
        "day": formats.day(value.reported_at),
    }
