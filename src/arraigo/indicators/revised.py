"""What was published of an indicator and later revised, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from arraigo.indicators import closing, spoken, wording
from arraigo.indicators.closing import Revision
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import PeriodNotUnderstood, read_period
from arraigo.web import formats

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A published figure: what it was, what it is now, why."""

    words: str
    at: datetime | None


def told(indicator: Indicator, country: str) -> list[Told]:
    """The latest published figures of an indicator; those that were revised first."""
    found = closing.history(indicator.code, country)
    ordered = [*(each for each in found if each.is_revised), *(each for each in found if not each.is_revised)]
    return [Told(_words(indicator, each), each.revised_at or each.published_at) for each in ordered[:SHOWN]]


def _words(indicator: Indicator, each: Revision) -> str:
    words = {
        "period": _period(each.period),
        "before": _written(indicator, each.before),
        "after": _written(indicator, each.after),
        "day": formats.day(each.published_at),
    }
    if not each.is_revised:
        return _("%(period)s was published as %(before)s on %(day)s, and stands.") % words
    said = _("%(period)s was published as %(before)s and was revised to %(after)s.") % words
    cause = _("The definition changed.") if each.cause == "definition" else _("The data changed.")
    return " ".join(part for part in (said, each.reason or cause) if part)


def _period(label: str) -> str:
    try:
        return spoken.period(read_period(label))
    except PeriodNotUnderstood:
        return label


def _written(indicator: Indicator, value: Fraction | None) -> str:
    return wording.written(indicator, value)
